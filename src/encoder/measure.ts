import { type EncoderDictionary, settingsForDictionary } from './dictionary';
import { acquireEngine, releaseEngine } from './enginePool';

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
  { bytes, offsets }: Samples,
  from: number,
  to: number,
  dictionary: EncoderDictionary,
  level: number,
  into: Int32Array,
): void {
  for (let i = from; i < to; i++) {
    const size = offsets[i + 1] - offsets[i];
    const { compression, history } = settingsForDictionary(dictionary, level, size);
    const engine = acquireEngine(undefined, compression, size, history);
    try {
      engine.startFrame(compression, size, history);
      engine.fill(bytes, offsets[i], offsets[i + 1]);
      engine.countPending(into);
    } finally {
      releaseEngine(engine);
    }
  }
}

/**
 * The bytes that samples [from, to) take when each is compressed with a dictionary, headers left out.
 *
 * @param limit more than that need not be known exactly
 */
export function compressedSize(
  { bytes, offsets }: Samples,
  from: number,
  to: number,
  dictionary: EncoderDictionary,
  level: number,
  limit: number,
): number {
  let total = 0;
  for (let i = from; i < to && total <= limit; i++) {
    const size = offsets[i + 1] - offsets[i];
    const { compression, history } = settingsForDictionary(dictionary, level, size);
    const engine = acquireEngine(undefined, compression, size, history);
    try {
      engine.startFrame(compression, size, history);
      for (let at = offsets[i]; at < offsets[i + 1]; ) {
        at += engine.fill(bytes, at, offsets[i + 1]);
        total += engine.compressPending(at === offsets[i + 1], 0);
      }
    } finally {
      releaseEngine(engine);
    }
  }
  return total;
}
