import { expect, it } from 'vitest';
import type { WorkerLike } from '../../src/workers/host';
import { AsyncOperation } from '../../src/workers/operation';
import { WorkerPool } from '../../src/workers/pool';
import type { Task, TaskResult } from '../../src/workers/tasks';

/** A worker that is up and never answers. */
const silent = (): WorkerLike => ({ postMessage() {}, terminate() {}, on() {} }) as unknown as WorkerLike;
function* nothing(): Generator<number, never> {
  for (;;) yield 1;
}
const task: Task = { kind: 'blocks', data: {}, perform: nothing, room: 100_000, items: 0 };

it('memory of a task never holds content: a late worker would claim it by writing', () => {
  const pool = new WorkerPool(silent);
  const shared = pool.share(task);
  pool.takeBack(task, shared);
  expect(pool.take(100_000).buffer).not.toBe(shared.memory);
  // It does go round among tasks.
  expect(pool.share(task).memory).toBe(shared.memory);
  pool.close();
});

it('settles any number of waiting tasks when its workers end', async () => {
  const pool = new WorkerPool(silent);
  const operation = { threads: 1, running: 0 };
  const results = Array.from({ length: 20_000 }, () => pool.run(task, operation));
  pool.close();
  expect((await Promise.all(results)).every((result) => result === undefined)).toBe(true);
});

it('starts workers anew for a task after idle ones were ended', () => {
  let started = 0;
  const pool = new WorkerPool(() => {
    started++;
    return silent();
  });
  expect(pool.start(2)).toBe(2);
  pool.close();
  pool.offer(task, pool.share(task), 2);
  expect(started).toBe(4);
  pool.close();
});

it('an operation that was cancelled does no more tasks', async () => {
  const operation = new AsyncOperation(undefined, 1);
  operation.cancel(new Error('enough'));
  let performed = 0;
  function* perform(): Generator<number, TaskResult> {
    performed++;
    yield 0;
    return { bytes: new Uint8Array(0), sizes: [] };
  }
  await expect(operation.perform({ ...task, perform })).rejects.toThrow('enough');
  expect(performed).toBe(0);
});
