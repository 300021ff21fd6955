import type { EncoderEngine } from '../encoder/engine';
import type { Frame } from '../encoder/frame';
import type { FrameProgress, FrameSettings } from '../encoder/frameEnds';
import type { Job } from '../encoder/job';
import { CONTENTSIZE_UNKNOWN } from '../format/constants';
import type { Output } from '../format/output';
import type { Crew, Pending } from './crew';
import { JobCutter } from './jobCutter';
import type { JobLayout } from './jobs';
import { crewOf } from './loader';
import type { Task } from './tasks';

/**
 * A frame that is compressed in jobs, by however many threads: the counterpart of FrameEncoder, with bytes that depend on its parameters
 * alone. A few jobs at a time are on their way; whoever writes more waits for the oldest one, and does another one meanwhile.
 */
export class JobFrame implements Frame {
  readonly progress: FrameProgress;
  private readonly jobs: Pending<Job>[] = [];

  constructor(
    private readonly cutter: JobCutter,
    private readonly crew: Crew,
    private readonly output: Output,
  ) {
    this.progress = cutter.progress;
  }

  get engine(): EncoderEngine | undefined {
    return this.cutter.engine;
  }

  /** Of each job on its way and of its result, and the one that is being filled. */
  get held(): number {
    return this.cutter.held * (2 * this.jobs.length + 1);
  }

  write(input: Uint8Array, from: number, to: number): void {
    for (const task of this.cutter.write(input, from, to)) this.submit(task);
  }

  drain(): void {
    while (this.jobs.length > 0 && this.jobs[0].done()) this.handOut();
  }

  /** Ends the job, and waits for its end. */
  flush(): void {
    const task = this.cutter.flush();
    if (task !== undefined) this.submit(task);
    this.finish();
  }

  end(): void {
    this.submit(this.cutter.end());
    this.finish();
    this.put(this.cutter.trailer());
  }

  release(): void {
    this.cutter.release();
    for (const pending of this.jobs.splice(0)) pending.release();
  }

  private submit(task: Task<Job>): void {
    // The header goes before the first job: a frame of which nothing has been asked yet gives nothing.
    if (this.progress.produced === 0) this.put(this.cutter.header());
    this.jobs.push(this.crew.submit(task));
    while (this.jobs.length > this.crew.depth) this.handOut();
  }

  private finish(): void {
    while (this.jobs.length > 0) this.handOut();
  }

  private handOut(): void {
    const [pending] = this.jobs;
    const { from, to } = pending.task.data;
    this.put(pending.result().bytes);
    this.progress.consumed += to - from;
    this.jobs.shift();
    pending.release();
  }

  private put(bytes: Uint8Array): void {
    this.output.write(bytes, 0, bytes.length);
    this.progress.produced += bytes.length;
  }
}

/** Begins a frame that this many threads compress in jobs. */
export function createJobFrame(settings: FrameSettings, layout: JobLayout, threads: number, output: Output): JobFrame {
  const { sourceSize } = settings;
  // More threads than jobs would have nothing to do.
  const jobs = sourceSize === CONTENTSIZE_UNKNOWN ? threads : Math.ceil(sourceSize / layout.size);
  const crew = crewOf(Math.min(threads, jobs));
  return new JobFrame(new JobCutter(settings, layout, crew), crew, output);
}
