import { createByteArena } from '../format/byteArena';
import { BLOCK_SIZE_MAX, STRATEGY_BTOPT, STRATEGY_DFAST, STRATEGY_FAST } from '../format/constants';
import type { BinaryTree } from '../match/binaryTree';
import { createLongDistance, createLongMatches, type LongDistance } from '../match/longDistance';
import { createFindBetween, createFindKnown, type FindBetween } from '../match/longMatchGaps';
import { type MatchFinder, SEARCH_MARGIN } from '../match/matchFinder';
import type { CompressionSettings } from '../match/parameters';
import { createSequenceStore } from '../match/sequenceStore';
import { FAMILY_DFAST, FAMILY_FAST, FAMILY_LONG, FAMILY_TREE, familyOf, finderKindOf, type TableLogs } from '../match/strategies';
import { createBlockEncoder } from './block';
import { blockSettingsOf } from './blockSettings';
import type { Digest } from './digests';
import { type FrameHistory, finderSettingsOf } from './history';
import type { EncoderLoops } from './loops';
import { WARM_UP, warmUp } from './warmUp';
import { windowSizeOf, windowUse } from './windowRoom';

/** Where the window begins: words are read up to four bytes before a position. */
const WINDOW_AT = 16;
/** Bytes that loads and copies may touch beyond the window. */
const WINDOW_SLACK = 256;
/** Smaller blocks would cost more in headers than `compressBound` allows. */
const BLOCK_LEAST = 1024;
/** Up to this window, log2, blocks are halves of it and not quarters: 0.4 % of the bytes at 2^14, 3.5 at 2^12; at 2^17 they would cost 0.3. */
const HALVES_MAX = 14;
/**
 * Output is gathered here and handed out when less than `OUT_ROOM` is left. What is never used is never touched; a frame that fits is copied
 * once, into a result of its size, while pieces of it touch fresh memory twice (bench/OPTIMIZATIONS.md "Output").
 */
const OUT_SIZE = 4 << 20;

/** What an engine's buffers can hold. */
export interface EngineSize {
  /** Bytes of window. */
  readonly capacity: number;
  /** By family of strategies. */
  readonly tables: readonly TableLogs[];
}

/**
 * An encoder's buffers and the loops over them. One engine serves one frame at a time. Input is copied into the window right before it is
 * compressed; frames follow one another in it, so that what older frames left in the tables lies below the new frame and need not be
 * cleared.
 */
export interface EncoderEngine {
  readonly size: EngineSize;
  /** Where {@link compressPending} writes. */
  readonly outBytes: Uint8Array;
  /**
   * A frame begins; `expected` is its size, or Infinity if that is unknown.
   *
   * @param history a dictionary or a prefix that matches may refer to
   */
  startFrame(settings: CompressionSettings, expected: number, history?: FrameHistory): void;
  /** Copies input bytes [from, to) behind the pending ones; at most a block's worth in all. Returns how many it took. */
  fill(input: Uint8Array, from: number, to: number): number;
  /** Bytes filled in and not compressed yet. */
  pending(): number;
  /** Whether they are a block's worth. */
  full(): boolean;
  /** Compresses the pending bytes as a block (or the parts of one) to the output at `at`; returns the output's end. */
  compressPending(last: boolean, at: number): number;
  /**
   * Looks for the long matches of the pending bytes only, and adds them to `found` for whoever compresses these bytes; see {@link
   * CompressionSettings.longMatches}.
   */
  scanPending(found: number[]): void;
  /** Parses the pending bytes and adds the counts of what a block of them would hold to `into`; see BlockEncoder. */
  countPending(into: Int32Array): void;
  /** Which families of strategies have tables here, a bit for each. */
  families(): number;
}

/** @param loops each kind of engine has its own copy of them */
export function createEncoderEngine(size: EngineSize, loops: EncoderLoops): EncoderEngine {
  const { capacity, tables } = size;
  const window = createByteArena(WINDOW_AT + capacity + WINDOW_SLACK);
  const { bytes } = window;
  const out = createByteArena(OUT_SIZE);
  const store = createSequenceStore();
  const blocks = createBlockEncoder(window, store, out, loops);
  // A position and its tag share 32 bits.
  const tagBits = Math.min(8, Math.clz32(WINDOW_AT + capacity - 1));

  // What holds positions, by kind of finder; made when it is first needed. The tree serves two kinds, so that it moves by itself.
  const finders: (MatchFinder | undefined)[] = [];
  let tree: BinaryTree | undefined;
  let longDistance: LongDistance | undefined;
  /** Families of strategies that have been used, a bit for each. */
  let families = 0;

  // The frame's finder, and what it does about long matches: find them, and leave their gaps to the finder.
  let finder: MatchFinder | undefined;
  const longMatches = createLongMatches();
  let findLong: LongDistance['find'] | undefined;
  let findBetween: FindBetween | undefined;

  // The window, from left to right; a frame only ever adds at `end`:
  //
  //     WINDOW_AT      historyAt                         blockAt   end     windowEnd
  //     | older frames | history, and what is compressed | pending | free  |
  //
  // 1. Matches begin at `historyAt` or after: what older frames left in the tables is not found, and not cleared either.
  // 2. That holds while positions only grow. Where they do not, whoever keeps positions is told by how much they went down, and sees to it
  //    that they stay below those to come, or clears them: all of them in `restart`, when a frame does not fit behind the last one. In `slide`, when the
  //    frame has filled the window, what it has in reach moves to the start: its finder, the trees and long distances move their positions
  //    with it (`rebase`), the other finders forget theirs (`clear`).
  // 3. With a digest resident, its content stands at WINDOW_AT and in the tables, with what its last frame added to both: the next frame
  //    with it begins right behind the content again, and `loadHistory` takes back what was added. Everything else that writes to the
  //    window, or moves, ends that.
  // 4. A frame leaves `historyUntil` before it slides: there is room for its history, its window and four blocks. It may only slide over
  //    the history before that where the history is the frame's own (`continued`), and stays within the window.
  let historyAt = WINDOW_AT;
  let blockAt = WINDOW_AT;
  let end = WINDOW_AT;
  /** Small windows do not touch all of a large buffer. */
  let windowEnd = WINDOW_AT + capacity;
  let resident: Digest | undefined;
  let windowSize = 0;
  /** How far back matches reach: all the way to the history's start until the frame leaves its window (RFC 8878 §5), and where that is. */
  let reach = 0;
  let historyUntil = 0;
  /** Most bytes of a block: no more than the window (RFC 8878 §3.1.1.2.4). */
  let blockMax = 0;

  /** Two finders search it, so that it is here that it moves with the window. */
  function treeOf(): BinaryTree {
    tree ??= loops.createBinaryTree(window, tables[FAMILY_TREE].hashLog, tables[FAMILY_TREE].chainLog);
    return tree;
  }

  /** There is one finder for each kind of `finderKindOf`. */
  function createFinder(strategy: number): MatchFinder {
    if (strategy === STRATEGY_FAST) return loops.createFast(window, store, tables[FAMILY_FAST].hashLog, tagBits);
    if (strategy === STRATEGY_DFAST)
      return loops.createDoubleFast(window, store, tables[FAMILY_DFAST].hashLog, tables[FAMILY_DFAST].chainLog, tagBits);
    return strategy < STRATEGY_BTOPT
      ? loops.createLazy(window, store, tables, treeOf, tagBits)
      : loops.createOptimal(window, store, treeOf(), longMatches);
  }

  /** Settles what the frame does about long matches: find them, take those that it is given, or nothing. */
  function startLong({ ldm, longMatches: known }: CompressionSettings, strategy: number): void {
    longMatches.count = 0;
    findLong = known && createFindKnown(longMatches, known);
    findBetween = undefined;
    if (ldm !== undefined) {
      longDistance ??= createLongDistance(window, longMatches, tables[FAMILY_LONG].hashLog);
      longDistance.startFrame(ldm);
      findLong = longDistance.find;
      families |= 1 << FAMILY_LONG;
    }
    if (findLong !== undefined && strategy < STRATEGY_BTOPT) findBetween = createFindBetween(store, longMatches);
  }

  /** The finder for these settings, made and warmed up at the first need. */
  function finderOf(settings: CompressionSettings): MatchFinder {
    const { strategy } = settings;
    const kind = finderKindOf(strategy);
    let found = finders[kind];
    if (found === undefined) {
      found = createFinder(strategy);
      finders[kind] = found;
      restart();
      warmUp(bytes, WINDOW_AT, found, settings, blocks);
      // So that what was indexed there lies below all that comes.
      end = WINDOW_AT + WARM_UP;
      restart();
    }
    return found;
  }

  /** Starts the window over; nothing that was indexed may be found any more. */
  function restart(): void {
    for (const one of finders) one?.clear(end - WINDOW_AT);
    tree?.rebase(end - WINDOW_AT);
    longDistance?.rebase(end - WINDOW_AT);
    end = WINDOW_AT;
    resident = undefined;
  }

  /** Puts the history into window and tables; those of the last frame's digest need only be rid of the frame. */
  function loadHistory(one: MatchFinder, history: FrameHistory, settings: CompressionSettings): void {
    const { content, digest } = history;
    const to = WINDOW_AT + content.length;
    let changed = end;
    if (digest === undefined || digest !== resident) {
      restart();
      changed = 0;
      bytes.set(content, WINDOW_AT);
    } else {
      // This frame takes the last one's place: nothing of it may be found. Unlike the tables that are restored, trees are searched where
      // they are.
      longDistance?.rebase(end - WINDOW_AT);
      if (familyOf(digest.settings) === FAMILY_TREE) {
        one.clear(end - to);
        tree?.rebase(end - to);
      }
    }
    one.startFrame(settings);
    if (digest === undefined) one.index(WINDOW_AT, to);
    else {
      const { copies, spares } = digest;
      let copy = copies[tagBits];
      if (copy === undefined) {
        // The first frame with it on this kind of engine: the digest is what its content makes of the tables alone.
        one.index(WINDOW_AT, to);
        copy = one.copyIndex(WINDOW_AT, to, spares?.[tagBits]);
        copies[tagBits] = copy;
        end = to;
        restart();
        one.startFrame(settings);
      }
      one.restore(copy, to, changed);
    }
    if (findLong === longDistance?.find) longDistance?.index(WINDOW_AT, to);
    resident = digest;
    end = to;
  }

  /** Moves the last window of the frame to the start, and the positions with it. */
  function slide(): void {
    const keep = Math.max(historyAt, blockAt - reach);
    const delta = keep - WINDOW_AT;
    bytes.copyWithin(WINDOW_AT, keep, end);
    for (const one of finders) {
      if (one === finder) one?.rebase(delta);
      else one?.clear(delta);
    }
    tree?.rebase(delta);
    longDistance?.rebase(delta);
    resident = undefined;
    historyAt = WINDOW_AT;
    blockAt -= delta;
    end -= delta;
  }

  /** Finds the long matches of the pending bytes; returns where their matches may begin. */
  function scan(): number {
    if (reach > windowSize && end > historyUntil) {
      reach = windowSize;
      blocks.narrow(reach);
    }
    const low = Math.max(historyAt, end - reach);
    findLong?.(blockAt, end, low);
    return low;
  }

  /** Parses the pending bytes into the store; returns the number of sequences. */
  function parse(): number {
    const low = scan();
    const one = finder as MatchFinder;
    if (end - blockAt < SEARCH_MARGIN) {
      // Too short to be searched, but seven bytes can still be sent compressed, and the block's end takes the offsets over.
      store.nextOffsets.set(blocks.repeatOffsets);
      return 0;
    }
    if (findBetween !== undefined) return findBetween(one, blockAt, end, low, blocks.repeatOffsets);
    return one.find(blockAt, end, low, blocks.repeatOffsets, 0);
  }

  return {
    size,
    outBytes: out.bytes,

    startFrame(settings: CompressionSettings, expected: number, history?: FrameHistory): void {
      windowSize = windowSizeOf(settings.windowLog);
      const historySize = history === undefined ? 0 : history.content.length;
      reach = history?.withinWindow ? windowSize : windowSize + historySize;
      // Matches reach back a window from the block's end, so that blocks of a small window must leave it some history.
      blockMax = Math.min(
        expected > windowSize ? Math.max(windowSize / (settings.windowLog > HALVES_MAX ? 4 : 2), BLOCK_LEAST) : windowSize,
        BLOCK_SIZE_MAX,
      );
      const finderSettings = finderSettingsOf(settings, history);
      startLong(settings, finderSettings.strategy);
      const one = finderOf(finderSettings);
      finder = one;
      families |= 1 << familyOf(finderSettings);
      windowEnd = WINDOW_AT + Math.min(capacity, windowUse(historySize, windowSize));
      if (history !== undefined && historySize > 0) {
        loadHistory(one, history, finderSettings);
        historyAt = WINDOW_AT;
      } else {
        resident = undefined;
        // A frame that fits begins where the last one ended; otherwise all begins anew.
        if (end + Math.min(expected, windowSize + 2 * BLOCK_SIZE_MAX) > windowEnd) restart();
        one.startFrame(settings);
        historyAt = end;
      }
      blockAt = end;
      historyUntil = end + windowSize;
      if (history?.expected !== undefined) one.expect?.(history.expected);
      blocks.startFrame(blockSettingsOf(finderSettings), history);
    },

    fill(input: Uint8Array, from: number, to: number): number {
      const n = Math.min(to - from, blockAt + blockMax - end);
      if (end + n > windowEnd) slide();
      bytes.set(n === input.length ? input : input.subarray(from, from + n), end);
      end += n;
      return n;
    },

    pending: () => end - blockAt,
    full: () => end - blockAt === blockMax,
    families: () => families,

    scanPending(found: number[]): void {
      scan();
      const { count, starts, lengths, offsets } = longMatches;
      found.push(count);
      for (let i = 0; i < count; i++) found.push(starts[i] - blockAt, lengths[i], offsets[i]);
      blockAt = end;
    },

    countPending(into: Int32Array): void {
      blocks.count(blockAt, end, parse(), into);
      blockAt = end;
    },

    compressPending(last: boolean, at: number): number {
      const from = blockAt;
      const sequences = parse();
      const after = blocks.write(from, end, sequences, last, at);
      blockAt = end;
      return after;
    },
  };
}
