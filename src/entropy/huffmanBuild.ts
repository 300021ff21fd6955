const SYMBOLS = 256;

/** What {@link buildCodeLengths} works with; create one and reuse it. */
export interface HuffmanScratch {
  /** Leaves in ascending order as count << 8 | symbol. Integers: before they are compiled, loops pay for each float with an object. */
  readonly leaves: Int32Array;
  /** Weights of leaves, then of inner nodes; and each node's parent. */
  readonly weights: Int32Array;
  readonly parents: Int32Array;
}

export function createHuffmanScratch(): HuffmanScratch {
  return { leaves: new Int32Array(SYMBOLS), weights: new Int32Array(2 * SYMBOLS), parents: new Int32Array(2 * SYMBOLS) };
}

/**
 * Code lengths of an optimal prefix code for the counts, none above `limit`: Huffman's tree by two queues, then lengths above the limit are
 * cut and the excess is paid back where it costs fewest bits.
 *
 * @param counts occurrences of symbols 0 to 255 from index `from` on, below 2^23 in all; at least two symbols occur
 * @param lengths receives a length for each symbol, 0 where it does not occur
 * @returns the longest length given
 */
export function buildCodeLengths(counts: Int32Array, from: number, limit: number, lengths: Uint8Array, scratch: HuffmanScratch): number {
  const { leaves, weights, parents } = scratch;
  let n = 0;
  for (let s = 0; s < SYMBOLS; s++) {
    lengths[s] = 0;
    const count = counts[from + s];
    if (count !== 0) leaves[n++] = (count << 8) | s;
  }
  const sorted = leaves.subarray(0, n).sort();
  for (let i = 0; i < n; i++) weights[i] = sorted[i] >> 8;
  // Two queues: the leaves in order, and the inner nodes, which come into being in order.
  let leaf = 0;
  let inner = n;
  const root = 2 * n - 2;
  for (let node = n; node <= root; node++) {
    let sum = 0;
    for (let k = 0; k < 2; k++) {
      const least = leaf < n && (inner >= node || weights[leaf] <= weights[inner]) ? leaf++ : inner++;
      sum += weights[least];
      parents[least] = node;
    }
    weights[node] = sum;
  }
  // Depths from the root down; a parent has a higher index than its children. The weights are not needed any more and hold the depths.
  weights[root] = 0;
  let longest = 0;
  for (let node = root - 1; node >= 0; node--) {
    const depth = weights[parents[node]] + 1;
    weights[node] = depth;
    if (node < n) {
      lengths[sorted[node] & 255] = Math.min(depth, limit);
      if (depth > longest) longest = depth;
    }
  }
  if (longest <= limit) return longest;
  limitLengths(counts, from, limit, lengths, sorted);
  return limit;
}

/** Restores Kraft's equality after lengths were cut to `limit`. A length L takes 2^(limit − L) of 2^limit units. */
function limitLengths(counts: Int32Array, from: number, limit: number, lengths: Uint8Array, sorted: Int32Array): void {
  const n = sorted.length;
  let units = -(1 << limit);
  for (let i = 0; i < n; i++) units += 1 << (limit - lengths[sorted[i] & 255]);
  // Too many units: lengthen the code that costs fewest occurrences per unit freed. Within a length the rarest symbol is best, and they are
  // in order. Too few: shorten the one that gains most per unit taken, of those that fit.
  while (units !== 0) {
    const sign = Math.sign(units);
    const longer = units > 0 ? 1 : 0;
    let best = 0;
    let bestCount = sign;
    let bestChange = 0;
    for (let i = 0; i < n; i++) {
      const symbol = sorted[i] & 255;
      // Negative at the limit: no bit to lengthen by.
      const change = 1 << (limit - lengths[symbol] - longer);
      if (change < 0 || (sign < 0 && change > -units)) continue;
      const count = counts[from + symbol];
      const counted = Math.min(change, Math.abs(units));
      // A quotient compared crosswise.
      if (sign * (count * bestChange - bestCount * counted) < 0) {
        bestCount = count;
        bestChange = counted;
        best = symbol;
      }
    }
    units -= sign << (limit - lengths[best] - longer);
    lengths[best] += sign;
  }
}
