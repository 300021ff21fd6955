import { createFrameDecoder, type FrameDecoder } from '../../decoder/frame';
import { ZstdError as OurError } from '../../format/errors';
import { type Bytes, type BytesLike, toBytes } from '../common/bytes';
import { createByteQueue } from '../pieces/byteQueue';
import { decompress as decompressAll } from './decompress';

/** fzstd's codes of errors. */
export const ZstdErrorCode = {
  InvalidData: 0,
  WindowSizeTooLarge: 1,
  InvalidBlockType: 2,
  FSEAccuracyTooHigh: 3,
  DistanceTooFarBack: 4,
  UnexpectedEOF: 5,
} as const;

/** What fzstd's functions throw: an error with one of its codes. */
export interface ZstdError extends Error {
  code: (typeof ZstdErrorCode)[keyof typeof ZstdErrorCode];
}

/** Takes a piece of the content; `final` is true with the last one, which may be empty. */
export type ZstdStreamHandler = (data: Bytes, final?: boolean) => unknown;

/** Content is handed on in pieces of about this size. */
const PIECE = 1 << 17;
/** fzstd's own limit is 2^25 in streams. */
const LIMITS = { maxWindowSize: 2 ** 31 };

/** The error that fzstd would throw in place of ours; others are whoever's they are. */
function translated(error: unknown): unknown {
  if (!(error instanceof OurError)) return error;
  const { code } = error;
  const [name, message] =
    code === 'srcSize_wrong'
      ? (['UnexpectedEOF', 'unexpected EOF'] as const)
      : code === 'frameParameter_windowTooLarge'
        ? (['WindowSizeTooLarge', 'window size too large'] as const)
        : (['InvalidData', 'invalid zstd data'] as const);
  return Object.assign(new Error(message), { code: ZstdErrorCode[name], cause: error });
}

/**
 * fzstd's `decompress`, without its limits: windows to 2^31 bytes, all frames, checksums verified.
 *
 * @param dat the compressed data
 * @param buf where to put the content, if you know its size; it must be large enough
 * @returns the content: a new array, or the part of `buf` that was filled
 * @throws TypeError when `dat` is not bytes, or `buf` no Uint8Array; otherwise an error with one of fzstd's codes ({@link ZstdErrorCode}),
 *   and ours as its `cause`
 * @example
 * ```ts
 * import { compress } from 'purezstd';
 * import { decompress } from 'purezstd/fzstd';
 * console.log(decompress(compress(new Uint8Array(1000))).length); // 1000
 * ```
 */
export function decompress(dat: BytesLike, buf?: Uint8Array): Uint8Array {
  if (buf !== undefined && !(buf instanceof Uint8Array)) throw new TypeError('buf must be a Uint8Array');
  try {
    const content = decompressAll(dat, { ...LIMITS, maxOutputSize: buf?.length });
    if (buf === undefined) return content;
    buf.set(content);
    return buf.subarray(0, content.length);
  } catch (error) {
    throw translated(error);
  }
}

/**
 * fzstd's `Decompress`: data is pushed in, content comes out through `ondata`.
 *
 * @example
 * ```ts
 * import { compress } from 'purezstd';
 * import { Decompress } from 'purezstd/fzstd';
 * let size = 0;
 * const stream = new Decompress((chunk, final) => {
 *   size += chunk.length;
 *   if (final) console.log(size); // 1000
 * });
 * stream.push(compress(new Uint8Array(1000)), true);
 * ```
 */
export class Decompress {
  /** Takes the content as it is decompressed. */
  ondata: ZstdStreamHandler;
  private readonly queue = createByteQueue();
  private decoder: FrameDecoder | undefined;
  private ended = false;

  constructor(ondata: ZstdStreamHandler = () => undefined) {
    this.ondata = ondata;
    const settings = { ...LIMITS, magicless: false, verifyChecksum: true, dictionaries: [], streaming: true, stepwise: true };
    this.decoder = createFrameDecoder(settings, this.queue);
  }

  /**
   * Takes the next piece of compressed data.
   *
   * @param final whether it is the last one
   * @throws TypeError when `chunk` is not bytes; otherwise an error with one of fzstd's codes
   */
  push(chunk: BytesLike, final?: boolean): void {
    const input = toBytes(chunk, 'chunk');
    const { decoder } = this;
    if (decoder === undefined || this.ended) throw translated(new OurError('srcSize_wrong'));
    try {
      for (let at = 0; at < input.length; ) {
        at = decoder.push(input, at, input.length);
        if (this.queue.length() > PIECE) this.ondata(this.queue.take(), false);
      }
      if (final) {
        this.ended = true;
        decoder.release();
        decoder.finish();
      }
    } catch (error) {
      this.decoder = undefined;
      decoder.release();
      throw translated(error);
    }
    if (final || this.queue.length() > 0) this.ondata(this.queue.take(), final === true);
  }
}
