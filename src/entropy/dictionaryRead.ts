import { LL_CODE_MAX, LL_LOG_MAX, ML_CODE_MAX, ML_LOG_MAX, OF_CODE_MAX, OF_LOG_MAX } from '../format/codes';
import { DICTIONARY_HEADER_SIZE, DICTIONARY_TABLES_MAX, readRepeatOffsets } from '../format/dictionaryLayout';
import { corrupt, fail } from '../format/errors';
import { HUFFMAN_WEIGHT_MAX, HUFFMAN_WEIGHTS_LOG_MAX, HUFFMAN_WEIGHTS_MAX, HUFFMAN_WEIGHTS_ROOM } from '../format/huffmanLimits';
import { endMark } from './endMark';
import { spreadSymbols } from './fseSpread';
import { createDistribution, type Distribution, readDistribution } from './fseTableRead';
import { completeWeights, readDirectWeights } from './huffmanWeights';

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

/** Bit streams are read in words that may begin before them and end after them. */
const PADDING = 8;

/**
 * Reads the tables of a full dictionary for an encoder; the decoder reads them into its own tables.
 *
 * @param bytes begins with the dictionary magic number
 * @throws ZstdError `dictionary_corrupted`
 */
export function readDictionaryEntropy(bytes: Uint8Array): DictionaryEntropy {
  const head = bytes.subarray(DICTIONARY_HEADER_SIZE, DICTIONARY_HEADER_SIZE + DICTIONARY_TABLES_MAX);
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
    const repeatOffsets = new Int32Array(3);
    const contentAt = readRepeatOffsets(bytes, DICTIONARY_HEADER_SIZE + p - PADDING, repeatOffsets);
    return { huffmanLengths, distributions: [litLengths, offsets, matchLengths], repeatOffsets, contentAt };
  } catch {
    // Invalid tables, also where the DataView notices that they run out.
    return fail('dictionary_corrupted');
  }
}

/** Reads a tree description (RFC 8878 §4.2.1) and gives the codes' lengths; returns the index after it. */
function readHuffmanLengths(bytes: Uint8Array, view: DataView, at: number, end: number, lengths: Uint8Array): number {
  const weights = new Uint8Array(HUFFMAN_WEIGHTS_MAX + 1);
  const header = bytes[at];
  const body = at + 1;
  let after = body + header;
  let count = header - 127;
  if (count > 0) after = readDirectWeights(bytes, body, end, count, weights);
  else {
    if (after > end) corrupt();
    count = readWeights(bytes, view, body, after, weights);
  }
  const depth = completeWeights(weights, count, new Int32Array(32));
  for (let symbol = 0; symbol <= count; symbol++) lengths[symbol] = weights[symbol] === 0 ? 0 : depth + 1 - weights[symbol];
  return after;
}

/**
 * Weights as an FSE bit stream in [at, end) with two states that take turns (RFC 8878 §4.2.1.2); returns their number. The decoder has its
 * own reader: it reads a tree a block, through the tables of its engine.
 */
function readWeights(bytes: Uint8Array, view: DataView, at: number, end: number, weights: Uint8Array): number {
  const distribution = createDistribution();
  const start = readDistribution(bytes, view, at, end, HUFFMAN_WEIGHT_MAX, HUFFMAN_WEIGHTS_LOG_MAX, distribution);
  const { counts, symbols, log } = distribution;
  if (symbols + log > HUFFMAN_WEIGHTS_ROOM) corrupt();
  const spread = new Uint8Array(1 << log);
  spreadSymbols(counts, 0, symbols, log, spread);
  const next = Array.from(counts, Math.abs);
  const bits = new Uint8Array(1 << log);
  const bases = new Uint8Array(1 << log);
  for (let state = 0; state < 1 << log; state++) {
    const x = next[spread[state]]++;
    bits[state] = log - 31 + Math.clz32(x);
    bases[state] = (x << bits[state]) - (1 << log);
  }
  const first = start * 8;
  let bit = endMark(bytes, start, end);
  const take = (n: number): number => {
    bit -= n;
    return (view.getInt32(bit >> 3, true) >>> (bit & 7)) & ((1 << n) - 1);
  };
  const states = [take(log), take(log)];
  if (bit < first) corrupt();
  for (let count = 0, turn = 0; count < HUFFMAN_WEIGHTS_MAX - 1; turn ^= 1) {
    const state = states[turn];
    weights[count++] = spread[state];
    if (bit - bits[state] < first) {
      // The stream is used up: what the other state holds is the last weight.
      weights[count++] = spread[states[turn ^ 1]];
      return count;
    }
    states[turn] = bases[state] + take(bits[state]);
  }
  return corrupt();
}
