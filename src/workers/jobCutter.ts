import { FrameEnds, type FrameSettings } from '../encoder/frameEnds';
import type { FrameHistory } from '../encoder/history';
import type { Job } from '../encoder/job';
import { FRAME_HEADER_SIZE_MAX } from '../format/frameHeader';
import type { Bytes } from '../format/output';
import { blocksTask } from './blocksTask';
import type { Cutter } from './cutter';
import type { JobLayout } from './jobs';
import { beginScan } from './longScan';
import { type Buffers, postable, type Task } from './tasks';

const TRAILER_MAX = 4;

/** A dictionary or prefix without its digest, which stays with its engine: what is found in it must not depend on who looks. */
function firstHistory({ content, digest, finder, ...rest }: FrameHistory): FrameHistory {
  return { ...rest, content: postable(content), finder: digest?.settings ?? finder };
}

/**
 * Cuts a frame's content, which comes in pieces of any size, into tasks that can be done at the same time; their results, in order, between
 * {@link header} and {@link trailer} are the frame. Like a block, a job is handed out when it is full and more input comes, so that the
 * last one is known to be the last: the bytes do not depend on how the input is cut.
 */
export class JobCutter extends FrameEnds implements Cutter {
  private buffer: Uint8Array;
  private start = 0;
  private stop = 0;
  /** Bytes that are or were in a buffer. */
  private taken = 0;
  /** What stands before this job. */
  private history: FrameHistory | undefined;
  /** The long matches that the engine has found in this job: {@link CompressionSettings.longMatches}. */
  private found: number[] = [];

  constructor(
    settings: FrameSettings,
    private readonly layout: JobLayout,
    private readonly buffers: Buffers,
  ) {
    super(settings);
    this.buffer = buffers.take(this.room());
    this.history = settings.history && firstHistory(settings.history);
  }

  /** The frame's header. */
  header(): Bytes {
    const bytes = new Uint8Array(FRAME_HEADER_SIZE_MAX);
    return bytes.slice(0, this.writeHeader(bytes, 0));
  }

  /** Takes input bytes [from, to) and gives each task that has its bytes. */
  *write(input: Uint8Array, from: number, to: number): Generator<Task<Job>, void> {
    const { settings, layout } = this;
    this.ingest(input, from, to);
    while (from < to) {
      if (this.stop - this.start === layout.size) yield this.cut(false);
      let n = Math.min(to - from, this.start + layout.size - this.stop);
      if (settings.compression.ldm !== undefined) {
        this.engine ??= beginScan(this, settings, this.expected);
        // Blocks of a job are looked at like those that it will be compressed in.
        if (this.engine.full()) this.engine.scanPending(this.found);
        n = this.engine.fill(input, from, from + n);
      }
      this.buffer.set(input.subarray(from, from + n), this.stop);
      from += n;
      this.stop += n;
      this.taken += n;
    }
  }

  /** The task of what has not been given yet, if there is anything. */
  flush(): Task<Job> | undefined {
    return this.stop > this.start ? this.cut(false) : undefined;
  }

  /** The frame's last task. */
  end(): Task<Job> {
    this.checkEnd();
    return this.cut(true);
  }

  /** What follows the last task's result. */
  trailer(): Bytes {
    const bytes = new Uint8Array(TRAILER_MAX);
    return bytes.slice(0, this.writeTrailer(bytes, 0));
  }

  /** Bytes of the buffer that is being filled. */
  get held(): number {
    return this.buffer.length;
  }

  /** Bytes of a buffer for the next job; none of its memory is touched before it is filled. */
  private room(): number {
    return this.start + Math.min(this.expected - this.taken, this.layout.size);
  }

  private cut(last: boolean): Task<Job> {
    const { settings, layout, buffer, start, stop, history, found } = this;
    this.engine?.scanPending(found);
    const task = blocksTask({
      compression: { ...settings.compression, ldm: undefined, longMatches: this.engine && found },
      history,
      // How far a dictionary is in reach may depend on the frame's size; the blocks of a job do not depend on where it is cut.
      expected: history && !history.continued ? this.expected : layout.size,
      last,
      input: buffer,
      from: start,
      to: stop,
    });
    this.found = [];
    if (last) {
      this.buffer = new Uint8Array(0);
      this.release();
    } else {
      this.start = Math.min(layout.overlap, stop);
      this.stop = this.start;
      this.buffer = this.buffers.take(this.room());
      this.buffer.set(buffer.subarray(stop - this.start, stop));
      this.history = { content: this.buffer.subarray(0, this.start), withinWindow: true, continued: true };
    }
    return task;
  }
}
