import { HUFFMAN_WEIGHTS_LOG_MAX } from '../format/huffmanLimits';
import { type FseEncodingTables, WEIGHTS_SLOT } from './fseEncode';
import { chooseTableLog, normalizeCounts } from './fseNormalize';
import { writeDistribution } from './fseTableWrite';

/** Most weights that half-bytes can state (RFC 8878 §4.2.1.1). */
const DIRECT_MAX = 128;

/** Writes a tree description (RFC 8878 §4.2.1) into its own buffer. */
export interface HuffmanTableWriter {
  /** Holds the last description. */
  readonly bytes: Uint8Array;
  /**
   * Describes the tree with these code lengths, FSE-coded or as half-bytes, whichever is shorter.
   * @param longest the longest length
   * @returns the description's length, 0 where neither form can express it
   */
  write(lengths: Uint8Array, longest: number): number;
}

export function createHuffmanTableWriter(tables: FseEncodingTables): HuffmanTableWriter {
  const bytes = new Uint8Array(512);
  const weights = new Uint8Array(256);
  const counts = new Int32Array(32);
  const { states, deltaBits, deltaState, normalized } = tables;

  /** FSE-codes the first `n` weights from index 1 of `bytes`; returns the length, 0 where it cannot. */
  function compress(n: number): number {
    counts.fill(0);
    let maxWeight = 0;
    let most = 0;
    for (let i = 0; i < n; i++) {
      const weight = weights[i];
      counts[weight]++;
      if (weight > maxWeight) maxWeight = weight;
    }
    for (let w = 0; w <= maxWeight; w++) most = Math.max(most, counts[w]);
    // One weight only has no distribution, and all different ones do not shrink.
    if (n < 2 || most === n || most === 1) return 0;
    const log = chooseTableLog(n, maxWeight, HUFFMAN_WEIGHTS_LOG_MAX);
    normalizeCounts(counts, 0, maxWeight, n, log, normalized, 0);
    let at = writeDistribution(bytes, 1, normalized, 0, maxWeight, log);
    tables.build(WEIGHTS_SLOT, maxWeight, log);
    // Two states take turns, written from the last symbol to the first (RFC 8878 §4.2.1.2).
    let state = 0;
    let other = 0;
    let accumulator = 0;
    let bits = 0;
    for (let i = n - 1; i >= 0; i--) {
      const symbol = weights[i];
      const x = state;
      state = other;
      if (x === 0) other = tables.start(WEIGHTS_SLOT, symbol);
      else {
        const length = (x + deltaBits[symbol]) >>> 16;
        accumulator |= (x & ((1 << length) - 1)) << bits;
        bits += length;
        other = states[(x >>> length) + deltaState[symbol]];
        if (bits >= 8) {
          bytes[at++] = accumulator;
          accumulator >>>= 8;
          bits -= 8;
        }
      }
    }
    // The states' ends, and the end mark above them.
    const mask = (1 << log) - 1;
    accumulator |= ((state & mask) | ((other & mask) << log) | (1 << (2 * log))) << bits;
    for (bits += 2 * log + 1; bits > 0; bits -= 8) {
      bytes[at++] = accumulator;
      accumulator >>>= 8;
    }
    return at - 1;
  }

  return {
    bytes,

    write(lengths: Uint8Array, longest: number): number {
      let n = 256;
      while (lengths[n - 1] === 0) n--;
      // The last symbol's weight is left out: it fills the sum.
      n--;
      for (let s = 0; s < n; s++) weights[s] = lengths[s] === 0 ? 0 : longest + 1 - lengths[s];
      const compressed = compress(n);
      const direct = n <= DIRECT_MAX ? (n + 1) >> 1 : 0;
      if (compressed > 0 && compressed < 128 && (direct === 0 || compressed < direct)) {
        bytes[0] = compressed;
        return compressed + 1;
      }
      if (direct === 0) return 0;
      bytes[0] = 127 + n;
      weights[n] = 0;
      for (let i = 0; i < n; i += 2) bytes[1 + (i >> 1)] = (weights[i] << 4) | weights[i + 1];
      return direct + 1;
    },
  };
}
