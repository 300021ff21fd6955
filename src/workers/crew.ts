import { type Buffers, performNow, type Task, type TaskResult } from './tasks';

/**
 * Those who do the tasks of an operation that does not return before they are done: the calling thread, and workers where there are some.
 */
export interface Crew extends Buffers {
  /** Tasks that may be on their way when another one is to be submitted. */
  readonly depth: number;
  submit<Data>(task: Task<Data>): Pending<Data>;
}

/** A task on its way. */
export interface Pending<Data = unknown> {
  readonly task: Task<Data>;
  /** Whether {@link result} would not wait. */
  done(): boolean;
  /**
   * What came of it, when that is known: meanwhile the calling thread may do tasks of the crew too. The bytes are good until
   * {@link release}.
   *
   * @throws what the task throws
   */
  result(): TaskResult;
  /** Gives the memory of the task and its result back, also of a task that nobody needs any more. */
  release(): void;
}

/** The calling thread alone. */
export const ALONE: Crew = {
  depth: 0,
  take: (size) => new Uint8Array(size),
  give: () => undefined,
  submit: (task) => ({ task, done: () => true, result: () => performNow(task), release: () => undefined }),
};

/** Has tasks done and uses their results, in order, with the number of each. No more tasks are made than the crew can have on its way. */
export function performAll(crew: Crew, tasks: Iterable<Task>, use: (result: TaskResult, task: number) => void): void {
  const pending: Pending[] = [];
  let used = 0;
  const useFirst = (): void => {
    const [first] = pending;
    use(first.result(), used++);
    pending.shift();
    first.release();
  };
  try {
    for (const task of tasks) {
      pending.push(crew.submit(task));
      while (pending.length > crew.depth) useFirst();
    }
    while (pending.length > 0) useFirst();
  } finally {
    for (const one of pending) one.release();
  }
}
