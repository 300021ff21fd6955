import { ZstdError } from '../format/errors';
import type { Bytes } from '../format/output';
import type { Cutter } from './cutter';
import type { AsyncOperation } from './operation';
import type { Task, TaskResult } from './tasks';

/**
 * Content that is compressed in tasks without blocking, such as the jobs of a frame: the pieces of what it becomes come as promises, in
 * order. Each must be waited for before the next one is asked for.
 */
export class AsyncJobs {
  private readonly jobs: { task: Task; result: Promise<TaskResult>; done: boolean }[] = [];
  private begun = false;

  constructor(
    private readonly cutter: Cutter,
    private readonly operation: AsyncOperation,
  ) {}

  /** Takes input bytes [from, to); a piece comes when it is there, or when more jobs are on their way than threads. */
  *write(input: Uint8Array, from: number, to: number): Generator<Promise<Bytes> | Bytes, void> {
    for (const task of this.cutter.write(input, from, to)) {
      this.submit(task);
      yield* this.pieces(this.operation.threads);
    }
  }

  /** Ends the task. */
  *flush(): Generator<Promise<Bytes> | Bytes, void> {
    const task = this.cutter.flush?.();
    if (task !== undefined) this.submit(task);
    yield* this.pieces(0);
  }

  /** Ends all. */
  *end(): Generator<Promise<Bytes> | Bytes, void> {
    const task = this.cutter.end();
    if (task !== undefined) this.submit(task);
    yield* this.pieces(0);
    yield this.cutter.trailer();
  }

  /** Gives up what is on its way. */
  release(): void {
    this.cutter.release();
    this.operation.cancel(new ZstdError('stage_wrong'));
  }

  private submit(task: Task): void {
    const job = { task, result: this.operation.perform(task), done: false };
    // Whoever waits for it is told too.
    const done = (): void => {
      job.done = true;
    };
    job.result.then(done, done);
    this.jobs.push(job);
  }

  /** The first pieces, until no more than this many jobs are left and none of them is done. */
  private *pieces(left: number): Generator<Promise<Bytes> | Bytes, void> {
    if (!this.begun) yield this.cutter.header();
    this.begun = true;
    while (this.jobs.length > left || this.jobs[0]?.done) {
      const [{ task, result }] = this.jobs;
      yield result.then((known) => {
        task.note?.(known);
        return known.bytes;
      });
      this.jobs.shift();
    }
  }
}
