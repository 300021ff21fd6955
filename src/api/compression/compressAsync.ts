import { allocating } from '../../format/errors';
import { createOutput } from '../../format/output';
import { AsyncJobs } from '../../workers/asyncJobs';
import { framesTask } from '../../workers/framesTask';
import { sumOf } from '../../workers/groups';
import { JobCutter } from '../../workers/jobCutter';
import { AsyncOperation } from '../../workers/operation';
import { type Bytes, type BytesLike, toBytes } from '../common/bytes';
import { type AbortOptions, cancelledBy, checkSignal } from '../common/cancel';
import { type CompressOptions, checkCompressOptions, type FramePrefix, planFrame, withPrefix } from './compress';

/** Bytes that are taken in one go. */
const SLICE = 1 << 20;

/**
 * The same as {@link compress}, but off the event loop: workers do it where there are some, and else the calling thread, a little at a time
 * with everything else that waits in between. So a long compression blocks neither a server nor a page.
 *
 * @param data the content; it must not be changed until the promise is settled
 * @param options those of {@link compress}, and a signal
 * @returns a promise of the frame; it is rejected with what `compress` throws, or with the signal's reason
 * @example
 * ```ts
 * import { compressAsync, decompress } from 'purezstd';
 * const frame = await compressAsync(new Uint8Array(1_000_000), { level: 3, signal: AbortSignal.timeout(10_000) });
 * console.log(decompress(frame).length); // 1000000
 * ```
 */
export async function compressAsync(
  data: BytesLike,
  options: number | (CompressOptions & FramePrefix & AbortOptions) = {},
): Promise<Bytes> {
  const input = toBytes(data);
  const given: FramePrefix & AbortOptions = typeof options === 'number' ? {} : options;
  const checked = withPrefix(checkCompressOptions(options), given.prefix);
  const signal = checkSignal(given.signal);
  const { settings, layout } = planFrame(checked, input.length);
  const operation = await AsyncOperation.start(checked.threads, input.length);
  return cancelledBy(signal, operation, async () => {
    if (layout === undefined) {
      const { bytes, lent } = await operation.copy(input);
      return (await operation.perform(framesTask(bytes, [input.length], checked, lent))).bytes;
    }
    const jobs = new AsyncJobs(new JobCutter(settings, layout, operation.buffers), operation);
    const pieces: Bytes[] = [];
    const keep = async (some: Iterable<Promise<Bytes> | Bytes>): Promise<void> => {
      for (const piece of some) pieces.push(await piece);
    };
    for (let at = 0; at < input.length; at += SLICE) {
      await keep(jobs.write(input, at, Math.min(at + SLICE, input.length)));
      await operation.pause();
    }
    await keep(jobs.end());
    const output = createOutput(Number.MAX_SAFE_INTEGER);
    // Set aside at once, each piece is copied once.
    allocating(() => output.expect(sumOf(pieces.map(({ length }) => length))));
    for (const piece of pieces) output.write(piece, 0, piece.length);
    return output.take();
  });
}
