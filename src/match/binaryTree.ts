/** @duplicated Part of an engine: one copy per kind of engine (tools/duplicateModules.ts). */
import type { ByteArena } from '../format/byteArena';
import { createDictionaryTree } from './dictionaryTree';
import { HASH_HIGH, HASH_LOW, highMask } from './hash';
import { INDEX_MARGIN, type IndexCopy, NO_BYTES } from './matchFinder';
import { createMatchLength } from './matchLength';
import type { CompressionSettings } from './parameters';
import { CATCH_UP_LAST, CATCH_UP_MAX, INDEX_MAX, LENGTH_ENOUGH } from './searcher';

/** A child of a node that is linked to its hash's older positions only and not sorted in yet. No position has this index. */
const UNSORTED = 1;
/** Positions of a match longer than this need not all go into the tree. */
const LONG_MATCH = 384;
const LONG_MATCH_SKIP = 192;
/** Positions nearer than this to the end of a match stay pending: their own matches may reach further. */
const REACH_MARGIN = 8;
/** Positions whose roots, nodes and bytes are read together, ahead of their use. */
const AHEAD = 16;
/** Roots, log2, from which on that pays: they are not in near caches. */
const AHEAD_LOG = 18;
/** A position that no search comes to: nothing is read ahead before it. */
const FAR = 2 ** 30;
/** Of more positions pending, only the last ones are linked: long repeats at level 13 in a tenth of the time. */
const LINK_MAX = 4096;

/** Binary trees of positions, one for each hash, sorted by what follows them; newer positions stand above older ones. */
export interface BinaryTree {
  startFrame(settings: CompressionSettings): void;
  startBlock(from: number): void;
  /** First window position that the trees do not hold yet. */
  pending(): number;
  skipTo(ip: number): void;
  rebase(delta: number): void;
  /** Makes all positions from before `from` unreachable and starts over there. */
  forget(from: number, end: number): void;
  /**
   * Sorts all pending positions in, and then `ip`. On the way down it meets matches longer than `best`, each longer than the one before;
   * returns their number. Their lengths and window positions are in `lengths` and `sources`.
   */
  collect(ip: number, end: number, low: number, best: number): number;
  /** The same, but positions pending are only linked; those that the search for `ip` meets are sorted in then. */
  collectLazily(ip: number, end: number, low: number, best: number): number;
  readonly lengths: Int32Array;
  readonly sources: Int32Array;
  /** Sorts positions [from, to) in: a dictionary's content, right before the frame. */
  index(from: number, to: number): void;
  /** The trees of positions [from, to), right after {@link index} of the same. */
  copyIndex(from: number, to: number): IndexCopy;
  /** From now on, until the next {@link startFrame}, searches go on in these trees, which stay as they are; their content ends at `to`. */
  attach(copy: IndexCopy, to: number): void;
}

/**
 * @param hashTableLog roots, log2
 * @param chainTableLog two links per node: nodes are half as many, log2
 */
export function createBinaryTree(window: ByteArena, hashTableLog: number, chainTableLog: number): BinaryTree {
  const { view, bytes } = window;
  const roots = new Int32Array(1 << hashTableLog);
  const links = new Int32Array(1 << chainTableLog);
  const lengths = new Int32Array(LENGTH_ENOUGH + 16);
  const sources = new Int32Array(LENGTH_ENOUGH + 16);
  /** What has been read ahead, so that the read is made. */
  const ahead = new Int32Array(32);
  const { forward } = createMatchLength(window);
  let shift = 0;
  let mask = 0;
  let ring = 0;
  let compares = 0;
  let base = 0;
  let next = 0;
  /** First window position for which nothing has been read ahead. */
  let touched = 0;
  /** Where the longest match of the last descent ends, in its source. */
  let reach = 0;
  const dictionary = createDictionaryTree(window, lengths, sources);
  let attached = false;
  /** With a dictionary attached: where the frame begins. What these trees hold below belongs to older frames. */
  let own = 0;

  /** With shift `s` and mask `k`: a loop reads them once, not each time as variables that closures share. */
  function hashOf(p: number, s: number, k: number): number {
    const D = view;
    return ((Math.imul(D.getInt32(p, true), HASH_LOW) + Math.imul(D.getInt32((p + 4) | 0, true) & k, HASH_HIGH)) | 0) >>> s;
  }

  /** Makes `p` the root of its hash's tree; returns the index of the one before. */
  function enter(p: number): number {
    if (p >= touched) touch(p);
    const h = hashOf(p, shift, mask);
    const root = roots[h];
    roots[h] = (p + base) | 0;
    return root;
  }

  /**
   * Reads what `p` and the positions after it will wait for: their roots, the nodes that they meet first, and those nodes' bytes. The
   * processor waits for all of it at once and not for each position's in turn: level 16 is up to 20 % faster, level 18 on sorted numbers
   * 1.75 times (bench/OPTIMIZATIONS.md).
   */
  function touch(p: number): void {
    const s = shift;
    const k = mask;
    touched = p + AHEAD;
    for (p = p | 0; p < touched; p = (p + 1) | 0) {
      const i = roots[hashOf(p, s, k)];
      ahead[0] ^= links[(i & ring) << 1] ^ bytes[Math.max(i - base, 0)];
    }
  }

  /**
   * Sorts `ip` in above the tree whose root is index `i`: each node on the way goes to the side of the smaller or of the larger ones. What
   * ip has in common with the last smaller and the last larger node, every node between them has too, so comparing never starts over.
   *
   * @param floor indices below it are out of the window
   * @param overwritten so are the nodes of the indices up to this one: they can still be matches (1 % of the bytes where the window is
   *   twice the ring), but lead nowhere
   * @returns number of matches recorded
   */
  function descend(ip: number, i: number, end: number, floor: number, overwritten: number, most: number, best: number): number {
    const L = links;
    const B = bytes;
    const D = view;
    const r = ring | 0;
    const b = base | 0;
    ip = ip | 0;
    i = i | 0;
    end = end | 0;
    floor = floor | 0;
    overwritten = overwritten | 0;
    best = best | 0;
    let smaller = ((ip + b) & r) << 1;
    let larger = smaller + 1;
    let commonSmaller = 0;
    let commonLarger = 0;
    let count = 0;
    let far = (ip + REACH_MARGIN + 1) | 0;
    for (let n = most | 0; n > 0 && i >= floor; n = (n - 1) | 0) {
      const node = (i & r) << 1;
      const m = (i - b) | 0;
      let l = Math.min(commonSmaller, commonLarger);
      // Most nodes differ within four bytes: without a call, level 13 is 7 to 9 % faster.
      const x = D.getInt32((ip + l) | 0, true) ^ D.getInt32((m + l) | 0, true);
      if (x === 0) l = (l + 4 + forward((ip + l + 4) | 0, (m + l + 4) | 0, end)) | 0;
      else l = Math.min(l + ((32 - Math.clz32((x - 1) & ~x)) >>> 3), end - ip) | 0;
      if (l > best) {
        best = l;
        lengths[count] = l;
        sources[count] = m;
        count = (count + 1) | 0;
        if (m + l > far) far = (m + l) | 0;
        if (l > LENGTH_ENOUGH) break;
      }
      // Equal up to the end: which one is smaller cannot be known, so the rest of the tree is given up.
      if (ip + l >= end || i <= overwritten) break;
      if (B[m + l] < B[ip + l]) {
        L[smaller] = i;
        commonSmaller = l;
        smaller = node + 1;
        i = L[node + 1];
      } else {
        L[larger] = i;
        commonLarger = l;
        larger = node;
        i = L[node];
      }
    }
    L[smaller] = 0;
    L[larger] = 0;
    reach = far;
    return count;
  }

  /** Sorts positions [p, to) in, but for those that long matches leave out. Returns the first one that is not. */
  function sortIn(p: number, to: number, end: number, floor: number): number {
    const b = base | 0;
    p = p | 0;
    while (p < to) {
      const n = descend(p, enter(p), end, floor, p + b - ring, compares, REACH_MARGIN);
      const longest = n > 0 ? lengths[n - 1] : 0;
      const skip = longest > LONG_MATCH ? Math.min(LONG_MATCH_SKIP, longest - LONG_MATCH) : 0;
      p = Math.max(p + skip, reach - REACH_MARGIN) | 0;
    }
    return p;
  }

  return {
    lengths,
    sources,
    pending: () => next,

    startFrame(settings: CompressionSettings): void {
      shift = 32 - settings.hashLog;
      mask = highMask(Math.max(4, settings.minMatch));
      ring = (1 << (settings.chainLog - 1)) - 1;
      compares = 1 << settings.searchLog;
      touched = settings.hashLog < AHEAD_LOG ? FAR : 0;
      next = 0;
      own = 0;
      attached = false;
    },

    startBlock(from: number): void {
      if (next === 0) next = from;
      else if (from - next > CATCH_UP_MAX) next = from - Math.min(CATCH_UP_LAST, from - next - CATCH_UP_MAX);
    },

    skipTo(ip: number): void {
      next = ip;
      // Who skips does not look at the positions that would be read ahead.
      touched = Math.max(touched, ip + 1);
    },

    index(from: number, to: number): void {
      next = sortIn(from, to - INDEX_MARGIN, to, from + base);
    },

    copyIndex(from: number, to: number): IndexCopy {
      const table = roots.slice(0, 2 ** (32 - shift)).map((i) => Math.max(i - base, 0));
      const secondTable = new Int32Array(2 * (to - from));
      for (let p = Math.max(from, to - INDEX_MARGIN - ring); p < to - INDEX_MARGIN; p++) {
        for (let side = 0; side < 2; side++) secondTable[2 * (p - from) + side] = Math.max(links[2 * ((p + base) & ring) + side] - base, 0);
      }
      return { table, secondTable, tags: NO_BYTES, heads: NO_BYTES };
    },

    attach(copy: IndexCopy, to: number): void {
      dictionary.set(copy, to, shift, mask, compares);
      next = to;
      own = to;
      attached = true;
    },

    rebase(delta: number): void {
      attached = false;
      own = Math.max(own - delta, 0);
      base += delta;
      next = Math.max(next - delta, 0);
      touched -= delta;
      if (base < INDEX_MAX) return;
      // Nodes stand at their indices' remainders: those stay.
      const cut = base - (base & (links.length / 2 - 1));
      for (const table of [roots, links]) {
        for (let i = 0; i < table.length; i++) if (table[i] !== UNSORTED) table[i] = Math.max(table[i] - cut, 0);
      }
      base -= cut;
    },

    forget(from: number, end: number): void {
      base += end - from;
      next = from;
    },

    collect(ip: number, end: number, low: number, best: number): number {
      const b = base | 0;
      const least = (Math.max(low, own) + b) | 0;
      sortIn(next, ip, end, least);
      const n = descend(ip, enter(ip), end, least, ip + b - ring, compares, best);
      next = (reach - REACH_MARGIN) | 0;
      return attached ? dictionary.collect(ip, end, low, best, n) : n;
    },

    collectLazily(ip: number, end: number, low: number, best: number): number {
      const L = links;
      const b = base | 0;
      const r = ring | 0;
      const R = roots;
      const s = shift | 0;
      const k = mask | 0;
      ip = ip | 0;
      for (let p = Math.max(next, ip - LINK_MAX) | 0; p < ip; p = (p + 1) | 0) {
        const node = ((p + b) & r) << 1;
        const h = hashOf(p, s, k);
        L[node] = R[h];
        R[h] = (p + b) | 0;
        L[node + 1] = UNSORTED;
      }
      const root = enter(ip);
      const floor = (Math.max(low, own) + b) | 0;
      const overwritten = (ip + b - r) | 0;
      const linked = Math.max(floor, overwritten + 1) | 0;
      // The newest positions are a list through their first links; it is turned round through their second ones, so that the oldest comes
      // first.
      let i = root;
      let newer = 0;
      let n = compares | 0;
      while (i >= linked && n > 1 && L[((i & r) << 1) + 1] === UNSORTED) {
        const node = (i & r) << 1;
        L[node + 1] = newer;
        newer = i;
        i = L[node];
        n = (n - 1) | 0;
      }
      if (i >= linked) {
        const node = (i & r) << 1;
        if (L[node + 1] === UNSORTED) {
          // Too many: from here on they are given up.
          L[node] = 0;
          L[node + 1] = 0;
        }
      }
      while (newer !== 0) {
        const node = (newer & r) << 1;
        const one = newer;
        newer = L[node + 1];
        descend(one - b, L[node], end, floor, overwritten, n, end);
        n = (n + 1) | 0;
      }
      const count = descend(ip, root, end, floor, overwritten, compares, best);
      next = (reach - REACH_MARGIN) | 0;
      return attached ? dictionary.collect(ip, end, low, best, count) : count;
    },
  };
}
