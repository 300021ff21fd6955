import { MAGIC_NUMBER } from '../../format/constants';
import { fail, unknownPrefix, unsupportedParameter } from '../../format/errors';
import {
  FRAME_HEADER_SIZE_PREFIX,
  type FrameHeader,
  frameHeaderSizeOf,
  isSkippableMagic,
  readFrameHeader,
  SKIPPABLE_HEADER_SIZE,
} from '../../format/frameHeader';
import { readUint32 } from '../../format/littleEndian';
import { type BytesLike, toBytes } from '../common/bytes';

/** What {@link getFrameParameters} finds in a frame's header. */
export interface FrameParameters {
  /** Bytes of the content, or `CONTENTSIZE_UNKNOWN` (−1). */
  contentSize: number;
  /** Bytes of history that decompressing needs. */
  windowSize: number;
  /** The dictionary that it needs, 0 for none or unstated. */
  dictId: number;
  /** Whether a checksum of the content follows it. */
  hasChecksum: boolean;
}

/** A frame's header and its length, with the magic number. */
function readHeader(data: BytesLike): FrameHeader & { headerSize: number } {
  const bytes = toBytes(data);
  const need = (size: number): void => {
    if (bytes.length < size) fail('srcSize_wrong', `not enough data for frame parameters; need ${size} bytes`);
  };
  need(FRAME_HEADER_SIZE_PREFIX);
  const magic = readUint32(bytes, 0);
  if (isSkippableMagic(magic)) {
    need(SKIPPABLE_HEADER_SIZE);
    const contentSize = readUint32(bytes, 4);
    return { headerSize: SKIPPABLE_HEADER_SIZE, contentSize, windowSize: 0, dictId: 0, hasChecksum: false };
  }
  if (magic !== MAGIC_NUMBER) unknownPrefix();
  const headerSize = frameHeaderSizeOf(bytes[4], FRAME_HEADER_SIZE_PREFIX);
  need(headerSize);
  const header = readFrameHeader(bytes, 0, FRAME_HEADER_SIZE_PREFIX, {} as FrameHeader);
  // Beyond, numbers are not exact.
  if (header.contentSize > Number.MAX_SAFE_INTEGER) unsupportedParameter();
  return { headerSize, ...header };
}

/**
 * Reads a frame's header (RFC 8878 §3.1.1.1) without decompressing anything. For a skippable frame `contentSize` is the
 * length of its user data, and all else is 0.
 *
 * @param data the frame, or at least its first 18 bytes
 * @throws TypeError when `data` is not bytes; ZstdError `prefix_unknown` for data that is no frame, `srcSize_wrong` where the header is
 *   cut, `frameParameter_unsupported`, `frameParameter_windowTooLarge`
 * @example
 * ```ts
 * import { compress, getFrameParameters } from 'purezstd';
 * const { contentSize, hasChecksum } = getFrameParameters(compress(new Uint8Array(1000)));
 * console.log(contentSize, hasChecksum); // 1000 false
 * ```
 */
export function getFrameParameters(data: BytesLike): FrameParameters {
  const { contentSize, windowSize, dictId, hasChecksum } = readHeader(data);
  return { contentSize, windowSize, dictId, hasChecksum };
}

/**
 * The size of a frame's content as its header states it, or −1 where it does not; 0 for a skippable frame.
 *
 * @param data the frame, or at least its first 18 bytes
 * @throws what {@link getFrameParameters} throws
 * @example
 * ```ts
 * import { compress, frameContentSize } from 'purezstd';
 * console.log(frameContentSize(compress(new Uint8Array(1000)))); // 1000
 * ```
 */
export function frameContentSize(data: BytesLike): number {
  const bytes = toBytes(data);
  const { contentSize } = readHeader(bytes);
  return isSkippableMagic(readUint32(bytes, 0)) ? 0 : contentSize;
}

/**
 * The length of a frame's header in bytes, 6 to 18 with the magic number (RFC 8878 §3.1.1.1); 8 for a skippable frame.
 *
 * @param data the frame, or at least its first 18 bytes
 * @throws what {@link getFrameParameters} throws
 * @example
 * ```ts
 * import { compress, frameHeaderSize } from 'purezstd';
 * console.log(frameHeaderSize(compress(new Uint8Array(1000)))); // 7
 * ```
 */
export function frameHeaderSize(data: BytesLike): number {
  return readHeader(data).headerSize;
}
