/** @duplicated Part of an engine: one copy per kind of engine (tools/duplicateModules.ts). */
import type { ByteArena } from '../format/byteArena';
import { HASH_HIGH, HASH_LOW, highMask } from './hash';
import { createMatchLength } from './matchLength';
import { type CompressionSettings, rowLogOf } from './parameters';
import { INDEX_MAX, type Searcher } from './searcher';

/** Of longer stretches that a match has left out, the first and the last positions are taken in. */
const GAP_MAX = 384;
const GAP_FIRST = 96;
const GAP_LAST = 32;
const ONES = 0x01010101;

/**
 * A hash table of rows: each row keeps its last 16, 32 or 64 positions in a ring, newest first from its head, with an 8-bit tag of the hash for each. One pass over the
 * tags of a row, four per word, names the few positions that are worth a look at the window.
 *
 * Slot j's tag stands in byte `places[j]` of its row, so that bit j of a mask comes from the j-th slot by shifts alone: word i holds the slots that are
 * i modulo the number of words. The table holds indices: window positions + `base`, which grows instead of all entries when the window moves.
 *
 * @param tableLog slots, log2
 */
export function createRowHash(window: ByteArena, tableLog: number): Searcher {
  const { view } = window;
  const positions = new Int32Array(1 << tableLog);
  const tags = new Uint8Array(1 << tableLog);
  const tagWords = new Int32Array(tags.buffer);
  const heads = new Uint8Array(1 << (tableLog - 4));
  const places = new Uint8Array(64);
  const found = new Int32Array(16);
  const { forward } = createMatchLength(window);
  let rowLog = 4;
  let shift = 0;
  let mask = 0;
  let attempts = 0;
  let base = 0;
  /** First position that is not indexed yet. */
  let pending = 0;

  /** Indexes positions [from, to). */
  function insert(from: number, to: number): void {
    const D = view;
    const P = positions;
    const s = shift | 0;
    const k = mask | 0;
    const log = rowLog | 0;
    const last = ((1 << log) - 1) | 0;
    const b = base | 0;
    to = to | 0;
    for (let p = from | 0; p < to; p = (p + 1) | 0) {
      const h = ((Math.imul(D.getInt32(p, true), HASH_LOW) + Math.imul(D.getInt32((p + 4) | 0, true) & k, HASH_HIGH)) | 0) >>> s;
      const row = (h >>> 8) << log;
      const head = (heads[h >>> 8] - 1) & last;
      heads[h >>> 8] = head;
      tags[row | places[head]] = h;
      P[row | head] = (p + b) | 0;
    }
  }

  /** Indexes what is pending before `ip`. */
  function update(ip: number): void {
    let from = pending;
    if (ip - from > GAP_MAX) {
      insert(from, from + GAP_FIRST);
      from = ip - GAP_LAST;
    }
    insert(from, ip);
  }

  /** Bit j set: slot j of the 32 whose tags are words [w, w + 8) has the tag in `t`, or (rarely) the one next to such a slot has nearly. */
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
    return (
      ((((a - ONES) & ~a) >>> 7) & ONES) |
      ((((b - ONES) & ~b) >>> 6) & (ONES << 1)) |
      ((((c - ONES) & ~c) >>> 5) & (ONES << 2)) |
      ((((d - ONES) & ~d) >>> 4) & (ONES << 3)) |
      ((((e - ONES) & ~e) >>> 3) & (ONES << 4)) |
      ((((f - ONES) & ~f) >>> 2) & (ONES << 5)) |
      ((((g - ONES) & ~g) >>> 1) & (ONES << 6)) |
      ((h - ONES) & ~h & (ONES << 7))
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
      ((((a - ONES) & ~a) >>> 7) & ONES) |
      ((((b - ONES) & ~b) >>> 6) & (ONES << 1)) |
      ((((c - ONES) & ~c) >>> 5) & (ONES << 2)) |
      ((((d - ONES) & ~d) >>> 4) & (ONES << 3));
    // Four bits in each byte move together.
    bits = (bits | (bits >>> 4)) & 0xff00ff;
    return (bits | (bits >>> 8)) & 0xffff;
  }

  return {
    found,

    start(settings: CompressionSettings): void {
      const log = rowLogOf(settings);
      if (log !== rowLog) {
        // Rows of another size: nothing stands where it would be looked for.
        tags.fill(0);
        heads.fill(0);
        positions.fill(0);
      }
      rowLog = log;
      shift = 32 - (settings.hashLog - log + 8);
      mask = highMask(settings.minMatch);
      attempts = 1 << Math.min(settings.searchLog, log);
      pending = 0;
      const words = 1 << (Math.min(log, 5) - 2);
      for (let j = 0; j < 64; j++) places[j] = (j & 32) | ((j & (words - 1)) << 2) | ((j & 31) / words);
    },

    begin(from: number): void {
      if (pending === 0) pending = from;
    },

    skipTo(ip: number): void {
      pending = ip;
    },

    rebase(delta: number): void {
      base += delta;
      pending = Math.max(pending - delta, 0);
      if (base < INDEX_MAX) return;
      for (let i = 0; i < positions.length; i++) positions[i] = Math.max(positions[i] - base, 0);
      base = 0;
    },

    /** Names: m candidate, w its word, h hash, k number of a slot counted from the newest. */
    search(ip: number, end: number, low: number, best: number): number {
      const D = view;
      const P = positions;
      ip = ip | 0;
      end = end | 0;
      low = low | 0;
      best = best | 0;
      update(ip);
      const h = ((Math.imul(D.getInt32(ip, true), HASH_LOW) + Math.imul(D.getInt32((ip + 4) | 0, true) & mask, HASH_HIGH)) | 0) >>> shift;
      const log = rowLog | 0;
      const last = ((1 << log) - 1) | 0;
      const row = (h >>> 8) << log;
      const head = heads[h >>> 8] | 0;
      const t = Math.imul(h & 255, ONES);
      let bits = 0;
      let more = 0;
      if (log === 4) {
        bits = match16(row >> 2, t);
        bits = ((bits | (bits << 16)) >>> head) & 0xffff;
      } else if (log === 5) {
        bits = match32(row >> 2, t);
        bits = (bits >>> head) | (bits << (32 - head));
      } else {
        const a = match32(row >> 2, t);
        const b = match32((row >> 2) + 8, t);
        const lo = head < 32 ? a : b;
        const hi = head < 32 ? b : a;
        const turn = head & 31;
        bits = (lo >>> turn) | ((hi << 1) << (31 - turn));
        more = (hi >>> turn) | ((lo << 1) << (31 - turn));
      }
      const newest = (head - 1) & last;
      heads[h >>> 8] = newest;
      tags[row | places[newest]] = h;
      pending = (ip + 1) | 0;
      const b = base | 0;
      // The ring's oldest entry gives way; it may be among the candidates.
      const oldest = P[row | newest] | 0;
      P[row | newest] = (ip + b) | 0;
      if (ip + best >= end) return 0;
      let length = 0;
      let first = head;
      let wanted = D.getInt32((ip + best - 3) | 0, true);
      for (let n = attempts | 0; n > 0; n = (n - 1) | 0) {
        if (bits === 0) {
          if (more === 0) break;
          bits = more;
          more = 0;
          first = (first + 32) | 0;
        }
        const slot = (first + 31 - Math.clz32(bits & -bits)) & last;
        bits = bits & (bits - 1);
        const m = ((slot === newest ? oldest : P[row | slot]) - b) | 0;
        if (m < low) break;
        if (D.getInt32((m + best - 3) | 0, true) === wanted) {
          const l = forward(ip, m, end) | 0;
          if (l > best) {
            best = l;
            length = l;
            found[0] = m;
            if (ip + l >= end) break;
            wanted = D.getInt32((ip + l - 3) | 0, true);
          }
        }
      }
      return length;
    },
  };
}
