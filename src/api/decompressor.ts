import type { DecoderDictionary } from '../decoder/engine';
import { createFrameDecoder, type FrameDecoder, type FrameSettings } from '../decoder/frame';
import { MAGIC_NUMBER } from '../format/constants';
import { fail } from '../format/errors';
import { FRAME_HEADER_SIZE_PREFIX, frameHeaderSizeOf, readUint32 } from '../format/frameHeader';
import { createOutput, type Output } from '../format/output';
import { type BytesLike, checkSize, toBytes } from './bytes';
import { type DictionaryLike, decodeFrames, frameSettings, prepareDictionaries } from './decompress';

/** A decoder between two calls. */
interface Worker {
  readonly decoder: FrameDecoder;
  readonly output: Output;
}

/** What a {@link ZstdDecompressor} can be told. */
export interface DecompressorOptions {
  /** The dictionary that the frames were made with: full, or raw content. Given several, the frame's dictionary ID chooses. */
  dictData?: DictionaryLike;
  /** Largest window that a frame may ask for, in bytes. Default 2^27 (128 MiB). */
  maxWindowSize?: number;
  /** `FORMAT_ZSTD1` (default), or `FORMAT_ZSTD1_MAGICLESS` for frames without their four magic bytes. */
  format?: number;
  /** Whether content checksums are verified. Default true. */
  verifyChecksum?: boolean;
}

/**
 * Decompresses with settings that are checked, and dictionaries that are read, once. Operations are independent of one another: several may be open
 * at a time, and an error in one leaves the others and the decompressor usable.
 *
 * @example
 * ```ts
 * import { compress, ZstdDecompressor } from 'purezstd';
 * const decompressor = new ZstdDecompressor({ maxWindowSize: 2 ** 23 });
 * console.log(decompressor.decompress(compress(new Uint8Array(1000))).length); // 1000
 * ```
 */
export class ZstdDecompressor {
  private readonly options: DecompressorOptions;
  private readonly dictionaries: readonly DecoderDictionary[];
  private readonly settings: FrameSettings;
  private idle: Worker | undefined;

  constructor(options: DecompressorOptions = {}) {
    this.options = { ...options };
    this.dictionaries = prepareDictionaries(options.dictData);
    this.settings = frameSettings(this.options, this.dictionaries, false);
  }

  /**
   * Decompresses one frame, or with `readAcrossFrames` all of them. A frame that does not state its content size needs `maxOutputSize`.
   *
   * @param options.maxOutputSize most bytes that the result may have; 0 (default) means what the frame states
   * @param options.readAcrossFrames decompress all frames of the input; default false
   * @param options.allowExtraData ignore bytes after the first frame instead of rejecting them; default true
   * @throws ZstdError for invalid data, as `decompress` does
   * @example
   * ```ts
   * import { compress, ZstdDecompressor } from 'purezstd';
   * const text = new ZstdDecompressor().decompress(compress(new TextEncoder().encode('abc')));
   * console.log(new TextDecoder().decode(text)); // abc
   * ```
   */
  decompress(
    data: BytesLike,
    options: { maxOutputSize?: number; readAcrossFrames?: boolean; allowExtraData?: boolean } = {},
  ): Uint8Array<ArrayBuffer> {
    const input = toBytes(data);
    const { readAcrossFrames = false, allowExtraData = true } = options;
    const limit = checkSize(options.maxOutputSize, 'maxOutputSize') || Number.MAX_SAFE_INTEGER;
    const { settings } = this;
    if (readAcrossFrames) return decodeFrames(input, settings, limit);
    if (limit === Number.MAX_SAFE_INTEGER && !statesContentSize(input, settings.magicless)) {
      fail('srcSize_wrong', 'could not determine content size in frame header');
    }
    // Short messages come in great numbers: a decoder that has done its work well serves the next one.
    const worker = this.idle ?? this.createWorker();
    const { decoder, output } = worker;
    this.idle = undefined;
    try {
      output.restart(limit);
      decoder.restart();
      const end = decoder.push(input, 0, input.length);
      decoder.finish();
      const content = output.take();
      this.idle = worker;
      if (end < input.length && !allowExtraData) {
        fail('srcSize_wrong', `compressed input contains ${input.length - end} bytes of unused data, which is disallowed`, { offset: end });
      }
      return content;
    } finally {
      decoder.release();
    }
  }

  private createWorker(): Worker {
    const output = createOutput(0);
    return { output, decoder: createFrameDecoder(this.settings, output) };
  }

  /**
   * Starts decompressing data that arrives in pieces.
   *
   * @param options.readAcrossFrames go on with the next frame after the end of one; default false: stop there and keep the rest in `unusedData`
   * @example
   * ```ts
   * import { compress, ZstdDecompressor } from 'purezstd';
   * const frame = compress(new TextEncoder().encode('piece by piece'));
   * const stream = new ZstdDecompressor().decompressObj();
   * let text = '';
   * for (const byte of frame) text += new TextDecoder().decode(stream.decompress(Uint8Array.of(byte)));
   * stream.close();
   * console.log(text); // piece by piece
   * ```
   */
  decompressObj(options: { readAcrossFrames?: boolean } = {}): ZstdDecompressionObj {
    const output = createOutput(Number.MAX_SAFE_INTEGER);
    const decoder = createFrameDecoder(frameSettings(this.options, this.dictionaries, true), output);
    return new ZstdDecompressionObj(decoder, output, options.readAcrossFrames ?? false);
  }
}

/** Whether the frame at the start of the input states its content size; invalid input is left to the decoder to reject. */
function statesContentSize(input: Uint8Array, magicless: boolean): boolean {
  const prefix = magicless ? 1 : FRAME_HEADER_SIZE_PREFIX;
  if (input.length < prefix || (!magicless && readUint32(input, 0) !== MAGIC_NUMBER)) return true;
  if (input.length < frameHeaderSizeOf(input[prefix - 1], prefix)) return true;
  // A content size of any length, or a single segment, which has one (RFC 8878 §3.1.1.1.1).
  return input[prefix - 1] >>> 5 !== 0;
}

/** Decompresses data that arrives in pieces; see {@link ZstdDecompressor.decompressObj}. */
export class ZstdDecompressionObj {
  private remainder: Uint8Array<ArrayBuffer> = new Uint8Array(0);
  private closed = false;

  /** @internal */
  constructor(
    private readonly decoder: FrameDecoder,
    private readonly output: Output,
    private readonly readAcrossFrames: boolean,
  ) {}

  /** Whether the input so far ends where a frame does. Without `readAcrossFrames` nothing more can be given then. */
  get eof(): boolean {
    return this.decoder.atEnd();
  }

  /** What was given after the end of the frame. */
  get unusedData(): Uint8Array<ArrayBuffer> {
    return this.remainder;
  }

  /**
   * Takes the next piece of input and returns all content that it completes, possibly none.
   *
   * @throws ZstdError for invalid data; `stage_wrong` after the end of the frame, after an error and after `close()`
   */
  decompress(data: BytesLike): Uint8Array<ArrayBuffer> {
    const input = toBytes(data);
    if (this.closed) fail('stage_wrong', 'cannot use a decompressobj multiple times');
    if (this.eof && !this.readAcrossFrames) fail('stage_wrong', 'cannot use a decompressobj multiple times');
    try {
      let at = 0;
      do at = this.decoder.push(input, at, input.length);
      while (this.readAcrossFrames && at < input.length);
      if (at < input.length) this.remainder = input.slice(at) as Uint8Array<ArrayBuffer>;
      return this.output.take();
    } catch (error) {
      this.closed = true;
      this.decoder.release();
      throw error;
    }
  }

  /** Returns an empty array: {@link decompress} never holds content back. */
  flush(): Uint8Array<ArrayBuffer> {
    return new Uint8Array(0);
  }

  /**
   * Says that the input has ended.
   *
   * @throws ZstdError `srcSize_wrong` when it ended inside a frame or before the first one
   */
  close(): void {
    if (this.closed) return;
    this.closed = true;
    this.decoder.release();
    this.decoder.finish();
  }
}
