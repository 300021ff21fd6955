/** @duplicated Part of an engine: one copy per kind of engine (tools/duplicateModules.ts). */

import type { ByteArena } from '../format/byteArena';
import { STRATEGY_BTLAZY2, STRATEGY_GREEDY, STRATEGY_LAZY } from '../format/constants';
import { REPEAT_CODES } from '../format/repeatOffsets';
import type { BinaryTree } from './binaryTree';
import { createHashChain } from './hashChain';
import { createLazyTree } from './lazyTree';
import { type IndexCopy, type MatchFinder, SEARCH_MARGIN } from './matchFinder';
import { createMatchLength } from './matchLength';
import { type CompressionSettings, SMALL_WINDOW_LOG } from './parameters';
import { createRowHash } from './rowHash';
import type { Searcher } from './searcher';
import { ANCHOR, type SequenceStore } from './sequenceStore';
import { FAMILY_CHAIN, FAMILY_ROWS, familyOf, type TableLogs } from './strategies';

/**
 * Bytes without a match after which the search takes longer steps, log2; with steps above SKIPPING only searched positions are indexed, in
 * small windows above SMALL_SKIPPING. What follows an archive's or a table's noise may be a copy of it: 8 cost archives 1 %, and 64 one
 * table of 200 KiB 4 % (bench/OPTIMIZATIONS.md).
 */
const STEP_LOG = 8;
const SKIPPING = 64;
const SMALL_SKIPPING = 1024;
/**
 * What a byte of a match is worth in bits, and by how many bits a match one, two or three positions later must be better. Trees find long
 * matches far away, where literals and short matches are cheap; all measured on the 34 files of bench/sizes.mjs.
 */
const BYTE = 4;
const LEADS = [0, 3, 7, 11];
const BYTE_TREE = 3;
const LEADS_TREE = [0, 3, 5, 9];

/**
 * Strategies greedy, lazy, lazy2 and btlazy2: at each position the longest match that the searcher finds, unless one of the next positions
 * has a better one. Greedy takes it at once; lazy looks one position ahead, lazy2 and btlazy2 two. Without trees, one more is looked at
 * while the match is shorter than `targetLength`: that is where it pays (bench/OPTIMIZATIONS.md).
 *
 * @param tables sizes of the searchers' tables, by family
 * @param tree the engine's trees, made on first use
 * @param tagBits upper bits of a table's entry that no position uses
 */
export function createLazy(
  window: ByteArena,
  store: SequenceStore,
  tables: readonly TableLogs[],
  tree: () => BinaryTree,
  tagBits: number,
): MatchFinder {
  const { view } = window;
  const { litLength, matchLength, offBase, nextOffsets } = store;
  const { forward, backward } = createMatchLength(window);
  const searchers: (Searcher | undefined)[] = [];
  let searcher: Searcher | undefined;
  let depth = 0;
  let deeperBelow = 0;
  let furthest = 0;
  let byteWorth = BYTE;
  const leads = new Int32Array(32);

  function searcherFor(settings: CompressionSettings): Searcher {
    const family = familyOf(settings);
    const { hashLog, chainLog } = tables[family];
    let made = searchers[family];
    if (made === undefined) {
      if (family === FAMILY_ROWS) made = createRowHash(window, hashLog, chainLog, tagBits);
      else if (family === FAMILY_CHAIN) made = createHashChain(window, hashLog, chainLog);
      else made = createLazyTree(tree());
      searchers[family] = made;
    }
    return made;
  }

  function rebase(delta: number): void {
    for (const one of searchers) one?.rebase(delta);
  }

  return {
    startFrame(settings: CompressionSettings): void {
      const { strategy } = settings;
      searcher = searcherFor(settings);
      searcher.startFrame(settings);
      depth = strategy === STRATEGY_GREEDY ? 0 : strategy === STRATEGY_LAZY ? 1 : 2;
      const sorted = strategy === STRATEGY_BTLAZY2;
      furthest = settings.windowLog > SMALL_WINDOW_LOG ? SKIPPING : SMALL_SKIPPING;
      deeperBelow = depth === 0 || sorted ? 0 : settings.targetLength;
      byteWorth = sorted ? BYTE_TREE : BYTE;
      leads.set(sorted ? LEADS_TREE : LEADS);
    },

    index: (from: number, to: number) => (searcher as Searcher).index(from, to),
    copyIndex: (from: number, to: number) => (searcher as Searcher).copyIndex(from, to),
    restore: (copy: IndexCopy, to: number, changed: number) => (searcher as Searcher).restore(copy, to, changed),
    rebase,
    clear: rebase,

    /**
     * One long function on purpose: the match in hand and the three offsets stay in locals; only the search is a call, so that its
     * loop has the registers to itself (see rowHash).
     *
     * Names: ip position; start, length, offset and bits (what the offset costs) of the match in hand; d and p the position ahead, v its
     * word; l, o and b of the match there.
     */
    find(from: number, end: number, low: number, offsets: Int32Array, count: number): number {
      const D = view;
      const S = searcher as Searcher;
      const { found } = S;
      from = from | 0;
      end = end | 0;
      low = low | 0;
      count = count | 0;
      const limit = (end - SEARCH_MARGIN) | 0;
      let rep1 = offsets[0] | 0;
      let rep2 = offsets[1] | 0;
      let rep3 = offsets[2] | 0;
      let anchor = from;
      const worth = byteWorth | 0;
      let skipping = false;
      let ip = from === low ? (from + 1) | 0 : from;
      S.startBlock(from, end, low);
      while (ip < limit) {
        // Search: a repeat offset at the next position, then the longest match here.
        let start = ip;
        let length = 3;
        let offset = 0;
        let bits = 0;
        const next = (ip + 1) | 0;
        const w = D.getInt32(next, true);
        if (D.getInt32((next - rep1) | 0, true) === w) {
          length = (4 + forward((next + 4) | 0, (next + 4 - rep1) | 0, end)) | 0;
          offset = rep1;
          start = next;
        } else if (depth > 0 && next - rep2 >= low && D.getInt32((next - rep2) | 0, true) === w) {
          length = (4 + forward((next + 4) | 0, (next + 4 - rep2) | 0, end)) | 0;
          offset = rep2;
          bits = 1;
          start = next;
        }
        if (offset === 0 || depth > 0) {
          if (skipping) S.skipTo(ip);
          const l = S.search(ip, length) | 0;
          if (l > 0) {
            length = l;
            offset = (ip - found[0]) | 0;
            bits = offset === rep1 ? 0 : offset === rep2 || offset === rep3 ? 1 : (31 - Math.clz32(offset + REPEAT_CODES)) | 0;
            start = ip;
          } else if (offset === 0) {
            const step = (((ip - anchor) >> STEP_LOG) + 1) | 0;
            skipping = step > furthest;
            ip = (ip + step) | 0;
            continue;
          }
        }

        // Look ahead: a better match of the searcher's starts it anew from where it is. Against one by a repeat offset, which may be
        // shorter, each byte counts 3 bits at the next position and 4 after it.
        let most = (depth + (length < deeperBelow ? 1 : 0)) | 0;
        for (let d = 1; d <= most; d = (d + 1) | 0) {
          const p = (ip + d) | 0;
          if (p >= limit) break;
          const weight = d === 1 ? 3 : 4;
          const v = D.getInt32(p, true);
          if (D.getInt32((p - rep1) | 0, true) === v) {
            const l = (4 + forward((p + 4) | 0, (p + 4 - rep1) | 0, end)) | 0;
            if (weight * l > weight * length - bits + 1) {
              length = l;
              offset = rep1;
              bits = 0;
              start = p;
            }
          } else if (p - rep2 >= low && D.getInt32((p - rep2) | 0, true) === v) {
            const l = (4 + forward((p + 4) | 0, (p + 4 - rep2) | 0, end)) | 0;
            if (weight * l > weight * length - bits + 2) {
              length = l;
              offset = rep2;
              bits = 1;
              start = p;
            }
          }
          const l = S.search(p, Math.max(3, length - 1)) | 0;
          if (l > 0) {
            const o = (p - found[0]) | 0;
            const b = o === rep1 ? 0 : o === rep2 || o === rep3 ? 1 : (31 - Math.clz32(o + REPEAT_CODES)) | 0;
            if (worth * (l - length) > b - bits + leads[d]) {
              length = l;
              offset = o;
              bits = b;
              start = p;
              ip = p;
              d = 0;
              most = (depth + (length < deeperBelow ? 1 : 0)) | 0;
            }
          }
        }

        // Extend.
        const m = (start - offset) | 0;
        // A repeat offset may reach before `low`, which is counted from the block's end.
        const back = m > low ? backward(start, m, Math.min(start - anchor, m - low) | 0) : 0;
        start = (start - back) | 0;
        length = (length + back) | 0;
        // Emit: an offset in the history is sent as the repeat code that it is.
        let code = (offset + REPEAT_CODES) | 0;
        if (start > anchor) {
          if (offset === rep1) code = 1;
          else if (offset === rep2) code = 2;
          else if (offset === rep3) code = 3;
        } else if (offset === rep2) code = 1;
        else if (offset === rep3) code = 2;
        else if (offset === rep1 - 1) code = 3;
        if (code !== 1 || start === anchor) {
          if (offset !== rep2) rep3 = rep2;
          rep2 = rep1;
          rep1 = offset;
        }
        litLength[count] = (start - anchor) | 0;
        matchLength[count] = length;
        offBase[count] = code;
        count = (count + 1) | 0;
        ip = (start + length) | 0;
        anchor = ip;
        if (skipping) {
          S.skipTo(ip);
          skipping = false;
        }
        // Repeat: the second offset again, right after a match: without literals repeat code 1 means it.
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
      nextOffsets[2] = rep3;
      nextOffsets[ANCHOR] = anchor;
      return count;
    },
  };
}
