import type { Crew } from './crew';
import type { WorkerLike } from './host';
import { type Operation, WorkerPool } from './pool';
import { poolCrew } from './poolCrew';
import type { Buffers, Task, TaskResult } from './tasks';

/** What operations with threads ask for. */
export interface Workers extends Buffers {
  /** So many threads for an operation that blocks; none where it may not wait for them. */
  crew(threads: number): Crew | undefined;
  /** Has a task done without blocking; see {@link WorkerPool.run}. */
  run(task: Task, operation: Operation): Promise<TaskResult | undefined>;
  /** Gives an operation's tasks up: they fail with the reason. */
  cancel(operation: Operation, reason: unknown): void;
  /** Takes back the memory of a task that no worker is at. */
  takeBack(task: Task): void;
  /** Ends all workers. */
  close(): void;
}

/** Makes a pool of workers; none is started before it is needed. */
export function createWorkers(create?: () => WorkerLike, idleTime?: number): Workers {
  const pool = new WorkerPool(create, idleTime);
  return {
    take: (size) => pool.take(size),
    give: (buffer) => pool.give(buffer),
    crew: (threads) => poolCrew(pool, threads),
    run: (task, operation) => pool.run(task, operation),
    cancel: (operation, reason) => pool.cancel(operation, reason),
    takeBack: (task) => pool.takeBack(task),
    close: () => pool.close(),
  };
}
