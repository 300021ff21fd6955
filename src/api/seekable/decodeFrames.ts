import type { DecoderSettings } from '../../decoder/frame';
import { ZstdError } from '../../format/errors';
import { plausibleSize } from '../../format/output';
import { contentsTask } from '../../workers/contentsTask';
import { gather, groupsOf, sumOf } from '../../workers/groups';
import { AsyncOperation } from '../../workers/operation';
import { performNow, type Task, type TaskResult } from '../../workers/tasks';
import type { Bytes } from '../common/bytes';
import { cancelledBy } from '../common/cancel';

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
 * Decodes frames and holds them to what the table says. This is the seam at which decoding is handed to whoever does it: here in turn, or
 * on other threads.
 *
 * @param frames one after the other as they stand in a file
 * @param signal says when nobody waits for the contents any more; the promise may be rejected with its reason then
 * @returns a promise of the contents, each in an array of its own. It is rejected with a ZstdError whose `offset` counts from the first
 *   frame's start and lies in the frame that is wrong
 */
export type DecodeFrames = (frames: readonly ListedFrame[], signal: AbortSignal | undefined) => Promise<readonly Bytes[]>;

/** Bytes of content between two pauses: some milliseconds. */
const TURN = 2 << 20;

/** The task of decoding frames that stand one after the other in `bytes`. */
function taskOf(frames: readonly ListedFrame[], bytes: Uint8Array, settings: DecoderSettings, lent: boolean): Task {
  const contentSizes = frames.map(({ size }) => size);
  const sizes = frames.map((frame) => frame.bytes.length);
  const checksums = frames.map(({ checksum }) => checksum);
  return contentsTask({ frames: bytes, sizes, contentSizes, checksums, single: true, limit: sumOf(contentSizes), settings }, lent);
}

/** What an error of decoding says of a frame that the table lists and that begins at `at`; its position lies in the frame. */
function explained(error: unknown, { bytes }: ListedFrame, at: number): unknown {
  let known = error;
  if (error instanceof RangeError) known = new ZstdError('memory_allocation');
  // More content than the table says.
  if (error instanceof ZstdError && error.code === 'dstSize_tooSmall') known = new ZstdError('corruption_detected');
  if (!(known instanceof ZstdError)) return known;
  const { code, message, offset = 0, dictId } = known;
  return new ZstdError(code, message, { offset: at + Math.max(Math.min(offset, bytes.length - 1), 0), dictId });
}

/** Decodes a frame at once; see {@link DecodeFrames}. */
export function decodeFrame(frame: ListedFrame, settings: DecoderSettings): Bytes {
  try {
    return performNow(taskOf([frame], frame.bytes, settings, false)).bytes;
  } catch (error) {
    throw explained(error, frame, 0);
  }
}

/** Decodes on this thread, one frame after the other, with everything else that waits in between. */
function decodeInTurn(settings: DecoderSettings): DecodeFrames {
  return (frames, signal) => {
    const operation = new AsyncOperation(undefined, 1);
    return cancelledBy(signal, operation, async () => {
      const contents: Bytes[] = [];
      let frameAt = 0;
      let turn = 0;
      for (const frame of frames) {
        const { length } = frame.bytes;
        try {
          contents.push((await operation.perform(taskOf([frame], frame.bytes, settings, false))).bytes);
        } catch (error) {
          throw signal?.aborted ? error : explained(error, frame, frameAt);
        }
        frameAt += length;
        turn += frame.size;
        if (turn < TURN) continue;
        turn = 0;
        await operation.pause();
      }
      return contents;
    });
  };
}

/** Decodes on this many threads; what is wrong is found once more by decoding in turn, which says where. */
export function decodeFrames(settings: DecoderSettings, threads: number): DecodeFrames {
  const inTurn = decodeInTurn(settings);
  if (threads === 0) return inTurn;
  return async (frames, signal) => {
    const operation = await AsyncOperation.start(threads);
    const items = frames.map(({ bytes }) => bytes);
    const sizes = frames.map(({ size }) => size);
    const plausible = sumOf(sizes) <= plausibleSize(sumOf(items.map(({ length }) => length)));
    if (!operation.shared || !plausible) return inTurn(frames, signal);
    const groups = groupsOf(sizes, threads);
    const contents: Bytes[] = [];
    function* tasks(): Generator<Task> {
      for (const group of groups.length === 0 ? [{ from: 0, to: frames.length }] : groups) {
        yield taskOf(frames.slice(group.from, group.to), gather(items, group, operation.buffers).bytes, settings, true);
      }
    }
    const split = ({ bytes, sizes: parts }: TaskResult): void => {
      let at = 0;
      for (const size of parts) {
        contents.push(bytes.slice(at, at + size));
        at += size;
      }
    };
    try {
      await cancelledBy(signal, operation, () => operation.performAll(tasks(), split));
      return contents;
    } catch {
      if (signal?.aborted) throw signal.reason;
      return inTurn(frames, signal);
    }
  };
}
