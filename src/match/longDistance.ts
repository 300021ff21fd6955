import type { ByteArena } from '../format/byteArena';
import { BLOCK_SIZE_MAX, LDM_MINMATCH_MIN } from '../format/constants';
import { HASH_LONG_HIGH, HASH_LONG_LOW } from './hash';
import { createMatchLength } from './matchLength';
import type { LdmSettings } from './parameters';
import { INDEX_MAX } from './searcher';

/** The long matches of a block, in order and apart from one another. */
export interface LongMatches {
  count: number;
  /** Window position, length, and how far back. */
  readonly starts: Int32Array;
  readonly lengths: Int32Array;
  readonly offsets: Int32Array;
}

export function createLongMatches(): LongMatches {
  const most = BLOCK_SIZE_MAX / LDM_MINMATCH_MIN + 1;
  return { count: 0, starts: new Int32Array(most), lengths: new Int32Array(most), offsets: new Int32Array(most) };
}

export interface LongDistance {
  /** A frame begins; what was indexed before it lies below every `low` from now on. */
  startFrame(settings: LdmSettings): void;
  /**
   * Finds the long matches of window bytes [from, end), none of which begins before `low`, and indexes these bytes. Blocks come one after
   * the other.
   */
  find(from: number, end: number, low: number): void;
  /** Indexes window bytes [from, to), which stand right before the frame. */
  index(from: number, to: number): void;
  /** The window has moved down by `delta`. */
  rebase(delta: number): void;
}

/** Bytes that the rolling hash depends on: each byte shifts the ones before it on by one bit. */
const GEAR_REACH = 32;

/** Spreads what a word holds over all its bits. */
function mix(h: number): number {
  h = Math.imul(h ^ (h >>> 16), HASH_LONG_LOW);
  h = Math.imul(h ^ (h >>> 13), HASH_LONG_HIGH);
  return h ^ (h >>> 16);
}

/**
 * Long-distance matching. A rolling hash of the last bytes (a gear hash: shift, add the byte's random word) is zero in some bits at one of
 * 2^hashRateLog positions; only these splits are indexed, so that a table of a few MiB covers the largest window. The same bytes split at
 * the same places wherever they stand. The `minMatch` bytes that end at a split are hashed into a bucket and a checksum of 32 bits; a
 * candidate of the bucket with the same checksum is extended both ways.
 *
 * One 32-bit gear is enough: what the last 32 bytes decide, the minMatch bytes of any equal stretch decide alike, and a second word doubles
 * the work per byte.
 *
 * An entry is two words, an index (window position + base) and a checksum. Buckets are rings: the newest entry stands before the head, then
 * older ones.
 *
 * @param tableLog entries, log2
 */
export function createLongDistance(window: ByteArena, matches: LongMatches, tableLog: number): LongDistance {
  const { view, bytes } = window;
  const { starts, lengths, offsets } = matches;
  const { forward, backward } = createMatchLength(window);
  /** A random word for each byte: none is zero, as mix(0) would be, for then runs of that byte had a split at every byte. */
  const gear = Int32Array.from({ length: 256 }, (_, byte) => mix(byte + 1));
  const entries = new Int32Array(2 * 2 ** tableLog);
  // A bucket holds two entries or more. V8 keeps smaller arrays on its heap, where their addresses are no constants.
  const heads = new Uint8Array(Math.max(2 ** (tableLog - 1), 128));
  let minMatch = 0;
  let bucketLog = 0;
  let bucketMask = 0;
  let splitMask = 0;
  let base = 0;
  /** The rolling hash before the next byte. */
  let hash = 0;
  /** The offset of a match that the last block's end has cut, or 0. */
  let carried = 0;

  /** Rolls on to the end of the next split, 0 if there is none up to `end`. */
  function nextSplit(p: number, end: number): number {
    const B = bytes;
    const G = gear;
    const m = splitMask | 0;
    let h = hash | 0;
    end = end | 0;
    p = p | 0;
    // Four bytes a turn, each hash made of the one before the turn and not of the last byte's, so that none waits for another: a third less
    // time.
    for (const last = (end - 3) | 0; p < last; p = (p + 4) | 0) {
      const g1 = G[B[p]] | 0;
      const g2 = ((g1 << 1) + G[B[p + 1]]) | 0;
      const g3 = ((g2 << 1) + G[B[p + 2]]) | 0;
      const g4 = ((g3 << 1) + G[B[p + 3]]) | 0;
      if ((((h << 1) + g1) & m) === 0 || (((h << 2) + g2) & m) === 0 || (((h << 3) + g3) & m) === 0) break;
      h = ((h << 4) + g4) | 0;
      if ((h & m) === 0) {
        hash = h;
        return (p + 4) | 0;
      }
    }
    while (p < end) {
      h = ((h << 1) + G[B[p]]) | 0;
      p = (p + 1) | 0;
      if ((h & m) === 0) {
        hash = h;
        return p;
      }
    }
    hash = h;
    return 0;
  }

  /** Rolls over [p, end) and pays no attention to splits. */
  function rollOver(p: number, end: number): number {
    for (p = Math.max(p, end - GEAR_REACH); p < end; p++) hash = ((hash << 1) + gear[bytes[p]]) | 0;
    return end;
  }

  function add(start: number, length: number, offset: number): void {
    const { count } = matches;
    starts[count] = start;
    lengths[count] = length;
    offsets[count] = offset;
    matches.count = count + 1;
  }

  /**
   * Names: p end of a split, s the start of its minMatch bytes, h checksum, first the bucket's first slot, head its newest one, m a
   * candidate's position, anchor the end of the last match.
   */
  function find(from: number, end: number, low: number): void {
    const D = view;
    const T = entries;
    const n = minMatch | 0;
    const last = ((1 << bucketLog) - 1) | 0;
    const b = base | 0;
    const oldest = (low + b) | 0;
    let anchor = from | 0;
    let p = from | 0;
    let offset = 0;
    matches.count = 0;
    if (carried > 0 && from - carried >= low) {
      const length = forward(from, from - carried, end);
      if (length >= n) {
        offset = carried;
        add(from, length, offset);
        anchor = (from + length) | 0;
        if (length > offset) p = rollOver(p, anchor);
      }
    }
    for (p = nextSplit(p, end); p > 0; p = nextSplit(p, end)) {
      const s = (p - n) | 0;
      if (s < low) continue;
      let h = 0;
      let g = 0;
      for (let i = s; i < p - 4; i = (i + 4) | 0) {
        const w = D.getInt32(i, true);
        h = Math.imul(h ^ w, HASH_LONG_LOW);
        h = (h << 13) | (h >>> 19);
        g = Math.imul(g + w, HASH_LONG_HIGH);
        g = (g << 17) | (g >>> 15);
      }
      const w = D.getInt32((p - 4) | 0, true);
      h = mix(h ^ w);
      g = mix((g + w) | 0);
      const bucket = g & bucketMask;
      const first = bucket << bucketLog;
      const head = heads[bucket] | 0;
      if (p > anchor) {
        // Bytes that belong to the last match already are not compared again.
        const start = Math.max(s, anchor) | 0;
        let best = (n - 1) | 0;
        let bestStart = 0;
        for (let k = 0; k <= last; k = (k + 1) | 0) {
          const slot = (first | ((head + k) & last)) << 1;
          const index = T[slot];
          if (index < oldest) break;
          if (T[slot + 1] !== h) continue;
          const m = (index - b) | 0;
          const ahead = (start - s + forward(start, (m + start - s) | 0, end)) | 0;
          if (ahead < n) continue;
          const back = s > anchor ? backward(s, m, Math.min(s - anchor, m - low) | 0) : s - start;
          // The nearest of the longest.
          if (ahead + back > best) {
            best = (ahead + back) | 0;
            bestStart = (s - back) | 0;
            offset = (s - m) | 0;
          }
        }
        if (bestStart > 0) {
          add(bestStart, best, offset);
          anchor = (bestStart + best) | 0;
        }
      }
      const newest = (head - 1) & last;
      heads[bucket] = newest;
      T[(first | newest) << 1] = (s + b) | 0;
      T[((first | newest) << 1) + 1] = h;
      // What repeats its own beginning needs no entries, and runs would have them everywhere.
      if (anchor > p && anchor - starts[matches.count - 1] > offset) p = rollOver(p, anchor);
    }
    carried = anchor === end ? offset : 0;
  }

  return {
    find,

    // As if it had been compressed: what is found in it is of no use, but runs get no entries.
    index(from: number, to: number): void {
      for (let at = from; at < to; at += BLOCK_SIZE_MAX) find(at, Math.min(at + BLOCK_SIZE_MAX, to), from);
      matches.count = 0;
      carried = 0;
    },

    startFrame(settings: LdmSettings): void {
      const { hashRateLog, hashLog } = settings;
      minMatch = settings.minMatch;
      bucketLog = settings.bucketLog;
      bucketMask = (1 << (hashLog - bucketLog)) - 1;
      // The hash's bits above the n-th depend on more than n bytes; where too few are left, lower ones must do.
      const bits = Math.min(minMatch, GEAR_REACH);
      splitMask = ((1 << hashRateLog) - 1) << Math.max(bits - hashRateLog, 0);
      hash = 0;
      carried = 0;
    },

    rebase(delta: number): void {
      base += delta;
      if (base < INDEX_MAX) return;
      for (let i = 0; i < entries.length; i += 2) entries[i] = Math.max(entries[i] - base, 0);
      base = 0;
    },
  };
}
