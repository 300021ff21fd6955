/** @duplicated Part of an engine: one copy per kind of engine (tools/duplicateModules.ts). */

import type { ByteArena } from '../format/byteArena';
import { REPEAT_CODES } from '../format/repeatOffsets';
import { HASH_LONG_HIGH, HASH_LONG_LOW, highMask, rebaseTagged, tagMaskOf } from './hash';
import { INDEX_MARGIN, type IndexCopy, type MatchFinder, NO_BYTES, NO_WORDS, RESTORE_SHARE, SEARCH_MARGIN } from './matchFinder';
import { createMatchLength } from './matchLength';
import type { CompressionSettings } from './parameters';
import { ANCHOR, type SequenceStore } from './sequenceStore';

/** Bytes without a match after which the search takes longer steps. */
const STEP_UP = 128;

/**
 * Strategy fast: one table, two neighbouring positions per turn: one candidate each, and the first repeat offset at the next pair.
 * The order in which positions are checked and entered decides the ratio.
 */
export function createFast(window: ByteArena, store: SequenceStore, tableLog: number, tagBits: number): MatchFinder {
  const { view } = window;
  const { litLength, matchLength, offBase, nextOffsets } = store;
  const table = new Int32Array(1 << tableLog);
  const tagMask = tagMaskOf(tagBits);
  const { forward, backward } = createMatchLength(window);
  let shift = 0;
  let mask = 0;
  let baseStep = 2;
  let used = 0;

  return {
    startFrame(settings: CompressionSettings): void {
      shift = 32 - settings.hashLog;
      mask = highMask(settings.minMatch);
      baseStep = settings.targetLength + (settings.targetLength === 0 ? 1 : 0) + 1;
      used = Math.max(used, 1 << settings.hashLog);
    },

    index(from: number, to: number): void {
      const D = view;
      const last = (to - INDEX_MARGIN) | 0;
      for (let p = from | 0; p < last; p = (p + 1) | 0) {
        const H = (Math.imul(D.getInt32(p, true), HASH_LONG_LOW) + Math.imul(D.getInt32((p + 4) | 0, true) & mask, HASH_LONG_HIGH)) | 0;
        table[H >>> shift] = p ^ ((H << 16) & tagMask);
      }
    },

    copyIndex(): IndexCopy {
      return { table: table.slice(0, 2 ** (32 - shift)), secondTable: NO_WORDS, tags: NO_BYTES, heads: NO_BYTES };
    },

    restore({ table: copied }: IndexCopy, to: number, changed: number): void {
      if (changed < to || changed - to > copied.length >> RESTORE_SHARE) {
        table.set(copied);
        return;
      }
      const D = view;
      const T = table;
      const s = shift | 0;
      const k = mask | 0;
      const last = (changed - INDEX_MARGIN) | 0;
      for (let p = to | 0; p < last; p = (p + 1) | 0) {
        const h =
          ((Math.imul(D.getInt32(p, true), HASH_LONG_LOW) + Math.imul(D.getInt32((p + 4) | 0, true) & k, HASH_LONG_HIGH)) | 0) >>> s;
        T[h] = copied[h];
      }
    },

    rebase: (delta: number) => rebaseTagged(table, used, tagMask, delta),

    clear(): void {
      table.fill(0, 0, used);
      used = 0;
    },

    /**
     * One long function on purpose: shifts, offsets and position stay in locals from match to match. Insertions in a function of their own,
     * which read the shift from the closure, cost 2 % (bench/OPTIMIZATIONS.md).
     *
     * Names: ip position, w… words at ip, ip + 1, …, x… the words 4 bytes on, H hash, g its tag, m candidate, cur start of the match.
     */
    find(from: number, end: number, low: number, offsets: Int32Array, count: number): number {
      const D = view;
      const T = table;
      const s = shift | 0;
      const k = mask | 0;
      const a = HASH_LONG_LOW;
      const b = HASH_LONG_HIGH;
      const firstStep = baseStep | 0;
      const tag = tagMask;
      const reach = (~tag + 1 - low) >>> 0;
      from = from | 0;
      end = end | 0;
      low = low | 0;
      count = count | 0;
      const limit = (end - SEARCH_MARGIN) | 0;
      let rep1 = offsets[0] | 0;
      let rep2 = offsets[1] | 0;
      let anchor = from;
      let H = 0;
      // A position cannot match itself, and a first repeat offset of 1 needs a byte before it.
      let ip = from === low ? (from + 1) | 0 : from;

      while (ip < limit) {
        // Search.
        let cur = 0;
        let m = 0;
        let step = firstStep;
        let stepUp = (ip + STEP_UP) | 0;
        let next = (ip + step) | 0;
        let found = 0;
        while (next < limit) {
          const w = D.getInt32(ip, true);
          const w1 = D.getInt32((ip + 1) | 0, true);
          H = (Math.imul(w, a) + Math.imul(D.getInt32((ip + 4) | 0, true) & k, b)) | 0;
          const H1 = (Math.imul(w1, a) + Math.imul(D.getInt32((ip + 5) | 0, true) & k, b)) | 0;
          const g = (H << 16) & tag;
          const g1 = (H1 << 16) & tag;
          m = T[H >>> s] ^ g;
          const m1 = T[H1 >>> s] ^ g1;
          T[H >>> s] = ip ^ g;
          T[H1 >>> s] = (ip + 1) ^ g1;
          if (D.getInt32((next - rep1) | 0, true) === D.getInt32(next, true)) {
            found = 1;
            break;
          }
          if ((m - low) >>> 0 < reach && D.getInt32(m, true) === w) {
            found = 2;
            cur = ip;
            break;
          }
          if ((m1 - low) >>> 0 < reach && D.getInt32(m1, true) === w1) {
            found = 3;
            m = m1;
            cur = (ip + 1) | 0;
            break;
          }
          if (next >= stepUp) {
            step = (step + 1) | 0;
            stepUp = (stepUp + STEP_UP) | 0;
          }
          ip = next;
          next = (next + step) | 0;
        }
        if (found === 0) break;

        // Extend.
        const first = ip;
        let back = 0;
        if (found === 1) {
          cur = next;
          m = (next - rep1) | 0;
          // One byte backwards; a literal stays before it, so that repeat code 1 means the first offset.
          if ((D.getInt32((cur - 4) | 0, true) ^ D.getInt32((m - 4) | 0, true)) >>> 24 === 0 && m > low) back = 1;
          offBase[count] = 1;
        } else {
          rep2 = rep1;
          rep1 = (cur - m) | 0;
          back = backward(cur, m, Math.min(cur - anchor, m - low) | 0);
          offBase[count] = (rep1 + REPEAT_CODES) | 0;
        }
        const length = (4 + back + forward((cur + 4) | 0, (m + 4) | 0, end)) | 0;
        cur = (cur - back) | 0;
        // Emit.
        litLength[count] = (cur - anchor) | 0;
        matchLength[count] = length;
        count = (count + 1) | 0;
        ip = (cur + length) | 0;
        anchor = ip;
        if (ip > limit) break;

        // Index: two positions of the match, so that its neighbourhood can be found again.
        let p = (first + 2) | 0;
        H = (Math.imul(D.getInt32(p, true), a) + Math.imul(D.getInt32((p + 4) | 0, true) & k, b)) | 0;
        T[H >>> s] = p ^ ((H << 16) & tag);
        p = (ip - 2) | 0;
        H = (Math.imul(D.getInt32(p, true), a) + Math.imul(D.getInt32((p + 4) | 0, true) & k, b)) | 0;
        T[H >>> s] = p ^ ((H << 16) & tag);
        // Repeat: the second offset again, right after a match: without literals repeat code 1 means it.
        while (ip <= limit && D.getInt32(ip, true) === D.getInt32((ip - rep2) | 0, true)) {
          const repeated = (4 + forward((ip + 4) | 0, (ip + 4 - rep2) | 0, end)) | 0;
          const swap = rep1;
          rep1 = rep2;
          rep2 = swap;
          H = (Math.imul(D.getInt32(ip, true), a) + Math.imul(D.getInt32((ip + 4) | 0, true) & k, b)) | 0;
          T[H >>> s] = ip ^ ((H << 16) & tag);
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
      return count;
    },
  };
}
