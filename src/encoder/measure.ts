import { BIT, entropy } from '../entropy/fseCost';
import { LL_COUNTS, ML_COUNTS, OF_COUNTS } from '../entropy/sequencesEncode';
import { LL_BITS, LL_CODE_MAX, ML_BITS, ML_CODE_MAX, OF_CODE_MAX } from '../format/codes';
import type { EncoderDictionary } from './dictionary';
import { releaseEngine, startFrame } from './enginePool';
import { settingsForDictionary } from './historySettings';
import { NODE_SEQUENCES } from './splitAfter';

/** Many small contents in one array, one after the other. */
export interface Samples {
  readonly bytes: Uint8Array;
  /** Where each begins, and where the last one ends. */
  readonly offsets: Int32Array;
}

/**
 * Adds up what the first blocks of samples [from, to) hold when they are compressed with a dictionary.
 *
 * @param into NODE_COUNTS counters (see splitAfter)
 */
export function countSymbols(
  samples: Samples,
  from: number,
  to: number,
  dictionary: EncoderDictionary,
  level: number,
  into: Int32Array,
): void {
  const { bytes, offsets } = samples;
  for (let i = from; i < to; i++) {
    const start = offsets[i];
    const end = offsets[i + 1];
    const { compression, history } = settingsForDictionary(dictionary, level, end - start);
    const engine = startFrame(undefined, compression, end - start, history);
    try {
      engine.fill(bytes, start, end);
      engine.countPending(into);
    } finally {
      releaseEngine(engine);
    }
  }
}

/** What coding one kind of symbol costs at the least, in bits, with their extra bits. */
function codeBits(counts: Int32Array, from: number, maxSymbol: number, extraBits: (symbol: number) => number): number {
  let total = 0;
  let extra = 0;
  for (let symbol = 0; symbol <= maxSymbol; symbol++) {
    const count = counts[from + symbol];
    total += count;
    extra += count * extraBits(symbol);
  }
  return total === 0 ? 0 : entropy(counts, from, maxSymbol, total) / BIT + extra;
}

/** Bytes that blocks with these counts (see {@link countSymbols}) take if their tables suit them and take nothing, headers left out. */
export function leastSize(counts: Int32Array): number {
  const bits =
    codeBits(counts, 0, 255, () => 0) +
    codeBits(counts, NODE_SEQUENCES + LL_COUNTS, LL_CODE_MAX, (code) => LL_BITS[code]) +
    codeBits(counts, NODE_SEQUENCES + ML_COUNTS, ML_CODE_MAX, (code) => ML_BITS[code]) +
    codeBits(counts, NODE_SEQUENCES + OF_COUNTS, OF_CODE_MAX, (code) => code);
  return Math.ceil(bits / 8);
}
