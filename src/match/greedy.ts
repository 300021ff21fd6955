/** @duplicated Part of an engine: one copy per kind of engine (tools/duplicateModules.ts). */
import type { ByteArena } from '../format/byteArena';
import { type MatchFinder, SEARCH_MARGIN } from './fast';
import { HASH_HIGH, HASH_LOW, highMask } from './hash';
import { createMatchLength } from './matchLength';
import type { CompressionSettings } from './parameters';
import type { SequenceStore } from './sequenceStore';

/** Bytes without a match after which the search takes longer steps, log2. */
const STEP_LOG = 8;

/**
 * Strategy greedy on hash chains: all positions with the same hash are linked, newest first, and the longest match among the first 2^searchLog is taken.
 * For small sources; the table of heads and the ring of links are for windows of 256 KiB at the most.
 */
export function createGreedy(window: ByteArena, store: SequenceStore, tableLog: number): MatchFinder {
  const { view } = window;
  const { litLength, matchLength, offBase, nextOffsets } = store;
  const heads = new Int32Array(1 << tableLog);
  const links = new Int32Array(1 << tableLog);
  const { forward, backward } = createMatchLength(window);
  let shift = 0;
  let mask = 0;
  let ring = 0;
  let attempts = 0;
  let headsUsed = 0;
  /** First position that is not linked yet. */
  let pending = 0;
  /** Where the last search found its match. */
  let source = 0;

  /** Links all positions up to `end`. */
  function link(end: number): void {
    const D = view;
    const H = heads;
    const L = links;
    const s = shift | 0;
    const k = mask | 0;
    const r = ring | 0;
    end = end | 0;
    for (let p = pending | 0; p < end; p = (p + 1) | 0) {
      const h = ((Math.imul(D.getInt32(p, true), HASH_LOW) + Math.imul(D.getInt32((p + 4) | 0, true) & k, HASH_HIGH)) | 0) >>> s;
      L[p & r] = H[h];
      H[h] = p;
    }
    if (end > pending) pending = end;
  }

  /** The length of the longest match for `ip`, 0 where there is none of 4 bytes or more; it begins at `source`. */
  function search(ip: number, end: number, low: number): number {
    const D = view;
    const L = links;
    const r = ring | 0;
    ip = ip | 0;
    end = end | 0;
    link(ip);
    const h = ((Math.imul(D.getInt32(ip, true), HASH_LOW) + Math.imul(D.getInt32((ip + 4) | 0, true) & mask, HASH_HIGH)) | 0) >>> shift;
    const oldest = Math.max(low, ip - r) | 0;
    let best = 3;
    let m = heads[h];
    for (let n = attempts | 0; n > 0 && m >= oldest; n = (n - 1) | 0) {
      // A longer match has the same four bytes at its end.
      if (D.getInt32((m + best - 3) | 0, true) === D.getInt32((ip + best - 3) | 0, true)) {
        const length = forward(ip, m, end);
        if (length > best) {
          best = length;
          source = m;
          if (ip + length >= end) break;
        }
      }
      m = L[m & r];
    }
    return best > 3 ? best : 0;
  }

  function clear(): void {
    heads.fill(0, 0, headsUsed);
    pending = 0;
  }

  return {
    start(settings: CompressionSettings): void {
      shift = 32 - settings.hashLog;
      mask = highMask(settings.minMatch);
      ring = (1 << settings.chainLog) - 1;
      attempts = 1 << settings.searchLog;
      headsUsed = Math.max(headsUsed, 1 << settings.hashLog);
      pending = 0;
    },

    // Links stand at their positions' remainders, which would have moved.
    rebase: clear,
    clear,

    find(from: number, end: number, low: number, offsets: Int32Array): number {
      const D = view;
      const limit = (end - SEARCH_MARGIN) | 0;
      let rep1 = offsets[0] | 0;
      let rep2 = offsets[1] | 0;
      let anchor = from | 0;
      let count = 0;
      let ip = from === low ? (from + 1) | 0 : from | 0;
      if (pending < low) pending = low;
      while (ip < limit) {
        let start = (ip + 1) | 0;
        let length = 0;
        let base = 1;
        if (D.getInt32(start, true) === D.getInt32((start - rep1) | 0, true)) {
          length = (4 + forward((start + 4) | 0, (start + 4 - rep1) | 0, end)) | 0;
        } else {
          length = search(ip, end, low);
          if (length === 0) {
            ip = (ip + ((ip - anchor) >> STEP_LOG) + 1) | 0;
            continue;
          }
          const offset = (ip - source) | 0;
          const back = backward(ip, source, Math.min(ip - anchor, source - low) | 0);
          start = (ip - back) | 0;
          length = (length + back) | 0;
          rep2 = rep1;
          rep1 = offset;
          base = (offset + 3) | 0;
        }
        litLength[count] = (start - anchor) | 0;
        matchLength[count] = length;
        offBase[count] = base;
        count = (count + 1) | 0;
        ip = (start + length) | 0;
        anchor = ip;
        while (ip <= limit && D.getInt32(ip, true) === D.getInt32((ip - rep2) | 0, true)) {
          const repeated = (4 + forward((ip + 4) | 0, (ip + 4 - rep2) | 0, end)) | 0;
          const swap = rep1;
          rep1 = rep2;
          rep2 = swap;
          litLength[count] = 0;
          matchLength[count] = repeated;
          offBase[count] = 1;
          count = (count + 1) | 0;
          ip = (ip + repeated) | 0;
          anchor = ip;
        }
      }
      nextOffsets[0] = rep1;
      nextOffsets[1] = rep2;
      nextOffsets[2] = offsets[2];
      return count;
    },
  };
}
