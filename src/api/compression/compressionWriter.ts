import type { Frame } from '../../encoder/frame';
import { frameMemory } from '../../encoder/memory';
import { COMPRESSOBJ_FLUSH_BLOCK, COMPRESSOBJ_FLUSH_FINISH, CONTENTSIZE_UNKNOWN } from '../../format/constants';
import { fail } from '../../format/errors';
import type { Output } from '../../format/output';
import { type BytesLike, toBytes } from '../common/bytes';
import { Closable } from '../common/closable';
import { createByteQueue } from '../pieces/byteQueue';
import type { ByteWriter } from '../pieces/byteStreams';
import { Outlet } from '../pieces/outlet';
import { checkFlushMode } from './compressionObj';

/** How a {@link ZstdCompressionWriter} behaves. */
export interface WriterSettings {
  readonly size: number;
  readonly writeSize: number;
  /** What `write` returns: bytes taken in rather than bytes passed on. */
  readonly returnRead: boolean;
  readonly closeTarget: boolean;
}

/** Compresses what is written to it and passes it on; see {@link ZstdCompressor.writeTo} and {@link ZstdCompressor.streamWriter}. */
export class ZstdCompressionWriter extends Closable {
  private readonly queue = createByteQueue();
  /** The frame that is being written; none between frames. */
  private frame: Frame | undefined;
  private readonly outlet: Outlet;
  private done = false;

  /** @internal */
  constructor(
    private readonly target: ByteWriter & { flush?(): unknown; close?(): unknown },
    private readonly settings: WriterSettings,
    private readonly begin: (size: number, output: Output) => Frame,
  ) {
    super();
    this.outlet = new Outlet(this.queue, target, settings.writeSize);
    this.frame = begin(settings.size, this.queue);
  }

  /** Whether the writer has been closed, or an error has ended it. */
  get closed(): boolean {
    return this.done;
  }

  /**
   * Takes the next piece of content.
   *
   * @returns the bytes passed on to the target, often none; of a `streamWriter`, the bytes taken in
   * @throws TypeError when `data` is not bytes; ZstdError `stage_wrong` after `close()`, `srcSize_wrong` when more comes than was declared,
   *   `memory_allocation`; whatever the target's `write` throws: what it refused is offered again by the next call
   */
  write(data: BytesLike): number {
    const input = toBytes(data);
    this.check();
    this.frame ??= this.begin(CONTENTSIZE_UNKNOWN, this.queue);
    const { frame } = this;
    this.run(() => {
      frame.write(input, 0, input.length);
      frame.drain();
    });
    const passed = this.outlet.passOn();
    return this.settings.returnRead ? input.length : passed;
  }

  /**
   * Passes on all that is there and returns its size.
   *
   * @param mode `COMPRESSOBJ_FLUSH_BLOCK` (default) ends a block, so that everything written so far can be decompressed;
   *   `COMPRESSOBJ_FLUSH_FINISH` ends the frame, and what is written next begins another one
   * @throws TypeError when `mode` is no number; RangeError for another mode; ZstdError `stage_wrong` after `close()`, `srcSize_wrong` when
   *   the frame ends with less than was declared; whatever the target throws
   */
  flush(mode: number = COMPRESSOBJ_FLUSH_BLOCK): number {
    checkFlushMode(mode);
    this.check();
    const { frame } = this;
    if (frame !== undefined) {
      this.run(() => (mode === COMPRESSOBJ_FLUSH_FINISH ? frame.end() : frame.flush()));
      if (mode === COMPRESSOBJ_FLUSH_FINISH) this.frame = undefined;
    }
    const passed = this.outlet.passOn();
    if (this.settings.closeTarget) this.target.flush?.();
    return passed;
  }

  /** Bytes passed on so far. */
  tell(): number {
    return this.outlet.passed;
  }

  /** Bytes of memory that this writer holds. */
  memorySize(): number {
    return this.queue.length() + (this.frame === undefined ? 0 : frameMemory(this.frame));
  }

  /**
   * Ends the frame and passes its rest on. After an error of the target it can be called again.
   *
   * @throws ZstdError `srcSize_wrong` when less was written than was declared; whatever the target throws
   */
  close(): void {
    if (this.done) return;
    const { frame } = this;
    if (frame !== undefined) this.run(() => frame.end());
    this.frame = undefined;
    this.outlet.passOn();
    this.done = true;
    if (this.settings.closeTarget) this.target.close?.();
  }

  private check(): void {
    if (this.done) fail('stage_wrong', 'stream is closed');
  }

  /** An error of the frame ends it; one of the target does not. */
  private run(step: () => void): void {
    try {
      step();
    } catch (error) {
      this.done = true;
      this.frame?.release();
      this.frame = undefined;
      throw error;
    }
  }
}
