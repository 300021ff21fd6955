import { CONTENTSIZE_UNKNOWN } from '../../format/constants';
import { fail } from '../../format/errors';
import { type BytesLike, toBytes } from '../common/bytes';
import { type CompressOptions, compress, pledgedSize } from '../compression/compress';
import { compressAsync } from '../compression/compressAsync';
import type { CompressionStreamOptions } from '../compression/compressionCodec';
import { decompress } from '../decompression/decompress';
import { decompressAsync } from '../decompression/decompressAsync';
import { compressionOptionsOf, decompressOptionsOf, type ZstdOptions } from './nodeOptions';

/** Input of the functions: bytes, or a string for its UTF-8 bytes. */
export type InputType = string | BytesLike;
/** Takes the result of a function. */
export type CompressCallback = (error: Error | null, result: Buffer) => void;

const bytesOf = (buffer: InputType): Uint8Array => (typeof buffer === 'string' ? Buffer.from(buffer) : toBytes(buffer, 'buffer'));

const bufferOf = (bytes: Uint8Array): Buffer => Buffer.from(bytes.buffer as ArrayBuffer, bytes.byteOffset, bytes.length);

/** The options of a whole input: its size is known, and what does not concern it is left out. */
function frameOptions({ compressionParams, dictData, size }: CompressionStreamOptions, input: Uint8Array): CompressOptions {
  const pledged = pledgedSize(size);
  if (pledged !== CONTENTSIZE_UNKNOWN && pledged !== input.length) fail('srcSize_wrong');
  return { compressionParams, dictData } as { compressionParams: NonNullable<typeof compressionParams> };
}

/** The options where a callback may stand in their place. */
function optionsOf(options: ZstdOptions | CompressCallback | undefined): ZstdOptions {
  return typeof options === 'function' || options === undefined ? {} : options;
}

/** The result, unless it is larger than the caller wants. */
function limited(bytes: Uint8Array, options: ZstdOptions): Buffer {
  if (bytes.length > (options.maxOutputLength ?? Number.POSITIVE_INFINITY)) fail('dstSize_tooSmall');
  return bufferOf(bytes);
}

/** Calls back with what the work comes to, never before the caller has gone on. */
function callBack(work: () => Promise<Buffer>, callback: unknown): void {
  if (typeof callback !== 'function') throw new TypeError('callback must be a function');
  const done = callback as (error: Error | null, result?: Buffer) => void;
  // Not within the promise's chain: an error of the callback is the callback's own.
  work().then(
    (result) => process.nextTick(done, null, result),
    (error: Error) => process.nextTick(done, error),
  );
}

/**
 * Compresses a whole input, in the shape of `zlib.zstdCompressSync`.
 *
 * @throws TypeError when `buffer` is neither bytes nor a string, or an option of the wrong type; RangeError for parameters that are unknown
 *   or out of range; ZstdError `srcSize_wrong` when `pledgedSrcSize` is not the input's, `dstSize_tooSmall` for more than
 *   `maxOutputLength`, `memory_allocation`, `dictionary_corrupted`
 * @example
 * ```ts
 * import { constants, zstdCompressSync, zstdDecompressSync } from 'purezstd/node';
 * const frame = zstdCompressSync('hello', { params: { [constants.ZSTD_c_compressionLevel]: 19 } });
 * console.log(zstdDecompressSync(frame).toString()); // hello
 * ```
 */
export function zstdCompressSync(buffer: InputType, options: ZstdOptions = {}): Buffer {
  const input = bytesOf(buffer);
  return limited(compress(input, frameOptions(compressionOptionsOf(options), input)), options);
}

/**
 * Decompresses a whole input, any number of frames, in the shape of `zlib.zstdDecompressSync`.
 *
 * @throws TypeError when `buffer` is neither bytes nor a string, or an option of the wrong type; RangeError for parameters that are unknown
 *   or out of range; ZstdError for invalid data, with the codes of `decompress`: `dstSize_tooSmall` for more than `maxOutputLength`
 * @example
 * ```ts
 * import { zstdCompressSync, zstdDecompressSync } from 'purezstd/node';
 * console.log(zstdDecompressSync(zstdCompressSync('hello'), { maxOutputLength: 5 }).toString()); // hello
 * ```
 */
export function zstdDecompressSync(buffer: InputType, options: ZstdOptions = {}): Buffer {
  return bufferOf(decompress(bytesOf(buffer), decompressOptionsOf(options)));
}

/**
 * Compresses a whole input and calls back with the result, in the shape of `zlib.zstdCompress`; `util.promisify` makes it return a promise.
 *
 * @throws TypeError and RangeError for wrong arguments, like {@link zstdCompressSync}, and when there is no callback. It is called with
 *   all other errors
 * @example
 * ```ts
 * import { promisify } from 'node:util';
 * import { zstdCompress, zstdDecompressSync } from 'purezstd/node';
 * const frame = await promisify(zstdCompress)('hello');
 * console.log(zstdDecompressSync(frame).toString()); // hello
 * ```
 */
export function zstdCompress(buffer: InputType, callback: CompressCallback): void;
export function zstdCompress(buffer: InputType, options: ZstdOptions, callback: CompressCallback): void;
export function zstdCompress(buffer: InputType, options: ZstdOptions | CompressCallback, callback?: CompressCallback): void {
  const given = optionsOf(options);
  const input = bytesOf(buffer);
  // As in Node, a wrong argument shows at once.
  const checked = compressionOptionsOf(given);
  const work = async (): Promise<Buffer> => limited(await compressAsync(input, frameOptions(checked, input)), given);
  callBack(work, typeof options === 'function' ? options : callback);
}
export declare namespace zstdCompress {
  /** What `util.promisify` makes of it. */
  function __promisify__(buffer: InputType, options?: ZstdOptions): Promise<Buffer>;
}

/**
 * Decompresses a whole input and calls back with the result, in the shape of `zlib.zstdDecompress`; `util.promisify` makes it return a
 * promise.
 *
 * @throws TypeError and RangeError for wrong arguments, like {@link zstdDecompressSync}, and when there is no callback. It is called with
 *   all other errors
 * @example
 * ```ts
 * import { promisify } from 'node:util';
 * import { zstdCompressSync, zstdDecompress } from 'purezstd/node';
 * console.log((await promisify(zstdDecompress)(zstdCompressSync('hello'))).toString()); // hello
 * ```
 */
export function zstdDecompress(buffer: InputType, callback: CompressCallback): void;
export function zstdDecompress(buffer: InputType, options: ZstdOptions, callback: CompressCallback): void;
export function zstdDecompress(buffer: InputType, options: ZstdOptions | CompressCallback, callback?: CompressCallback): void {
  const given = optionsOf(options);
  const input = bytesOf(buffer);
  const checked = decompressOptionsOf(given);
  const work = async (): Promise<Buffer> => bufferOf(await decompressAsync(input, checked));
  callBack(work, typeof options === 'function' ? options : callback);
}
export declare namespace zstdDecompress {
  /** What `util.promisify` makes of it. */
  function __promisify__(buffer: InputType, options?: ZstdOptions): Promise<Buffer>;
}
