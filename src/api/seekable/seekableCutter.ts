import { contentChecksum } from '../../format/contentChecksum';
import { createSeekTableWriter, type SeekTableWriter } from '../../format/seekTableWrite';
import type { Cutter } from '../../workers/cutter';
import { framesTask } from '../../workers/framesTask';
import type { Buffers, Task } from '../../workers/tasks';
import type { Bytes } from '../common/bytes';
import type { SeekablePlan } from './seekableOptions';

/**
 * Cuts content into frames for random access, and these into tasks. Content is kept until its task is full, so that each frame is
 * compressed as a whole that knows its size: the frames' bytes depend neither on how the input is cut nor on the tasks.
 */
export class SeekableCutter implements Cutter {
  private readonly table: SeekTableWriter;
  /** Bytes of content of a task, but for the last. */
  private readonly most: number;
  private buffer: Uint8Array = new Uint8Array(0);
  /** Of the buffer, where the frame to come begins, and where its content ends so far. */
  private start = 0;
  private stop = 0;
  private sizes: number[] = [];
  private checksums: number[] = [];

  /**
   * @param buffers memory for tasks that other threads do; undefined where this one makes each frame as soon as it is complete
   */
  constructor(
    private readonly plan: SeekablePlan,
    private readonly buffers: Buffers | undefined,
  ) {
    this.table = createSeekTableWriter(plan.checksums);
    this.most = buffers === undefined ? plan.frameSize : plan.groupSize;
  }

  header(): Bytes {
    return new Uint8Array(0);
  }

  *write(input: Uint8Array, from: number, to: number): Generator<Task, void> {
    const { frameSize } = this.plan;
    while (from < to) {
      const n = Math.min(to - from, this.start + frameSize - this.stop);
      this.reserve(this.stop + n, this.stop + to - from);
      this.buffer.set(input.subarray(from, from + n), this.stop);
      from += n;
      this.stop += n;
      if (this.stop - this.start < frameSize) continue;
      const task = this.endFrame();
      if (task !== undefined) yield task;
    }
  }

  /** Ends the frame where content waits for its end; gives the task that has no room for another one. */
  endFrame(): Task | undefined {
    const { buffer, start, stop, plan } = this;
    if (stop === start) return undefined;
    this.sizes.push(stop - start);
    this.checksums.push(plan.checksums ? contentChecksum(buffer.subarray(start, stop)) : 0);
    this.start = stop;
    return stop + plan.frameSize > this.most ? this.cut() : undefined;
  }

  end(): Task | undefined {
    return this.endFrame() ?? (this.sizes.length > 0 ? this.cut() : undefined);
  }

  /** The seek table. */
  trailer(): Bytes {
    this.release();
    return this.table.write();
  }

  release(): void {
    this.buffer = new Uint8Array(0);
  }

  /** Bytes of content that waits and of the table, and of this many tasks and their results. */
  memorySize(tasks: number): number {
    return this.buffer.length + this.table.length() + 2 * tasks * this.most;
  }

  /** Sees to it that the buffer has room for `least` bytes; there are to be `wanted`. */
  private reserve(least: number, wanted: number): void {
    const { buffer, buffers, stop } = this;
    if (least <= buffer.length) return;
    const room = Math.min(this.most, Math.max(wanted, 2 * stop));
    this.buffer = buffers === undefined ? new Uint8Array(room) : buffers.take(room);
    this.buffer.set(buffer.subarray(0, stop));
    if (stop > 0) buffers?.give(buffer);
  }

  private cut(): Task {
    const { sizes, checksums, buffer, buffers, plan } = this;
    this.sizes = [];
    this.checksums = [];
    this.start = 0;
    this.stop = 0;
    // What is made here and now is made before more content comes.
    if (buffers !== undefined) this.release();
    return {
      ...framesTask(buffer, sizes, plan.options, true),
      note: ({ sizes: made }) => {
        for (const [i, size] of made.entries()) this.table.add(size, sizes[i], checksums[i]);
      },
    };
  }
}
