import { corrupt } from '../format/errors';
import { HUFFMAN_DEPTH_MAX, HUFFMAN_LOG_MAX, HUFFMAN_WEIGHTS_MAX } from '../format/huffmanLimits';
import { MODE_FSE } from '../format/sequenceKinds';
import { endMark } from './endMark';
import { completeWeights, readDirectWeights } from './huffmanWeights';
import { R_HUFFMAN_LOG, R_LOG, type ReadArena } from './readArena';
import { type SequenceTables, WEIGHTS, WEIGHTS_REGION } from './sequenceTablesRead';

/**
 * Width of the table index. Shorter trees are replicated, so that the loops shift by a constant; deeper ones get a table of their own
 * width.
 */
export const HUFFMAN_LOG = HUFFMAN_LOG_MAX;

export interface HuffmanTable {
  /** One symbol a state: length of the code | symbol << 8. Index: the next R_HUFFMAN_LOG bits of the stream. */
  readonly single: Uint16Array;
  /** Reads a tree description (RFC 8878 §4.2.1) and builds the table; returns the index after it. */
  read(at: number, end: number): number;
}

export function createHuffmanTable(arena: ReadArena, tables: SequenceTables): HuffmanTable {
  const { bytes, view, registers } = arena;
  const { words, baselines } = tables;
  const single = new Uint16Array(1 << HUFFMAN_DEPTH_MAX);
  const weights = new Uint8Array(HUFFMAN_WEIGHTS_MAX + 1);
  /** Number of symbols of each weight, then where the next symbol of the weight goes in the table. */
  const rank = new Int32Array(32);

  /** Weights as an FSE bit stream with two states that take turns (RFC 8878 §4.2.1.2); returns their number. */
  function readCompressed(at: number, end: number): number {
    const start = tables.read(WEIGHTS, MODE_FSE, at, end);
    const log = registers[R_LOG + WEIGHTS];
    const mask = (1 << log) - 1;
    const first = start * 8;
    // Both first states have to be there in full (golden file truncated_huff_state).
    let bit = endMark(bytes, start, end) - 2 * log;
    if (bit < first) corrupt();
    const both = view.getInt32(bit >> 3, true) >>> (bit & 7);
    let current = WEIGHTS_REGION + ((both >>> log) & mask);
    let other = WEIGHTS_REGION + (both & mask);
    for (let count = 0; count < HUFFMAN_WEIGHTS_MAX - 1; ) {
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

  /** Builds the table for this many weights. */
  function build(count: number): void {
    const H = single;
    const W = weights;
    const R = rank;
    const depth = completeWeights(W, count, R);
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
    for (let symbol = 0; symbol <= count; symbol++) {
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
      let after = body + header;
      let count = header - 127;
      if (count > 0) after = readDirectWeights(bytes, body, end, count, weights);
      else {
        if (after > end) corrupt();
        count = readCompressed(body, after);
      }
      build(count);
      return after;
    },
  };
}
