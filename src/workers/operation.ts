import { otherEvents } from './eventLoop';
import type { Buffers, Task, TaskResult } from './tasks';
import type { Workers } from './workers';

const PLAIN: Buffers = { take: (size) => new Uint8Array(size), give: () => undefined };

/** Tasks of an operation that does not block: workers do them, or the calling thread, a little at a time, where there are none. */
export class AsyncOperation {
  /** Where tasks' bytes can stand. */
  readonly buffers: Buffers;
  running = 0;
  private reason: { of: unknown } | undefined;

  constructor(
    private readonly workers: Workers | undefined,
    readonly threads: number,
  ) {
    this.buffers = workers ?? PLAIN;
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

  /**
   * Does a task.
   *
   * @throws what the task throws, or why the operation was cancelled
   */
  async perform(task: Task): Promise<TaskResult> {
    const { workers } = this;
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

  /** Gives up what has not been done: it fails with the reason. */
  cancel(reason: unknown): void {
    this.reason = { of: reason };
    this.workers?.cancel(this, reason);
  }
}
