/** @duplicated Part of an engine: one copy per kind of engine (tools/duplicateModules.ts). */
import type { ByteArena } from '../format/byteArena';
import { HASH_HIGH, HASH_LONG_HIGH, HASH_LONG_LOW, HASH_LOW, highMask, rebaseTagged, tagMaskOf } from './hash';
import { INDEX_MARGIN, type IndexCopy } from './matchFinder';
import { createMatchLength } from './matchLength';
import { type CompressionSettings, rowLogOf, SMALL_WINDOW_LOG } from './parameters';
import { INDEX_MAX, type Searcher } from './searcher';

/**
 * After a long match only the first 2n and the last n of the positions left out are indexed, n being the candidates per search; what is in
 * between is seldom missed: against twice as many, level 5 is 4 to 7 % faster for 0.08 % of the bytes. Small windows often are one long
 * match after the other: an n of GAP_SMALL saves them 0.05 to 0.25 %, some 2 %, for 1 to 4 % of the time (bench/OPTIMIZATIONS.md).
 */
const GAP_FIRST = 2;
const GAP_LAST = 1;
const GAP_SMALL = 128;
/**
 * From this many slots on, log2, a search would wait for its row: the one before reads it ahead (10 to 14 % at levels 7, 9 and 12,
 * bench/OPTIMIZATIONS.md).
 */
const AHEAD_LOG = 19;
/** As RESTORE_SHARE of the other tables: to go through a row takes longer than to write an entry. */
const ROWS_RESTORE_SHARE = 3;
/**
 * Bytes left out at the beginning of an array of rows: large arrays stand 16 bytes behind that of a page in Node, and so rows begin with a
 * line of the cache: 2 to 6 % of the time at level 5 (bench/OPTIMIZATIONS.md).
 */
const ALIGN = 48;
const ONES = 0x01010101;
const LOW_NIBBLES = 0x0f0f0f0f;
/**
 * Where the tag of an entry in the table of 8-byte hashes comes from: bits 11 and below, which no table of up to 2^20 entries is indexed
 * by.
 */
const TAG_SHIFT = 20;
/**
 * Added to the low seven bits of each byte, it carries into the eighth unless they are zero: never into the next byte, whose tag could be
 * from another frame.
 */
const LOW_BITS = 0x7f7f7f7f;

// Elements of the searcher's state. An array's element is read in one instruction; a variable that closures share costs five: it may be
// unset, and it may be no integer.
const ROW_LOG = 0;
const SHIFT = 1;
const MASK = 2;
const ATTEMPTS = 3;
const BASE = 4;
/** First position that is not indexed yet. */
const PENDING = 5;
const LONG_SHIFT = 6;
const END = 7;
const LOW = 8;
/** What a search has read of the next one's row, so that the read is made. */
const AHEAD = 9;
/** The n of what is indexed after a long match. */
const GAP = 10;

/**
 * A hash table of rows: each row keeps its last 16, 32 or 64 positions in a ring, newest first from its head, with an 8-bit tag of the hash
 * for each. One pass over the tags of a row, four per word, names the few positions that are worth a look at the window. Beside it a plain
 * table of 8-byte hashes remembers further back than the rows of frequent strings do: 1 % of the bytes at level 6 for 6 % of the speed, and
 * smaller rows win that back (bench/OPTIMIZATIONS.md).
 *
 * Slot j's tag stands in byte `places[j]` of its row, so that bit j of a mask comes from the j-th slot by shifts alone: word i holds the
 * slots that are i modulo the number of words. The tables hold indices: window positions + the base, which grows instead of all entries
 * when the window moves.
 *
 * The entries of the table of 8-byte hashes have tags, too, in the bits that no index uses: without them, a sixth of the search at level 5
 * went into candidates that did not match (bench/OPTIMIZATIONS.md).
 *
 * @param tableLog slots, log2
 * @param longTableLog entries of the table of 8-byte hashes, log2
 * @param tagBits upper bits of an entry that no position uses
 */
export function createRowHash(window: ByteArena, tableLog: number, longTableLog: number, tagBits: number): Searcher {
  const { view } = window;
  const positions = new Int32Array((1 << tableLog) + ALIGN / 4).subarray(ALIGN / 4);
  const longPositions = new Int32Array(1 << longTableLog);
  const tags = new Uint8Array((1 << tableLog) + ALIGN).subarray(ALIGN);
  const tagWords = new Int32Array(tags.buffer, ALIGN);
  const heads = new Uint8Array(1 << (tableLog - 4));
  // No smaller than this: V8 keeps arrays of up to 64 bytes on its heap, where their addresses are no constants.
  const places = new Uint8Array(128);
  const found = new Int32Array(32);
  const state = new Int32Array(32);
  // Two of the bits are for the base: it grows to three times the largest position.
  const indexBits = Math.min(34 - tagBits, 32);
  const tagMask = tagMaskOf(32 - indexBits);
  const indexMax = Math.min(INDEX_MAX, 3 * 2 ** (indexBits - 2));
  const { forward } = createMatchLength(window);

  /** Indexes positions [from, to). */
  function insert(from: number, to: number): void {
    const D = view;
    const P = positions;
    const s = state[SHIFT];
    const k = state[MASK];
    const log = state[ROW_LOG];
    const last = ((1 << log) - 1) | 0;
    const b = state[BASE];
    const ls = state[LONG_SHIFT];
    const L = longPositions;
    to = to | 0;
    for (let p = from | 0; p < to; p = (p + 1) | 0) {
      const w = D.getInt32(p, true);
      const v = D.getInt32((p + 4) | 0, true);
      const H = (Math.imul(w, HASH_LONG_LOW) + Math.imul(v, HASH_LONG_HIGH)) | 0;
      L[H >>> ls] = (p + b) ^ ((H << TAG_SHIFT) & tagMask);
      const h = ((Math.imul(w, HASH_LOW) + Math.imul(v & k, HASH_HIGH)) | 0) >>> s;
      const row = (h >>> 8) << log;
      const head = (heads[h >>> 8] - 1) & last;
      heads[h >>> 8] = head;
      tags[row | places[head]] = h;
      P[row | head] = (p + b) | 0;
    }
  }

  /** Indexes what is pending before `ip`. */
  function update(ip: number): void {
    let from = state[PENDING];
    const n = state[GAP];
    if (ip - from > (GAP_FIRST + GAP_LAST) * n) {
      insert(from, from + GAP_FIRST * n);
      from = ip - GAP_LAST * n;
    }
    insert(from, ip);
  }

  /** Bit j set: slot j of the 32 whose tags are words [w, w + 8) has the tag in `t`. */
  function match32(w: number, t: number): number {
    const T = tagWords;
    const a = T[w] ^ t;
    const b = T[w + 1] ^ t;
    const c = T[w + 2] ^ t;
    const d = T[w + 3] ^ t;
    const e = T[w + 4] ^ t;
    const f = T[w + 5] ^ t;
    const g = T[w + 6] ^ t;
    const h = T[w + 7] ^ t;
    return ~(
      (((((a & LOW_BITS) + LOW_BITS) | a) >>> 7) & ONES) |
      (((((b & LOW_BITS) + LOW_BITS) | b) >>> 6) & (ONES << 1)) |
      (((((c & LOW_BITS) + LOW_BITS) | c) >>> 5) & (ONES << 2)) |
      (((((d & LOW_BITS) + LOW_BITS) | d) >>> 4) & (ONES << 3)) |
      (((((e & LOW_BITS) + LOW_BITS) | e) >>> 3) & (ONES << 4)) |
      (((((f & LOW_BITS) + LOW_BITS) | f) >>> 2) & (ONES << 5)) |
      (((((g & LOW_BITS) + LOW_BITS) | g) >>> 1) & (ONES << 6)) |
      ((((h & LOW_BITS) + LOW_BITS) | h) & (ONES << 7))
    );
  }

  /** The same for 16 slots in words [w, w + 4). */
  function match16(w: number, t: number): number {
    const T = tagWords;
    const a = T[w] ^ t;
    const b = T[w + 1] ^ t;
    const c = T[w + 2] ^ t;
    const d = T[w + 3] ^ t;
    let bits =
      ((((((a & LOW_BITS) + LOW_BITS) | a) >>> 7) & ONES) |
        (((((b & LOW_BITS) + LOW_BITS) | b) >>> 6) & (ONES << 1)) |
        (((((c & LOW_BITS) + LOW_BITS) | c) >>> 5) & (ONES << 2)) |
        (((((d & LOW_BITS) + LOW_BITS) | d) >>> 4) & (ONES << 3))) ^
      LOW_NIBBLES;
    // Four bits in each byte move together.
    bits = (bits | (bits >>> 4)) & 0xff00ff;
    return (bits | (bits >>> 8)) & 0xffff;
  }

  return {
    found,

    startFrame(settings: CompressionSettings): void {
      const log = rowLogOf(settings);
      if (log !== state[ROW_LOG]) {
        // Rows of another size: nothing stands where it would be looked for.
        tags.fill(0);
        heads.fill(0);
        positions.fill(0);
      }
      state[ROW_LOG] = log;
      state[SHIFT] = 32 - (settings.hashLog - log + 8);
      state[LONG_SHIFT] = 32 - settings.chainLog;
      state[MASK] = highMask(settings.minMatch);
      state[ATTEMPTS] = 1 << Math.min(settings.searchLog, log);
      state[GAP] = settings.windowLog > SMALL_WINDOW_LOG ? state[ATTEMPTS] : GAP_SMALL;
      state[PENDING] = 0;
      const words = 1 << (Math.min(log, 5) - 2);
      for (let j = 0; j < 64; j++) places[j] = (j & 32) | ((j & (words - 1)) << 2) | ((j & 31) / words);
    },

    startBlock(from: number, end: number, low: number): void {
      state[END] = end;
      state[LOW] = low;
      if (state[PENDING] === 0) state[PENDING] = from;
    },

    skipTo(ip: number): void {
      state[PENDING] = ip;
    },

    index(from: number, to: number): void {
      insert(from, to - INDEX_MARGIN);
      state[PENDING] = Math.max(from, to - INDEX_MARGIN);
    },

    copyIndex(): IndexCopy {
      const log = state[ROW_LOG];
      const slots = 2 ** (32 - state[SHIFT] - 8 + log);
      // Indices grow with the base; what a copy holds are positions.
      const table = positions.slice(0, slots).map((i) => i - state[BASE]);
      const secondTable = longPositions.slice(0, 2 ** (32 - state[LONG_SHIFT]));
      rebaseTagged(secondTable, secondTable.length, tagMask, state[BASE]);
      return { table, secondTable, tags: tags.slice(0, slots), heads: heads.slice(0, slots >> log) };
    },

    restore(copy: IndexCopy, to: number, changed: number): void {
      const P = positions;
      const L = longPositions;
      const { table, secondTable } = copy;
      const b = state[BASE];
      const from = to - INDEX_MARGIN;
      state[PENDING] = from;
      if (changed < to || changed - to > table.length >> ROWS_RESTORE_SHARE) {
        for (let i = 0; i < table.length; i++) P[i] = table[i] + b;
        for (let i = 0; i < secondTable.length; i++) L[i] = secondTable[i] + b;
        tags.set(copy.tags);
        heads.set(copy.heads);
        return;
      }
      const D = view;
      const log = state[ROW_LOG];
      const last = ((1 << log) - 1) | 0;
      const end = (changed - INDEX_MARGIN) | 0;
      const s = (state[SHIFT] + 8) | 0;
      const k = state[MASK];
      const ls = state[LONG_SHIFT];
      for (let p = from | 0; p < end; p = (p + 1) | 0) {
        const w = D.getInt32(p, true);
        const v = D.getInt32((p + 4) | 0, true);
        const hl = ((Math.imul(w, HASH_LONG_LOW) + Math.imul(v, HASH_LONG_HIGH)) | 0) >>> ls;
        L[hl] = secondTable[hl] + b;
        const r = ((Math.imul(w, HASH_LOW) + Math.imul(v & k, HASH_HIGH)) | 0) >>> s;
        const row = r << log;
        // What was added since stands from the head on; all slots do if even the oldest is new.
        let slot = heads[r] | 0;
        let n = (copy.heads[r] - slot) & last;
        const oldest = (slot - 1) & last;
        if (P[row | oldest] !== table[row | oldest] + b) n = last + 1;
        for (; n > 0; n = (n - 1) | 0) {
          P[row | slot] = table[row | slot] + b;
          tags[row | places[slot]] = copy.tags[row | places[slot]];
          slot = (slot + 1) & last;
        }
        heads[r] = copy.heads[r];
      }
    },

    rebase(delta: number): void {
      const base = state[BASE] + delta;
      state[PENDING] = Math.max(state[PENDING] - delta, 0);
      state[BASE] = base;
      if (base < indexMax) return;
      rebaseTagged(positions, positions.length, 0, base);
      rebaseTagged(longPositions, longPositions.length, tagMask, base);
      state[BASE] = 0;
    },

    /**
     * One long function on purpose, but for the steps that are done once for a search or a good candidate: the loop that only dismisses
     * candidates calls nothing, which was 21 to 24 % of the instructions at levels 9 and 12 (bench/OPTIMIZATIONS.md).
     *
     * Names: h, H and hl hashes, g a tag, i and j index of a candidate, m its position, far what leads from the index to the last four
     * bytes of a match of length best + 1, wanted what they must be. An n before a name: of the next position. Candidates come newest
     * first; `top` is the slot that bit 31 means, counted on past the ring's end.
     */
    search(ip: number, best: number): number {
      const D = view;
      const P = positions;
      ip = ip | 0;
      best = best | 0;
      if (state[PENDING] < ip) update(ip);
      // Hash, and enter into the table of 8-byte hashes.
      const b = state[BASE];
      const end = state[END];
      const oldest = (state[LOW] + b) | 0;
      const w = D.getInt32(ip, true);
      const v = D.getInt32((ip + 4) | 0, true);
      const H = (Math.imul(w, HASH_LONG_LOW) + Math.imul(v, HASH_LONG_HIGH)) | 0;
      const hl = H >>> state[LONG_SHIFT];
      const g = (H << TAG_SHIFT) & tagMask;
      const j = longPositions[hl] ^ g;
      longPositions[hl] = (ip + b) ^ g;
      const h = ((Math.imul(w, HASH_LOW) + Math.imul(v & state[MASK], HASH_HIGH)) | 0) >>> state[SHIFT];
      const log = state[ROW_LOG];
      const row = (h >>> 8) << log;
      const head = heads[h >>> 8] | 0;
      const last = ((1 << log) - 1) | 0;
      const newest = (head - 1) & last;
      // Which slots have the tag, newest first.
      const t = Math.imul(h & 255, ONES);
      let bits = 0;
      let more = 0;
      if (log < 6) {
        bits = (log < 5 ? match16(row >> 2, t) * 65537 : match32(row >> 2, t)) | 0;
        bits = (bits >>> head) | ((bits << 1) << (31 - head));
        if (log < 5) bits = bits & 0xffff;
      } else {
        const near = match32((row | (head & 32)) >> 2, t) | 0;
        const far = match32((row | ((head ^ 32) & 32)) >> 2, t) | 0;
        const turn = head & 31;
        bits = (near >>> turn) | ((far << 1) << (31 - turn));
        more = (far >>> turn) | ((near << 1) << (31 - turn));
      }
      // Index; the position itself follows when its row has been searched.
      heads[h >>> 8] = newest;
      tags[row | places[newest]] = h;
      state[PENDING] = (ip + 1) | 0;
      // Read ahead.
      if (24 - state[SHIFT] + log >= AHEAD_LOG) {
        const nw = D.getInt32((ip + 1) | 0, true);
        const nv = D.getInt32((ip + 5) | 0, true);
        const nH = (Math.imul(nw, HASH_LONG_LOW) + Math.imul(nv, HASH_LONG_HIGH)) | 0;
        const nh = ((Math.imul(nw, HASH_LOW) + Math.imul(nv & state[MASK], HASH_HIGH)) | 0) >>> state[SHIFT];
        const nrow = (nh >>> 8) << log;
        state[AHEAD] = longPositions[nH >>> state[LONG_SHIFT]] ^ tags[nrow] ^ P[nrow];
      }
      // Look at the candidates: that of the 8-byte hash, then those of the row.
      let length = 0;
      if (ip + best < end) {
        let top = (head + 31) | 0;
        let n = state[ATTEMPTS];
        let wanted = D.getInt32((ip + best - 3) | 0, true);
        let far = (best - 3 - b) | 0;
        if ((j - oldest) >>> 0 < (ip + b - oldest) >>> 0 && D.getInt32((j + far) | 0, true) === wanted) {
          const l = forward(ip, (j - b) | 0, end) | 0;
          if (l > best) {
            best = l;
            length = l;
            found[0] = (j - b) | 0;
            if (ip + l >= end) n = 0;
            else wanted = D.getInt32((ip + l - 3) | 0, true);
            far = (l - 3 - b) | 0;
          }
        }
        search: for (;;) {
          let i = 0;
          // Nine of ten candidates are dismissed here; nothing else is in this loop, so that all it needs stays in registers.
          do {
            if (bits === 0) {
              if (more === 0) break search;
              bits = more;
              more = 0;
              top = (top + 32) | 0;
            }
            const lowest = bits & (0 - bits);
            i = P[row | ((top - Math.clz32(lowest)) & last)];
            bits = bits ^ lowest;
            if (n === 0 || i < oldest) break search;
            n = (n - 1) | 0;
          } while (D.getInt32((i + far) | 0, true) !== wanted);
          // Most matches end within eight bytes: no call for those.
          const m = (i - b) | 0;
          if (D.getInt32(m, true) !== w) continue;
          const x = D.getInt32((m + 4) | 0, true) ^ v;
          const l = x === 0 ? (8 + forward((ip + 8) | 0, (m + 8) | 0, end)) | 0 : (64 - Math.clz32((x - 1) & ~x)) >>> 3;
          if (l > best) {
            best = l;
            length = l;
            found[0] = m;
            if (ip + l >= end) break;
            wanted = D.getInt32((ip + l - 3) | 0, true);
            far = (l - 3 - b) | 0;
          }
        }
      }
      P[row | newest] = (ip + b) | 0;
      return length;
    },
  };
}
