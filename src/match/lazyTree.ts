import type { BinaryTree } from './binaryTree';
import type { IndexCopy } from './matchFinder';
import type { CompressionSettings } from './parameters';
import type { Searcher } from './searcher';

/** The searcher of btlazy2: a binary tree into which positions are sorted when a search meets them. */
export function createLazyTree(tree: BinaryTree): Searcher {
  const { lengths, sources } = tree;
  const found = new Int32Array(32);
  let end = 0;
  let low = 0;

  return {
    found,
    startFrame: (settings: CompressionSettings) => tree.startFrame(settings),

    startBlock(from: number, blockEnd: number, lowest: number): void {
      end = blockEnd;
      low = lowest;
      tree.startBlock(from);
    },

    skipTo: (ip: number) => tree.skipTo(ip),
    index: (from: number, to: number) => tree.index(from, to),
    copyIndex: (from: number, to: number) => tree.copyIndex(from, to),
    restore: (copy: IndexCopy, to: number) => tree.attach(copy, to),
    // The tree's owner does that: it serves the optimal parser too.
    rebase: () => {},

    search(ip: number, best: number): number {
      // Inside a long match that was found before.
      if (ip < tree.pending() || ip + best >= end) return 0;
      const n = tree.collectLazily(ip, end, low, best);
      let length = 0;
      let bits = 32;
      for (let i = 0; i < n; i++) {
        // A longer match further back must be longer by what its offset costs more.
        const more = 31 - Math.clz32(ip - sources[i] + 1);
        if (length === 0 || 4 * (lengths[i] - length) > more - bits) {
          length = lengths[i];
          bits = more;
          found[0] = sources[i];
        }
      }
      return length;
    },
  };
}
