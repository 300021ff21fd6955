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

/** A combination of k and d that was tried, and how it did; see {@link TrainingProgress}. */
export interface Try {
  readonly k: number;
  readonly d: number;
  readonly size: number;
}

/** The best of the tries. */
export interface Candidate extends TrainingResult {
  readonly size: number;
}

/** Makes and tests dictionaries; what each leaves of memory serves the next. */
class Workshop {
  private digests: ReadonlyMap<string, Digest> = new Map();
  private readonly finalizeTo: number;
  /** Of how many samples one is looked at while values are compared; all of them where there is nothing to compare. */
  readonly step: number;

  constructor(
    private readonly samples: Samples,
    private readonly plan: TrainingPlan,
    single: boolean,
  ) {
    const { fast, trainCount, accel } = plan;
    this.finalizeTo = fast ? Math.max(1, Math.floor((trainCount * FINALIZE_SHARE[accel - 1]) / 100)) : trainCount;
    this.step = single ? 1 : Math.ceil(this.finalizeTo / SEARCH_SAMPLES);
  }

  finalize(content: Uint8Array, size: number, step: number): FinalDictionary {
    const final = finalizeDictionary(content, size, this.samples, this.finalizeTo, step, this.plan.level, this.plan.id, this.digests);
    this.digests = final.encoder.digests;
    return final;
  }

  /** Bytes of the test samples, or something above the limit. */
  test({ encoder }: FinalDictionary, limit: number): number {
    const { trainCount, level } = this.plan;
    const count = this.samples.offsets.length - 1;
    return compressedSize(this.samples, trainCount < count ? trainCount : 0, count, encoder, level, limit);
  }
}

/**
 * Builds a dictionary for each k and d of the plan (or a share of it), and keeps the first with which the test samples become smallest. Yields each try.
 *
 * @param single whether there is nothing to compare: then nothing is tested
 * @returns undefined where no combination gives a dictionary
 */
export function* search(samples: Samples, plan: TrainingPlan, single: boolean): Generator<Try, Candidate | undefined> {
  const { capacity, ds, ks, fast, f, accel, trainCount } = plan;
  const rules: SegmentRules = fast ? FAST_COVER_RULES : COVER_RULES;
  const workshop = new Workshop(samples, plan, single);
  let best: Candidate | undefined;
  const dmersOf: (d: number) => Dmers = fast
    ? (d) => fastCoverDmers(samples, trainCount, d, f, accel - 1)
    : createCoverReader(samples, trainCount);
  for (const d of ds) {
    const chooser = createSegmentChooser(dmersOf(d), ks[ks.length - 1]);
    for (const k of ks) {
      let size = Number.POSITIVE_INFINITY;
      const content = k < d || k > capacity ? undefined : chooser.choose(samples.bytes, capacity, k, rules);
      if (content !== undefined && content.length > 0) {
        const final = workshop.finalize(content, capacity, workshop.step);
        const own = final.bytes.length;
        const least = best?.size ?? Number.POSITIVE_INFINITY;
        size = single ? 0 : own + workshop.test(final, least - own);
        if (size < least) best = { dictionary: final.bytes, k, d, size };
      }
      yield { k, d, size };
    }
  }
  return best;
}

/** Makes the dictionary of the best candidate: with entropy tables of all samples, and as small as the plan wants it. */
export function finish(samples: Samples, plan: TrainingPlan, candidate: Candidate, single: boolean): TrainingResult {
  const { capacity, shrink } = plan;
  const workshop = new Workshop(samples, plan, single);
  const { step } = workshop;
  const content = candidate.dictionary.subarray(readDictionaryEntropy(candidate.dictionary).contentAt);
  const best = step > 1 ? { ...candidate, dictionary: workshop.finalize(content, capacity, 1).bytes } : candidate;
  // The smallest of 256, 512, … bytes that is as good, but for the tolerance.
  const limit = (candidate.size - best.dictionary.length) * (1 + shrink / 100);
  for (let size = DICTIONARY_MIN; shrink >= 0 && size < best.dictionary.length; size *= 2) {
    const final = workshop.finalize(content, size, 1);
    if (final.bytes.length <= size && workshop.test(final, limit) <= limit) return { ...best, dictionary: final.bytes };
  }
  return best;
}
