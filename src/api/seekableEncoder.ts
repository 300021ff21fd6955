import { encodeFrame, type FrameOptions } from '../encoder/frameOptions';
import { contentChecksum } from '../format/contentChecksum';
import type { Output } from '../format/output';
import { SEEKABLE_FRAME_SIZE_MAX } from '../format/seekTableLayout';
import { createSeekTableWriter, type SeekTableWriter } from '../format/seekTableWrite';
import { checkFlag, checkInteger, checkOptions } from './checks';
import { type CompressOptions, checkCompressOptions } from './compress';

/** How content is cut for random access. */
export interface SeekableLayout {
  /**
   * Bytes of content of each frame but the last, 1 to 2^30. Reading anything decodes a frame at least; smaller ones compress worse. Default 2^20 (1 MiB).
   */
  frameSize?: number;
  /** Puts a checksum of each frame's content into the seek table, which readers verify: four bytes a frame. Default true. */
  frameChecksums?: boolean;
}

/** What compressing to the seekable format can be told. All frames are made with the same settings; each states its size unless `writeContentSize` is false.
 * `threads` is not used. */
export type SeekableOptions = CompressOptions & SeekableLayout;

const FRAME_SIZE = 1 << 20;
/** Room for a frame's content at first. */
const ROOM = 1 << 16;

/**
 * Cuts content into frames and lists them. Content is kept until its frame is full, so that each frame is compressed as a whole that knows its size: the bytes
 * do not depend on how the input is cut, and memory is one frame's content.
 */
export class SeekableEncoder {
  private readonly options: FrameOptions;
  private readonly frameSize: number;
  private readonly checksums: boolean;
  private readonly table: SeekTableWriter;
  /** The content of the frame to come, as far as it is there. */
  private room = new Uint8Array(0);
  private filled = 0;

  /** @throws TypeError and RangeError for wrong options */
  constructor(
    options: number | SeekableOptions,
    private readonly output: Output,
  ) {
    this.options = checkCompressOptions(options);
    const { frameSize, frameChecksums } = typeof options === 'number' ? ({} as SeekableLayout) : checkOptions(options);
    this.frameSize = checkInteger(frameSize, 'frameSize', FRAME_SIZE, 1, SEEKABLE_FRAME_SIZE_MAX);
    this.checksums = checkFlag(frameChecksums, 'frameChecksums', true);
    // A reader that knows nothing of the seek table has to see where a frame begins.
    if (this.options.magicless) throw new RangeError('format must be FORMAT_ZSTD1 in the seekable format');
    this.table = createSeekTableWriter(this.checksums);
  }

  /** Takes input bytes [from, to), until a frame is full, and returns the index after what it took. */
  take(input: Uint8Array, from: number, to: number): number {
    const end = Math.min(to, from + this.frameSize - this.filled);
    if (end - from === this.frameSize) {
      this.encode(input.subarray(from, end));
      return end;
    }
    const filled = this.filled + end - from;
    if (filled > this.room.length) {
      const larger = new Uint8Array(Math.min(Math.max(ROOM, 2 * filled), this.frameSize));
      larger.set(this.room.subarray(0, this.filled));
      this.room = larger;
    }
    this.room.set(input.subarray(from, end), this.filled);
    this.filled = filled;
    if (filled === this.frameSize) this.endFrame();
    return end;
  }

  /** Ends the frame where content waits for its end. */
  endFrame(): void {
    if (this.filled === 0) return;
    const content = this.room.subarray(0, this.filled);
    this.filled = 0;
    this.encode(content);
  }

  /** Ends the last frame and writes the table. */
  finish(): void {
    this.endFrame();
    const table = this.table.write();
    this.output.write(table, 0, table.length);
    this.room = new Uint8Array(0);
  }

  /** Bytes that it holds. */
  memorySize(): number {
    return this.room.length + this.table.length();
  }

  private encode(content: Uint8Array): void {
    const frame = encodeFrame(content, this.options);
    this.table.add(frame.length, content.length, this.checksums ? contentChecksum(content) : 0);
    this.output.write(frame, 0, frame.length);
  }
}
