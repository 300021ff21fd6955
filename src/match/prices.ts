import type { ByteArena } from '../format/byteArena';
import { LL_BITS, LL_CODE_MAX, ML_BITS, ML_CODE_MAX, OF_CODE_MAX } from '../format/codes';
import type { ExpectedSymbols } from './matchFinder';

/** Prices are in 1/256 bit. */
export const PRICE_BIT = 256;
/** What a sequence costs beside its symbols: favours fewer of them, for the decoder. */
const SEQUENCE_PRICE = 51;
/** Each literal counts twice: there are few literals where matches are good. */
const LITERAL_WEIGHT = 2;
/** The counts of a frame's later blocks begin with sums of about 2^13 for literals and 2^11 for the codes. */
const LITERAL_SUM_LOG = 13;
const CODE_SUM_LOG = 11;

/** log2(stat + 1) · 256, between powers of two on a straight line. */
function weight(stat: number): number {
  const n = stat + 1;
  const bits = 31 - Math.clz32(n);
  return bits * PRICE_BIT + ((n << 8) >> bits);
}

/**
 * What symbols are expected to cost, from counts of what was sent so far. A price is the base of its kind plus the symbol's share, extra
 * bits included; the shares are kept for all symbols and change with the counts, the bases once per {@link Prices.refresh}.
 */
export interface Prices {
  readonly literal: Int32Array;
  readonly litLength: Int32Array;
  readonly matchLength: Int32Array;
  readonly offset: Int32Array;
  /** Bases: literals, literal lengths, match lengths and offsets together. */
  readonly bases: Int32Array;
  startFrame(): void;
  /** The first block's prices follow from these counts. */
  expect(symbols: ExpectedSymbols): void;
  /** A block of window bytes [from, end) begins. */
  startBlock(from: number, end: number): void;
  /** A sequence is sent: `litLength` literals from `p` on, and three codes. */
  count(p: number, litLength: number, litLengthCode: number, matchLengthCode: number, offsetCode: number): void;
  refresh(): void;
}

/** Elements of `bases`. */
export const LITERAL_BASE = 0;
export const LIT_LENGTH_BASE = 1;
export const MATCH_BASE = 2;

const FIRST_LL = [4, 2];
const FIRST_OF = [6, 2, 1, 1, 2, 3, 4, 4, 4, 3, 2];

export function createPrices(window: ByteArena): Prices {
  const { bytes } = window;
  const literal = new Int32Array(256);
  const litLength = new Int32Array(64);
  const matchLength = new Int32Array(64);
  const offset = new Int32Array(64);
  // Larger than need be, as `llCode` is in format/codes.
  const bases = new Int32Array(32);
  const literalCounts = new Int32Array(256);
  const llCounts = new Int32Array(64);
  const mlCounts = new Int32Array(64);
  const ofCounts = new Int32Array(64);
  const llExtra = new Int32Array(64);
  const mlExtra = new Int32Array(64);
  let literalSum = 0;
  let llSum = 0;
  let mlSum = 0;
  let ofSum = 0;
  for (let i = 0; i <= LL_CODE_MAX; i++) llExtra[i] = LL_BITS[i] * PRICE_BIT;
  for (let i = 0; i <= ML_CODE_MAX; i++) mlExtra[i] = ML_BITS[i] * PRICE_BIT + SEQUENCE_PRICE;

  function sumOf(counts: Int32Array, max: number): number {
    let sum = 0;
    for (let i = 0; i <= max; i++) sum += counts[i];
    return sum;
  }

  /** Brings the sum of counts down to about 2^log; every symbol stays possible. */
  function scale(counts: Int32Array, max: number, log: number): number {
    const excess = sumOf(counts, max) >> log;
    const by = excess > 1 ? 31 - Math.clz32(excess) : 0;
    if (by > 0) for (let i = 0; i <= max; i++) counts[i] = (counts[i] >> by) + 1;
    return sumOf(counts, max);
  }

  function first(from: number, end: number): void {
    literalCounts.fill(0);
    for (let p = from; p < end; p++) literalCounts[bytes[p]]++;
    for (let i = 0; i < 256; i++) literalCounts[i] = (literalCounts[i] >> 8) + (literalCounts[i] > 0 ? 1 : 0);
    llCounts.fill(1);
    llCounts.set(FIRST_LL);
    mlCounts.fill(1);
    ofCounts.fill(1);
    ofCounts.set(FIRST_OF);
    sum();
  }

  function sum(): void {
    literalSum = sumOf(literalCounts, 255);
    llSum = sumOf(llCounts, LL_CODE_MAX);
    mlSum = sumOf(mlCounts, ML_CODE_MAX);
    ofSum = sumOf(ofCounts, OF_CODE_MAX);
  }

  function refresh(): void {
    bases[LITERAL_BASE] = weight(literalSum);
    bases[LIT_LENGTH_BASE] = weight(llSum);
    bases[MATCH_BASE] = weight(mlSum) + weight(ofSum);
  }

  return {
    literal,
    litLength,
    matchLength,
    offset,
    bases,
    refresh,

    startFrame(): void {
      llSum = 0;
    },

    expect({ literals, litLengths, matchLengths, offsets }: ExpectedSymbols): void {
      literalCounts.set(literals);
      llCounts.set(litLengths);
      mlCounts.set(matchLengths);
      ofCounts.set(offsets);
      sum();
    },

    startBlock(from: number, end: number): void {
      if (llSum === 0) first(from, end);
      else {
        literalSum = scale(literalCounts, 255, LITERAL_SUM_LOG);
        llSum = scale(llCounts, LL_CODE_MAX, CODE_SUM_LOG);
        mlSum = scale(mlCounts, ML_CODE_MAX, CODE_SUM_LOG);
        ofSum = scale(ofCounts, OF_CODE_MAX, CODE_SUM_LOG);
      }
      for (let i = 0; i < 256; i++) literal[i] = -weight(literalCounts[i]);
      for (let i = 0; i <= LL_CODE_MAX; i++) litLength[i] = llExtra[i] - weight(llCounts[i]);
      for (let i = 0; i <= ML_CODE_MAX; i++) matchLength[i] = mlExtra[i] - weight(mlCounts[i]);
      for (let i = 0; i <= OF_CODE_MAX; i++) offset[i] = i * PRICE_BIT - weight(ofCounts[i]);
      refresh();
    },

    count(p: number, literals: number, litLengthCode: number, matchLengthCode: number, offsetCode: number): void {
      for (const end = p + literals; p < end; p++) {
        const c = bytes[p];
        literalCounts[c] += LITERAL_WEIGHT;
        literal[c] = -weight(literalCounts[c]);
      }
      literalSum += LITERAL_WEIGHT * literals;
      litLength[litLengthCode] = llExtra[litLengthCode] - weight(++llCounts[litLengthCode]);
      matchLength[matchLengthCode] = mlExtra[matchLengthCode] - weight(++mlCounts[matchLengthCode]);
      offset[offsetCode] = offsetCode * PRICE_BIT - weight(++ofCounts[offsetCode]);
      llSum++;
      mlSum++;
      ofSum++;
    },
  };
}
