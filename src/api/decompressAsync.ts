import { createFrameDecoder } from '../decoder/frame';
import { createOutput } from '../format/output';
import { type Bytes, type BytesLike, checkSize, toBytes } from './bytes';
import { checkOptions } from './checks';
import { type DecompressOptions, frameSettings, prepareDictionaries } from './decompress';
import { otherEvents } from './eventLoop';

/** Blocks that are decoded in one go: 2 MiB of content at the most, some milliseconds. */
const BLOCKS = 16;

/**
 * The same as {@link decompress}, but some blocks at a time with everything else that waits in between, so that long data blocks neither a server nor a page.
 *
 * @param data one or more complete frames; they must not be changed until the promise is settled
 * @returns a promise of the content; it is rejected with what `decompress` throws
 * @example
 * ```ts
 * import { compress, decompressAsync } from 'purezstd';
 * const content = await decompressAsync(compress(new Uint8Array(1_000_000)), { maxOutputSize: 2_000_000 });
 * console.log(content.length); // 1000000
 * ```
 */
export async function decompressAsync(data: BytesLike, options: DecompressOptions = {}): Promise<Bytes> {
  const input = toBytes(data);
  const { maxOutputSize, dictData } = checkOptions(options);
  const output = createOutput(checkSize(maxOutputSize, 'maxOutputSize') ?? Number.MAX_SAFE_INTEGER);
  const settings = { ...frameSettings(options, prepareDictionaries(dictData), false), stepwise: true };
  const decoder = createFrameDecoder(settings, output);
  try {
    let at = 0;
    for (let block = 1; ; block++) {
      at = decoder.push(input, at, input.length);
      if (at === input.length) break;
      if (block % BLOCKS === 0) await otherEvents();
    }
    decoder.finish();
    return output.take();
  } finally {
    decoder.release();
  }
}
