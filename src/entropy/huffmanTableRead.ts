import { corrupt } from '../format/errors';
import { R_HUFFMAN_LOG, R_LOG, type ReadArena } from './readArena';
import { MODE_FSE, type SequenceTables, WEIGHT_MAX, WEIGHTS, WEIGHTS_REGION } from './sequenceTablesRead';

/**
 * Width of the table index: the longest code that RFC 8878 §4.2.1 allows. The tables always have it, so that the loops shift by a constant; shorter trees
 * are replicated.
 */
export const HUFFMAN_LOG = 11;
/** The reference reads trees of depth 12 as well, and one of its golden dictionaries has one; they get a table of their own width. */
const DEPTH_MAX = 12;
const TABLE_SIZE = 1 << DEPTH_MAX;

/** 255 weights are described at the most; the last symbol's follows from the others. */
const WEIGHTS_MAX = 255;

export interface HuffmanTable {
  /** One symbol a state: length of the code | symbol << 8. Index: the next R_HUFFMAN_LOG bits of the stream. */
  readonly single: Uint16Array;
  /** Reads a tree description (RFC 8878 §4.2.1) and builds the table; returns the index after it. */
  read(at: number, end: number): number;
}

export function createHuffmanTable(arena: ReadArena, tables: SequenceTables): HuffmanTable {
  const { bytes, view, registers } = arena;
  const { words, baselines } = tables;
  const single = new Uint16Array(TABLE_SIZE);
  const weights = new Uint8Array(WEIGHTS_MAX + 1);
  /** Number of symbols of each weight, then where the next symbol of the weight goes in the table. */
  const rank = new Int32Array(32);

  /** Weights as half-bytes, the first one in the upper half (RFC 8878 §4.2.1.1). */
  function readDirect(at: number, end: number, count: number): number {
    const after = at + ((count + 1) >> 1);
    if (after > end) corrupt();
    for (let i = 0; i < count; i++) weights[i] = (bytes[at + (i >> 1)] >>> (i & 1 ? 0 : 4)) & 15;
    return count;
  }

  /** Weights as an FSE bit stream with two states that take turns (RFC 8878 §4.2.1.2); returns their number. */
  function readCompressed(at: number, end: number): number {
    const start = tables.read(WEIGHTS, MODE_FSE, at, end);
    const log = registers[R_LOG + WEIGHTS];
    const mask = (1 << log) - 1;
    if (start >= end || bytes[end - 1] === 0) corrupt();
    const first = start * 8;
    // Index of the end mark, the highest set bit of the last byte; the unread bits are those from `first` up to here.
    let bit = end * 8 - 1 - (Math.clz32(bytes[end - 1]) - 24);
    // Both first states have to be there in full (golden file truncated_huff_state).
    bit -= 2 * log;
    if (bit < first) corrupt();
    const both = view.getInt32(bit >> 3, true) >>> (bit & 7);
    let current = WEIGHTS_REGION + ((both >>> log) & mask);
    let other = WEIGHTS_REGION + (both & mask);
    for (let count = 0; count < WEIGHTS_MAX - 1; ) {
      const word = words[current];
      weights[count++] = baselines[current];
      bit -= word & 31;
      current = other;
      if (bit < first) {
        // The stream is used up: what the other state holds is the last weight.
        weights[count++] = baselines[other];
        return count;
      }
      other = (word >>> 20) + ((word >> 11) & (view.getInt32(bit >> 3, true) >>> (bit & 7)) & 511);
    }
    return corrupt();
  }

  function build(count: number): void {
    const H = single;
    const W = weights;
    const R = rank;
    R.fill(0);
    let sum = 0;
    for (let i = 0; i < count; i++) {
      const weight = W[i];
      if (weight > WEIGHT_MAX) corrupt();
      R[weight]++;
      sum += (1 << weight) >> 1;
    }
    if (sum === 0) corrupt();
    // The last weight fills the sum up to the next power of two.
    const depth = 32 - Math.clz32(sum);
    const rest = (1 << depth) - sum;
    if (depth > DEPTH_MAX || (rest & (rest - 1)) !== 0) corrupt();
    const lastWeight = 32 - Math.clz32(rest);
    W[count++] = lastWeight;
    R[lastWeight]++;
    // The two longest codes differ in their last bit only, so at least two symbols have weight 1.
    if (R[1] < 2 || (R[1] & 1) !== 0) corrupt();
    // Longest codes first, symbols in their natural order within a length (RFC 8878 §4.2.1.3).
    const log = Math.max(HUFFMAN_LOG, depth);
    const scale = log - depth;
    registers[R_HUFFMAN_LOG] = log;
    let position = 0;
    for (let weight = 1; weight <= depth; weight++) {
      const symbols = R[weight];
      R[weight] = position;
      position += symbols << (weight - 1 + scale);
    }
    for (let symbol = 0; symbol < count; symbol++) {
      const weight = W[symbol];
      if (weight === 0) continue;
      const entry = (depth + 1 - weight) | (symbol << 8);
      const from = R[weight];
      const length = (1 << (weight - 1)) << scale;
      R[weight] = from + length;
      // `fill` has a fixed cost of about 16 stores.
      if (length < 16) for (let i = 0; i < length; i++) H[from + i] = entry;
      else H.fill(entry, from, from + length);
    }
  }

  return {
    single,

    read(at: number, end: number): number {
      if (at >= end) corrupt();
      const header = bytes[at];
      const body = at + 1;
      if (header >= 128) {
        const count = header - 127;
        readDirect(body, end, count);
        build(count);
        return body + ((count + 1) >> 1);
      }
      const after = body + header;
      if (after > end) corrupt();
      build(readCompressed(body, after));
      return after;
    },
  };
}
