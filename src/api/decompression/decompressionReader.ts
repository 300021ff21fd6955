import { QueueReader } from '../pieces/queueReader';

/** `whence` of {@link ZstdDecompressionReader.seek}: from the start, or from the current position. */
const SEEK_SET = 0;
const SEEK_CUR = 1;
const SEEK_END = 2;

/** Reads the content of a source's frames; see {@link ZstdDecompressor.streamReader}. */
export class ZstdDecompressionReader extends QueueReader {
  /**
   * Goes forward to a position in the content, by reading up to it, and returns the position then: less than asked for where the content
   * ends before.
   *
   * @param whence 0 (default): `position` counts from the start; 1: from where the reader is
   * @throws TypeError for what is no number; RangeError for positions before that one, or from the end; what {@link read} throws
   */
  seek(position: number, whence: number = SEEK_SET): number {
    if (typeof position !== 'number' || typeof whence !== 'number') throw new TypeError('position and whence must be numbers');
    if (!Number.isSafeInteger(position)) throw new RangeError(`position must be a whole number, not ${position}`);
    if (whence === SEEK_END) throw new RangeError('zstd decompression streams cannot be seeked with SEEK_END');
    if (whence !== SEEK_SET && whence !== SEEK_CUR) throw new RangeError('whence must be 0 or 1');
    if (whence === SEEK_SET && position < 0) throw new RangeError('cannot seek to negative position with SEEK_SET');
    const distance = whence === SEEK_SET ? position - this.tell() : position;
    if (distance < 0) throw new RangeError('cannot seek zstd decompression stream backwards');
    this.skip(distance);
    return this.tell();
  }
}
