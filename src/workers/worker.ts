import type { Bytes } from '../format/output';
import { nodeThreads, type WorkerPort } from './host';
import { SharedTask } from './sharedTask';
import type { TaskKind, TaskResult } from './tasks';

/** How tasks are done, by their kinds. */
export type Performers = Readonly<Record<TaskKind, (data: never) => Generator<number, TaskResult>>>;

/**
 * What a worker is told: what to do, where the task's state is if memory can be shared, and whether the result is to be posted rather than
 * put there.
 */
export type WorkerMessage = readonly [
  kind: TaskKind,
  data: unknown,
  number: number,
  memory: SharedArrayBuffer | undefined,
  items: number,
  reply: boolean,
];
/** What it posts: the number of a task, and the result; none if the task failed. */
export type WorkerReply = readonly [number: number, bytes?: Bytes | undefined, sizes?: readonly number[]];

/** The result of a task; none when it failed: whoever asked for it finds out why by doing it itself. */
function perform(start: () => Generator<number, TaskResult>, task: SharedTask | undefined): TaskResult | undefined {
  try {
    const work = start();
    while (task === undefined || task.beat()) {
      const { done, value } = work.next();
      if (done) return value;
    }
    work.return(undefined as never);
  } catch {}
  return undefined;
}

/** Does tasks that the other side posts, one after the other. */
export function serve(performers: Performers): void {
  const port = nodeThreads()?.parentPort ?? (globalThis as unknown as WorkerPort);
  port.onmessage = ({ data: message }) => {
    const [kind, data, number, memory, items, reply] = message as WorkerMessage;
    const task = memory && new SharedTask(memory, number, items);
    if (task?.claim() === false) return;
    const result = perform(() => performers[kind](data as never), task);
    if (reply) port.postMessage([number, result?.bytes, result?.sizes], result === undefined ? [] : [result.bytes.buffer]);
    else task?.end(result);
  };
}
