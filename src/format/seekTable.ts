import { BLOCK_HEADER_SIZE } from './blockHeader';
import { BLOCK_SIZE_MAX } from './constants';
import { corrupt, fail, unsupportedParameter } from './errors';
import { SKIPPABLE_HEADER_SIZE } from './frameHeader';
import { readUint32 } from './littleEndian';
import {
  CHECKSUM_FLAG,
  RESERVED_BITS,
  SEEK_TABLE_FOOTER_SIZE,
  SEEK_TABLE_MAGIC,
  SEEKABLE_FRAMES_MAX,
  SEEKABLE_MAGIC,
  seekTableEntrySize,
} from './seekTableLayout';

/** Where the frames of a file are, in the file and in its content. */
export interface SeekTable {
  /** Number of frames. */
  readonly frames: number;
  /** Where each frame begins in the file; one more says where the last one ends. */
  readonly compressedOffsets: Float64Array;
  /** Where each frame's content begins in all the content; one more says where the last one's ends. */
  readonly decompressedOffsets: Float64Array;
  /** The low half of the XXH64 of each frame's content, where the table has it. */
  readonly checksums: Uint32Array | undefined;
}

/** What the last bytes of a file say of its seek table. */
export interface SeekTableFooter {
  readonly frames: number;
  readonly hasChecksums: boolean;
  /** Bytes of the skippable frame with its header. */
  readonly tableSize: number;
}

/** The smallest table, without entries. */
const TABLE_SIZE_MIN = SKIPPABLE_HEADER_SIZE + SEEK_TABLE_FOOTER_SIZE;
/** Shortest header of a frame that has content: magic number, descriptor, and a byte of window or content size. */
const FRAME_HEADER_SIZE_MIN = 6;
/** Shortest block with content: one byte, repeated. */
const BLOCK_SIZE_MIN = BLOCK_HEADER_SIZE + 1;

/** Most content that this many bytes of a frame can hold; the smallest frame of all is an empty skippable one. */
function contentMost(compressedSize: number): number {
  return Math.max(Math.floor((compressedSize - FRAME_HEADER_SIZE_MIN) / BLOCK_SIZE_MIN), 0) * BLOCK_SIZE_MAX;
}

/**
 * Reads a file's last bytes.
 *
 * @param tail the end of the file, {@link SEEK_TABLE_FOOTER_SIZE} bytes of it or more where the file has them
 * @param fileSize bytes of the file
 * @throws ZstdError `prefix_unknown` where no seek table ends the file, `frameParameter_unsupported` for one of another kind,
 *   `srcSize_wrong` where the file is too short for it
 */
export function readSeekTableFooter(tail: Uint8Array, fileSize: number): SeekTableFooter {
  const { length } = tail;
  if (fileSize < TABLE_SIZE_MIN || readUint32(tail, length - 4) !== SEEKABLE_MAGIC) fail('prefix_unknown', 'no seek table at the end');
  const descriptor = tail[length - 5];
  if (descriptor & RESERVED_BITS) fail('frameParameter_unsupported', 'the seek table has reserved bits set');
  const frames = readUint32(tail, length - SEEK_TABLE_FOOTER_SIZE);
  if (frames > SEEKABLE_FRAMES_MAX) fail('frameParameter_unsupported', 'the seek table has too many frames');
  const hasChecksums = (descriptor & CHECKSUM_FLAG) !== 0;
  const tableSize = TABLE_SIZE_MIN + frames * seekTableEntrySize(hasChecksums);
  if (tableSize > fileSize) fail('srcSize_wrong', 'the seek table is longer than the file');
  return { frames, hasChecksums, tableSize };
}

/**
 * Reads a seek table. The specification's claims are held to: there is an entry for every byte before the table, and none for more. Frames
 * that claim more content than any frame of their size can have are rejected, so that whoever believes a size spends no more memory than
 * the file's length accounts for.
 *
 * @param table the skippable frame, all of it
 * @param tableAt where it begins in the file
 * @throws ZstdError `corruption_detected`
 */
export function readSeekTable(table: Uint8Array, footer: SeekTableFooter, tableAt: number): SeekTable {
  const { frames, hasChecksums, tableSize } = footer;
  if (readUint32(table, 0) !== SEEK_TABLE_MAGIC || readUint32(table, 4) !== tableSize - SKIPPABLE_HEADER_SIZE) corrupt();
  const compressedOffsets = new Float64Array(frames + 1);
  const decompressedOffsets = new Float64Array(frames + 1);
  const checksums = hasChecksums ? new Uint32Array(frames) : undefined;
  const entrySize = seekTableEntrySize(hasChecksums);
  let compressed = 0;
  let decompressed = 0;
  for (let i = 0, at = SKIPPABLE_HEADER_SIZE; i < frames; i++, at += entrySize) {
    const compressedSize = readUint32(table, at);
    const decompressedSize = readUint32(table, at + 4);
    if (compressedSize < SKIPPABLE_HEADER_SIZE || decompressedSize > contentMost(compressedSize)) corrupt();
    compressed += compressedSize;
    decompressed += decompressedSize;
    compressedOffsets[i + 1] = compressed;
    decompressedOffsets[i + 1] = decompressed;
    if (checksums !== undefined) checksums[i] = readUint32(table, at + 8);
  }
  if (compressed !== tableAt) corrupt();
  if (decompressed > Number.MAX_SAFE_INTEGER) unsupportedParameter();
  return { frames, compressedOffsets, decompressedOffsets, checksums };
}

/**
 * The frame that a position lies in: the last one that begins at it or before, so that none without content is found.
 *
 * @param offsets where the frames begin, in order, and where the last one ends
 * @param position from 0 to before that end
 */
export function frameIndexAt(offsets: Float64Array, position: number): number {
  let low = 0;
  let high = offsets.length - 1;
  while (high - low > 1) {
    const middle = (low + high) >>> 1;
    if (offsets[middle] <= position) low = middle;
    else high = middle;
  }
  return low;
}
