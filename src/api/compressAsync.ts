import { createOutput } from '../format/output';
import { type Bytes, type BytesLike, toBytes } from './bytes';
import { type CompressOptions, checkCompressOptions, createFrame } from './compress';
import { otherEvents } from './eventLoop';

/** Bytes that are compressed in one go: a millisecond at fast levels, a tenth of a second at the slowest. */
const SLICE = 1 << 18;

/**
 * The same as {@link compress}, but a slice at a time with everything else that waits in between, so that a long compression blocks neither a server nor a page.
 *
 * @param data the content; it must not be changed until the promise is settled
 * @returns a promise of the frame; it is rejected with what `compress` throws
 * @example
 * ```ts
 * import { compressAsync, decompress } from 'purezstd';
 * const frame = await compressAsync(new Uint8Array(1_000_000), { level: 3 });
 * console.log(decompress(frame).length); // 1000000
 * ```
 */
export async function compressAsync(data: BytesLike, options: number | CompressOptions = {}): Promise<Bytes> {
  const input = toBytes(data);
  const output = createOutput(Number.MAX_SAFE_INTEGER);
  const frame = createFrame(checkCompressOptions(options), input.length, output);
  try {
    for (let at = 0; at < input.length; at += SLICE) {
      if (at > 0) await otherEvents();
      frame.write(input, at, Math.min(at + SLICE, input.length));
    }
    frame.end();
    return output.take();
  } finally {
    frame.release();
  }
}
