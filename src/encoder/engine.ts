/** @duplicated The root of an engine: one copy per kind of engine (tools/duplicateModules.ts). */
import { createByteArena } from '../format/byteArena';
import { BLOCK_SIZE_MAX, STRATEGY_DFAST, STRATEGY_FAST } from '../format/constants';
import { createDoubleFast } from '../match/doubleFast';
import { createFast, type MatchFinder } from '../match/fast';
import { createGreedy } from '../match/greedy';
import { type CompressionSettings, compressesLiterals, splitLeaves } from '../match/parameters';
import { createSequenceStore } from '../match/sequenceStore';
import { createBlockEncoder } from './block';

/** Where the window begins: words are read up to four bytes before a position. */
const WINDOW_AT = 16;
/** Bytes that loads and copies may touch beyond the window. */
const WINDOW_SLACK = 256;
/** Bytes of the first run of a match finder. */
const WARM_UP = 1024;
/** Output is gathered here and handed out when less than {@link OUT_ROOM} is left. */
const OUT_SIZE = 1 << 20;
/** What one block may write: itself, the headers of its parts, and stores that run over. */
export const OUT_ROOM = BLOCK_SIZE_MAX + (1 << 16);

/** What an engine's buffers must hold; log2 of entries for the tables. */
export interface EngineSize {
  /** Bytes of window. */
  readonly capacity: number;
  readonly fastLog: number;
  readonly longLog: number;
  readonly shortLog: number;
  readonly chainLog: number;
}

/**
 * An encoder's buffers and the loops over them. One engine serves one frame at a time. Input is copied into the window right before it is compressed;
 * frames follow one another in it, so that what older frames left in the tables lies below the new frame and need not be cleared.
 */
export interface EncoderEngine {
  readonly size: EngineSize;
  /** The output so far: `out` bytes [0, outEnd). */
  readonly outBytes: Uint8Array;
  /** A frame begins; `expected` is its size, or the window's if that is unknown. */
  startFrame(settings: CompressionSettings, expected: number): void;
  /** Copies input bytes [from, to) behind the pending ones; at most a block's worth in all. Returns how many it took. */
  fill(input: Uint8Array, from: number, to: number): number;
  /** Bytes filled in and not compressed yet. */
  pending(): number;
  /** Compresses the pending bytes as a block (or the parts of one) to the output at `at`; returns the output's end. */
  compressPending(last: boolean, at: number): number;
  /** The pending bytes, for the content checksum: window bytes [pendingFrom, pendingFrom + pending). */
  readonly windowBytes: Uint8Array;
  pendingFrom(): number;
}

export function createEncoderEngine(size: EngineSize): EncoderEngine {
  const { capacity } = size;
  const window = createByteArena(WINDOW_AT + capacity + WINDOW_SLACK);
  const windowEnd = WINDOW_AT + capacity;
  const { bytes } = window;
  const out = createByteArena(OUT_SIZE);
  const store = createSequenceStore();
  const blocks = createBlockEncoder(window, store, out);
  // A position and its tag share 32 bits.
  const tagBits = Math.min(8, Math.clz32(windowEnd - 1));
  const finders: (MatchFinder | undefined)[] = [];
  let finder: MatchFinder | undefined;
  let windowSize = 0;
  /** First byte of the frame that is still in the window, first byte not compressed, and where the next one goes. */
  let frameAt = WINDOW_AT;
  let blockAt = WINDOW_AT;
  let end = WINDOW_AT;

  function finderOf(settings: CompressionSettings): MatchFinder {
    const { strategy } = settings;
    let found = finders[strategy];
    if (found === undefined) {
      if (strategy === STRATEGY_FAST) found = createFast(window, store, size.fastLog);
      else if (strategy === STRATEGY_DFAST) found = createDoubleFast(window, store, size.longLog, size.shortLog, tagBits);
      else found = createGreedy(window, store, size.chainLog);
      finders[strategy] = found;
      warmUp(found, settings);
    }
    return found;
  }

  /**
   * Runs a new finder over a few bytes that have literals, matches and repeats. V8 enters a long call's loop in a version compiled while it runs; if nothing had
   * ever reached the code after the loop, each call would fall back to the interpreter at its end, for hundreds of blocks (seen with --trace-deopt).
   */
  function warmUp(one: MatchFinder, settings: CompressionSettings): void {
    restart();
    for (let i = 0; i < WARM_UP; i++) bytes[WINDOW_AT + i] = i % 61 < 13 ? i : Math.imul(i % 23, i >> 6);
    one.start(settings);
    blocks.startFrame({ strategy: settings.strategy, literalCompression: true, splitLeaves: 0 });
    for (let half = 0; half < 2; half++) {
      const from = WINDOW_AT + half * (WARM_UP / 2);
      const count = one.find(from, from + WARM_UP / 2, WINDOW_AT, blocks.repeatOffsets);
      blocks.write(from, from + WARM_UP / 2, count, false, 0);
    }
    restart();
  }

  /** Starts the window over; nothing that was indexed may be found any more. */
  function restart(): void {
    for (const one of finders) one?.clear();
    end = WINDOW_AT;
  }

  /** Moves the last window of the frame to the start, and the positions with it. */
  function slide(): void {
    const keep = Math.max(frameAt, blockAt - windowSize);
    const delta = keep - WINDOW_AT;
    bytes.copyWithin(WINDOW_AT, keep, end);
    for (const one of finders) {
      if (one === finder) one?.rebase(delta);
      else one?.clear();
    }
    frameAt = WINDOW_AT;
    blockAt -= delta;
    end -= delta;
  }

  return {
    size,
    outBytes: out.bytes,
    windowBytes: bytes,

    startFrame(settings: CompressionSettings, expected: number): void {
      windowSize = 2 ** settings.windowLog;
      finder = finderOf(settings);
      // A frame that fits begins where the last one ended; otherwise all begins anew.
      if (end + Math.min(expected, windowSize + 2 * BLOCK_SIZE_MAX) > windowEnd) restart();
      frameAt = end;
      blockAt = end;
      finder.start(settings);
      blocks.startFrame({
        strategy: settings.strategy,
        literalCompression: compressesLiterals(settings),
        splitLeaves: splitLeaves(settings),
      });
    },

    fill(input: Uint8Array, from: number, to: number): number {
      const n = Math.min(to - from, blockAt + BLOCK_SIZE_MAX - end);
      if (end + n > windowEnd) slide();
      bytes.set(n === input.length ? input : input.subarray(from, from + n), end);
      end += n;
      return n;
    },

    pending: () => end - blockAt,
    pendingFrom: () => blockAt,

    compressPending(last: boolean, at: number): number {
      const from = blockAt;
      const low = Math.max(frameAt, end - windowSize);
      const sequences = end - from < 8 ? 0 : (finder as MatchFinder).find(from, end, low, blocks.repeatOffsets);
      const after = blocks.write(from, end, sequences, last, at);
      blockAt = end;
      return after;
    },
  };
}
