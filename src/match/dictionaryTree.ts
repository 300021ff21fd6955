import type { ByteArena } from '../format/byteArena';
import { HASH_HIGH, HASH_LOW } from './hash';
import { type IndexCopy, NO_WORDS } from './matchFinder';
import { createMatchLength } from './matchLength';
import { LENGTH_ENOUGH } from './searcher';

/**
 * The sorted trees of a dictionary's content, which stands right before the frame. They are only read, so that any number of frames can
 * search them.
 */
export interface DictionaryTree {
  /**
   * @param to where the content ends in the window; its positions are half as many as the copy's links
   * @param shift of hashes, like the two that follow as the trees were built
   */
  set(copy: IndexCopy, to: number, shift: number, mask: number, compares: number): void;
  /**
   * Goes on with a search that has `count` matches, the longest last, `best` bytes having to be beaten from the start; returns their number
   * then.
   */
  collect(ip: number, end: number, low: number, best: number, count: number): number;
}

/** @param lengths matches found: their lengths and, in `sources`, their window positions */
export function createDictionaryTree(window: ByteArena, lengths: Int32Array, sources: Int32Array): DictionaryTree {
  const { view, bytes } = window;
  const { forward } = createMatchLength(window);
  let roots = NO_WORDS;
  let links = NO_WORDS;
  let shift = 0;
  let mask = 0;
  let compares = 0;
  let at = 0;

  return {
    set(copy: IndexCopy, to: number, hashShift: number, hashMask: number, most: number): void {
      roots = copy.table;
      links = copy.secondTable;
      at = to - links.length / 2;
      shift = hashShift;
      mask = hashMask;
      compares = most;
    },

    collect(ip: number, end: number, low: number, best: number, count: number): number {
      const D = view;
      const B = bytes;
      const L = links;
      const from = at | 0;
      ip = ip | 0;
      end = end | 0;
      best = best | 0;
      count = count | 0;
      if (count > 0) best = lengths[count - 1] | 0;
      if (best > LENGTH_ENOUGH || ip + best >= end) return count;
      const floor = Math.max(low, from) | 0;
      let m =
        roots[((Math.imul(D.getInt32(ip, true), HASH_LOW) + Math.imul(D.getInt32((ip + 4) | 0, true) & mask, HASH_HIGH)) | 0) >>> shift] |
        0;
      let commonSmaller = 0;
      let commonLarger = 0;
      for (let n = compares | 0; n > 0 && m >= floor; n = (n - 1) | 0) {
        let l = Math.min(commonSmaller, commonLarger);
        l = (l + forward((ip + l) | 0, (m + l) | 0, end)) | 0;
        if (l > best) {
          best = l;
          lengths[count] = l;
          sources[count] = m;
          count = (count + 1) | 0;
          if (l > LENGTH_ENOUGH) break;
        }
        if (ip + l >= end) break;
        const node = (m - from) << 1;
        if (B[m + l] < B[ip + l]) {
          commonSmaller = l;
          m = L[node + 1] | 0;
        } else {
          commonLarger = l;
          m = L[node] | 0;
        }
      }
      return count;
    },
  };
}
