import type { ByteArena } from '../format/byteArena';
import { HASH_HIGH, HASH_LOW, highMask, rebaseTagged } from './hash';
import { INDEX_MARGIN, type IndexCopy, NO_BYTES } from './matchFinder';
import { createMatchLength } from './matchLength';
import type { CompressionSettings } from './parameters';
import { CATCH_UP_LAST, CATCH_UP_MAX, INDEX_MAX, type Searcher } from './searcher';

/**
 * Hash chains: all positions with the same hash are linked, newest first. For small windows; in large ones each step is a cache miss and
 * rows find more in less time. Not duplicated for spare engines: two at a time seldom search such windows (35 bytes of gzip). Both tables
 * hold indices: window positions + `base`, which grows instead of all entries when the window moves.
 *
 * @param hashTableLog heads of chains, log2
 * @param chainTableLog positions that have a link, log2
 */
export function createHashChain(window: ByteArena, hashTableLog: number, chainTableLog: number): Searcher {
  const { view } = window;
  const heads = new Int32Array(1 << hashTableLog);
  const links = new Int32Array(1 << chainTableLog);
  const found = new Int32Array(32);
  const { forward } = createMatchLength(window);
  let shift = 0;
  let mask = 0;
  let ring = 0;
  let attempts = 0;
  let base = 0;
  let blockEnd = 0;
  let lowest = 0;
  /** First position that is not linked yet. */
  let pending = 0;

  /** Links all positions before `end`. */
  function link(end: number): void {
    const D = view;
    const H = heads;
    const L = links;
    const s = shift | 0;
    const k = mask | 0;
    const r = ring | 0;
    const b = base | 0;
    end = end | 0;
    for (let p = pending | 0; p < end; p = (p + 1) | 0) {
      const h = ((Math.imul(D.getInt32(p, true), HASH_LOW) + Math.imul(D.getInt32((p + 4) | 0, true) & k, HASH_HIGH)) | 0) >>> s;
      L[(p + b) & r] = H[h];
      H[h] = (p + b) | 0;
    }
  }

  return {
    found,

    startFrame(settings: CompressionSettings): void {
      shift = 32 - settings.hashLog;
      mask = highMask(settings.minMatch);
      ring = (1 << settings.chainLog) - 1;
      attempts = 1 << settings.searchLog;
      pending = 0;
    },

    startBlock(from: number, end: number, low: number): void {
      blockEnd = end;
      lowest = low;
      if (pending === 0) pending = from;
      else if (from - pending > CATCH_UP_MAX) pending = from - Math.min(CATCH_UP_LAST, from - pending - CATCH_UP_MAX);
    },

    skipTo(ip: number): void {
      pending = ip;
    },

    index(from: number, to: number): void {
      pending = from;
      link(to - INDEX_MARGIN);
      pending = Math.max(from, to - INDEX_MARGIN);
    },

    copyIndex(): IndexCopy {
      // Indices grow with the base; what a copy holds are positions.
      const table = heads.slice(0, 2 ** (32 - shift)).map((i) => i - base);
      return {
        table,
        secondTable: Int32Array.from({ length: ring + 1 }, (_, p) => links[(p + base) & ring] - base),
        tags: NO_BYTES,
        heads: NO_BYTES,
      };
    },

    restore({ table, secondTable }: IndexCopy, to: number, changed: number): void {
      const D = view;
      const H = heads;
      const b = base | 0;
      const from = to - INDEX_MARGIN;
      pending = from;
      const all = changed < to || changed - from > ring;
      if (all) for (let i = 0; i < table.length; i++) H[i] = table[i] + b;
      else {
        for (let p = from | 0; p < changed - INDEX_MARGIN; p = (p + 1) | 0) {
          const h = ((Math.imul(D.getInt32(p, true), HASH_LOW) + Math.imul(D.getInt32((p + 4) | 0, true) & mask, HASH_HIGH)) | 0) >>> shift;
          H[h] = table[h] + b;
        }
      }
      const end = all ? from + ring + 1 : changed;
      for (let p = from | 0; p < end; p = (p + 1) | 0) links[(p + b) & ring] = secondTable[p & ring] + b;
    },

    rebase(delta: number): void {
      base += delta;
      pending = Math.max(pending - delta, 0);
      if (base < INDEX_MAX) return;
      // Links stand at their indices' remainders: those stay.
      const cut = base - (base & (links.length - 1));
      rebaseTagged(heads, heads.length, 0, cut);
      rebaseTagged(links, links.length, 0, cut);
      base -= cut;
    },

    search(ip: number, best: number): number {
      const D = view;
      const L = links;
      const r = ring | 0;
      const end = blockEnd | 0;
      ip = ip | 0;
      best = best | 0;
      link(ip);
      const b = base | 0;
      const h = ((Math.imul(D.getInt32(ip, true), HASH_LOW) + Math.imul(D.getInt32((ip + 4) | 0, true) & mask, HASH_HIGH)) | 0) >>> shift;
      let i = heads[h] | 0;
      L[(ip + b) & r] = i;
      heads[h] = (ip + b) | 0;
      pending = (ip + 1) | 0;
      if (ip + best >= end) return 0;
      const oldest = Math.max(lowest + b, ip + b - r) | 0;
      let length = 0;
      for (let n = attempts | 0; n > 0 && i >= oldest; n = (n - 1) | 0) {
        const m = (i - b) | 0;
        // A longer match has the same four bytes at its end.
        if (D.getInt32((m + best - 3) | 0, true) === D.getInt32((ip + best - 3) | 0, true)) {
          const l = forward(ip, m, end) | 0;
          if (l > best) {
            best = l;
            length = l;
            found[0] = m;
            if (ip + l >= end) break;
          }
        }
        i = L[i & r];
      }
      return length;
    },
  };
}
