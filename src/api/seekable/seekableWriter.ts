import { COMPRESSION_RECOMMENDED_OUTPUT_SIZE } from '../../format/constants';
import { fail } from '../../format/errors';
import { type BytesLike, toBytes } from '../common/bytes';
import { checkChunkSize, checkOptions } from '../common/checks';
import type { WriteOptions } from '../common/chunkOptions';
import { Closable } from '../common/closable';
import { createByteQueue } from '../pieces/byteQueue';
import { type ByteWriter, checkWriter } from '../pieces/byteStreams';
import { Outlet } from '../pieces/outlet';
import { SeekableEncoder } from './seekableEncoder';
import { checkSeekableOptions, type SeekableOptions } from './seekableOptions';

/**
 * Compresses for random access what is written to it, and passes it on: what {@link compressSeekable} makes of all of it, unless frames are
 * ended in between. It holds the content of one frame.
 *
 * @throws TypeError and RangeError from the constructor, for a target without `write` and for wrong options
 * @example
 * ```ts
 * import { SeekableReader, SeekableWriter } from 'purezstd/seekable';
 * const chunks: Uint8Array<ArrayBuffer>[] = [];
 * const writer = new SeekableWriter({ write: (chunk) => chunks.push(chunk as Uint8Array<ArrayBuffer>) }, { level: 3 });
 * for (const day of ['monday\n', 'tuesday\n']) {
 *   writer.write(new TextEncoder().encode(day));
 *   writer.endFrame(); // each day can be read by itself
 * }
 * writer.close();
 * const reader = await SeekableReader.open(new Blob(chunks));
 * const { decompressedOffset, decompressedSize } = reader.frameInfo(1);
 * const tuesday = await reader.read(decompressedOffset, decompressedOffset + decompressedSize);
 * console.log(new TextDecoder().decode(tuesday).trim()); // tuesday
 * ```
 */
export class SeekableWriter extends Closable {
  private readonly queue = createByteQueue();
  private readonly encoder: SeekableEncoder;
  private readonly outlet: Outlet;
  /** Whether there is nothing more to compress; some of it may be left to pass on. */
  private complete = false;
  private done = false;

  /**
   * @param writer an object with a `write(data)` method
   * @param options {@link SeekableOptions}; `writeSize`, most bytes of a chunk of output
   */
  constructor(writer: ByteWriter, options: SeekableOptions & WriteOptions = {}) {
    super();
    const target = checkWriter(writer);
    const writeSize = checkChunkSize(checkOptions(options).writeSize, 'writeSize', COMPRESSION_RECOMMENDED_OUTPUT_SIZE);
    this.outlet = new Outlet(this.queue, target, writeSize);
    this.encoder = new SeekableEncoder(checkSeekableOptions(options), this.queue, Number.POSITIVE_INFINITY);
  }

  /** Whether the writer has been closed, or an error has ended it. */
  get closed(): boolean {
    return this.done;
  }

  /**
   * Takes the next piece of content.
   *
   * @returns the bytes passed on to the target, often none
   * @throws TypeError when `data` is not bytes; ZstdError `stage_wrong` after `close()`, `frameParameter_unsupported` for more than 2^27
   *   frames, `memory_allocation`; whatever the target's `write` throws: what it refused is offered again by the next call
   */
  write(data: BytesLike): number {
    const input = toBytes(data);
    this.check();
    // All of it before the target is asked, which may refuse: what has been taken is never lost.
    this.run(() => this.encoder.write(input));
    return this.outlet.passOn();
  }

  /**
   * Ends the frame, so that what comes next begins one of its own. Nothing happens where a frame has just ended. Returns the bytes passed
   * on.
   *
   * @throws what {@link write} throws
   */
  endFrame(): number {
    this.check();
    this.run(() => this.encoder.endFrame());
    return this.outlet.passOn();
  }

  /** Bytes passed on so far. */
  tell(): number {
    return this.outlet.passed;
  }

  /** Bytes of memory that this writer holds. */
  memorySize(): number {
    return this.queue.length() + (this.complete ? 0 : this.encoder.memorySize());
  }

  /**
   * Ends the last frame and passes it and the seek table on. After an error of the target it can be called again; the target is not closed.
   *
   * @throws what {@link write} throws, but for `stage_wrong`
   */
  close(): void {
    if (this.done) return;
    if (!this.complete) this.run(() => this.encoder.finish());
    this.complete = true;
    this.outlet.passOn();
    this.done = true;
  }

  private check(): void {
    if (this.complete) fail('stage_wrong', 'stream is closed');
  }

  /** An error of a frame ends all: the table has to list every one. */
  private run(step: () => void): void {
    try {
      step();
    } catch (error) {
      this.complete = true;
      this.done = true;
      throw error;
    }
  }
}
