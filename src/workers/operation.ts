import { ALONE } from './crew';
import { otherEvents } from './eventLoop';
import { workersSoon } from './loader';
import type { Buffers, Task, TaskResult } from './tasks';
import type { Workers } from './workers';

/** Less is done sooner than a worker is told of it. */
const WORTH_A_WORKER = 64 << 10;
/** Bytes that are copied in one go: less than a millisecond. */
const COPY_SLICE = 2 << 20;

/** Tasks of an operation that does not block: workers do them, or the calling thread, a little at a time, where there are none. */
export class AsyncOperation {
  /** Where tasks' bytes can stand. */
  readonly buffers: Buffers;
  running = 0;
  private reason: { of: unknown } | undefined;

  /** @param threads tasks that may be done at a time */
  constructor(
    private readonly workers: Workers | undefined,
    readonly threads: number,
  ) {
    this.buffers = workers ?? ALONE;
  }

  /** Begins an operation on this many threads, one at least, and on this many bytes. */
  static async start(threads: number, size: number = Number.POSITIVE_INFINITY): Promise<AsyncOperation> {
    return new AsyncOperation(size < WORTH_A_WORKER ? undefined : await workersSoon(), Math.max(threads, 1));
  }

  /** Whether workers may be at work. */
  get shared(): boolean {
    return this.workers !== undefined;
  }

  /**
   * Lets other events have their turn.
   *
   * @throws why the operation was cancelled
   */
  async pause(): Promise<void> {
    await otherEvents();
    if (this.reason !== undefined) throw this.reason.of;
  }

  /** The input where workers can read it, and whether that is a buffer of {@link buffers}; the input itself where there are none. */
  async copy(input: Uint8Array): Promise<{ bytes: Uint8Array; lent: boolean }> {
    if (!this.shared) return { bytes: input, lent: false };
    const bytes = this.buffers.take(input.length);
    for (let at = 0; at < input.length; at += COPY_SLICE) {
      if (at > 0) await this.pause();
      bytes.set(input.subarray(at, at + COPY_SLICE), at);
    }
    return { bytes, lent: true };
  }

  /**
   * Does a task.
   *
   * @throws what the task throws, or why the operation was cancelled
   */
  async perform(task: Task): Promise<TaskResult> {
    const { workers, reason } = this;
    if (reason !== undefined) throw reason.of;
    const result = await workers?.run(task, this);
    if (result !== undefined) return result;
    const work = task.perform(task.data);
    try {
      for (let turn = 0; ; ) {
        const { done, value } = work.next();
        if (done) return value;
        turn += value;
        if (turn < 1) continue;
        turn = 0;
        await this.pause();
      }
    } finally {
      work.return(undefined as never);
      workers?.takeBack(task);
    }
  }

  /** Does tasks and uses their results, in order. One more than there are threads is made at a time. */
  async performAll(tasks: Iterable<Task> | AsyncIterable<Task>, use: (result: TaskResult) => void): Promise<void> {
    const pending: Promise<TaskResult>[] = [];
    for await (const task of tasks) {
      const result = this.perform(task);
      // Whoever waits for it is told.
      result.catch(() => undefined);
      pending.push(result);
      if (pending.length > this.threads) use(await (pending.shift() as Promise<TaskResult>));
    }
    for (const result of pending) use(await result);
  }

  /** Gives up what has not been done: it fails with the reason. */
  cancel(reason: unknown): void {
    this.reason = { of: reason };
    this.workers?.cancel(this, reason);
  }
}
