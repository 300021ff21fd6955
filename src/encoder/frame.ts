import { BLOCK_SIZE_MAX, CONTENTSIZE_UNKNOWN } from '../format/constants';
import { fail } from '../format/errors';
import { writeFrameHeader, writeLittleEndian } from '../format/frameHeaderWrite';
import type { Output } from '../format/output';
import { createXxhash64, type Xxhash64 } from '../format/xxhash64';
import type { CompressionSettings } from '../match/parameters';
import type { FrameHistory } from './dictionary';
import type { EncoderEngine } from './engine';
import { acquireEngine, releaseEngine } from './enginePool';

/** What one block may write: itself, the headers of its parts, and stores that run over. */
const OUT_ROOM = BLOCK_SIZE_MAX + (1 << 16);

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
  readonly dictId?: number;
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

/**
 * Compresses one frame from input that arrives in pieces of any size; a single piece is the one-shot case. A block is compressed when it is full and more
 * input comes, so that the last one is known to be the last: the bytes do not depend on how the input is cut.
 */
export class FrameEncoder {
  /** What does the work, from the first byte to the end. */
  engine: EncoderEngine | undefined;
  /** Lives on when the frame has ended. */
  readonly progress: FrameProgress = { ingested: 0, consumed: 0, produced: 0 };
  private checksum: Xxhash64 | undefined;
  private outEnd = 0;

  constructor(
    private readonly settings: FrameSettings,
    private readonly output: Output,
  ) {}

  /** Takes input bytes [from, to). */
  write(input: Uint8Array, from: number, to: number): void {
    const { sourceSize } = this.settings;
    if (sourceSize !== CONTENTSIZE_UNKNOWN && this.progress.ingested + (to - from) > sourceSize) fail('srcSize_wrong');
    const engine = this.begin();
    while (from < to) {
      if (engine.full()) this.compress(engine, false);
      const n = engine.fill(input, from, to);
      from += n;
      this.progress.ingested += n;
    }
  }

  /** Hands out what has been compressed, without ending a block. The header goes with the first one. */
  drain(): void {
    if (this.engine !== undefined && this.progress.consumed > 0) this.handOut(this.engine);
  }

  /** Ends the block, so that everything taken so far can be decompressed from the output. */
  flush(): void {
    const engine = this.begin();
    if (engine.pending() > 0) this.compress(engine, false);
    this.handOut(engine);
  }

  /** Ends the frame. */
  end(): void {
    const { sourceSize } = this.settings;
    if (sourceSize !== CONTENTSIZE_UNKNOWN && this.progress.ingested !== sourceSize) fail('srcSize_wrong');
    const engine = this.begin();
    this.compress(engine, true);
    if (this.checksum !== undefined) {
      this.outEnd = writeLittleEndian(engine.outBytes, this.outEnd, this.checksum.digestLow32() >>> 0, 4);
    }
    this.handOut(engine);
    this.release();
  }

  /** Gives the engine back, whether or not the frame has ended. */
  release(): void {
    if (this.engine !== undefined) releaseEngine(this.engine);
    this.engine = undefined;
  }

  /** Sets up the engine and writes the frame header, once. */
  private begin(): EncoderEngine {
    if (this.engine !== undefined) return this.engine;
    const { compression, sourceSize, writeContentSize, writeChecksum, magicless, history, dictId = 0 } = this.settings;
    const expected = sourceSize === CONTENTSIZE_UNKNOWN ? Number.POSITIVE_INFINITY : sourceSize;
    const engine = acquireEngine(this, compression, expected, history);
    this.engine = engine;
    try {
      engine.startFrame(compression, expected, history);
    } catch (error) {
      this.release();
      // It makes its tables when they are first needed.
      if (error instanceof RangeError) fail('memory_allocation');
      throw error;
    }
    if (writeChecksum) this.checksum = createXxhash64();
    this.outEnd = writeFrameHeader(engine.outBytes, 0, {
      contentSize: writeContentSize ? sourceSize : CONTENTSIZE_UNKNOWN,
      windowLog: compression.windowLog,
      dictId,
      checksum: writeChecksum,
      magicless,
    });
    return engine;
  }

  private compress(engine: EncoderEngine, last: boolean): void {
    const from = engine.pendingFrom();
    this.checksum?.update(engine.windowBytes, from, from + engine.pending());
    if (this.outEnd + OUT_ROOM > engine.outBytes.length) this.handOut(engine);
    this.progress.consumed += engine.pending();
    this.outEnd = engine.compressPending(last, this.outEnd);
  }

  private handOut(engine: EncoderEngine): void {
    this.output.write(engine.outBytes, 0, this.outEnd);
    this.progress.produced += this.outEnd;
    this.outEnd = 0;
  }
}

/** Reused from call to call: short messages come in great numbers. */
const header = { contentSize: 0, windowLog: 0, dictId: 0, checksum: false };

/**
 * Compresses a source of at most one block into one frame: the bytes of a {@link FrameEncoder}, with nothing allocated but the result.
 *
 * @param history a dictionary that the content may refer to
 * @param dictId to state, 0 for none
 */
export function encodeBlockFrame(
  input: Uint8Array,
  compression: CompressionSettings,
  history: FrameHistory | undefined,
  dictId: number,
  writeContentSize: boolean,
  writeChecksum: boolean,
): Uint8Array<ArrayBuffer> {
  const size = input.length;
  const engine = acquireEngine(undefined, compression, size, history);
  try {
    const { outBytes } = engine;
    engine.startFrame(compression, size, history);
    header.contentSize = writeContentSize ? size : CONTENTSIZE_UNKNOWN;
    header.windowLog = compression.windowLog;
    header.dictId = dictId;
    header.checksum = writeChecksum;
    let at = writeFrameHeader(outBytes, 0, header);
    const checksum = writeChecksum ? createXxhash64() : undefined;
    // Mostly one block; an engine may take less at a time.
    for (let taken = 0, last = false; !last; ) {
      taken += engine.fill(input, taken, size);
      last = taken === size;
      const from = engine.pendingFrom();
      checksum?.update(engine.windowBytes, from, from + engine.pending());
      at = engine.compressPending(last, at);
    }
    if (checksum !== undefined) at = writeLittleEndian(outBytes, at, checksum.digestLow32() >>> 0, 4);
    return outBytes.slice(0, at) as Uint8Array<ArrayBuffer>;
  } finally {
    releaseEngine(engine);
  }
}
