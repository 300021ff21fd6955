import { CONTENTSIZE_UNKNOWN, MAGIC_NUMBER } from './constants';
import { HAS_CHECKSUM, SINGLE_SEGMENT } from './frameHeader';
import { writeLittleEndian } from './littleEndian';

/** What a frame header says; see {@link writeFrameHeader}. */
export interface FrameHeaderFields {
  /** Content size to state, or −1 to leave it open. */
  contentSize: number;
  /** Base-2 logarithm of the window size. */
  windowLog: number;
  /** Dictionary ID to state, 0 for none. */
  dictId: number;
  /** Whether a content checksum ends the frame. */
  checksum: boolean;
  /** Leaves out the four magic bytes. */
  magicless?: boolean;
}

/**
 * Writes a frame header (RFC 8878 §3.1.1.1) at `at` and returns the index after it. The frame is a single segment, without a window byte,
 * when its size is stated and the window holds it all.
 */
export function writeFrameHeader(out: Uint8Array, at: number, fields: FrameHeaderFields): number {
  const { contentSize, windowLog, dictId, checksum } = fields;
  if (!fields.magicless) at = writeLittleEndian(out, at, MAGIC_NUMBER, 4);
  const stated = contentSize !== CONTENTSIZE_UNKNOWN;
  const singleSegment = stated && contentSize <= 2 ** windowLog;
  const idCode = dictId === 0 ? 0 : dictId < 256 ? 1 : dictId < 65536 ? 2 : 3;
  // Two bytes hold 256 to 65791; one byte is only there in a single segment.
  const sizeCode =
    !stated || (singleSegment && contentSize < 256) ? 0 : contentSize < 256 || contentSize > 65791 ? (contentSize < 2 ** 32 ? 2 : 3) : 1;
  out[at++] = (sizeCode << 6) | (singleSegment ? SINGLE_SEGMENT : 0) | (checksum ? HAS_CHECKSUM : 0) | idCode;
  if (!singleSegment) out[at++] = (windowLog - 10) << 3;
  at = writeLittleEndian(out, at, dictId, [0, 1, 2, 4][idCode]);
  if (!stated) return at;
  if (sizeCode === 1) return writeLittleEndian(out, at, contentSize - 256, 2);
  return writeLittleEndian(out, at, contentSize, [1, 2, 4, 8][sizeCode]);
}
