import type { DecoderSettings } from '../../decoder/frame';
import { CONTENTSIZE_UNKNOWN } from '../../format/constants';
import { frameExtent } from '../../format/frameExtent';
import { createOutput, plausibleSize } from '../../format/output';
import { contentsTask } from '../../workers/contentsTask';
import { groupsOf, sumOf } from '../../workers/groups';
import { AsyncOperation } from '../../workers/operation';
import type { Task } from '../../workers/tasks';
import { type Bytes, type BytesLike, toBytes } from '../common/bytes';
import { type AbortOptions, cancelledBy, checkSignal } from '../common/cancel';
import { checkOptions, checkSize, checkThreads } from '../common/checks';
import { type DecompressOptions, decoderSettings, prepareDictionaries } from './decompress';

/** What {@link decompressAsync} can be told beside the options of {@link decompress}. */
export interface ThreadsOption {
  /** Threads to use for several frames that state their sizes: 0 (default) for one, negative for one per processor. */
  threads?: number;
}

/** Where the frames begin and the last one ends, and what they hold, if all of them say so. */
function extentsOf(input: Uint8Array): { offsets: number[]; contentSizes: number[] } | undefined {
  const offsets = [0];
  const contentSizes: number[] = [];
  for (let at = 0; at < input.length; ) {
    const extent = frameExtent(input, at);
    if (extent === undefined || extent.contentSize < 0) return undefined;
    at = extent.end;
    offsets.push(at);
    contentSizes.push(extent.contentSize);
  }
  return { offsets, contentSizes };
}

/** Decompresses groups of frames at the same time; undefined where that cannot be, or something is wrong: doing it in turn says what. */
async function decodeApart(
  input: Uint8Array,
  settings: DecoderSettings,
  limit: number,
  operation: AsyncOperation,
): Promise<Bytes | undefined> {
  const extents = operation.threads > 1 && !settings.magicless ? extentsOf(input) : undefined;
  if (extents === undefined) return undefined;
  const { offsets, contentSizes } = extents;
  const total = sumOf(contentSizes);
  const groups = groupsOf(contentSizes, operation.threads);
  if (groups.length < 2 || total > Math.min(limit, plausibleSize(input.length))) return undefined;
  const output = createOutput(total);
  async function* tasks(): AsyncGenerator<Task> {
    for (const { from, to } of groups) {
      const frames = input.subarray(offsets[from], offsets[to]);
      yield decodingTask(frames, await operation.copy(frames), sumOf(contentSizes.slice(from, to)), settings);
    }
  }
  try {
    output.expect(total);
    await operation.performAll(tasks(), ({ bytes }) => output.write(bytes, 0, bytes.length));
    return output.take();
  } catch {
    return undefined;
  }
}

/** The task of decompressing all frames of an input, which has been copied, to `limit` bytes at the most. */
function decodingTask(
  { length }: Uint8Array,
  { bytes, lent }: { bytes: Uint8Array; lent: boolean },
  limit: number,
  settings: DecoderSettings,
): Task {
  return contentsTask({ frames: bytes, sizes: [length], contentSizes: [CONTENTSIZE_UNKNOWN], limit, settings }, lent);
}

/**
 * The same as {@link decompress}, but off the event loop: a worker does it where there is one, and else the calling thread, some blocks at
 * a time with everything else that waits in between. So long data blocks neither a server nor a page.
 *
 * @param data one or more complete frames; they must not be changed until the promise is settled
 * @param options those of {@link decompress}, threads, and a signal
 * @returns a promise of the content; it is rejected with what `decompress` throws, or with the signal's reason
 * @example
 * ```ts
 * import { compress, decompressAsync } from 'purezstd';
 * const content = await decompressAsync(compress(new Uint8Array(1_000_000)), { maxOutputSize: 2_000_000 });
 * console.log(content.length); // 1000000
 * ```
 */
export async function decompressAsync(data: BytesLike, options: DecompressOptions & ThreadsOption & AbortOptions = {}): Promise<Bytes> {
  const input = toBytes(data);
  const { maxOutputSize, dictData, threads, signal: given } = checkOptions(options);
  const signal = checkSignal(given);
  const limit = checkSize(maxOutputSize, 'maxOutputSize') ?? Number.MAX_SAFE_INTEGER;
  const settings = decoderSettings(options, prepareDictionaries(dictData), false);
  const operation = await AsyncOperation.start(checkThreads(threads), input.length);
  return cancelledBy(signal, operation, async () => {
    const content = await decodeApart(input, settings, limit, operation);
    if (content !== undefined) return content;
    return (await operation.perform(decodingTask(input, await operation.copy(input), limit, settings))).bytes;
  });
}
