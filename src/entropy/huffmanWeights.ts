import { corrupt } from '../format/errors';
import { HUFFMAN_DEPTH_MAX, HUFFMAN_WEIGHT_MAX } from '../format/huffmanLimits';

/** Reads `count` weights from half-bytes, the first one in the upper half (RFC 8878 §4.2.1.1), and returns the index after them. */
export function readDirectWeights(bytes: Uint8Array, at: number, end: number, count: number, weights: Uint8Array): number {
  const after = at + ((count + 1) >> 1);
  if (after > end) corrupt();
  for (let i = 0; i < count; i++) weights[i] = (bytes[at + (i >> 1)] >>> (i & 1 ? 0 : 4)) & 15;
  return after;
}

/**
 * Checks the weights of a tree and adds the last symbol's, which no description states: it fills the sum up to the next power of two (RFC
 * 8878 §4.2.1).
 *
 * @param weights of the first `count` symbols
 * @param ranks receives the number of symbols of each weight
 * @returns the depth of the tree: a code has `depth + 1 − weight` bits
 */
export function completeWeights(weights: Uint8Array, count: number, ranks: Int32Array): number {
  ranks.fill(0);
  let sum = 0;
  for (let i = 0; i < count; i++) {
    const weight = weights[i];
    if (weight > HUFFMAN_WEIGHT_MAX) corrupt();
    ranks[weight]++;
    sum += (1 << weight) >> 1;
  }
  if (sum === 0) corrupt();
  const depth = 32 - Math.clz32(sum);
  const rest = (1 << depth) - sum;
  if (depth > HUFFMAN_DEPTH_MAX || (rest & (rest - 1)) !== 0) corrupt();
  const last = 32 - Math.clz32(rest);
  weights[count] = last;
  ranks[last]++;
  // The two longest codes differ in their last bit only, so that there are two of them at least, and an even number.
  if (ranks[1] < 2 || (ranks[1] & 1) !== 0) corrupt();
  return depth;
}
