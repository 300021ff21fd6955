import { frameHeaderSize, getFrameParameters, MAGIC_NUMBER, SKIPPABLE_MAGIC, ZstdError } from '../index';
import type { Intake } from './intake';

/** Bytes of a magic number. */
const MAGIC_SIZE = 4;
/** Bytes of a frame that say how long its header is: the magic number and the descriptor (RFC 8878 §3.1.1.1.1). */
const HEADER_START = 5;
/** Bytes of the longest frame header, of a block header and of a checksum (RFC 8878 §3.1.1). */
export const FRAME_HEADER_MOST = 18;
export const BLOCK_HEADER = 3;
export const CHECKSUM = 4;
/** The type of blocks that hold one byte, whatever their size. */
const RLE = 1;

const magicOf = (frame: Uint8Array): number => new DataView(frame.buffer, frame.byteOffset).getUint32(0, true);

/** Whether a frame of at least four bytes is skippable: sixteen magic numbers stand for that (RFC 8878 §3.1.2). */
export const isSkippable = (frame: Uint8Array): boolean => (magicOf(frame) & ~15) >>> 0 === SKIPPABLE_MAGIC;

/** Whether a frame comes next: the magic number decides. */
export async function beginsFrame(intake: Intake): Promise<boolean> {
  const head = await intake.look(MAGIC_SIZE);
  return head.length >= MAGIC_SIZE && (magicOf(head) === MAGIC_NUMBER || isSkippable(head));
}

/** What a block's header says: whether the block is its frame's last one, and how many bytes follow. */
export function readBlockHeader(header: Uint8Array): { last: boolean; size: number } {
  const word = header[0] | (header[1] << 8) | (header[2] << 16);
  return { last: (word & 1) === 1, size: ((word >> 1) & 3) === RLE ? 1 : word >> 3 };
}

/** The length of the header that begins here; undefined where it is none that can be read. */
function headerSizeOf(start: Uint8Array): number | undefined {
  const padded = new Uint8Array(FRAME_HEADER_MOST);
  padded.set(start.subarray(0, HEADER_START));
  try {
    return frameHeaderSize(padded);
  } catch (error) {
    if (error instanceof ZstdError) return undefined;
    throw error;
  }
}

/**
 * The frames that `intake` begins with; it goes on where they end. What is wrong inside a frame is for the decoder to tell: it gets all
 * that follows.
 */
export async function* takeFrames(intake: Intake): AsyncGenerator<Uint8Array, void> {
  while (await beginsFrame(intake)) {
    const headerSize = headerSizeOf(await intake.look(HEADER_START));
    const header = headerSize === undefined ? undefined : await intake.look(headerSize);
    if (headerSize === undefined || header === undefined || header.length < headerSize) {
      yield* intake.take(Number.POSITIVE_INFINITY);
      return;
    }
    if (isSkippable(header)) {
      yield* intake.take(headerSize + getFrameParameters(header).contentSize);
      continue;
    }
    const { hasChecksum } = getFrameParameters(header);
    yield* intake.take(headerSize);
    for (let last = false; !last; ) {
      const blockHeader = await intake.look(BLOCK_HEADER);
      const block = readBlockHeader(blockHeader);
      last = block.last || blockHeader.length < BLOCK_HEADER;
      yield* intake.take(BLOCK_HEADER + block.size + (last && hasChecksum ? CHECKSUM : 0));
    }
  }
}
