import { BLOCK_HEADER_SIZE, BLOCK_RESERVED, BLOCK_RLE } from './blockHeader';
import {
  FRAME_HEADER_SIZE_PREFIX,
  type FrameHeader,
  findFrameHeader,
  frameHeaderSizeOf,
  isSkippableMagic,
  SKIPPABLE_HEADER_SIZE,
} from './frameHeader';
import { readLittleEndian, readUint32 } from './littleEndian';

/** Where a frame ends, and how much content it states: none for a skippable frame, −1 where it does not say. */
export interface FrameExtent {
  readonly end: number;
  readonly contentSize: number;
}

/**
 * Finds a frame's end by its header and those of its blocks (RFC 8878 §3.1.1), without decoding. Undefined where the bytes are no frame or
 * end before it does: decoding them says why.
 */
export function frameExtent(bytes: Uint8Array, at: number): FrameExtent | undefined {
  const left = bytes.length - at;
  if (left >= SKIPPABLE_HEADER_SIZE && isSkippableMagic(readUint32(bytes, at))) {
    const end = at + SKIPPABLE_HEADER_SIZE + readUint32(bytes, at + 4);
    return end > bytes.length ? undefined : { end, contentSize: 0 };
  }
  const header = {} as FrameHeader;
  try {
    if (!findFrameHeader(bytes, at, false, header)) return undefined;
  } catch {
    return undefined;
  }
  let end = at + frameHeaderSizeOf(bytes[at + 4], FRAME_HEADER_SIZE_PREFIX);
  for (let last = false; !last; ) {
    if (end + BLOCK_HEADER_SIZE > bytes.length) return undefined;
    const word = readLittleEndian(bytes, end, BLOCK_HEADER_SIZE);
    const type = (word >> 1) & 3;
    if (type === BLOCK_RESERVED) return undefined;
    last = (word & 1) === 1;
    end += BLOCK_HEADER_SIZE + (type === BLOCK_RLE ? 1 : word >> 3);
  }
  if (header.hasChecksum) end += 4;
  return end > bytes.length ? undefined : { end, contentSize: header.contentSize };
}
