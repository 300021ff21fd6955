import { BLOCK_HEADER_SIZE } from '../format/blockHeader';
import { BLOCK_SIZE_MAX, CONTENTSIZE_UNKNOWN } from '../format/constants';
import { contentChecksum } from '../format/contentChecksum';
import { allocating } from '../format/errors';
import { writeFrameHeader } from '../format/frameHeaderWrite';
import { writeLittleEndian } from '../format/littleEndian';
import type { Output } from '../format/output';
import type { EncoderEngine } from './engine';
import { releaseEngine, startFrame } from './enginePool';
import { FrameEnds, type FrameProgress, type FrameSettings } from './frameEnds';
import type { FrameCompression } from './history';

/** What one block may write: itself, the headers of its parts, and stores that run over. */
export const OUT_ROOM = BLOCK_SIZE_MAX + (1 << 16);

/** A frame in the making. */
export interface Frame {
  /** Lives on when the frame has ended. */
  readonly progress: FrameProgress;
  /** The engine that all bytes go through, in this thread. */
  readonly engine: EncoderEngine | undefined;
  /** Bytes of buffers that are not the engine's. */
  readonly held: number;
  /** Takes input bytes [from, to). */
  write(input: Uint8Array, from: number, to: number): void;
  /** Hands out what has been compressed, without ending a block. The header goes with the first one. */
  drain(): void;
  /** Ends the block, so that everything taken so far can be decompressed from the output. */
  flush(): void;
  /** Ends the frame. */
  end(): void;
  /** Gives the memory back, whether or not the frame has ended. */
  release(): void;
}

/**
 * Compresses one frame from input that arrives in pieces of any size; a single piece is the one-shot case. A block is compressed when it is
 * full and more input comes, so that the last one is known to be the last: the bytes do not depend on how the input is cut.
 */
export class FrameEncoder extends FrameEnds implements Frame {
  readonly held = 0;
  private outEnd = 0;

  constructor(
    settings: FrameSettings,
    private readonly output: Output,
  ) {
    super(settings);
  }

  write(input: Uint8Array, from: number, to: number): void {
    this.ingest(input, from, to);
    const engine = this.begin();
    while (from < to) {
      if (engine.full()) this.compress(engine, false);
      from += engine.fill(input, from, to);
    }
  }

  drain(): void {
    if (this.engine !== undefined && this.progress.consumed > 0) this.handOut(this.engine);
  }

  flush(): void {
    // The header alone says nothing: as in the reference, it comes with the first block.
    if (this.progress.ingested === 0) return;
    const engine = this.begin();
    if (engine.pending() > 0) this.compress(engine, false);
    this.handOut(engine);
  }

  end(): void {
    this.checkEnd();
    const engine = this.begin();
    this.compress(engine, true);
    this.outEnd = this.writeTrailer(engine.outBytes, this.outEnd);
    this.handOut(engine);
    this.release();
  }

  /** Sets up the engine and writes the frame header, once. */
  private begin(): EncoderEngine {
    if (this.engine !== undefined) return this.engine;
    const { compression, history } = this.settings;
    const engine = startFrame(this, compression, this.expected, history);
    this.engine = engine;
    this.outEnd = this.writeHeader(engine.outBytes, 0);
    return engine;
  }

  private compress(engine: EncoderEngine, last: boolean): void {
    const { progress, outEnd } = this;
    if (outEnd + OUT_ROOM > engine.outBytes.length) {
      // Nothing could be compressed so far: if that goes on, this is the frame's size, and its bytes are copied once instead of twice.
      if (progress.produced === 0 && outEnd > progress.consumed) {
        const rest = progress.ingested - progress.consumed;
        const trailer = this.settings.writeChecksum ? 4 : 0;
        allocating(() => this.output.expect(outEnd + rest + BLOCK_HEADER_SIZE * Math.ceil(rest / BLOCK_SIZE_MAX) + trailer));
      }
      this.handOut(engine);
    }
    progress.consumed += engine.pending();
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
 * Compresses a source of at most one block into one frame: the bytes of a {@link FrameEncoder}, with nothing allocated but the result. It
 * has a loop of its own because there is nothing to hand out on the way, and headers are written without the objects that a frame in the
 * making keeps.
 *
 * @param dictId to state, 0 for none
 */
export function encodeBlockFrame(
  input: Uint8Array,
  { compression, history }: FrameCompression,
  dictId: number,
  { writeContentSize, writeChecksum }: Pick<FrameSettings, 'writeContentSize' | 'writeChecksum'>,
): Uint8Array<ArrayBuffer> {
  const size = input.length;
  const engine = startFrame(undefined, compression, size, history);
  try {
    const { outBytes } = engine;
    header.contentSize = writeContentSize ? size : CONTENTSIZE_UNKNOWN;
    header.windowLog = compression.windowLog;
    header.dictId = dictId;
    header.checksum = writeChecksum;
    let at = writeFrameHeader(outBytes, 0, header);
    // Mostly one block; an engine may take less at a time.
    for (let taken = 0, last = false; !last; ) {
      taken += engine.fill(input, taken, size);
      last = taken === size;
      at = engine.compressPending(last, at);
    }
    if (writeChecksum) at = writeLittleEndian(outBytes, at, contentChecksum(input), 4);
    return outBytes.slice(0, at) as Uint8Array<ArrayBuffer>;
  } finally {
    releaseEngine(engine);
  }
}
