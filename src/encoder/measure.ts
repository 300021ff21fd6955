import { type EncoderDictionary, settingsForDictionary } from './dictionary';
import type { EncoderEngine } from './engine';
import { beginFrame, releaseEngine } from './enginePool';

/** Many small contents in one array, one after the other. */
export interface Samples {
  readonly bytes: Uint8Array;
  /** Where each begins, and where the last one ends. */
  readonly offsets: Int32Array;
}

/** Begins a frame for sample `i` with a dictionary; what is done with it is up to `run`. */
function withFrame(
  { offsets }: Samples,
  i: number,
  dictionary: EncoderDictionary,
  level: number,
  run: (engine: EncoderEngine, from: number, to: number) => void,
): void {
  const from = offsets[i];
  const to = offsets[i + 1];
  const { compression, history } = settingsForDictionary(dictionary, level, to - from);
  const engine = beginFrame(undefined, compression, to - from, history);
  try {
    run(engine, from, to);
  } finally {
    releaseEngine(engine);
  }
}

/**
 * Adds up what the first blocks of samples [from, to) hold when they are compressed with a dictionary.
 *
 * @param step 1: all of them; 2: every second, and so on
 * @param into NODE_COUNTS counters (see splitAfter)
 */
export function countSymbols(
  samples: Samples,
  from: number,
  to: number,
  step: number,
  dictionary: EncoderDictionary,
  level: number,
  into: Int32Array,
): void {
  for (let i = from; i < to; i += step) {
    withFrame(samples, i, dictionary, level, (engine, start, end) => {
      engine.fill(samples.bytes, start, end);
      engine.countPending(into);
    });
  }
}

/**
 * The bytes that samples [from, to) take when each is compressed with a dictionary, headers left out.
 *
 * @param limit more than that need not be known exactly
 */
export function compressedSize(
  samples: Samples,
  from: number,
  to: number,
  dictionary: EncoderDictionary,
  level: number,
  limit: number,
): number {
  let total = 0;
  for (let i = from; i < to && total <= limit; i++) {
    withFrame(samples, i, dictionary, level, (engine, start, end) => {
      for (let at = start; at < end; ) {
        at += engine.fill(samples.bytes, at, end);
        total += engine.compressPending(at === end, 0);
      }
    });
  }
  return total;
}
