/** @duplicated Part of an engine: one copy per kind of engine (tools/duplicateModules.ts). */
import type { ByteArena } from '../format/byteArena';
import { createCodeTables, MATCH_LENGTH_MIN, ML_BASE } from '../format/codes';
import { STRATEGY_BTOPT, STRATEGY_BTULTRA2 } from '../format/constants';
import { REPEAT_CODES, updateHistory } from '../format/repeatOffsets';
import type { BinaryTree } from './binaryTree';
import type { LongMatches } from './longDistance';
import { type IndexCopy, type MatchFinder, SEARCH_MARGIN } from './matchFinder';
import { createMatchLength } from './matchLength';
import { type CompressionSettings, SMALL_WINDOW_LOG } from './parameters';
import { createPrices, LIT_LENGTH_BASE, LITERAL_BASE, MATCH_BASE, PRICE_BIT } from './prices';
import { INDEX_MAX, LENGTH_ENOUGH } from './searcher';
import { ANCHOR, LL_LONG, LL_LONG_CODE, ML_LONG, ML_LONG_CODE, type SequenceStore } from './sequenceStore';

/** Positions that one series of decisions spans at most. */
const SPAN = 4096;
const NEVER = 0x3fffffff;
/**
 * The table of 3-byte hashes, for short matches near by, at most twice its entries away; larger than the reference's (2^17): 0.03 % of the
 * bytes. The deepest searches (searchLog DEEPEST and more) get 2^20 entries, the others half of it.
 */
const SHORT_LOG_MAX = 20;
const DEEPEST = 9;
/**
 * After FULL bytes of a block without a match only some positions are looked at and indexed: one in 128, chosen by what stands there, so
 * that in a copy the same ones are. Until nothing has matched for QUIET bytes, counted on over blocks, STRIDE is the furthest from one to
 * the next, and of each PERIOD a run of STRIDE is looked at: whatever stands where in a copy, such a run meets one of the positions
 * indexed. 16 MB of random data take 0.06 s instead of 4 to 7. In small windows all of QUIET is FULL: 9 % of a table of 200 KiB whose second
 * half repeats the first in another order.
 */
const FULL = 1024;
const STRIDE = 32;
const PERIOD = 4096;
const QUIET = 131_072;
/** Positions are chosen whose hash of four bytes, shifted so, is 0. */
const CHOSEN_SHIFT = 25;
const SHORT_HASH = 506832829;
// Elements of `lastMatch`.
const LENGTH = 0;
const OFF_BASE = 1;
const LITERALS = 2;
/** From this length on, a match length code stands for more than one length. */
const LENGTHS_BY_RANGE = 35;

/**
 * Strategies btopt, btultra and btultra2: the cheapest way through each stretch of a block, by the prices of what was sent so far. Node p
 * of a stretch is the cheapest way found to have its first p bytes sent: a last match and the literals after it. From each node on the way,
 * one literal and all matches that the trees know lead on.
 *
 * @param long the block's long matches, candidates wherever they cover a position
 */
export function createOptimal(window: ByteArena, store: SequenceStore, tree: BinaryTree, long: LongMatches): MatchFinder {
  const { view, bytes } = window;
  const { litLength, matchLength, offBase, nextOffsets } = store;
  const { lengths: treeLengths, sources: treeSources } = tree;
  const { forward } = createMatchLength(window);
  const prices = createPrices(window);
  const { literal: literalPrice, litLength: litLengthPrice, matchLength: matchLengthPrice, offset: offsetPrice, bases } = prices;
  const { llCode, mlCode } = createCodeTables();
  const lengthBase = Int32Array.from(ML_BASE);
  const short = new Int32Array(1 << SHORT_LOG_MAX);
  // The matches of one position, each longer than the one before: lengths and offBases.
  const candidateLength = new Int32Array(LENGTH_ENOUGH + 32);
  const candidateOffBase = new Int32Array(LENGTH_ENOUGH + 32);
  // The nodes: price, last match (length and offBase), literals after it, and the repeat offsets then.
  const nodePrice = new Int32Array(SPAN + 16);
  const nodeLength = new Int32Array(SPAN + 16);
  const nodeOffBase = new Int32Array(SPAN + 16);
  const nodeLiterals = new Int32Array(SPAN + 16);
  const nodeRepeat0 = new Int32Array(SPAN + 16);
  const nodeRepeat1 = new Int32Array(SPAN + 16);
  const nodeRepeat2 = new Int32Array(SPAN + 16);
  // A stretch's sequences, last one first.
  const pathLiterals = new Int32Array(SPAN + 16);
  const pathLength = new Int32Array(SPAN + 16);
  const pathOffBase = new Int32Array(SPAN + 16);
  /** Where a stretch has ended: its last match, and the literals after it. */
  const lastMatch = new Int32Array(32);
  const history = new Int32Array(32);
  let minMatch = 3;
  let sufficient = 0;
  let thorough = false;
  let full = 0;
  let rehearse = false;
  let shortShift = 0;
  let shortReach = 0;
  let base = 0;
  let shortNext = 0;
  /** Bytes before the block without a match, as far as they count. */
  let quiet = 0;
  /** Where the last look among the long matches ended. */
  let longAt = 0;
  /** What the short table holds below belongs to older frames, where a dictionary stands there. */
  let shortLow = 0;

  /** The entry of `p` in the table of 3-byte hashes. */
  const shortHash = (p: number): number => Math.imul(view.getInt32(p, true) << 8, SHORT_HASH) >>> shortShift;

  /** Indexes all positions up to `ip` by three bytes and returns the index of the last one before it with the same. */
  function findShort(ip: number): number {
    const b = base | 0;
    for (let p = shortNext | 0; p < ip; p = (p + 1) | 0) short[shortHash(p)] = (p + b) | 0;
    if (ip > shortNext) shortNext = ip;
    return short[shortHash(ip)];
  }

  /**
   * Collects the matches for `ip` with the repeat offsets r0, r1, r2; `shifted` is 1 where no literal stands before. Returns their number.
   */
  function gather(ip: number, r0: number, r1: number, r2: number, shifted: number, end: number, low: number): number {
    if (ip < tree.pending()) return 0;
    const D = view;
    const O = candidateLength;
    const C = candidateOffBase;
    const least = minMatch | 0;
    ip = ip | 0;
    const w = D.getInt32(ip, true);
    const ignore = least === 3 ? 8 : 0;
    let n = 0;
    let best = (least - 1) | 0;
    for (let k = shifted | 0; k < shifted + 3; k = (k + 1) | 0) {
      const distance = k === 0 ? r0 : k === 1 ? r1 : k === 2 ? r2 : (r0 - 1) | 0;
      const m = (ip - distance) | 0;
      if (distance > 0 && m >= low && (D.getInt32(m, true) ^ w) << ignore === 0) {
        const l = forward((ip + least) | 0, (m + least) | 0, end) + least;
        if (l > best) {
          best = l;
          O[n] = l;
          C[n] = (k - shifted + 1) | 0;
          n = (n + 1) | 0;
          if (l > sufficient || ip + l >= end) return n;
        }
      }
    }
    if (least === 3 && best < 3) {
      const m = (findShort(ip) - base) | 0;
      if (m >= low && m >= shortLow && ip - m < shortReach && (D.getInt32(m, true) ^ w) << 8 === 0) {
        const l = 3 + forward((ip + 3) | 0, (m + 3) | 0, end);
        best = l;
        O[n] = l;
        C[n] = (ip - m + REPEAT_CODES) | 0;
        n = (n + 1) | 0;
        if (l > sufficient || ip + l >= end) {
          tree.skipTo(ip + 1);
          return n;
        }
      }
    }
    const more = tree.collect(ip, end, low, best) | 0;
    for (let i = 0; i < more; i = (i + 1) | 0) {
      O[n] = treeLengths[i];
      C[n] = (ip - treeSources[i] + REPEAT_CODES) | 0;
      n = (n + 1) | 0;
    }
    return long.count === 0 ? n : addLong(ip, n);
  }

  /** Adds what is left of a long match that covers `ip`, if it is longer than the n matches known. */
  function addLong(ip: number, n: number): number {
    const { count, starts, lengths: longLengths, offsets } = long;
    let k = Math.min(longAt, count - 1);
    while (k > 0 && ip < starts[k]) k--;
    while (k < count - 1 && ip >= starts[k] + longLengths[k]) k++;
    longAt = k;
    const left = (starts[k] + longLengths[k] - ip) | 0;
    if (ip < starts[k] || left < Math.max(minMatch, n > 0 ? candidateLength[n - 1] + 1 : 0)) return n;
    candidateLength[n] = left;
    candidateOffBase[n] = (offsets[k] + REPEAT_CODES) | 0;
    return (n + 1) | 0;
  }

  /** Price of `n` literals' length code. */
  function priceOfLitLength(n: number): number {
    return (bases[LIT_LENGTH_BASE] + litLengthPrice[n < LL_LONG ? llCode[n] : LL_LONG_CODE - Math.clz32(n)]) | 0;
  }

  /** Node p ends with a match: its history follows from that of the node where the match begins. */
  function inherit(p: number): void {
    const from = (p - nodeLength[p]) | 0;
    const c = nodeOffBase[p];
    const a0 = nodeRepeat0[from];
    const a1 = nodeRepeat1[from];
    const a2 = nodeRepeat2[from];
    const k = c > REPEAT_CODES ? 4 : (c - 1 + (nodeLiterals[from] === 0 ? 1 : 0)) | 0;
    if (k === 0) {
      nodeRepeat0[p] = a0;
      nodeRepeat1[p] = a1;
      nodeRepeat2[p] = a2;
      return;
    }
    nodeRepeat0[p] = k === 4 ? c - REPEAT_CODES : k === 1 ? a1 : k === 2 ? a2 : a0 - 1;
    nodeRepeat1[p] = a0;
    nodeRepeat2[p] = k === 1 ? a2 : a1;
  }

  /**
   * Leads on from node `from`, which is reached at a price of `start` with the beginning of a match: each of its `n` matches, at each of
   * its lengths down to the match before, to the node where it ends, if no way there is cheaper.
   */
  function relax(from: number, n: number, start: number): void {
    const P = nodePrice;
    const quick = !thorough;
    from = from | 0;
    start = start | 0;
    for (let i = 0, shortest = minMatch | 0; i < n; i = (i + 1) | 0) {
      const c = candidateOffBase[i];
      const step = (start + offsetPrice[31 - Math.clz32(c)]) | 0;
      const lowest = (from + shortest) | 0;
      let p = (from + candidateLength[i]) | 0;
      shortest = (candidateLength[i] + 1) | 0;
      // All lengths of a code cost the same. Of the 56 prices that level 19 compares per byte of xml, 36 are compared here: 14 % fewer
      // instructions in all.
      while (p >= from + LENGTHS_BY_RANGE && p >= lowest) {
        const v = (p - from - MATCH_LENGTH_MIN) | 0;
        const k = v < ML_LONG ? mlCode[v] : (ML_LONG_CODE - Math.clz32(v)) | 0;
        const cost = (step + matchLengthPrice[k]) | 0;
        const first = Math.max(lowest, from + lengthBase[k]) | 0;
        for (; p >= first; p = (p - 1) | 0) {
          if (cost < P[p]) {
            P[p] = cost;
            nodeLength[p] = (p - from) | 0;
            nodeOffBase[p] = c;
            nodeLiterals[p] = 0;
          } else if (quick) {
            p = 0;
            break;
          }
        }
      }
      // A code for each length.
      for (; p >= lowest; p = (p - 1) | 0) {
        const cost = (step + matchLengthPrice[p - from - MATCH_LENGTH_MIN]) | 0;
        if (cost < P[p]) {
          P[p] = cost;
          nodeLength[p] = (p - from) | 0;
          nodeOffBase[p] = c;
          nodeLiterals[p] = 0;
        } else if (quick) break;
      }
    }
  }

  /**
   * Sends the way to node `at` and the last match from there, as sequences from window position `anchor` on. Returns how many there are in
   * the store then.
   */
  function send(at: number, anchor: number, count: number): number {
    let lastLength = lastMatch[LENGTH] | 0;
    let lastOffBase = lastMatch[OFF_BASE] | 0;
    let steps = 0;
    for (let p = at | 0; ; ) {
      pathLiterals[steps] = nodeLiterals[p];
      pathLength[steps] = lastLength;
      pathOffBase[steps] = lastOffBase;
      steps = (steps + 1) | 0;
      lastLength = nodeLength[p];
      if (lastLength === 0) break;
      lastOffBase = nodeOffBase[p];
      p = (p - nodeLiterals[p] - lastLength) | 0;
    }
    for (let i = (steps - 1) | 0; i >= 0; i = (i - 1) | 0) {
      const ll = pathLiterals[i];
      const ml = pathLength[i];
      const c = pathOffBase[i];
      const v = (ml - MATCH_LENGTH_MIN) | 0;
      const litLengthCode = ll < LL_LONG ? llCode[ll] : LL_LONG_CODE - Math.clz32(ll);
      const matchLengthCode = v < ML_LONG ? mlCode[v] : ML_LONG_CODE - Math.clz32(v);
      prices.count(anchor, ll, litLengthCode, matchLengthCode, 31 - Math.clz32(c));
      updateHistory(history, c, ll);
      litLength[count] = ll;
      matchLength[count] = ml;
      offBase[count] = c;
      count = (count + 1) | 0;
      anchor = (anchor + ll + ml) | 0;
    }
    prices.refresh();
    return count;
  }

  /** Where to look next at `ip`, when nothing has matched since `anchor`, nor in `before` bytes before the block. */
  function pass(ip: number, anchor: number, before: number, limit: number): number {
    const gap = (ip - anchor) | 0;
    const noise = gap + before > QUIET;
    let next = (ip + 1) | 0;
    if (!noise && (gap < full || (gap & (PERIOD - 1)) < STRIDE)) return next;
    const last = noise ? limit : Math.min(ip + STRIDE, limit);
    while (next < last && Math.imul(view.getInt32(next, true), SHORT_HASH) >>> CHOSEN_SHIFT !== 0) next = (next + 1) | 0;
    if (next > tree.pending()) {
      tree.skipTo(next);
      shortNext = next;
    }
    return next;
  }

  /**
   * Finds the cheapest way through a stretch: from `ip`, which has `n` candidates and `run` literals before it, until a candidate is long
   * enough to be taken at once or no match leads on. Leaves the way in the nodes and its last match in `lastMatch`; returns the node where
   * that match begins.
   *
   * One long function on purpose: position, last node and base prices are needed at every node and stay in locals. What is done for each
   * candidate, or seldom, is in functions.
   *
   * Names: cur a node, q its position, last the last node that a match reaches.
   */
  function explore(ip: number, n: number, run: number, end: number, low: number): number {
    const P = nodePrice;
    const B = bytes;
    const limit = (end - SEARCH_MARGIN) | 0;
    const most = sufficient | 0;
    const literalBase = bases[LITERAL_BASE];
    const matchBase = bases[MATCH_BASE];
    const noLiterals = priceOfLitLength(0);
    const oneLiteral = priceOfLitLength(1);
    ip = ip | 0;
    n = n | 0;
    end = end | 0;
    nodeLiterals[0] = run;
    nodeLength[0] = 0;
    P[0] = priceOfLitLength(run);
    nodeRepeat0[0] = history[0];
    nodeRepeat1[0] = history[1];
    nodeRepeat2[0] = history[2];
    let last = candidateLength[n - 1] | 0;
    if (last > most) return takeLongest(0, n);
    // Nodes that no match reaches from here: literals only. Their price is never asked for before it is set.
    for (let p = 1; p <= last; p = (p + 1) | 0) {
      P[p] = NEVER;
      nodeLength[p] = 0;
      nodeLiterals[p] = (run + p) | 0;
    }
    relax(0, n, P[0] + noLiterals + matchBase);
    P[last + 1] = NEVER;
    for (let cur = 1; cur <= last; cur = (cur + 1) | 0) {
      const q = (ip + cur) | 0;
      // One literal more than the node before.
      const before = (cur - 1) | 0;
      const literals = (nodeLiterals[before] + 1) | 0;
      const literalPriced = Math.max(literalBase + literalPrice[B[q - 1]], PRICE_BIT) | 0;
      const byLiteral = (P[before] + literalPriced + priceOfLitLength(literals) - priceOfLitLength(literals - 1)) | 0;
      if (byLiteral <= P[cur]) {
        const wasMatch = nodeLiterals[cur] === 0 && P[cur] < NEVER;
        const oldPrice = P[cur];
        const oldLength = nodeLength[cur];
        const oldOffBase = nodeOffBase[cur];
        P[cur] = byLiteral;
        nodeLength[cur] = nodeLength[before];
        nodeOffBase[cur] = nodeOffBase[before];
        nodeLiterals[cur] = literals;
        nodeRepeat0[cur] = nodeRepeat0[before];
        nodeRepeat1[cur] = nodeRepeat1[before];
        nodeRepeat2[cur] = nodeRepeat2[before];
        if (wasMatch && q < end && oneLiteral < noLiterals - (thorough ? 0 : PRICE_BIT)) {
          // The match that lost may be worth it with one literal after it. Where not all is tried, that must be cheaper by a bit: bitcode
          // wins 3 % by it, and DNA does not lose 3 % (bench/OPTIMIZATIONS.md).
          const lit = Math.max(literalBase + literalPrice[B[q]], PRICE_BIT);
          const withMatch = (oldPrice + lit + oneLiteral - noLiterals) | 0;
          const withLiterals = (byLiteral + lit + priceOfLitLength(literals + 1) - priceOfLitLength(literals)) | 0;
          const next = (cur + 1) | 0;
          if (withMatch < withLiterals && withMatch < P[next]) {
            nodeLength[next] = (oldLength + 1) | 0;
            nodeOffBase[next] = oldOffBase;
            inherit(next);
            nodeLength[next] = oldLength;
            nodeLiterals[next] = 1;
            P[next] = withMatch;
            if (last < next) {
              last = next;
              P[last + 1] = NEVER;
            }
          }
        }
      } else if (nodeLiterals[cur] === 0) inherit(cur);
      // Matches from here.
      if (q > limit) continue;
      if (cur === last) break;
      // Where the next node is as cheap, a match from here hardly pays; 6 % of the time.
      if (!thorough && P[cur + 1] <= P[cur] + PRICE_BIT / 2) continue;
      n = gather(q, nodeRepeat0[cur], nodeRepeat1[cur], nodeRepeat2[cur], nodeLiterals[cur] === 0 ? 1 : 0, end, low);
      if (n === 0) continue;
      const longest = candidateLength[n - 1] | 0;
      if (longest > most || cur + longest >= SPAN || q + longest >= end) return takeLongest(cur, n);
      while (last < cur + longest) {
        last = (last + 1) | 0;
        P[last] = NEVER;
        nodeLiterals[last] = 1;
      }
      relax(cur, n, P[cur] + noLiterals + matchBase);
      P[last + 1] = NEVER;
    }
    return leave(last, nodeLength[last], nodeOffBase[last], nodeLiterals[last]);
  }

  /**
   * A stretch ends at node `last`, with a match of this length and offBase `code`, and `literals` after it. Returns the node where the match
   * begins.
   */
  function leave(last: number, length: number, code: number, literals: number): number {
    lastMatch[LENGTH] = length;
    lastMatch[OFF_BASE] = code;
    lastMatch[LITERALS] = literals;
    return (last - length - literals) | 0;
  }

  /** A stretch ends with the longest of the `n` candidates of node `cur`. */
  function takeLongest(cur: number, n: number): number {
    const length = candidateLength[n - 1];
    return leave(cur + length, length, candidateOffBase[n - 1], 0);
  }

  /** Parses a block; see {@link MatchFinder.find}. */
  function parse(from: number, end: number, low: number, count: number): number {
    const limit = (end - SEARCH_MARGIN) | 0;
    let anchor = from | 0;
    let ip = from === low ? (from + 1) | 0 : from | 0;
    let before = quiet;
    prices.startBlock(from, end);
    while (ip < limit) {
      const n = gather(ip, history[0], history[1], history[2], ip === anchor ? 1 : 0, end, low);
      if (n === 0) {
        ip = pass(ip, anchor, before, limit);
        continue;
      }
      const at = explore(ip, n, ip - anchor, end, low);
      const length = lastMatch[LENGTH] | 0;
      // Without a match literals were cheapest all along: `at` is where they begin, before the stretch.
      if (length > 0) {
        count = send(at, anchor, count);
        before = 0;
      }
      anchor = (ip + at + length) | 0;
      ip = (anchor + lastMatch[LITERALS]) | 0;
    }
    nextOffsets.set(history);
    nextOffsets[ANCHOR] = anchor;
    quiet = Math.min(end - anchor + before, QUIET + 1);
    return count;
  }

  function rebase(delta: number): void {
    base += delta;
    shortLow = Math.max(shortLow - delta, 0);
    shortNext = Math.max(shortNext - delta, 0);
    if (base < INDEX_MAX) return;
    for (let i = 0; i < short.length; i++) short[i] = Math.max(short[i] - base, 0);
    base = 0;
  }

  return {
    index(from: number, to: number): void {
      tree.index(from, to);
      rehearse = false;
    },

    copyIndex: (from: number, to: number) => tree.copyIndex(from, to),

    restore(copy: IndexCopy, to: number): void {
      tree.attach(copy, to);
      shortLow = to;
      rehearse = false;
    },

    expect: prices.expect,

    rebase,
    clear: rebase,

    startFrame(settings: CompressionSettings): void {
      const { strategy, searchLog, targetLength, windowLog } = settings;
      tree.startFrame(settings);
      prices.startFrame();
      minMatch = settings.minMatch === 3 ? 3 : 4;
      sufficient = Math.min(targetLength, SPAN - 1);
      thorough = strategy > STRATEGY_BTOPT;
      rehearse = strategy === STRATEGY_BTULTRA2;
      full = windowLog > SMALL_WINDOW_LOG ? FULL : QUIET;
      const shortLog = Math.min(searchLog < DEEPEST ? SHORT_LOG_MAX - 1 : SHORT_LOG_MAX, windowLog);
      shortShift = 32 - shortLog;
      shortReach = 2 << shortLog;
      shortNext = 0;
      quiet = 0;
      shortLow = 0;
    },

    find(from: number, end: number, low: number, offsets: Int32Array, count: number): number {
      tree.startBlock(from);
      if (shortNext === 0) shortNext = from;
      if (rehearse) {
        // The first block is parsed twice, the first time for its statistics alone: half a percent of it.
        rehearse = false;
        history.set(offsets);
        parse(from, end, low, count);
        tree.forget(from, end);
        quiet = 0;
        base += end - from;
        shortNext = from;
      }
      history.set(offsets);
      return parse(from, end, low, count);
    },
  };
}
