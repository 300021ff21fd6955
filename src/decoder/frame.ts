import { BLOCK_AT, WINDOW_AT } from '../entropy/readArena';
import { BLOCK_COMPRESSED, BLOCK_HEADER_SIZE, BLOCK_RAW, BLOCK_RESERVED, BLOCK_RLE } from '../format/blockHeader';
import { BLOCK_SIZE_MAX, CONTENTSIZE_UNKNOWN, MAGIC_NUMBER } from '../format/constants';
import { corrupt, fail, unknownPrefix, unsupportedParameter, windowTooLarge, wrongChecksum, ZstdError } from '../format/errors';
import {
  FRAME_HEADER_SIZE_MAX,
  FRAME_HEADER_SIZE_PREFIX,
  type FrameHeader,
  frameHeaderSizeOf,
  isSkippableMagic,
  readFrameHeader,
  SKIPPABLE_HEADER_SIZE,
} from '../format/frameHeader';
import { readLittleEndian, readUint32 } from '../format/littleEndian';
import { type Output, plausibleSize } from '../format/output';
import { createXxhash64, type Xxhash64 } from '../format/xxhash64';
import type { DecoderDictionary, DecoderEngine } from './engine';
import { acquireMainEngine, createSpareEngine, type EngineHolder, MAX_CAPACITY, releaseEngine } from './enginePool';
import { TABLES_SIZE } from './memory';

/** What holds for every frame that a decoder meets. */
export interface DecoderSettings {
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
  /** Whether one call decodes at most a block, for callers that must not get more at a time. */
  readonly stepwise?: boolean;
}

/** Decodes frames from input that arrives in pieces of any size; see {@link createFrameDecoder}. */
export interface FrameDecoder extends EngineHolder {
  /**
   * Decodes input bytes [from, to) until a frame ends or the input does, and returns the index after what it used. After an error the
   * decoder must be dropped (see {@link release}).
   */
  push(input: Uint8Array, from: number, to: number): number;
  /** The input has ended: an error unless a frame has. */
  finish(): void;
  /** Gives the engine back. */
  release(): void;
  /** After a frame's end: starts over with another input. */
  restart(): void;
  /** Whether a frame ended and none has begun since. */
  atEnd(): boolean;
  /** Whether any frame with content has begun: not a skippable one. */
  begun(): boolean;
  /** Bytes of the engine that it uses, as far as they can be touched: none between frames. */
  memorySize(): number;
}

const AT_FRAME = 0;
const AT_SKIPPABLE = 1;
const AT_BLOCK = 2;
const IN_BLOCK = 3;
/** The block's bytes are all there. */
const DECODING = 4;
const AT_CHECKSUM = 5;

/**
 * Room beyond the window that blocks fill before the window slides: half a window, so that sliding costs two copied bytes per byte at the
 * most.
 */
const slideRoom = (kept: number): number => Math.min(Math.max(kept / 2, 4 * BLOCK_SIZE_MAX), 4 << 20);

/** Shorter pieces of blocks are copied without a view over them. */
const VIEW_FROM = 256;

/**
 * One state machine for the one-shot and the streaming functions (RFC 8878 §3.1): it collects headers and blocks, and complete blocks are
 * decoded by the engine. Nothing of a block is handed out before the whole block has proved valid.
 */
export function createFrameDecoder(settings: DecoderSettings, output: Output): FrameDecoder {
  const { streaming, magicless } = settings;
  let stage = AT_FRAME;
  let ended = false;
  let engine: DecoderEngine | undefined;
  /** What the header says, once it has been read: until then there is no window. */
  const header = {} as FrameHeader;
  /** Bytes of a header (frame, block, checksum) that is not complete yet. */
  const pending = new Uint8Array(FRAME_HEADER_SIZE_MAX);
  let pendingLength = 0;
  /** Input used in earlier calls, for error offsets. */
  let consumed = 0;
  let skip = 0;
  let blockType = BLOCK_RAW;
  let blockSize = 0;
  let bodySize = 0;
  let bodyLength = 0;
  let lastBlock = false;
  let blockMax = 0;
  /** Window positions: of the next byte, of the first one not handed out, and where the window is full. */
  let out = WINDOW_AT;
  let given = WINDOW_AT;
  let windowEnd = WINDOW_AT;
  /**
   * Largest offset allowed: the window's size (RFC 8878 §3.1.1.1.2) and, with a dictionary, its content beyond. RFC 8878 §5 ends the
   * dictionary's reach once the output outgrows the window, but the reference's own frame generator and decoder do not.
   */
  let reach = 0;
  let produced = 0;
  /** Whether the input is long enough for what the header states. */
  let plausible = false;
  /** Computes the content checksum, where it is to be compared. */
  let checksum: Xxhash64 | undefined;

  /** Collects a header of `size` bytes; it is complete when `pendingLength` has reached the size. */
  function collect(input: Uint8Array, at: number, to: number, size: number): number {
    while (pendingLength < size && at < to) pending[pendingLength++] = input[at++];
    return at;
  }

  function readHeader(input: Uint8Array, at: number, to: number): number {
    ended = false;
    const prefix = magicless ? 1 : FRAME_HEADER_SIZE_PREFIX;
    if (!magicless) {
      at = collect(input, at, to, 4);
      if (pendingLength < 4) return at;
      const magic = readUint32(pending, 0);
      if (isSkippableMagic(magic)) {
        at = collect(input, at, to, SKIPPABLE_HEADER_SIZE);
        if (pendingLength === SKIPPABLE_HEADER_SIZE) {
          skip = readUint32(pending, 4);
          stage = AT_SKIPPABLE;
          if (skip === 0) endFrame();
        }
        return at;
      }
      if (magic !== MAGIC_NUMBER) unknownPrefix();
    }
    at = collect(input, at, to, prefix);
    if (pendingLength < prefix) return at;
    const size = frameHeaderSizeOf(pending[prefix - 1], prefix);
    at = collect(input, at, to, size);
    if (pendingLength === size) startFrame(readFrameHeader(pending, 0, prefix, header), to - at);
    return at;
  }

  /** The dictionary whose ID the frame states; for a frame that states none, the only one there is. */
  function chooseDictionary(dictId: number): DecoderDictionary | undefined {
    const { dictionaries } = settings;
    if (dictId === 0) return dictionaries.length === 1 ? dictionaries[0] : undefined;
    return dictionaries.find(({ id }) => id === dictId) ?? fail('dictionary_wrong', undefined, { dictId });
  }

  function startFrame({ windowSize, contentSize, dictId, hasChecksum }: FrameHeader, available: number): void {
    pendingLength = 0;
    if (windowSize > settings.maxWindowSize) windowTooLarge();
    if (contentSize > Number.MAX_SAFE_INTEGER) unsupportedParameter();
    if (!streaming) output.announce(contentSize);
    const dictionary = chooseDictionary(dictId);
    const dictionaryLength = dictionary?.content.length ?? 0;

    engine ??= acquireMainEngine(decoder);
    const least = dictionaryLength + 2 * BLOCK_SIZE_MAX;
    if (engine.windowEnd - WINDOW_AT < least) moveToLarger(least + slideRoom(0));
    reach = windowSize + dictionaryLength;
    out = given = engine.startFrame(dictionary);
    const end = engine.windowEnd;
    // A stream keeps to what its window needs; a single call takes all the room there is and seldom has to slide.
    windowEnd = streaming ? Math.min(end, out + windowSize + slideRoom(windowSize)) : end;
    blockMax = Math.min(windowSize, BLOCK_SIZE_MAX);
    produced = 0;
    checksum = hasChecksum && settings.verifyChecksum ? createXxhash64() : undefined;
    // Larger results than the window region are put together piece by piece; their size is believed as far as the input makes it plausible.
    plausible = !streaming && contentSize <= plausibleSize(available);
    if (plausible && contentSize > end - out) output.expect(contentSize);
    stage = AT_BLOCK;
  }

  function readBlockHeader(input: Uint8Array, at: number, to: number): number {
    at = collect(input, at, to, BLOCK_HEADER_SIZE);
    if (pendingLength < BLOCK_HEADER_SIZE) return at;
    pendingLength = 0;
    const word = readLittleEndian(pending, 0, BLOCK_HEADER_SIZE);
    lastBlock = (word & 1) !== 0;
    blockType = (word >> 1) & 3;
    blockSize = word >> 3;
    if (blockType === BLOCK_RESERVED || blockSize > blockMax) corrupt();
    bodySize = blockType === BLOCK_RLE ? 1 : blockSize;
    bodyLength = 0;
    if (out + blockMax > windowEnd) makeRoom();
    stage = IN_BLOCK;
    // An empty body needs no further input.
    return bodySize === 0 ? readBlock(input, at, to) : at;
  }

  /** Raw blocks go straight to their place. */
  const bodyAt = (): number => (blockType === BLOCK_RAW ? out : BLOCK_AT);

  function readBlock(input: Uint8Array, at: number, to: number): number {
    const { bytes, decodeBlock } = engine as DecoderEngine;
    const { contentSize, hasChecksum } = header;
    const n = Math.min(bodySize - bodyLength, to - at);
    const body = bodyAt() + bodyLength;
    if (n < VIEW_FROM) for (let i = 0; i < n; i++) bytes[body + i] = input[at + i];
    else bytes.set(input.subarray(at, at + n), body);
    bodyLength += n;
    at += n;
    if (bodyLength < bodySize) return at;

    const from = out;
    let end = from + blockSize;
    stage = DECODING;
    if (blockType === BLOCK_COMPRESSED) end = decodeBlock(blockSize, from, blockMax, reach);
    else if (blockType === BLOCK_RLE) bytes.fill(bytes[BLOCK_AT], from, end);
    bodyLength = 0;
    out = end;
    produced += end - from;
    checksum?.update(bytes, from, end);
    if (contentSize !== CONTENTSIZE_UNKNOWN && (lastBlock ? produced !== contentSize : produced > contentSize)) corrupt();
    output.announce(out - given);
    if (!lastBlock) stage = AT_BLOCK;
    else if (hasChecksum) stage = AT_CHECKSUM;
    else endFrame();
    return at;
  }

  function readChecksum(input: Uint8Array, at: number, to: number): number {
    at = collect(input, at, to, 4);
    if (pendingLength < 4) return at;
    if (checksum !== undefined && checksum.digestLow32() !== (readUint32(pending, 0) | 0)) wrongChecksum();
    endFrame();
    return at;
  }

  function endFrame(): void {
    stage = AT_FRAME;
    handOut();
    decoder.release();
    pendingLength = 0;
    ended = true;
  }

  /**
   * Hands out what has been decoded: at a frame's end or where room is needed, so that most frames are copied once; while streaming, after
   * each call.
   */
  function handOut(): void {
    if (engine !== undefined) output.write(engine.bytes, given, out);
    given = out;
  }

  /** Goes on in an engine with room for `capacity` bytes at least; its window is the caller's to fill. */
  function moveToLarger(capacity: number): DecoderEngine {
    const larger = createSpareEngine(capacity);
    decoder.release();
    engine = larger;
    return larger;
  }

  /**
   * The region is full: keeps what the window may still need, at its start, or moves to a larger engine where that is nearly everything.
   */
  function makeRoom(): void {
    const old = engine as DecoderEngine;
    handOut();
    const kept = Math.min(out - WINDOW_AT, reach);
    const capacity = old.windowEnd - WINDOW_AT;
    let target = old;
    if (kept + slideRoom(kept) > capacity) {
      if (kept + 2 * BLOCK_SIZE_MAX > MAX_CAPACITY) windowTooLarge();
      const step = plausible ? reach : 2 * capacity;
      target = moveToLarger(Math.min(Math.max(step, kept + slideRoom(kept)), reach + slideRoom(reach), MAX_CAPACITY));
      target.restore(old.snapshot());
    }
    target.load(old.bytes, out - kept, out, WINDOW_AT);
    out = given = WINDOW_AT + kept;
    windowEnd = streaming ? Math.min(target.windowEnd, out + slideRoom(kept)) : target.windowEnd;
  }

  const decoder: FrameDecoder = {
    push(input: Uint8Array, from: number, to: number): number {
      let at = from;
      try {
        while (at < to) {
          if (stage === AT_FRAME) at = readHeader(input, at, to);
          else if (stage === AT_BLOCK) at = readBlockHeader(input, at, to);
          else if (stage === AT_CHECKSUM) at = readChecksum(input, at, to);
          else if (stage !== AT_SKIPPABLE) at = readBlock(input, at, to);
          else {
            const n = Math.min(skip, to - at);
            skip -= n;
            at += n;
            if (skip === 0) endFrame();
          }
          if (ended || (settings.stepwise && stage === AT_BLOCK)) break;
        }
        if (streaming) handOut();
      } catch (error) {
        // While a block is decoded, a bit stream ran below the arena or a match over it, and the DataView noticed; elsewhere an array could
        // not be had.
        const known = error instanceof RangeError ? new ZstdError(stage === DECODING ? 'corruption_detected' : 'memory_allocation') : error;
        if (known instanceof ZstdError) (known as { offset: number }).offset = consumed + at - from;
        throw known;
      }
      consumed += at - from;
      return at;
    },

    finish(): void {
      if (!ended) fail('srcSize_wrong', undefined, { offset: consumed });
    },

    release(): void {
      if (engine !== undefined) releaseEngine(engine, decoder);
      engine = undefined;
    },

    restart(): void {
      header.windowSize = -1;
      ended = false;
      consumed = 0;
    },

    atEnd: () => ended,
    begun: () => header.windowSize >= 0,
    memorySize: () => (engine === undefined ? 0 : windowEnd + TABLES_SIZE),

    windowInUse: () => out - WINDOW_AT + 2 * BLOCK_SIZE_MAX,

    moveTo(spare: DecoderEngine): void {
      const old = engine as DecoderEngine;
      const body = bodyAt();
      spare.load(old.bytes, WINDOW_AT, out, WINDOW_AT);
      spare.load(old.bytes, body, body + bodyLength, body);
      spare.restore(old.snapshot());
      engine = spare;
      windowEnd = Math.min(spare.windowEnd, windowEnd);
    },
  };
  return decoder;
}
