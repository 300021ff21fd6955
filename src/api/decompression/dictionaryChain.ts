import type { DecoderDictionary } from '../../decoder/engine';
import { createFrameDecoder, type DecoderSettings } from '../../decoder/frame';
import { OVERCOPY } from '../../entropy/readArena';
import { BLOCK_SIZE_MAX, CONTENTSIZE_UNKNOWN, MAGIC_NUMBER } from '../../format/constants';
import { fail, type ZstdError } from '../../format/errors';
import {
  FRAME_HEADER_SIZE_PREFIX,
  type FrameHeader,
  frameHeaderSizeOf,
  RESERVED_BIT,
  readFrameHeader,
  SINGLE_SEGMENT,
} from '../../format/frameHeader';
import { readUint32 } from '../../format/littleEndian';
import { createOutput, type Output } from '../../format/output';
import { type Bytes, type BytesLike, toBytes } from '../common/bytes';
import { withContext } from '../common/withContext';

/**
 * The content of one frame, to be the next one's dictionary. Where it stands in one piece in the decoder's window it is not copied: the
 * next frame moves it to the window's start. Only content larger than the window is put together elsewhere.
 */
class LinkOutput implements Output {
  private readonly joined = createOutput(Number.MAX_SAFE_INTEGER);
  private inPlace: Uint8Array | undefined;

  /** Content size of the frame, as its decoder announces it first. */
  private size = CONTENTSIZE_UNKNOWN;

  next(): void {
    this.size = CONTENTSIZE_UNKNOWN;
    this.inPlace = undefined;
  }

  announce(length: number): void {
    if (this.size === CONTENTSIZE_UNKNOWN) this.size = length;
  }

  expect(size: number): void {
    this.joined.expect(size);
  }

  write(bytes: Uint8Array, from: number, to: number): void {
    // Where another block would not fit behind it, the window may slide before the frame ends.
    if (to - from === this.size && to + BLOCK_SIZE_MAX + OVERCOPY <= bytes.length) this.inPlace = bytes.subarray(from, to);
    else this.joined.write(bytes, from, to);
  }

  content(): Uint8Array {
    return this.inPlace ?? this.joined.take();
  }

  take(): Bytes {
    return this.inPlace === undefined ? this.joined.take() : new Uint8Array(this.inPlace);
  }
}

/** A header that can only be right: a single segment, which states its size, without the reserved bit. */
const CHECKED_BITS = SINGLE_SEGMENT | RESERVED_BIT;

/** The bytes of a link, which must be a frame that states its content size. */
function checkLink(frame: unknown, index: number): Uint8Array {
  // A name is only written for an error: this, and registers cleared one by one (decoder/engine.ts), are 7 % of a link's time.
  const bytes = toBytes(frame as BytesLike, frame instanceof Uint8Array ? undefined : `chunk ${index}`);
  if (bytes.length < FRAME_HEADER_SIZE_PREFIX || bytes.length < frameHeaderSizeOf(bytes[4], FRAME_HEADER_SIZE_PREFIX)) {
    if (bytes.length >= 4 && readUint32(bytes, 0) !== MAGIC_NUMBER) fail('prefix_unknown', `chunk ${index} is not a valid zstd frame`);
    fail('srcSize_wrong', `chunk ${index} is too small to contain a zstd frame`);
  }
  if (readUint32(bytes, 0) !== MAGIC_NUMBER) fail('prefix_unknown', `chunk ${index} is not a valid zstd frame`);
  if ((bytes[4] & CHECKED_BITS) === SINGLE_SEGMENT) return bytes;
  let size = CONTENTSIZE_UNKNOWN;
  try {
    size = readFrameHeader(bytes, 0, FRAME_HEADER_SIZE_PREFIX, {} as FrameHeader).contentSize;
  } catch (error) {
    fail((error as ZstdError).code, `chunk ${index} is not a valid zstd frame`);
  }
  if (size === CONTENTSIZE_UNKNOWN) fail('srcSize_wrong', `chunk ${index} missing content size in frame`);
  return bytes;
}

/** Decompresses the last frame of a chain; see {@link ZstdDecompressor.decompressContentDictChain}. */
export function decodeChain(frames: unknown, settings: DecoderSettings): Bytes {
  if (!Array.isArray(frames)) throw new TypeError('argument must be an array of frames');
  if (frames.length === 0) throw new RangeError('empty input chain');
  // One decoder and one output serve all links: what they hold is changed between frames.
  const dictionaries: DecoderDictionary[] = [];
  const output = new LinkOutput();
  const decoder = createFrameDecoder({ ...settings, dictionaries }, output);
  try {
    for (let i = 0; i < frames.length; i++) {
      const bytes = checkLink(frames[i], i);
      if (i > 0) dictionaries[0] = { id: 0, content: output.content(), entropy: undefined };
      output.next();
      withContext('could not decompress chunk', i, () => {
        const end = decoder.push(bytes, 0, bytes.length);
        decoder.finish();
        if (end < bytes.length) fail('srcSize_wrong', `${bytes.length - end} bytes after the frame`, { offset: end });
      });
    }
  } finally {
    decoder.release();
  }
  return output.take();
}
