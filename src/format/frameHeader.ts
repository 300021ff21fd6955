import { CONTENTSIZE_UNKNOWN, MAGIC_NUMBER, SKIPPABLE_MAGIC, WINDOWLOG_MAX } from './constants';
import { unsupportedParameter, windowTooLarge } from './errors';
import { readLittleEndian, readUint32 } from './littleEndian';

/** What a frame header says (RFC 8878 §3.1.1.1). */
export interface FrameHeader {
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

/** Bits of a frame header's descriptor (RFC 8878 §3.1.1.1.1). */
export const SINGLE_SEGMENT = 0x20;
export const RESERVED_BIT = 0x08;
export const HAS_CHECKSUM = 0x04;

/** Bytes of the dictionary ID: 0, 1, 2 or 4 (RFC 8878 §3.1.1.1.1.6). */
const dictIdSize = (descriptor: number): number => (1 << (descriptor & 3)) >> 1;

/** Bytes of the content size: 0, or 1 in a single segment; 2, 4 or 8 (RFC 8878 §3.1.1.1.1.1). */
function contentSizeSize(descriptor: number): number {
  const code = descriptor >>> 6;
  return code === 0 ? (descriptor >>> 5) & 1 : 1 << code;
}

/** Whether these four bytes start a skippable frame. */
export function isSkippableMagic(magic: number): boolean {
  return (magic & ~15) >>> 0 === SKIPPABLE_MAGIC;
}

/** Length of the header whose descriptor is this byte; `prefix` is 5 with the magic number and 1 without. */
export function frameHeaderSizeOf(descriptor: number, prefix: number): number {
  return prefix + (descriptor & SINGLE_SEGMENT ? 0 : 1) + dictIdSize(descriptor) + contentSizeSize(descriptor);
}

/**
 * Reads the header at `at`; the caller has made sure that all its bytes are there ({@link frameHeaderSizeOf}) and that the magic number is
 * right. The reserved bit and a window above 2^31 are rejected; the unused bit is ignored (RFC 8878 §3.1.1.1.1.3 and .4).
 *
 * @param into where the result goes: who reads one header after the other keeps it
 */
export function readFrameHeader(bytes: Uint8Array, at: number, prefix: number, into: FrameHeader): FrameHeader {
  let p = at + prefix - 1;
  const descriptor = bytes[p++];
  if (descriptor & RESERVED_BIT) unsupportedParameter();
  const singleSegment = (descriptor & SINGLE_SEGMENT) !== 0;
  let windowSize = 0;
  if (!singleSegment) {
    // An exponent from 10 on, and eighths (RFC 8878 §3.1.1.1.2).
    const windowByte = bytes[p++];
    const exponent = windowByte >> 3;
    if (exponent > WINDOWLOG_MAX - 10) windowTooLarge();
    windowSize = (8 + (windowByte & 7)) * 2 ** (exponent + 7);
  }
  const idLength = dictIdSize(descriptor);
  const dictId = readLittleEndian(bytes, p, idLength);
  p += idLength;
  const sizeLength = contentSizeSize(descriptor);
  // Two bytes begin where one ends.
  const contentSize = sizeLength === 0 ? CONTENTSIZE_UNKNOWN : readLittleEndian(bytes, p, sizeLength) + (sizeLength === 2 ? 256 : 0);
  into.contentSize = contentSize;
  into.windowSize = singleSegment ? contentSize : windowSize;
  into.dictId = dictId;
  into.hasChecksum = (descriptor & HAS_CHECKSUM) !== 0;
  return into;
}

/** Reads the header of the frame at `at`, if there is one and all of its header is there; false otherwise. */
export function findFrameHeader(bytes: Uint8Array, at: number, magicless: boolean, into: FrameHeader): boolean {
  const prefix = magicless ? 1 : FRAME_HEADER_SIZE_PREFIX;
  const left = bytes.length - at;
  if (left < prefix || (!magicless && readUint32(bytes, at) !== MAGIC_NUMBER)) return false;
  if (left < frameHeaderSizeOf(bytes[at + prefix - 1], prefix)) return false;
  readFrameHeader(bytes, at, prefix, into);
  return true;
}
