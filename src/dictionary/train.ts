import { readEncoderDictionary } from '../encoder/dictionary';
import { type Digest, recycleDigests } from '../encoder/digests';
import { countSymbols, leastSize, type Samples } from '../encoder/measure';
import { NODE_COUNTS } from '../encoder/splitAfter';
import { DICT_MODE_RAWCONTENT } from '../format/constants';
import { createCover } from './cover';
import { createFastCover } from './fastCover';
import { contentRoom, finalizeDictionary } from './finalize';
import { chooseSegments, type SegmentFinder } from './segments';

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
  /** Bytes of this try's dictionary and of the test samples compressed with it, estimated; Infinity where the try was impossible. */
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

/** A combination of k and d that was tried, and how it did; see {@link TrainingProgress}. */
export interface Try {
  readonly k: number;
  readonly d: number;
  readonly size: number;
}

/** The best of the tries. */
export interface Candidate extends Try {
  /** The dictionary's content. */
  readonly content: Uint8Array<ArrayBuffer>;
}

/** One training, or a share of it. What each content leaves of memory serves the next. */
export class Trainer {
  private readonly finder: SegmentFinder;
  private digests: ReadonlyMap<string, Digest> = new Map();
  /** Samples [testFrom, count) test. */
  private readonly count: number;
  private readonly testFrom: number;

  constructor(
    readonly samples: Samples,
    readonly plan: TrainingPlan,
  ) {
    const { fast, f, accel, ks, trainCount } = plan;
    const longest = ks[ks.length - 1];
    this.finder = fast ? createFastCover(samples, f, accel - 1, longest) : createCover(samples, longest);
    this.count = samples.offsets.length - 1;
    this.testFrom = trainCount < this.count ? trainCount : 0;
  }

  /**
   * Chooses the content of a dictionary for each k and d of the plan, and keeps the first behind which the test samples become smallest.
   * Yields each try.
   *
   * @param single whether there is nothing to compare: then nothing is tested
   * @returns undefined where no combination gives a dictionary
   */
  *search(single: boolean): Generator<Try, Candidate | undefined> {
    const { capacity, ds, ks, trainCount } = this.plan;
    let best: Candidate | undefined;
    for (const d of ds) {
      this.finder.start(d, trainCount);
      for (const k of ks) {
        let size = Number.POSITIVE_INFINITY;
        const content = k < d || k > capacity ? undefined : this.choose(capacity, d, k);
        if (content !== undefined && content.length > 0) {
          size = single ? 0 : content.length + this.testSize(content);
          if (size < (best?.size ?? Number.POSITIVE_INFINITY)) best = { content, k, d, size };
        }
        yield { k, d, size };
      }
    }
    return best;
  }

  /**
   * Makes the dictionary of the best candidate, as small as the plan wants it. Its tables suit the test samples, which its content does not
   * hold: that is how messages to come will look. Then the content is chosen anew, from the test samples too.
   */
  finish({ content, k, d, size }: Candidate): TrainingResult {
    const { capacity, id, shrink } = this.plan;
    // The smallest of 256, 512, … bytes that is as good, but for the tolerance.
    const limit = (size - content.length) * (1 + shrink / 100);
    let most = shrink < 0 ? capacity : DICTIONARY_MIN;
    let kept = content;
    for (; most < capacity; most *= 2) {
      kept = content.subarray(Math.max(content.length - contentRoom(most), 0));
      if (this.testSize(kept) <= limit) break;
    }
    if (most >= capacity) {
      most = capacity;
      kept = content;
    }
    // They stand for all samples: what each symbol is given beside weighs less so.
    const share = this.count / (this.count - this.testFrom);
    const counts = this.countTests(kept).map((count) => Math.round(count * share));
    if (this.testFrom > 0) {
      this.finder.start(d, this.count);
      kept = this.choose(most, d, k);
    }
    return { dictionary: finalizeDictionary(kept, most, counts, id), k, d };
  }

  private choose(capacity: number, d: number, k: number): Uint8Array<ArrayBuffer> {
    return chooseSegments(this.samples.bytes, this.finder, contentRoom(capacity), d, k);
  }

  /** What the test samples compress to behind this content, counted (see splitAfter). */
  private countTests(content: Uint8Array): Int32Array {
    const raw = readEncoderDictionary(content, DICT_MODE_RAWCONTENT, recycleDigests(this.digests));
    this.digests = raw.digests;
    const counts = new Int32Array(NODE_COUNTS);
    countSymbols(this.samples, this.testFrom, this.count, raw, this.plan.level, counts);
    return counts;
  }

  /**
   * About the bytes that the test samples take behind this content: what they compress to is counted, not written, and paid for as with the
   * best tables there can be. So a try needs no tables of its own, and none of the code that writes blocks is compiled
   * (bench/OPTIMIZATIONS.md).
   */
  private testSize(content: Uint8Array): number {
    return leastSize(this.countTests(content));
  }
}
