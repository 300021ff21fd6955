import type { Digest } from '../encoder/dictionary';
import { compressedSize, type Samples } from '../encoder/measure';
import { readDictionaryEntropy } from '../entropy/dictionaryRead';
import { COVER_RULES, createCoverReader } from './cover';
import { FAST_COVER_RULES, fastCoverDmers } from './fastCover';
import { type FinalDictionary, finalizeDictionary } from './finalize';
import { createSegmentChooser, type Dmers, type SegmentRules } from './segments';

/** What a training is to do, checked and complete. */
export interface TrainingPlan {
  /** Bytes of the dictionary at the most. */
  readonly capacity: number;
  /** Values of d to try. */
  readonly ds: readonly number[];
  /** Values of k to try, for each d. */
  readonly ks: readonly number[];
  readonly fast: boolean;
  /** FastCOVER: log2 of the slots for dmers. */
  readonly f: number;
  /** FastCOVER: 1 (thorough) to 10 (fast). */
  readonly accel: number;
  /** Samples that train; the others test, or all of them where none are left. */
  readonly trainCount: number;
  readonly level: number;
  /** 0: derived from the content. */
  readonly id: number;
  /** Percent by which the result may compress worse if it is smaller; below 0 it is not made smaller. */
  readonly shrink: number;
}

/** A step of the search. */
export interface TrainingProgress {
  /** Combinations of k and d tried so far, and all there are. */
  readonly done: number;
  readonly total: number;
  readonly k: number;
  readonly d: number;
  /** Bytes of this try's dictionary and of the test samples compressed with it; Infinity where the try was given up or impossible. */
  readonly size: number;
  /** The least so far. */
  readonly best: number;
}

export interface TrainingResult {
  readonly dictionary: Uint8Array<ArrayBuffer>;
  readonly k: number;
  readonly d: number;
}

/** Smallest dictionary, and where shrinking begins. */
export const DICTIONARY_MIN = 256;
/** While values are compared, entropy tables are measured on about so many samples: that ranks them as well. */
const SEARCH_SAMPLES = 500;
/** Percent of the samples that finalising looks at, by accel − 1. */
const FINALIZE_SHARE = [100, 50, 34, 25, 20, 17, 14, 13, 11, 10];

/**
 * Builds a dictionary for each k and d of the plan and keeps the one with which the test samples become smallest.
 *
 * @returns undefined where no combination gives a dictionary
 */
export function train(samples: Samples, plan: TrainingPlan, report: (progress: TrainingProgress) => void): TrainingResult | undefined {
  const { capacity, ds, ks, fast, f, accel, trainCount, level, id, shrink } = plan;
  const count = samples.offsets.length - 1;
  const testFrom = trainCount < count ? trainCount : 0;
  const finalizeTo = fast ? Math.max(1, Math.floor((trainCount * FINALIZE_SHARE[accel - 1]) / 100)) : trainCount;
  const rules: SegmentRules = fast ? FAST_COVER_RULES : COVER_RULES;
  const longest = ks[ks.length - 1];
  let digests: ReadonlyMap<string, Digest> = new Map();
  const finalize = (content: Uint8Array, size: number, step: number): FinalDictionary => {
    const final = finalizeDictionary(content, size, samples, finalizeTo, step, level, id, digests);
    digests = final.encoder.digests;
    return final;
  };
  /** Bytes of the test samples, or something above the limit. */
  const test = ({ encoder }: FinalDictionary, limit: number): number => compressedSize(samples, testFrom, count, encoder, level, limit);
  const single = ds.length * ks.length === 1 && shrink < 0;
  const step = single ? 1 : Math.ceil(finalizeTo / SEARCH_SAMPLES);
  let best: TrainingResult | undefined;
  let bestSize = Number.POSITIVE_INFINITY;
  let done = 0;
  const dmersOf: (d: number) => Dmers = fast
    ? (d) => fastCoverDmers(samples, trainCount, d, f, accel - 1)
    : createCoverReader(samples, trainCount);
  for (const d of ds) {
    const chooser = createSegmentChooser(dmersOf(d), longest);
    for (const k of ks) {
      let size = Number.POSITIVE_INFINITY;
      const content = k < d || k > capacity ? undefined : chooser.choose(samples.bytes, capacity, k, rules);
      if (content !== undefined && content.length > 0) {
        const final = finalize(content, capacity, step);
        const own = final.bytes.length;
        if (single) return { dictionary: final.bytes, k, d };
        size = own + test(final, bestSize - own);
        if (size < bestSize) {
          bestSize = size;
          best = { dictionary: final.bytes, k, d };
        }
      }
      done++;
      report({ done, total: ds.length * ks.length, k, d, size, best: bestSize });
    }
  }
  if (best === undefined) return best;
  const content = best.dictionary.subarray(readDictionaryEntropy(best.dictionary).contentAt);
  if (step > 1) best = { ...best, dictionary: finalize(content, capacity, 1).bytes };
  // The smallest of 256, 512, … bytes that is as good, but for the tolerance.
  const limit = (bestSize - best.dictionary.length) * (1 + shrink / 100);
  for (let size = DICTIONARY_MIN; shrink >= 0 && size < best.dictionary.length; size *= 2) {
    const final = finalize(content, size, 1);
    if (final.bytes.length <= size && test(final, limit) <= limit) return { ...best, dictionary: final.bytes };
  }
  return best;
}
