import { LL_CODE_MAX, LL_LOG_MAX, ML_CODE_MAX, ML_LOG_MAX, OF_CODE_MAX, OF_LOG_MAX } from '../format/codes';
import { DICTIONARY_HEADER_SIZE } from '../format/dictionaryLayout';
import { corrupt, fail } from '../format/errors';
import { readUint32 } from '../format/frameHeader';
import { spreadSymbols } from './fseSpread';
import { createDistribution, type Distribution, readDistribution } from './fseTableRead';

/** What a full dictionary holds beside its content (RFC 8878 §5), as an encoder needs it. */
export interface DictionaryEntropy {
  /** Code length of each byte value, 0 where the table does not have it. */
  readonly huffmanLengths: Uint8Array;
  /** Literal lengths, offsets, match lengths. */
  readonly distributions: readonly Distribution[];
  readonly repeatOffsets: Int32Array;
  /** Where the content begins in the dictionary. */
  readonly contentAt: number;
}

/** Tables take far less; what follows them is repeat offsets and content. */
const TABLES_MAX = 4096;
/** Bit streams are read in words that may begin before them and end after them. */
const PADDING = 8;
const WEIGHT_MAX = 12;
const WEIGHTS_LOG_MAX = 6;
const WEIGHTS_MAX = 255;
/** As deep as a tree may be: the reference reads 12, though RFC 8878 §4.2.1 says 11. */
const DEPTH_MAX = 12;

/**
 * Reads the tables of a full dictionary for an encoder; the decoder reads them into its own tables.
 *
 * @param bytes begins with the dictionary magic number
 * @throws ZstdError `dictionary_corrupted`
 */
export function readDictionaryEntropy(bytes: Uint8Array): DictionaryEntropy {
  const head = bytes.subarray(DICTIONARY_HEADER_SIZE, DICTIONARY_HEADER_SIZE + TABLES_MAX);
  const padded = new Uint8Array(head.length + 2 * PADDING);
  padded.set(head, PADDING);
  const view = new DataView(padded.buffer);
  const end = PADDING + head.length;
  const huffmanLengths = new Uint8Array(256);
  const [offsets, matchLengths, litLengths] = [createDistribution(), createDistribution(), createDistribution()];
  try {
    let p = readHuffmanLengths(padded, view, PADDING, end, huffmanLengths);
    p = readDistribution(padded, view, p, end, OF_CODE_MAX, OF_LOG_MAX, offsets);
    p = readDistribution(padded, view, p, end, ML_CODE_MAX, ML_LOG_MAX, matchLengths);
    p = readDistribution(padded, view, p, end, LL_CODE_MAX, LL_LOG_MAX, litLengths);
    const offsetsAt = DICTIONARY_HEADER_SIZE + p - PADDING;
    const contentAt = offsetsAt + 12;
    if (contentAt > bytes.length) corrupt();
    const repeatOffsets = new Int32Array(3);
    for (let i = 0; i < 3; i++) {
      const offset = readUint32(bytes, offsetsAt + 4 * i);
      if (offset === 0 || offset > bytes.length - contentAt) corrupt();
      repeatOffsets[i] = offset;
    }
    return { huffmanLengths, distributions: [litLengths, offsets, matchLengths], repeatOffsets, contentAt };
  } catch {
    // Invalid tables, also where the DataView notices that they run out.
    return fail('dictionary_corrupted');
  }
}

/** Reads a tree description (RFC 8878 §4.2.1) and gives the codes' lengths; returns the index after it. */
function readHuffmanLengths(bytes: Uint8Array, view: DataView, at: number, end: number, lengths: Uint8Array): number {
  const weights: number[] = [];
  const header = bytes[at];
  let after = at + 1 + header;
  if (header >= 128) {
    // Half-bytes, the first one in the upper half.
    const count = header - 127;
    after = at + 1 + ((count + 1) >> 1);
    for (let i = 0; i < count; i++) weights.push((bytes[at + 1 + (i >> 1)] >>> (i & 1 ? 0 : 4)) & 15);
  }
  if (after > end) corrupt();
  if (header < 128) readWeights(bytes, view, at + 1, after, weights);
  let sum = 0;
  let longest = 0;
  for (const weight of weights) {
    if (weight > WEIGHT_MAX) corrupt();
    sum += (1 << weight) >> 1;
    if (weight === 1) longest++;
  }
  if (sum === 0) corrupt();
  // The last weight fills the sum up to the next power of two.
  const depth = 32 - Math.clz32(sum);
  const rest = 2 ** depth - sum;
  if (depth > DEPTH_MAX || (rest & (rest - 1)) !== 0) corrupt();
  weights.push(32 - Math.clz32(rest));
  if (rest === 1) longest++;
  // The two longest codes differ in their last bit only.
  if (longest < 2 || longest & 1) corrupt();
  for (const [symbol, weight] of weights.entries()) lengths[symbol] = weight === 0 ? 0 : depth + 1 - weight;
  return after;
}

/** Weights as an FSE bit stream in [at, end) with two states that take turns (RFC 8878 §4.2.1.2). */
function readWeights(bytes: Uint8Array, view: DataView, at: number, end: number, weights: number[]): void {
  const distribution = createDistribution();
  const start = readDistribution(bytes, view, at, end, WEIGHT_MAX, WEIGHTS_LOG_MAX, distribution);
  const { counts, symbols, log } = distribution;
  if (start >= end || bytes[end - 1] === 0) corrupt();
  const spread = new Uint8Array(1 << log);
  spreadSymbols(counts, symbols, log, spread);
  const next = Array.from(counts, Math.abs);
  const bits = new Uint8Array(1 << log);
  const bases = new Uint8Array(1 << log);
  for (let state = 0; state < 1 << log; state++) {
    const x = next[spread[state]]++;
    bits[state] = log - 31 + Math.clz32(x);
    bases[state] = (x << bits[state]) - (1 << log);
  }
  const first = start * 8;
  // The end mark is the highest set bit of the last byte; the unread bits are those from `first` up to it.
  let bit = end * 8 - 8 + 31 - Math.clz32(bytes[end - 1]);
  const take = (n: number): number => {
    bit -= n;
    return (view.getInt32(bit >> 3, true) >>> (bit & 7)) & ((1 << n) - 1);
  };
  const states = [take(log), take(log)];
  if (bit < first) corrupt();
  for (let turn = 0; weights.length < WEIGHTS_MAX - 1; turn ^= 1) {
    const state = states[turn];
    weights.push(spread[state]);
    if (bit - bits[state] < first) {
      // The stream is used up: what the other state holds is the last weight.
      weights.push(spread[states[turn ^ 1]]);
      return;
    }
    states[turn] = bases[state] + take(bits[state]);
  }
  corrupt();
}
