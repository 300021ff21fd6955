/** @duplicated Part of an engine: one copy per kind of engine (tools/duplicateModules.ts). */

import type { ByteArena } from '../format/byteArena';
import { REPEAT_CODES } from '../format/repeatOffsets';
import { HASH_HIGH, HASH_LONG_HIGH, HASH_LONG_LOW, HASH_LOW, highMask, rebaseTagged, tagMaskOf } from './hash';
import { INDEX_MARGIN, type IndexCopy, type MatchFinder, NO_BYTES, RESTORE_SHARE, SEARCH_MARGIN } from './matchFinder';
import { createMatchLength } from './matchLength';
import type { CompressionSettings } from './parameters';
import { ANCHOR, DONE, type SequenceStore } from './sequenceStore';

/**
 * Bytes that one call of the search covers at least: short calls soon enter V8's compiled version of the function, a long one only a
 * version for the middle of its loop, which is larger and compiled beside the other.
 */
const PORTION = 4096;
/** Steps grow by one with every 2^8 bytes without a match. */
const STEP_LOG = 8;

/**
 * Strategy dfast: a table of 8-byte hashes for long matches and one of `minMatch` bytes for short ones.
 *
 * An entry is a position above `tagBits` bits of its hash: most candidates that do not match are dismissed without touching the window.
 * Positions must be below 2^(32 − tagBits).
 */
export function createDoubleFast(window: ByteArena, store: SequenceStore, longLog: number, shortLog: number, tagBits: number): MatchFinder {
  const { view } = window;
  const { litLength, matchLength, offBase, nextOffsets } = store;
  const longTable = new Int32Array(1 << longLog);
  const shortTable = new Int32Array(1 << shortLog);
  const tagMask = tagMaskOf(tagBits);
  const { forward, backward } = createMatchLength(window);
  let longShift = 0;
  let shortShift = 0;
  let mask = 0;
  let longUsed = 0;
  let shortUsed = 0;

  const finder = {
    startFrame(settings: CompressionSettings): void {
      longShift = 32 - settings.hashLog;
      shortShift = 32 - settings.chainLog;
      mask = highMask(settings.minMatch);
      longUsed = Math.max(longUsed, 1 << settings.hashLog);
      shortUsed = Math.max(shortUsed, 1 << settings.chainLog);
    },

    index(from: number, to: number): void {
      const D = view;
      const last = (to - INDEX_MARGIN) | 0;
      for (let p = from | 0; p < last; p = (p + 1) | 0) {
        const w = D.getInt32(p, true);
        const v = D.getInt32((p + 4) | 0, true);
        let H = (Math.imul(w, HASH_LONG_LOW) + Math.imul(v, HASH_LONG_HIGH)) | 0;
        longTable[H >>> longShift] = p ^ ((H << 16) & tagMask);
        H = (Math.imul(w, HASH_LOW) + Math.imul(v & mask, HASH_HIGH)) | 0;
        shortTable[H >>> shortShift] = p ^ ((H << 16) & tagMask);
      }
    },

    copyIndex(_from: number, _to: number, spare?: IndexCopy): IndexCopy {
      if (spare?.table.length === 2 ** (32 - longShift) && spare.secondTable.length === 2 ** (32 - shortShift)) {
        spare.table.set(longTable.subarray(0, spare.table.length));
        spare.secondTable.set(shortTable.subarray(0, spare.secondTable.length));
        return spare;
      }
      const table = longTable.slice(0, 2 ** (32 - longShift));
      return { table, secondTable: shortTable.slice(0, 2 ** (32 - shortShift)), tags: NO_BYTES, heads: NO_BYTES };
    },

    restore({ table, secondTable }: IndexCopy, to: number, changed: number): void {
      if (changed < to || changed - to > table.length >> RESTORE_SHARE) {
        longTable.set(table);
        shortTable.set(secondTable);
        return;
      }
      const D = view;
      const TL = longTable;
      const TS = shortTable;
      const sl = longShift | 0;
      const ss = shortShift | 0;
      const k = mask | 0;
      const last = (changed - INDEX_MARGIN) | 0;
      for (let p = to | 0; p < last; p = (p + 1) | 0) {
        const w = D.getInt32(p, true);
        const v = D.getInt32((p + 4) | 0, true);
        const l = ((Math.imul(w, HASH_LONG_LOW) + Math.imul(v, HASH_LONG_HIGH)) | 0) >>> sl;
        const h = ((Math.imul(w, HASH_LOW) + Math.imul(v & k, HASH_HIGH)) | 0) >>> ss;
        TL[l] = table[l];
        TS[h] = secondTable[h];
      }
    },

    rebase(delta: number): void {
      rebaseTagged(longTable, longUsed, tagMask, delta);
      rebaseTagged(shortTable, shortUsed, tagMask, delta);
    },

    clear(): void {
      longTable.fill(0, 0, longUsed);
      shortTable.fill(0, 0, shortUsed);
      longUsed = 0;
      shortUsed = 0;
    },

    find(from: number, end: number, low: number, offsets: Int32Array, count: number): number {
      count = finder.search(from, from + PORTION, end, low, offsets, count);
      while (nextOffsets[DONE] === 0) {
        const at = nextOffsets[ANCHOR];
        count = finder.search(at, at + PORTION, end, low, nextOffsets, count);
      }
      return count;
    },

    /**
     * Stops after the first match that ends at `stop` or after.
     *
     * One long function on purpose: shifts, offsets and position stay in locals from match to match. Insertions in a function of their own,
     * which read the shifts from the closure, cost 10 % (bench/OPTIMIZATIONS.md).
     *
     * Each round indexes the position that the next round begins at and takes its candidates, so that neither hash nor words live from round
     * to round: registers are what the loop is short of. A long step may index a position that the match found now ends before, so candidates
     * are compared with `ip` and not with what positions can be.
     *
     * Names: ip position, w and v the words at next and next + 4, H hash, g its tag, m candidate, S short, 1 for the next position.
     */
    search(from: number, stop: number, end: number, low: number, offsets: Int32Array, count: number): number {
      const D = view;
      const TL = longTable;
      const TS = shortTable;
      const sl = longShift | 0;
      const ss = shortShift | 0;
      const k = mask | 0;
      const tag = tagMask;
      from = from | 0;
      stop = stop | 0;
      end = end | 0;
      low = low | 0;
      count = count | 0;
      const limit = (end - SEARCH_MARGIN) | 0;
      let rep1 = offsets[0] | 0;
      let rep2 = offsets[1] | 0;
      let anchor = from;
      let ip = from === low ? (from + 1) | 0 : from;

      let done = 1;
      while (ip < limit) {
        if (ip >= stop) {
          done = 0;
          break;
        }
        // Search.
        let next = (ip + 1) | 0;
        let w = D.getInt32(ip, true);
        let v = D.getInt32((ip + 4) | 0, true);
        let H = (Math.imul(w, HASH_LONG_LOW) + Math.imul(v, HASH_LONG_HIGH)) | 0;
        let g = (H << 16) & tag;
        let m = TL[H >>> sl] ^ g;
        TL[H >>> sl] = ip ^ g;
        H = (Math.imul(w, HASH_LOW) + Math.imul(v & k, HASH_HIGH)) | 0;
        g = (H << 16) & tag;
        let mS = TS[H >>> ss] ^ g;
        TS[H >>> ss] = ip ^ g;
        let found = 0;
        let m1 = 0;
        while (next <= limit) {
          w = D.getInt32(next, true);
          if (D.getInt32((next - rep1) | 0, true) === w) {
            found = 1;
            break;
          }
          v = D.getInt32((next + 4) | 0, true);
          H = (Math.imul(w, HASH_LONG_LOW) + Math.imul(v, HASH_LONG_HIGH)) | 0;
          g = (H << 16) & tag;
          m1 = TL[H >>> sl] ^ g;
          TL[H >>> sl] = next ^ g;
          if (
            (m - low) >>> 0 < (ip - low) >>> 0 &&
            D.getInt32(m, true) === D.getInt32(ip, true) &&
            D.getInt32((m + 4) | 0, true) === D.getInt32((ip + 4) | 0, true)
          ) {
            found = 2;
            break;
          }
          if ((mS - low) >>> 0 < (ip - low) >>> 0 && D.getInt32(mS, true) === D.getInt32(ip, true)) {
            found = 3;
            m = mS;
            break;
          }
          H = (Math.imul(w, HASH_LOW) + Math.imul(v & k, HASH_HIGH)) | 0;
          g = (H << 16) & tag;
          mS = TS[H >>> ss] ^ g;
          TS[H >>> ss] = next ^ g;
          m = m1;
          ip = next;
          next = (next + 1 + ((next - anchor) >>> STEP_LOG)) | 0;
        }
        if (found === 0) break;

        const first = ip;
        // Extend: what is known to be equal, and one call for what follows: each is inlined, and the compiler's memory grows with them.
        if (found === 1) {
          ip = next;
          m = (ip - rep1) | 0;
        }
        const known = found === 2 ? 8 : 4;
        let length = (known + forward((ip + known) | 0, (m + known) | 0, end)) | 0;
        if (found === 1) offBase[count] = 1;
        else {
          // A short match gives way to a longer one at the next position.
          if (found === 3 && (m1 - low) >>> 0 < (next - low) >>> 0 && D.getInt32(m1, true) === w && D.getInt32((m1 + 4) | 0, true) === v) {
            const longer = (8 + forward((next + 8) | 0, (m1 + 8) | 0, end)) | 0;
            if (longer > length) {
              length = longer;
              ip = next;
              m = m1;
            }
          }
          const offset = (ip - m) | 0;
          const back = backward(ip, m, Math.min(ip - anchor, m - low) | 0);
          ip = (ip - back) | 0;
          length = (length + back) | 0;
          rep2 = rep1;
          rep1 = offset;
          offBase[count] = (offset + REPEAT_CODES) | 0;
        }
        // Emit.
        litLength[count] = (ip - anchor) | 0;
        matchLength[count] = length;
        count = (count + 1) | 0;
        ip = (ip + length) | 0;
        anchor = ip;
        if (ip > limit) break;

        // Index: two positions of the match in each table, so that its neighbourhood can be found again.
        let p = (first + 2) | 0;
        let lo = D.getInt32(p, true);
        let hi = D.getInt32((p + 4) | 0, true);
        H = (Math.imul(lo, HASH_LONG_LOW) + Math.imul(hi, HASH_LONG_HIGH)) | 0;
        TL[H >>> sl] = p ^ ((H << 16) & tag);
        H = (Math.imul(lo, HASH_LOW) + Math.imul(hi & k, HASH_HIGH)) | 0;
        TS[H >>> ss] = p ^ ((H << 16) & tag);
        p = (ip - 2) | 0;
        lo = D.getInt32(p, true);
        hi = D.getInt32((p + 4) | 0, true);
        H = (Math.imul(lo, HASH_LONG_LOW) + Math.imul(hi, HASH_LONG_HIGH)) | 0;
        TL[H >>> sl] = p ^ ((H << 16) & tag);
        p = (ip - 1) | 0;
        H = (Math.imul(D.getInt32(p, true), HASH_LOW) + Math.imul(D.getInt32((p + 4) | 0, true) & k, HASH_HIGH)) | 0;
        TS[H >>> ss] = p ^ ((H << 16) & tag);
        // Repeat: the second offset again, right after a match: without literals repeat code 1 means it.
        while (ip <= limit && D.getInt32(ip, true) === D.getInt32((ip - rep2) | 0, true)) {
          const repeated = (4 + forward((ip + 4) | 0, (ip + 4 - rep2) | 0, end)) | 0;
          const swap = rep1;
          rep1 = rep2;
          rep2 = swap;
          lo = D.getInt32(ip, true);
          hi = D.getInt32((ip + 4) | 0, true);
          H = (Math.imul(lo, HASH_LOW) + Math.imul(hi & k, HASH_HIGH)) | 0;
          TS[H >>> ss] = ip ^ ((H << 16) & tag);
          H = (Math.imul(lo, HASH_LONG_LOW) + Math.imul(hi, HASH_LONG_HIGH)) | 0;
          TL[H >>> sl] = ip ^ ((H << 16) & tag);
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
      nextOffsets[ANCHOR] = anchor;
      nextOffsets[DONE] = done;
      return count;
    },
  };
  return finder;
}
