import type { Job } from '../encoder/job';
import { ZstdError } from '../format/errors';
import type { Bytes } from '../format/output';
import type { JobCutter } from './jobCutter';
import type { AsyncOperation } from './operation';
import type { Task } from './tasks';

/** A frame that is compressed in jobs without blocking: the pieces of it come as promises, in order. Each must be waited for before the next one is asked for. */
export class AsyncJobs {
  private readonly jobs: { bytes: Promise<Bytes>; done: boolean }[] = [];
  private begun = false;

  constructor(
    private readonly cutter: JobCutter,
    private readonly operation: AsyncOperation,
  ) {}

  /** Takes input bytes [from, to); a piece comes when it is there, or when more jobs are on their way than threads. */
  *write(input: Uint8Array, from: number, to: number): Generator<Promise<Bytes> | Bytes, void> {
    for (const task of this.cutter.write(input, from, to)) {
      this.submit(task);
      yield* this.pieces(this.operation.threads);
    }
  }

  /** Ends the job. */
  *flush(): Generator<Promise<Bytes> | Bytes, void> {
    const task = this.cutter.flush();
    if (task !== undefined) this.submit(task);
    yield* this.pieces(0);
  }

  /** Ends the frame. */
  *end(): Generator<Promise<Bytes> | Bytes, void> {
    this.submit(this.cutter.end());
    yield* this.pieces(0);
    yield this.cutter.trailer();
  }

  /** Gives up what is on its way. */
  release(): void {
    this.cutter.release();
    this.operation.cancel(new ZstdError('stage_wrong'));
  }

  private submit(task: Task<Job>): void {
    const job = { bytes: this.operation.perform(task).then(({ bytes }) => bytes), done: false };
    // Whoever waits for it is told too.
    const done = (): void => {
      job.done = true;
    };
    job.bytes.then(done, done);
    this.jobs.push(job);
  }

  /** The first pieces, until no more than so many jobs are left and none of them is done. */
  private *pieces(left: number): Generator<Promise<Bytes> | Bytes, void> {
    if (!this.begun) yield this.cutter.header();
    this.begun = true;
    while (this.jobs.length > left || this.jobs[0]?.done) {
      yield this.jobs[0].bytes;
      this.jobs.shift();
    }
  }
}
