import { createOutput } from '../../format/output';
import { type Bytes, type BytesLike, toBytes } from '../common/bytes';
import { SeekableEncoder } from './seekableEncoder';
import { checkSeekableOptions, type SeekableOptions } from './seekableOptions';

/**
 * Compresses bytes for random access: into frames that can be decoded by themselves, with a table of them at the end (the reference's
 * seekable format 0.1.0). `decompress` and any other zstd decoder read it as a whole, {@link SeekableReader} also in parts.
 *
 * @param data the content; it is not changed
 * @param options the level, or {@link SeekableOptions}
 * @returns the file, in a fresh array of exactly its size. Empty content is a table without frames
 * @throws TypeError when `data` is not bytes; RangeError for options that are out of range or exclude one another, and for magicless
 *   frames; ZstdError `memory_allocation` for windows that do not fit
 * @example
 * ```ts
 * import { decompress } from 'purezstd';
 * import { compressSeekable, SeekableReader } from 'purezstd/seekable';
 * const content = new TextEncoder().encode('hello '.repeat(100_000));
 * const file = compressSeekable(content, { level: 3, frameSize: 65536 });
 * console.log(SeekableReader.openSync(file).frames, decompress(file).length); // 10 600000
 * ```
 */
export function compressSeekable(data: BytesLike, options: number | SeekableOptions = {}): Bytes {
  const input = toBytes(data);
  const output = createOutput(Number.MAX_SAFE_INTEGER);
  const encoder = new SeekableEncoder(checkSeekableOptions(options), output, input.length);
  encoder.write(input);
  encoder.finish();
  return output.take();
}
