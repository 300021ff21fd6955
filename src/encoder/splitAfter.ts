import { SEQUENCE_COUNTS } from '../entropy/sequencesEncode';

/** Counters of one node: literals 0–255, then the three kinds of codes. */
export const NODE_COUNTS = 256 + SEQUENCE_COUNTS;
/** Where the codes' counters begin within a node. */
export const NODE_SEQUENCES = 256;
/** Most leaves that a block can be cut into. */
export const LEAVES_MAX = 16;
/** Fewest sequences worth a leaf. */
const LEAF_SEQUENCES = 400;

/**
 * Estimates are whole numbers, in 1/64 bit: before they are compiled, loops pay for each float with an object (300 KB of them in the first
 * MB).
 */
const BIT = 64;
/** What a used symbol costs in a table's description, and a block before its first symbol: 5 and 96 bits, both measured. */
const SYMBOL_COST = 5 * BIT;
const BLOCK_COST = 96 * BIT;

const TABLE_SIZE = 4096;
let entropyTable: Int32Array | undefined;

/** n · log2(n) for n ≥ 2, from a table that fills as it is used. */
function nLog2(n: number, table: Int32Array): number {
  const known = n < TABLE_SIZE ? table[n] : 0;
  if (known !== 0) return known;
  const value = Math.round(n * Math.log2(n) * BIT);
  if (n < TABLE_SIZE) table[n] = value;
  return value;
}

/** Estimated cost of one histogram with its table, at most `cap` per symbol. */
function histogramCost(counts: Int32Array, from: number, to: number, cap: number): number {
  const table = (entropyTable ??= new Int32Array(TABLE_SIZE));
  let total = 0;
  let sum = 0;
  let used = 0;
  for (let i = from; i < to; i++) {
    const count = counts[i];
    if (count === 0) continue;
    total += count;
    if (count > 1) sum += nLog2(count, table);
    used++;
  }
  if (used <= 1) return 0;
  return Math.min(nLog2(total, table) - sum + SYMBOL_COST * used, cap * total);
}

/** Estimated cost of a block with these counts, extra bits left out: they are the same however blocks are cut. */
function estimate(counts: Int32Array, node: number): number {
  const at = node * NODE_COUNTS;
  let cost = BLOCK_COST + histogramCost(counts, at, at + 256, 8 * BIT);
  for (let kind = 0; kind < 3; kind++) {
    const from = at + NODE_SEQUENCES + kind * 64;
    cost += histogramCost(counts, from, from + 64, 64 * BIT);
  }
  return cost;
}

/** The power of two of leaves that this many sequences are worth, at most `leaves`. */
export function chooseLeaves(sequences: number, leaves: number): number {
  let k = Math.min(leaves, LEAVES_MAX);
  while (k > 1 && sequences < LEAF_SEQUENCES * k) k >>= 1;
  return Math.max(k, 1);
}

/**
 * Decides where to cut a block after parsing, given the counts of `leaves` equal runs of its sequences: a tree of sums over them (node 1 is
 * the whole, the children of n are 2n and 2n + 1, leaf i is node leaves + i), and from the bottom up a node stays whole where it costs no
 * more than its parts.
 *
 * @param counts NODE_COUNTS per node; leaves are filled in, the inner nodes are computed here
 * @param chosen receives the nodes to write, in order
 * @returns how many there are
 */
export function splitAfter(counts: Int32Array, leaves: number, chosen: Int32Array): number {
  const cost = new Int32Array(2 * leaves);
  const whole = new Uint8Array(2 * leaves);
  for (let node = 2 * leaves - 1; node >= 1; node--) {
    if (node < leaves) {
      const at = node * NODE_COUNTS;
      const left = 2 * at;
      const right = left + NODE_COUNTS;
      for (let i = 0; i < NODE_COUNTS; i++) counts[at + i] = counts[left + i] + counts[right + i];
    }
    const own = estimate(counts, node);
    const parts = node < leaves ? cost[2 * node] + cost[2 * node + 1] : own;
    whole[node] = own <= parts ? 1 : 0;
    cost[node] = Math.min(own, parts);
  }
  return collect(1, whole, chosen, 0);
}

/**
 * Appends the whole nodes below `node`, left to right; returns how many there are then. No closure: one made per block would undo the
 * optimised caller.
 */
function collect(node: number, whole: Uint8Array, chosen: Int32Array, count: number): number {
  if (whole[node] === 1) {
    chosen[count] = node;
    return count + 1;
  }
  return collect(2 * node + 1, whole, chosen, collect(2 * node, whole, chosen, count));
}
