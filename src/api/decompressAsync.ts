import type { FrameSettings } from '../decoder/frame';
import { frameExtent } from '../format/frameExtent';
import { createOutput } from '../format/output';
import { contentsTask } from '../workers/contentsTask';
import { groupsOf } from '../workers/groups';
import { workersSoon } from '../workers/loader';
import { AsyncOperation } from '../workers/operation';
import type { TaskResult } from '../workers/tasks';
import { type Bytes, type BytesLike, checkSize, toBytes } from './bytes';
import { type CancelOptions, cancelledBy, copySlowly, WORTH_A_WORKER } from './cancel';
import { checkOptions, checkThreads } from './checks';
import { type DecompressOptions, frameSettings, prepareDictionaries } from './decompress';

/** What {@link decompressAsync} can be told beside the options of {@link decompress}. */
export interface ThreadsOption {
  /** Threads to use for several frames that state their sizes: 0 (default) for one, negative for one per processor. */
  threads?: number;
}

/** More content than so many times its frames' bytes is not decompressed in parts: memory is to grow with what proves to be there. */
const PLAUSIBLE_RATIO = 64;

/** Where the frames end and what they hold, if all of them say so. */
function extentsOf(input: Uint8Array): { ends: number[]; contentSizes: number[] } | undefined {
  const ends: number[] = [];
  const contentSizes: number[] = [];
  for (let at = 0; at < input.length; ) {
    const extent = frameExtent(input, at);
    if (extent === undefined || extent.contentSize < 0) return undefined;
    at = extent.end;
    ends.push(at);
    contentSizes.push(extent.contentSize);
  }
  return { ends, contentSizes };
}

/** Decompresses groups of frames at the same time; undefined where that cannot be, or something is wrong: doing it in turn says what. */
async function decodeApart(
  input: Uint8Array,
  settings: FrameSettings,
  limit: number,
  operation: AsyncOperation,
): Promise<Bytes | undefined> {
  const extents = operation.threads > 1 && !settings.magicless ? extentsOf(input) : undefined;
  if (extents === undefined) return undefined;
  const { ends, contentSizes } = extents;
  const total = contentSizes.reduce((sum, size) => sum + size, 0);
  const groups = groupsOf(contentSizes, operation.threads);
  if (groups.length < 2 || total > Math.min(limit, PLAUSIBLE_RATIO * input.length)) return undefined;
  const output = createOutput(total);
  const pending: Promise<TaskResult>[] = [];
  const put = async (): Promise<void> => {
    const { bytes } = await (pending.shift() as Promise<TaskResult>);
    output.write(bytes, 0, bytes.length);
  };
  try {
    for (const { from, to } of groups) {
      const { contents, lent } = await copySlowly(input.subarray(from === 0 ? 0 : ends[from - 1], ends[to - 1]), operation);
      const size = contentSizes.slice(from, to).reduce((sum, one) => sum + one, 0);
      const frames = ends[to - 1] - (from === 0 ? 0 : ends[from - 1]);
      const task = contentsTask({ frames: contents, sizes: [frames], contentSizes: [size], limit: size, settings }, lent);
      const result = operation.perform(task);
      // Whoever waits for it is told.
      result.catch(() => undefined);
      pending.push(result);
      while (pending.length > operation.threads) await put();
    }
    while (pending.length > 0) await put();
    return output.take();
  } catch {
    return undefined;
  }
}

/**
 * The same as {@link decompress}, but off the event loop: a worker does it where there is one, and else the calling thread, some blocks at a time with everything else that
 * waits in between. So long data blocks neither a server nor a page.
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
export async function decompressAsync(data: BytesLike, options: DecompressOptions & ThreadsOption & CancelOptions = {}): Promise<Bytes> {
  const input = toBytes(data);
  const { maxOutputSize, dictData, threads, signal } = checkOptions(options);
  const limit = checkSize(maxOutputSize, 'maxOutputSize') ?? Number.MAX_SAFE_INTEGER;
  const settings = frameSettings(options, prepareDictionaries(dictData), false);
  const workers = input.length < WORTH_A_WORKER ? undefined : await workersSoon();
  const operation = new AsyncOperation(workers, Math.max(checkThreads(threads), 1));
  return cancelledBy(signal, operation, async () => {
    const content = await decodeApart(input, settings, limit, operation);
    if (content !== undefined) return content;
    const { contents, lent } = await copySlowly(input, operation);
    return (await operation.perform(contentsTask({ frames: contents, sizes: [input.length], contentSizes: [-1], limit, settings }, lent)))
      .bytes;
  });
}
