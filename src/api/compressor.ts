import type { FrameEncoder } from '../encoder/frame';
import { COMPRESSOBJ_FLUSH_BLOCK, COMPRESSOBJ_FLUSH_FINISH } from '../format/constants';
import { fail } from '../format/errors';
import { createOutput, type Output } from '../format/output';
import { type BytesLike, checkSize, toBytes } from './bytes';
import {
  type CompressOptions,
  checkFrameOptions,
  createFrame,
  encodeFrame,
  type FrameOptions,
  type FramePrefix,
  pledgedSize,
} from './compress';

/**
 * Compresses with settings that are checked once. Operations are independent of one another: several may be open at a time.
 *
 * Other than in {@link compress}, the content size is only stated with `writeContentSize: true`, as in python-zstandard.
 *
 * @example
 * ```ts
 * import { decompress, ZstdCompressor } from 'purezstd';
 * const compressor = new ZstdCompressor({ level: 1, writeChecksum: true });
 * console.log(decompress(compressor.compress(new Uint8Array(1000))).length); // 1000
 * ```
 */
export class ZstdCompressor {
  private readonly options: FrameOptions;

  constructor(options: CompressOptions = {}) {
    if (typeof options !== 'object' || options === null) throw new TypeError('options must be an object');
    this.options = checkFrameOptions(options, false);
  }

  /**
   * Compresses bytes into one frame.
   *
   * @example
   * ```ts
   * import { ZstdCompressor } from 'purezstd';
   * console.log(new ZstdCompressor().compress(new Uint8Array(100)).length < 20); // true
   * ```
   */
  compress(data: BytesLike): Uint8Array<ArrayBuffer> {
    return encodeFrame(toBytes(data), this.options);
  }

  /**
   * Starts compressing data that comes in pieces into one frame.
   *
   * @param options.size bytes that will come, when that is known: the frame can state it, and small inputs compress better.
   *   Any other number of bytes is an error then.
   * @param options.prefix content that matches may refer to; see {@link FramePrefix}
   * @example
   * ```ts
   * import { decompress, ZstdCompressor } from 'purezstd';
   * const stream = new ZstdCompressor({ level: 1 }).compressObj();
   * const parts = [stream.compress(Uint8Array.of(1, 2)), stream.compress(Uint8Array.of(3)), stream.flush()];
   * console.log(decompress(new Uint8Array(parts.flatMap((part) => [...part])))); // Uint8Array(3) [ 1, 2, 3 ]
   * ```
   */
  compressObj(options: { size?: number } & FramePrefix = {}): ZstdCompressionObj {
    const size = pledgedSize(options.size === -1 ? undefined : checkSize(options.size, 'size'));
    const output = createOutput(Number.MAX_SAFE_INTEGER);
    return new ZstdCompressionObj(createFrame(this.options, size, output, options.prefix), output);
  }
}

/** Compresses data that comes in pieces; see {@link ZstdCompressor.compressObj}. */
export class ZstdCompressionObj {
  private finished = false;

  /** @internal */
  constructor(
    private readonly frame: FrameEncoder,
    private readonly output: Output,
  ) {}

  /**
   * Takes the next piece of content and returns what compressed bytes are ready, possibly none.
   *
   * @throws ZstdError `stage_wrong` after the frame has ended, `srcSize_wrong` when more comes than was declared
   */
  compress(data: BytesLike): Uint8Array<ArrayBuffer> {
    const input = toBytes(data);
    if (this.finished) fail('stage_wrong', 'cannot call compress() after compressor finished');
    return this.run(() => this.frame.write(input, 0, input.length));
  }

  /**
   * Returns the rest of the compressed bytes.
   *
   * @param mode `COMPRESSOBJ_FLUSH_FINISH` (default) ends the frame; `COMPRESSOBJ_FLUSH_BLOCK` ends a block, so that everything given so far can be
   *   decompressed, and more may follow
   * @throws RangeError for another mode; ZstdError `stage_wrong` after the frame has ended, `srcSize_wrong` when less came than was declared
   */
  flush(mode: number = COMPRESSOBJ_FLUSH_FINISH): Uint8Array<ArrayBuffer> {
    if (mode !== COMPRESSOBJ_FLUSH_FINISH && mode !== COMPRESSOBJ_FLUSH_BLOCK) throw new RangeError('flush mode not recognized');
    if (this.finished) fail('stage_wrong', 'compressor object already finished');
    if (mode === COMPRESSOBJ_FLUSH_BLOCK) return this.run(() => this.frame.flush());
    const rest = this.run(() => this.frame.end());
    this.finished = true;
    return rest;
  }

  private run(step: () => void): Uint8Array<ArrayBuffer> {
    try {
      step();
      return this.output.take();
    } catch (error) {
      this.finished = true;
      this.frame.release();
      throw error;
    }
  }
}
