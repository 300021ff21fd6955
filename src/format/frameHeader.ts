import { CONTENTSIZE_UNKNOWN, SKIPPABLE_MAGIC } from './constants';
import { fail } from './errors';

/** What a frame header says (RFC 8878 §3.1.1.1). */
export interface FrameHeader {
  /** Bytes of the header, with the magic number where the format has it. */
  headerSize: number;
  /** Bytes of the content, or −1 when the frame does not say. */
  contentSize: number;
  /** Bytes of history that a decoder must keep. */
  windowSize: number;
  /** The dictionary that the content needs, 0 for none or unstated. */
  dictId: number;
  /** Whether four bytes of checksum end the frame. */
  hasChecksum: boolean;
}

/** Longest possible header: magic, descriptor, window, 4 bytes of dictionary ID, 8 of content size. */
export const FRAME_HEADER_SIZE_MAX = 18;
/** Bytes that decide how long the header is: magic and descriptor. */
export const FRAME_HEADER_SIZE_PREFIX = 5;
/** Magic number and size of a skippable frame (RFC 8878 §3.1.2). */
export const SKIPPABLE_HEADER_SIZE = 8;

const DICT_ID_SIZE = [0, 1, 2, 4];
const CONTENT_SIZE_SIZE = [0, 2, 4, 8];
const WINDOW_LOG_MAX = 31;

/** Little-endian 32-bit number, unsigned. */
export function readUint32(bytes: Uint8Array, at: number): number {
  return (bytes[at] | (bytes[at + 1] << 8) | (bytes[at + 2] << 16) | (bytes[at + 3] << 24)) >>> 0;
}

/** Whether these four bytes start a skippable frame. */
export function isSkippableMagic(magic: number): boolean {
  return (magic & ~15) >>> 0 === SKIPPABLE_MAGIC;
}

/** Length of the header whose descriptor is this byte; `prefix` is 5 with the magic number and 1 without. */
export function frameHeaderSizeOf(descriptor: number, prefix: number): number {
  const singleSegment = (descriptor >>> 5) & 1;
  const contentSizeCode = descriptor >>> 6;
  const contentSizeBytes = contentSizeCode === 0 ? singleSegment : CONTENT_SIZE_SIZE[contentSizeCode];
  return prefix + 1 - singleSegment + DICT_ID_SIZE[descriptor & 3] + contentSizeBytes;
}

/**
 * Reads the header at `at`; the caller has made sure that all its bytes are there ({@link frameHeaderSizeOf}) and that the magic number is right.
 * The reserved bit and a window above 2^31 are rejected; the unused bit is ignored (RFC 8878 §3.1.1.1.1.3 and .4).
 */
export function readFrameHeader(bytes: Uint8Array, at: number, prefix: number): FrameHeader {
  let p = at + prefix - 1;
  const descriptor = bytes[p++];
  if (descriptor & 8) fail('frameParameter_unsupported');
  const singleSegment = (descriptor >>> 5) & 1;
  let windowSize = 0;
  if (singleSegment === 0) {
    const windowByte = bytes[p++];
    const windowLog = 10 + (windowByte >>> 3);
    if (windowLog > WINDOW_LOG_MAX) fail('frameParameter_windowTooLarge');
    windowSize = 2 ** windowLog + 2 ** (windowLog - 3) * (windowByte & 7);
  }
  let dictId = 0;
  const dictIdBytes = DICT_ID_SIZE[descriptor & 3];
  for (let i = 0; i < dictIdBytes; i++) dictId += bytes[p++] * 2 ** (8 * i);
  let contentSize = CONTENTSIZE_UNKNOWN;
  switch (descriptor >>> 6) {
    case 0:
      if (singleSegment) contentSize = bytes[p++];
      break;
    case 1:
      contentSize = (bytes[p] | (bytes[p + 1] << 8)) + 256;
      p += 2;
      break;
    case 2:
      contentSize = readUint32(bytes, p);
      p += 4;
      break;
    default:
      contentSize = readUint32(bytes, p) + readUint32(bytes, p + 4) * 2 ** 32;
      p += 8;
  }
  if (singleSegment) windowSize = contentSize;
  return { headerSize: p - at, contentSize, windowSize, dictId, hasChecksum: (descriptor & 4) !== 0 };
}
