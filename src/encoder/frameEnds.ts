import { CONTENTSIZE_UNKNOWN } from '../format/constants';
import { fail } from '../format/errors';
import { writeFrameHeader } from '../format/frameHeaderWrite';
import { writeLittleEndian } from '../format/littleEndian';
import { createXxhash64, type Xxhash64 } from '../format/xxhash64';
import type { CompressionSettings } from '../match/parameters';
import type { EncoderEngine } from './engine';
import { releaseEngine } from './enginePool';
import type { FrameHistory } from './history';

/** What a frame's header says, and how its content is compressed. */
export interface FrameSettings {
  readonly compression: CompressionSettings;
  /** Bytes that will come, or −1: known before the first one. */
  readonly sourceSize: number;
  readonly writeContentSize: boolean;
  readonly writeChecksum: boolean;
  readonly magicless: boolean;
  /** A dictionary or a prefix that the content may refer to. */
  readonly history?: FrameHistory | undefined;
  /** Dictionary ID to state, 0 for none. */
  readonly dictId: number;
}

/** How far a frame has come, in bytes. */
export interface FrameProgress {
  /** Taken in. */
  ingested: number;
  /** Of these, compressed. */
  consumed: number;
  /** Handed out. */
  produced: number;
}

/** A frame but for its blocks: header, checksum, and that as many bytes come as were declared. */
export class FrameEnds {
  /** What all of the frame goes through, while it does. */
  engine: EncoderEngine | undefined;
  readonly progress: FrameProgress = { ingested: 0, consumed: 0, produced: 0 };
  private readonly checksum: Xxhash64 | undefined;

  constructor(protected readonly settings: FrameSettings) {
    this.checksum = settings.writeChecksum ? createXxhash64() : undefined;
  }

  /** Gives the engine back, whether or not the frame has ended. */
  release(): void {
    if (this.engine !== undefined) releaseEngine(this.engine);
    this.engine = undefined;
  }

  /** Bytes that will come, Infinity if that is not known. */
  protected get expected(): number {
    const { sourceSize } = this.settings;
    return sourceSize === CONTENTSIZE_UNKNOWN ? Number.POSITIVE_INFINITY : sourceSize;
  }

  /** Counts input bytes [from, to) in. */
  protected ingest(input: Uint8Array, from: number, to: number): void {
    const { progress } = this;
    if (progress.ingested + (to - from) > this.expected) fail('srcSize_wrong');
    this.checksum?.update(input, from, to);
    progress.ingested += to - from;
  }

  /** Checks that all has come. */
  protected checkEnd(): void {
    const { sourceSize } = this.settings;
    if (sourceSize !== CONTENTSIZE_UNKNOWN && this.progress.ingested !== sourceSize) fail('srcSize_wrong');
  }

  /** Writes the header; returns the index after it. */
  protected writeHeader(out: Uint8Array, at: number): number {
    const { compression, sourceSize, writeContentSize, writeChecksum, magicless, dictId } = this.settings;
    const contentSize = writeContentSize ? sourceSize : CONTENTSIZE_UNKNOWN;
    return writeFrameHeader(out, at, { contentSize, windowLog: compression.windowLog, dictId, checksum: writeChecksum, magicless });
  }

  /** Writes the checksum, if there is to be one; returns the index after it. */
  protected writeTrailer(out: Uint8Array, at: number): number {
    return this.checksum === undefined ? at : writeLittleEndian(out, at, this.checksum.digestLow32() >>> 0, 4);
  }
}
