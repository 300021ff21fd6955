import { corrupt } from '../format/errors';

/** Symbols of the largest FSE alphabet here: 53 match length codes; Huffman weights have 13. */
export const FSE_SYMBOLS_MAX = 64;

/** A normalised distribution as read from its description. */
export interface Distribution {
  /** Probability of each symbol in units of 2^−log; −1 stands for "less than one" and takes one state. */
  readonly counts: Int32Array;
  /** Number of symbols described. */
  symbols: number;
  /** Accuracy log: the table has 2^log states. */
  log: number;
}

export function createDistribution(): Distribution {
  return { counts: new Int32Array(FSE_SYMBOLS_MAX), symbols: 0, log: 0 };
}

/**
 * Reads an FSE table description (RFC 8878 §4.1.1) into `into` and returns the index of the first byte after it.
 * Four readable bytes must follow `end`; what they hold does not matter, since a description that needs them is rejected.
 */
export function readDistribution(
  bytes: Uint8Array,
  view: DataView,
  at: number,
  end: number,
  maxSymbol: number,
  maxLog: number,
  into: Distribution,
): number {
  if (at >= end) corrupt();
  const { counts } = into;
  const log = (bytes[at] & 15) + 5;
  if (log > maxLog) corrupt();
  let bit = at * 8 + 4;
  let symbol = 0;
  // What is left to give out, plus one; a value between 0 and `remaining` takes `width` bits, the small ones among them one bit less.
  let remaining = (1 << log) + 1;
  let width = log + 1;
  while (remaining > 1) {
    if (symbol > maxSymbol || bit > end * 8) corrupt();
    const word = view.getInt32(bit >> 3, true) >>> (bit & 7);
    const half = 1 << (width - 1);
    const shortValues = 2 * half - 1 - remaining;
    let value = word & (half - 1);
    bit += width - 1;
    if (value >= shortValues) {
      value = word & (2 * half - 1);
      if (value >= half) value -= shortValues;
      bit++;
    }
    const probability = value - 1;
    counts[symbol++] = probability;
    if (probability === 0) {
      // Two-bit run lengths of further zeros; 3 means that another one follows.
      let run: number;
      do {
        if (bit > end * 8) corrupt();
        run = (view.getInt32(bit >> 3, true) >>> (bit & 7)) & 3;
        bit += 2;
        if (symbol + run > maxSymbol + 1) corrupt();
        for (let i = 0; i < run; i++) counts[symbol++] = 0;
      } while (run === 3);
    } else {
      remaining -= probability < 0 ? 1 : probability;
      while (remaining < 1 << (width - 1)) width--;
    }
  }
  const after = (bit + 7) >> 3;
  if (remaining !== 1 || after > end) corrupt();
  into.symbols = symbol;
  into.log = log;
  return after;
}
