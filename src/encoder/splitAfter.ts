import { SEQUENCE_COUNTS } from '../entropy/sequencesEncode';

/** Counters of one node: literals 0–255, then the three kinds of codes. */
export const NODE_COUNTS = 256 + SEQUENCE_COUNTS;
/** Where the codes' counters begin within a node. */
export const NODE_SEQUENCES = 256;
/** Most leaves that a block can be cut into. */
export const LEAVES_MAX = 16;
/** Fewest sequences worth a leaf. */
const LEAF_SEQUENCES = 400;

/** Bits that a used symbol costs in a table's description, and what a block costs before its first symbol; both measured. */
const SYMBOL_BITS = 5;
const BLOCK_BITS = 96;

const LOG2_SIZE = 4096;
let entropyTable: Float64Array | undefined;

/** n · log2(n) */
function nLog2(n: number): number {
  if (n >= LOG2_SIZE) return n * Math.log2(n);
  entropyTable ??= Float64Array.from({ length: LOG2_SIZE }, (_, i) => (i === 0 ? 0 : i * Math.log2(i)));
  return entropyTable[n];
}

/** Estimated bits of one histogram with its table, at most `cap` bits per symbol. */
function histogramBits(counts: Int32Array, from: number, to: number, cap: number): number {
  let total = 0;
  let sum = 0;
  let used = 0;
  for (let i = from; i < to; i++) {
    const count = counts[i];
    if (count === 0) continue;
    total += count;
    sum += nLog2(count);
    used++;
  }
  if (used <= 1) return 0;
  return Math.min(nLog2(total) - sum + SYMBOL_BITS * used, cap * total);
}

/** Estimated bits of a block with these counts, extra bits left out: they are the same however blocks are cut. */
export function estimateBits(counts: Int32Array, node: number): number {
  const at = node * NODE_COUNTS;
  let bits = BLOCK_BITS + histogramBits(counts, at, at + 256, 8);
  for (let kind = 0; kind < 3; kind++) {
    const from = at + NODE_SEQUENCES + kind * 64;
    bits += histogramBits(counts, from, from + 64, 64);
  }
  return bits;
}

/** The power of two of leaves that so many sequences are worth, at most `leaves`. */
export function chooseLeaves(sequences: number, leaves: number): number {
  let k = Math.min(leaves, LEAVES_MAX);
  while (k > 1 && sequences < LEAF_SEQUENCES * k) k >>= 1;
  return Math.max(k, 1);
}

/**
 * Decides where to cut a block after parsing, given the counts of `leaves` equal runs of its sequences: a tree of sums over them (node 1 is the whole, the
 * children of n are 2n and 2n + 1, leaf i is node leaves + i), and from the bottom up a node stays whole where it costs no more than its parts.
 *
 * @param counts NODE_COUNTS per node; leaves are filled in, the inner nodes are computed here
 * @param chosen receives the nodes to write, in order
 * @returns how many there are
 */
export function splitAfter(counts: Int32Array, leaves: number, chosen: Int32Array): number {
  const cost = new Float64Array(2 * leaves);
  const whole = new Uint8Array(2 * leaves);
  for (let node = 2 * leaves - 1; node >= 1; node--) {
    const own = node * NODE_COUNTS;
    if (node < leaves) {
      const left = 2 * node * NODE_COUNTS;
      const right = left + NODE_COUNTS;
      for (let i = 0; i < NODE_COUNTS; i++) counts[own + i] = counts[left + i] + counts[right + i];
    }
    const bits = estimateBits(counts, node);
    const parts = node < leaves ? cost[2 * node] + cost[2 * node + 1] : Number.POSITIVE_INFINITY;
    whole[node] = bits <= parts ? 1 : 0;
    cost[node] = Math.min(bits, parts);
  }
  return collect(1, whole, chosen, 0);
}

/** Appends the whole nodes below `node`, left to right; returns how many there are then. No closure: one made per block would undo the optimised caller. */
function collect(node: number, whole: Uint8Array, chosen: Int32Array, count: number): number {
  if (whole[node] === 1) {
    chosen[count] = node;
    return count + 1;
  }
  return collect(2 * node + 1, whole, chosen, collect(2 * node, whole, chosen, count));
}
