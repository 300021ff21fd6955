import { createFrameDecoder, type FrameSettings } from '../decoder/frame';
import { contentChecksum } from '../format/contentChecksum';
import { corrupt, fail, ZstdError } from '../format/errors';
import { createOutput } from '../format/output';
import { contentsTask } from '../workers/contentsTask';
import { otherEvents } from '../workers/eventLoop';
import { gather, groupsOf } from '../workers/groups';
import { workersSoon } from '../workers/loader';
import { AsyncOperation } from '../workers/operation';
import type { Bytes } from './bytes';
import { cancelledBy } from './cancel';

/** A frame, and what the seek table says of its content. */
export interface ListedFrame {
  /** All of it, in memory. */
  readonly bytes: Uint8Array;
  /** Bytes of its content. */
  readonly size: number;
  /** The low half of its content's XXH64; undefined where it is not to be verified. */
  readonly checksum: number | undefined;
}

/**
 * Decodes frames and holds them to what the table says. This is the seam at which decoding is handed to whoever does it: here in turn, or on other threads.
 *
 * @param frames one after the other as they stand in a file
 * @param signal says when nobody waits for the contents any more; the promise may be rejected with its reason then
 * @returns a promise of the contents, each in an array of its own. It is rejected with a ZstdError whose `offset` counts from the first frame's start and lies in
 *   the frame that is wrong
 */
export type DecodeFrames = (frames: readonly ListedFrame[], signal: AbortSignal | undefined) => Promise<readonly Bytes[]>;

/** More content than so many times its frames' bytes is decoded in turn: memory is to grow with what proves to be there. */
const PLAUSIBLE_RATIO = 64;
/** Blocks that are decoded in one go: 2 MiB of content at the most, some milliseconds. */
const BLOCKS = 16;

/** A frame on its way. */
interface FrameInSteps {
  /** Decodes a block; returns the content when that was the last one. */
  step(): Bytes | undefined;
  release(): void;
}

function beginFrame({ bytes, size, checksum }: ListedFrame, settings: FrameSettings): FrameInSteps {
  const output = createOutput(size);
  const decoder = createFrameDecoder({ ...settings, stepwise: true }, output);
  let at = 0;

  function step(): Bytes | undefined {
    at = decoder.push(bytes, at, bytes.length);
    if (!decoder.atEnd() && at < bytes.length) return undefined;
    decoder.finish();
    const content = output.take();
    // An entry of the table is one frame, and its sizes are the frame's.
    if (at < bytes.length || content.length !== size) corrupt();
    if (checksum !== undefined && contentChecksum(content) !== checksum) fail('checksum_wrong');
    return content;
  }

  return {
    step(): Bytes | undefined {
      try {
        return step();
      } catch (error) {
        // The same with more content than the table says.
        if (error instanceof ZstdError && error.code === 'dstSize_tooSmall') corrupt();
        if (error instanceof RangeError) fail('memory_allocation');
        throw error;
      }
    },
    release: () => decoder.release(),
  };
}

/** Decodes a frame at once; see {@link DecodeFrames}. */
export function decodeFrame(frame: ListedFrame, settings: FrameSettings): Bytes {
  const steps = beginFrame(frame, settings);
  try {
    for (;;) {
      const content = steps.step();
      if (content !== undefined) return content;
    }
  } finally {
    steps.release();
  }
}

/** Decodes on this thread, one frame after the other, with everything else that waits in between. */
export function decodeInTurn(settings: FrameSettings): DecodeFrames {
  return async (frames, signal) => {
    const contents: Bytes[] = [];
    let blocks = 0;
    let frameAt = 0;
    for (const frame of frames) {
      const { length } = frame.bytes;
      const steps = beginFrame(frame, settings);
      try {
        for (let content: Bytes | undefined; content === undefined; ) {
          content = steps.step();
          if (content !== undefined) contents.push(content);
          if (++blocks % BLOCKS === 0) await otherEvents();
          if (signal?.aborted) throw signal.reason;
        }
      } catch (error) {
        if (signal?.aborted || !(error instanceof ZstdError)) throw error;
        const { code, message, offset = 0, dictId } = error;
        throw new ZstdError(code, message, { offset: frameAt + Math.min(offset, length - 1), dictId });
      } finally {
        steps.release();
      }
      frameAt += length;
    }
    return contents;
  };
}

/** Decodes on other threads, where there are some; what is wrong is found once more by decoding in turn, which says where. */
export function decodeShared(settings: FrameSettings, threads: number): DecodeFrames {
  const inTurn = decodeInTurn(settings);
  if (threads === 0) return inTurn;
  return async (frames, signal) => {
    const operation = new AsyncOperation(await workersSoon(), threads);
    const items = frames.map(({ bytes }) => bytes);
    const sizes = frames.map(({ size }) => size);
    const plausible = sizes.reduce((sum, size) => sum + size, 0) <= PLAUSIBLE_RATIO * items.reduce((sum, { length }) => sum + length, 0);
    if (!operation.shared || !plausible) return inTurn(frames, signal);
    const groups = groupsOf(sizes, threads);
    try {
      const results = await cancelledBy(signal, operation, () =>
        Promise.all(
          (groups.length === 0 ? [{ from: 0, to: frames.length }] : groups).map((group) => {
            const { bytes, sizes: lengths } = gather(items, group, operation.buffers);
            const contentSizes = sizes.slice(group.from, group.to);
            const checksums = frames.slice(group.from, group.to).map(({ checksum }) => checksum);
            const limit = contentSizes.reduce((sum, size) => sum + size, 0);
            return operation.perform(
              contentsTask({ frames: bytes, sizes: lengths, contentSizes, checksums, single: true, limit, settings }, true),
            );
          }),
        ),
      );
      return results.flatMap(({ bytes, sizes: parts }) => {
        let end = 0;
        return parts.map((size) => {
          end += size;
          return bytes.slice(end - size, end);
        });
      });
    } catch {
      if (signal?.aborted) throw signal.reason;
      return inTurn(frames, signal);
    }
  };
}
