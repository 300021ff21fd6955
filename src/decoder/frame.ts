import { BLOCK_AT, WINDOW_AT } from '../entropy/readArena';
import { BLOCK_COMPRESSED, BLOCK_HEADER_SIZE, BLOCK_RAW, BLOCK_RESERVED } from '../format/blockHeader';
import { BLOCK_SIZE_MAX, CONTENTSIZE_UNKNOWN } from '../format/constants';
import { fail, ZstdError } from '../format/errors';
import {
  FRAME_HEADER_SIZE_MAX,
  FRAME_HEADER_SIZE_PREFIX,
  type FrameHeader,
  frameHeaderSizeOf,
  isMagicPrefix,
  isSkippableMagic,
  readFrameHeader,
  readUint32,
  SKIPPABLE_HEADER_SIZE,
} from '../format/frameHeader';
import type { Output } from '../format/output';
import { createXxhash64, type Xxhash64 } from '../format/xxhash64';
import type { DecoderDictionary, DecoderEngine } from './engine';
import { acquireMainEngine, createEngine, type EngineHolder, MAX_CAPACITY, releaseEngine } from './enginePool';

/** What holds for every frame that a decoder meets. */
export interface FrameSettings {
  /** Frames with larger windows are refused, in bytes. */
  readonly maxWindowSize: number;
  /** Frames have no magic number. */
  readonly magicless: boolean;
  /** Whether content checksums are computed and compared. */
  readonly verifyChecksum: boolean;
  /** Known dictionaries. */
  readonly dictionaries: readonly DecoderDictionary[];
  /** Whether output is handed out after each call: then no more than the window and some blocks are kept. */
  readonly streaming: boolean;
}

const AT_FRAME = 0;
const AT_SKIPPABLE = 1;
const AT_BLOCK = 2;
const IN_BLOCK = 3;
const AT_CHECKSUM = 4;

/** Room beyond the window that blocks fill before the window slides: half a window, so that sliding costs two copied bytes per byte at the most. */
const slideRoom = (kept: number): number => Math.min(Math.max(kept / 2, 4 * BLOCK_SIZE_MAX), 4 << 20);

/** The hasher of all one-shot calls, none of which can begin while another runs. */
let sharedChecksum: Xxhash64 | undefined;

/** A result may be set aside in advance up to this many times the compressed size that is really there. */
const PLAUSIBLE_RATIO = 64;

/**
 * Decodes frames from input that arrives in pieces of any size: one state machine for the one-shot and the streaming functions (RFC 8878 §3.1).
 * Complete blocks are decoded by the engine; nothing of a block is handed out before the whole block has proved valid.
 */
export class FrameDecoder implements EngineHolder {
  /** Whether a frame ended and none has begun since. */
  atEnd = true;
  /** Frames, skippable ones included, that have ended. */
  frames = 0;

  private stage = AT_FRAME;
  private engine: DecoderEngine | undefined;
  private header: FrameHeader | undefined;
  /** Bytes of a header (frame, block, checksum) that is not complete yet. */
  private readonly pending = new Uint8Array(FRAME_HEADER_SIZE_MAX);
  private pendingLength = 0;
  /** Input consumed in earlier calls, for error offsets. */
  private consumed = 0;
  private skip = 0;

  private blockType = BLOCK_RAW;
  private blockSize = 0;
  private bodySize = 0;
  private bodyLength = 0;
  private lastBlock = false;
  private blockMax = 0;

  /** Window positions: of the next byte, and of the first one not handed out. */
  private out = WINDOW_AT;
  private given = WINDOW_AT;
  private windowEnd = WINDOW_AT;
  /**
   * Largest offset allowed: the window's size (RFC 8878 §3.1.1.1.2) and, with a dictionary, its content beyond. RFC 8878 §5 ends the dictionary's reach once the
   * output outgrows the window, but the reference's own frame generator and decoder do not.
   */
  private reach = 0;
  private produced = 0;
  /** Computes the content checksum, where it is to be compared. */
  private checksum: Xxhash64 | undefined;
  private ownChecksum: Xxhash64 | undefined;

  constructor(
    private readonly settings: FrameSettings,
    private readonly output: Output,
  ) {}

  get windowInUse(): number {
    return this.out - WINDOW_AT + 2 * BLOCK_SIZE_MAX;
  }

  /**
   * Decodes input bytes [from, to) until the frame ends or the input does, and returns the index after what it used.
   * After an error the decoder must be dropped (see {@link release}).
   */
  push(input: Uint8Array, from: number, to: number): number {
    let at = from;
    if (from === to) return at;
    try {
      do at = this.step(input, at, to);
      while (!this.atEnd && at < to);
      if (this.settings.streaming) this.handOut();
    } catch (error) {
      // A bit stream that runs below the arena or a corrupt block that runs over it: the DataView notices.
      throw error instanceof ZstdError
        ? this.located(error, at - from)
        : error instanceof RangeError
          ? new ZstdError('corruption_detected', undefined, { offset: this.consumed + at - from })
          : error;
    }
    this.consumed += at - from;
    return at;
  }

  /** The input has ended: an error unless a frame has. */
  finish(): void {
    if (this.atEnd && this.pendingLength === 0 && this.frames > 0) return;
    fail('srcSize_wrong', undefined, { offset: this.consumed });
  }

  /** Gives the engine back. */
  release(): void {
    if (this.engine !== undefined) releaseEngine(this.engine, this);
    this.engine = undefined;
  }

  moveTo(engine: DecoderEngine): void {
    const previous = this.engine;
    if (previous === undefined) return;
    engine.load(previous.bytes, WINDOW_AT, this.out, WINDOW_AT);
    engine.restore(previous.snapshot());
    const body = this.bodyAt();
    engine.load(previous.bytes, body, body + this.bodyLength, body);
    this.engine = engine;
    this.windowEnd = Math.min(engine.windowEnd, Math.max(this.windowEnd, this.out + BLOCK_SIZE_MAX));
  }

  private step(input: Uint8Array, at: number, to: number): number {
    switch (this.stage) {
      case AT_FRAME:
        return this.readHeader(input, at, to);
      case AT_SKIPPABLE: {
        const n = Math.min(this.skip, to - at);
        this.skip -= n;
        if (this.skip === 0) this.endFrame();
        return at + n;
      }
      case AT_BLOCK:
        return this.readBlockHeader(input, at, to);
      case IN_BLOCK:
        return this.readBlock(input, at, to);
      default:
        return this.readChecksum(input, at, to);
    }
  }

  /** Collects a header of `size` bytes; it is complete when `pendingLength` has reached the size. */
  private collect(input: Uint8Array, at: number, to: number, size: number): number {
    const n = Math.max(Math.min(size - this.pendingLength, to - at), 0);
    for (let i = 0; i < n; i++) this.pending[this.pendingLength + i] = input[at + i];
    this.pendingLength += n;
    return at + n;
  }

  private readHeader(input: Uint8Array, at: number, to: number): number {
    const { magicless } = this.settings;
    const { pending } = this;
    this.atEnd = false;
    const prefix = magicless ? 1 : FRAME_HEADER_SIZE_PREFIX;
    at = this.collect(input, at, to, prefix);
    if (!magicless) {
      if (!isMagicPrefix(pending, 0, this.pendingLength)) fail('prefix_unknown');
      if (this.pendingLength >= 4 && isSkippableMagic(readUint32(pending, 0))) {
        at = this.collect(input, at, to, SKIPPABLE_HEADER_SIZE);
        if (this.pendingLength < SKIPPABLE_HEADER_SIZE) return at;
        this.skip = readUint32(pending, 4);
        this.pendingLength = 0;
        this.stage = AT_SKIPPABLE;
        if (this.skip === 0) this.endFrame();
        return at;
      }
    }
    if (this.pendingLength < prefix) return at;
    const size = frameHeaderSizeOf(pending[prefix - 1], prefix);
    at = this.collect(input, at, to, size);
    if (this.pendingLength < size) return at;
    this.pendingLength = 0;
    this.startFrame(readFrameHeader(pending, 0, prefix), to - at);
    return at;
  }

  private startFrame(header: FrameHeader, available: number): void {
    const { settings } = this;
    const { windowSize, contentSize } = header;
    if (windowSize > settings.maxWindowSize) fail('frameParameter_windowTooLarge');
    if (contentSize > Number.MAX_SAFE_INTEGER) fail('frameParameter_unsupported');
    if (contentSize !== CONTENTSIZE_UNKNOWN && !settings.streaming) this.output.announce(contentSize);
    const dictionary = this.chooseDictionary(header.dictId);
    const dictionaryLength = dictionary === undefined ? 0 : dictionary.content.length;

    let engine = this.engine ?? acquireMainEngine(this);
    this.engine = engine;
    const least = dictionaryLength + 2 * BLOCK_SIZE_MAX;
    if (engine.windowEnd - WINDOW_AT < least) {
      if (least > MAX_CAPACITY) fail('frameParameter_windowTooLarge');
      const larger = createEngine(least + slideRoom(0));
      releaseEngine(engine, this);
      this.engine = engine = larger;
    }
    this.header = header;
    this.reach = windowSize + dictionaryLength;
    this.out = this.given = engine.startFrame(dictionary);
    // A stream keeps to what its window needs; a single call takes all the room there is and seldom has to slide.
    this.windowEnd = settings.streaming ? Math.min(engine.windowEnd, this.out + windowSize + slideRoom(windowSize)) : engine.windowEnd;
    this.blockMax = Math.min(windowSize, BLOCK_SIZE_MAX);
    this.produced = 0;
    this.checksum = undefined;
    if (header.hasChecksum && settings.verifyChecksum) {
      this.checksum = settings.streaming ? (this.ownChecksum ??= createXxhash64()) : (sharedChecksum ??= createXxhash64());
      this.checksum.reset();
    }
    // Larger results than the window region are put together piece by piece; their size is believed as far as the input makes it plausible.
    if (contentSize > engine.windowEnd - this.out && !settings.streaming && contentSize <= PLAUSIBLE_RATIO * available) {
      this.output.expect(contentSize);
    }
    this.stage = AT_BLOCK;
  }

  /** The dictionary whose ID the frame states; for a frame that states none, the only one there is. */
  private chooseDictionary(dictId: number): DecoderDictionary | undefined {
    const { dictionaries } = this.settings;
    if (dictId === 0) return dictionaries.length === 1 ? dictionaries[0] : undefined;
    for (const dictionary of dictionaries) if (dictionary.id === dictId) return dictionary;
    return fail('dictionary_wrong', undefined, { dictId });
  }

  private readBlockHeader(input: Uint8Array, at: number, to: number): number {
    at = this.collect(input, at, to, BLOCK_HEADER_SIZE);
    if (this.pendingLength < BLOCK_HEADER_SIZE) return at;
    this.pendingLength = 0;
    const { pending } = this;
    const word = pending[0] | (pending[1] << 8) | (pending[2] << 16);
    const size = word >> 3;
    const type = (word >> 1) & 3;
    if (type === BLOCK_RESERVED || size > this.blockMax) fail('corruption_detected');
    this.lastBlock = (word & 1) !== 0;
    this.blockType = type;
    this.blockSize = size;
    this.bodySize = type === BLOCK_RAW || type === BLOCK_COMPRESSED ? size : 1;
    this.bodyLength = 0;
    if (this.out + this.blockMax > this.windowEnd) this.makeRoom();
    this.stage = IN_BLOCK;
    // An empty body needs no further input.
    return this.bodySize === 0 ? this.readBlock(input, at, to) : at;
  }

  private bodyAt(): number {
    return this.blockType === BLOCK_RAW ? this.out : BLOCK_AT;
  }

  private readBlock(input: Uint8Array, at: number, to: number): number {
    const engine = this.engine as DecoderEngine;
    const header = this.header as FrameHeader;
    const { bytes } = engine;
    const n = Math.min(this.bodySize - this.bodyLength, to - at);
    // Raw blocks go straight to their place.
    bytes.set(input.subarray(at, at + n), this.bodyAt() + this.bodyLength);
    this.bodyLength += n;
    at += n;
    if (this.bodyLength < this.bodySize) return at;

    const from = this.out;
    const size = this.blockSize;
    let end: number;
    if (this.blockType === BLOCK_COMPRESSED) end = engine.decodeBlock(size, from, this.blockMax, this.reach);
    else {
      end = from + size;
      if (this.blockType !== BLOCK_RAW) bytes.fill(bytes[BLOCK_AT], from, end);
    }
    this.bodyLength = 0;
    this.out = end;
    this.produced += end - from;
    if (this.checksum !== undefined) this.checksum.update(bytes, from, end);
    if (header.contentSize !== CONTENTSIZE_UNKNOWN) {
      const missing = header.contentSize - this.produced;
      if (missing < 0 || (this.lastBlock && missing !== 0)) fail('corruption_detected');
    }
    this.output.announce(this.out - this.given);
    if (!this.lastBlock) this.stage = AT_BLOCK;
    else if (header.hasChecksum) this.stage = AT_CHECKSUM;
    else this.endFrame();
    return at;
  }

  private readChecksum(input: Uint8Array, at: number, to: number): number {
    at = this.collect(input, at, to, 4);
    if (this.pendingLength < 4) return at;
    this.pendingLength = 0;
    const { pending } = this;
    if (this.checksum !== undefined && this.checksum.digestLow32() !== (readUint32(pending, 0) | 0)) fail('checksum_wrong');
    this.endFrame();
    return at;
  }

  private endFrame(): void {
    this.handOut();
    this.release();
    this.stage = AT_FRAME;
    this.pendingLength = 0;
    this.atEnd = true;
    this.frames++;
  }

  /** Hands out what has been decoded: at a frame's end or where room is needed, so that most frames are copied once; while streaming, after each call. */
  private handOut(): void {
    if (this.engine === undefined || this.given === this.out) return;
    this.output.write(this.engine.bytes, this.given, this.out);
    this.given = this.out;
  }

  /** The region is full: keeps what the window may still need, at its start, or moves to a larger engine where that is nearly everything. */
  private makeRoom(): void {
    const engine = this.engine as DecoderEngine;
    this.handOut();
    const kept = Math.min(this.out - WINDOW_AT, this.reach);
    const capacity = engine.windowEnd - WINDOW_AT;
    if (kept + slideRoom(kept) > capacity) {
      if (kept + 2 * BLOCK_SIZE_MAX > MAX_CAPACITY) fail('frameParameter_windowTooLarge');
      const most = this.reach + slideRoom(this.reach);
      const larger = createEngine(Math.min(Math.max(2 * capacity, kept + slideRoom(kept)), most, MAX_CAPACITY));
      const from = this.out - kept;
      larger.load(engine.bytes, from, this.out, WINDOW_AT);
      larger.restore(engine.snapshot());
      releaseEngine(engine, this);
      this.engine = larger;
    } else {
      engine.load(engine.bytes, this.out - kept, this.out, WINDOW_AT);
    }
    this.out = this.given = WINDOW_AT + kept;
    const end = (this.engine as DecoderEngine).windowEnd;
    this.windowEnd = this.settings.streaming ? Math.min(end, this.out + slideRoom(kept)) : end;
  }

  private located(error: ZstdError, at: number): ZstdError {
    if (error.offset !== undefined) return error;
    return new ZstdError(error.code, error.message, { offset: this.consumed + at, dictId: error.dictId });
  }
}
