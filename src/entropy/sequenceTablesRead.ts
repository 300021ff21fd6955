import { LL_BASE, LL_BITS, ML_BASE, ML_BITS, OF_CODE_MAX } from '../format/codes';
import { corrupt } from '../format/errors';
import { HUFFMAN_WEIGHT_MAX, HUFFMAN_WEIGHTS_LOG_MAX, HUFFMAN_WEIGHTS_ROOM } from '../format/huffmanLimits';
import { CODE_MAX, DEFAULT, DEFAULT_LOG, LOG_MAX, MODE_FSE, MODE_PREDEFINED, MODE_REPEAT, MODE_RLE, OF } from '../format/sequenceKinds';
import { spreadSymbols } from './fseSpread';
import { createDistribution, readDistribution } from './fseTableRead';
import { NARROW_OFFSET_CODE, R_HOLDS, R_LOG, R_OFFSET_CODE_MAX, type ReadArena } from './readArena';

/** The kind of table, beside those of the sequence codes, that the weights of a Huffman tree are coded with. */
export const WEIGHTS = 3;

/**
 * Where each kind's states begin in the two joint arrays; one index and one length serve both loads. In this order the sum of a state's
 * words stays below 2^31 but for a few: a larger one is a heap object until the loop is compiled.
 */
export const OF_REGION = 0;
export const LL_REGION = 256;
export const ML_REGION = 768;
export const WEIGHTS_REGION = 1280;
const STATES = 1344;

/** The same by kind. */
export const REGION = [LL_REGION, OF_REGION, ML_REGION, WEIGHTS_REGION];
const SYMBOL_MAX = [...CODE_MAX, HUFFMAN_WEIGHT_MAX];
const TABLE_LOG_MAX = [...LOG_MAX, HUFFMAN_WEIGHTS_LOG_MAX];

/** `R_HOLDS` is this plus the mode that made the table, so that the predefined one is not built again block by block; 0 where none has. */
const HOLDS = 1;

/**
 * An offset code beyond what the arena can hold gets this baseline: with any extra bits the offset then reaches below every window and
 * meets the check that all offsets meet, so the loop needs no test of its own (3–4 % measured).
 */
const POISON = 0x40000000;

/**
 * The decoding tables of the three sequence codes, kept from block to block (RFC 8878 §3.1.1.3.2: Repeat_Mode).
 * The two words of a state:
 * - `words`: bits to read for the next state | extra bits << 5 | mask of those bits << 11 | base of the next state << 20 (region included);
 *   the count at the bottom serves directly as a shift, and the lowest two fields of two or three words can be added without carry;
 * - `baselines`: the value that the extra bits are added to.
 */
export interface SequenceTables {
  readonly words: Int32Array;
  readonly baselines: Int32Array;
  /**
   * Sets up the table of one kind as the block's mode says, from the description at `at` where there is one, and returns the index after
   * it. MODE_REPEAT leaves the table as it is; the caller knows whether there is one.
   */
  read(kind: number, mode: number, at: number, end: number): number;
  /** Takes over the states of another engine's tables. */
  restore(saved: Pick<SequenceTables, 'words' | 'baselines'>): void;
}

export function createSequenceTables(arena: ReadArena): SequenceTables {
  const { bytes, view, registers } = arena;
  const codeLimit = arena.wide ? OF_CODE_MAX - 1 : NARROW_OFFSET_CODE;
  const words = new Int32Array(STATES);
  const baselines = new Int32Array(STATES);
  const spread = new Uint8Array(512);
  const next = new Int32Array(64);
  const distribution = createDistribution();
  const codes = Array.from({ length: OF_CODE_MAX + 1 }, (_, code) => code);
  const bitsOf = [LL_BITS, codes, ML_BITS, codes.map(() => 0)].map((bits) => Int32Array.from(bits));
  const baseOf = [LL_BASE, codes.map((code) => (code > codeLimit ? POISON : 1 << code)), ML_BASE, codes].map((base) =>
    Int32Array.from(base),
  );

  function build(kind: number, counts: ArrayLike<number>, symbols: number, log: number): void {
    const W = words;
    const B = baselines;
    const S = spread;
    const N = next;
    const bits = bitsOf[kind];
    const base = baseOf[kind];
    const region = REGION[kind];
    const size = 1 << log;
    spreadSymbols(counts, 0, symbols, log, S);
    for (let s = 0; s < symbols; s++) {
      const count = counts[s];
      N[s] = count === -1 ? 1 : count;
    }
    for (let state = 0; state < size; state++) {
      const symbol = S[state];
      const x = N[symbol]++;
      const nb = (log - 31 + Math.clz32(x)) | 0;
      W[region + state] = nb | (bits[symbol] << 5) | (((1 << nb) - 1) << 11) | ((((x << nb) - size + region) | 0) << 20);
      B[region + state] = base[symbol];
    }
    registers[R_LOG + kind] = log;
    if (kind === OF) registers[R_OFFSET_CODE_MAX] = symbols - 1;
    if (kind === WEIGHTS && symbols + log > HUFFMAN_WEIGHTS_ROOM) corrupt();
  }

  return {
    words,
    baselines,

    read(kind: number, mode: number, at: number, end: number): number {
      const held = registers[R_HOLDS + kind];
      if (mode !== MODE_REPEAT) registers[R_HOLDS + kind] = HOLDS + mode;
      if (mode === MODE_PREDEFINED) {
        if (held !== HOLDS + MODE_PREDEFINED) build(kind, DEFAULT[kind], DEFAULT[kind].length, DEFAULT_LOG[kind]);
      } else if (mode === MODE_RLE) {
        if (at >= end) corrupt();
        const code = bytes[at++];
        if (code > SYMBOL_MAX[kind]) corrupt();
        words[REGION[kind]] = (bitsOf[kind][code] << 5) | (REGION[kind] << 20);
        baselines[REGION[kind]] = baseOf[kind][code];
        registers[R_LOG + kind] = 0;
        if (kind === OF) registers[R_OFFSET_CODE_MAX] = code;
      } else if (mode === MODE_FSE) {
        at = readDistribution(bytes, view, at, end, SYMBOL_MAX[kind], TABLE_LOG_MAX[kind], distribution);
        build(kind, distribution.counts, distribution.symbols, distribution.log);
      }
      return at;
    },

    restore(saved: Pick<SequenceTables, 'words' | 'baselines'>): void {
      words.set(saved.words);
      baselines.set(saved.baselines);
      // The large offset codes that a narrow arena poisons, a wide one can serve.
      for (let state = OF_REGION; state < LL_REGION; state++) {
        const code = (words[state] >> 5) & 63;
        if (code > NARROW_OFFSET_CODE && code <= codeLimit) baselines[state] = 1 << code;
      }
    },
  };
}
