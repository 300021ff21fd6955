import { type Candidate, DICTIONARY_MIN, Trainer, type TrainingPlan, type TrainingProgress, type Try } from '../../dictionary/train';
import type { Samples } from '../../encoder/measure';
import { DICT_MODE_FULLDICT } from '../../format/constants';
import { fail } from '../../format/errors';
import { performAll } from '../../workers/crew';
import { crewOf } from '../../workers/loader';
import { readTraining, trainingTask } from '../../workers/trainingTask';
import { type BytesLike, toBytes } from '../common/bytes';
import { checkInteger, checkOptions, checkThreads } from '../common/checks';
import { checkLevel } from '../compression/compress';
import { ZstdCompressionDict } from './compressionDict';

/** What {@link trainDictionary} can be told. */
export interface TrainingOptions {
  /**
   * How segments of samples are chosen: `'fastcover'` (default) hashes the byte strings that it counts, `'cover'` counts them exactly,
   * takes several times as long, and is mostly a percent better.
   */
  algorithm?: 'fastcover' | 'cover';
  /** Bytes of the segments that the dictionary is put together of. 0 (default): values from 50 to 2000 are tried. */
  k?: number;
  /**
   * Bytes of the strings that are counted: 6 or 8 for FastCOVER. 0 (default): 8, or 6 and 8 where COVER searches with `steps` or `threads`
   * given.
   */
  d?: number;
  /** Into how many steps the range of `k` is divided. 0 (default): 4, or 40 where `threads` is given. */
  steps?: number;
  /** The dictionary's ID, up to 2^32 − 1. 0 (default): derived from its content, outside the ranges that RFC 8878 §5 reserves. */
  dictId?: number;
  /** The level that frames will be compressed at: entropy tables are measured, and values of `k` compared, at it. Default 3. */
  level?: number;
  /** FastCOVER: log2 of the slots that strings are hashed into, up to 26. Default 20, less for few samples. */
  f?: number;
  /** FastCOVER: 1 (default, thorough) to 10 (fast). */
  accel?: number;
  /**
   * Share of the samples that dictionaries are built of while values of `k` are compared; they are tested on the others, and the entropy
   * tables suit these. The best one is then built anew of all samples. 1: all of them build, and test. Default 0.75, for COVER 1.
   */
  splitPoint?: number;
  /** Percent by which frames may be larger if the dictionary gets smaller by that. Default: it is not made smaller. */
  shrink?: number;
  /**
   * Threads to use: 0 (default) for none, negative for one per processor. Any other number than 0 makes the search as thorough as
   * `steps: 40`; apart from that, results do not depend on it.
   */
  threads?: number;
  /** 1 to 4: tells of its progress through `console.error`. Default 0. */
  notifications?: number;
  /** Called after each combination of `k` and `d`. */
  onProgress?: (progress: TrainingProgress) => void;
}

/** Most bytes of samples and of a dictionary. */
const SIZE_MAX = 2 ** 30;
const K_MIN = 50;
const K_MAX = 2000;
const STEPS_DEFAULT = 4;
const STEPS_OPTIMIZE = 40;
const D_DEFAULT = 8;
const F_DEFAULT = 20;
const F_MIN = 10;
const F_MAX = 26;
const ACCEL_MAX = 10;
const SPLIT_FAST = 0.75;
const NOTIFICATIONS_MAX = 4;
/** Fewer samples say nothing of what records have in common. */
const SAMPLES_MIN = 5;
/** FastCOVER reads this many bytes at a time. */
const READ = 8;

/** Checks an optional whole number; 0 and undefined stand for the default. */
const whole = (value: unknown, name: string, most: number): number => checkInteger(value, name, 0, 0, most);

/** Checks a percentage, which may be fractional; -1 stands for none. */
function checkPercent(value: unknown): number {
  if (value === undefined) return -1;
  if (typeof value !== 'number') throw new TypeError('shrink must be a number');
  if (!(value >= 0 && value <= Number.MAX_SAFE_INTEGER)) throw new RangeError(`shrink must be 0 or more, not ${value}`);
  return value;
}

function joinSamples(samples: readonly BytesLike[]): Samples {
  if (!Array.isArray(samples)) throw new TypeError('samples must be an array');
  const all = samples.map((sample) => toBytes(sample, 'samples'));
  const offsets = new Int32Array(all.length + 1);
  let total = 0;
  for (const [i, sample] of all.entries()) {
    total += sample.length;
    if (total > SIZE_MAX) throw new RangeError(`samples must have at most ${SIZE_MAX} bytes in all`);
    offsets[i + 1] = total;
  }
  const bytes = new Uint8Array(total);
  for (const [i, sample] of all.entries()) bytes.set(sample, offsets[i]);
  return { bytes, offsets };
}

function refuse(what: string, least: number, got: number, code: 'srcSize_wrong' | 'dstSize_tooSmall' = 'srcSize_wrong'): never {
  return fail(code, `cannot train dict: needs at least ${least} ${what}, got ${got}`);
}

/** The options, checked; 0 still stands for the default of `k`, `d`, `steps` and `f`. */
type CheckedTraining = Pick<TrainingPlan, 'fast' | 'f' | 'accel' | 'level' | 'id' | 'shrink'> & {
  readonly k: number;
  readonly d: number;
  readonly steps: number;
  readonly splitPoint: number;
};

/** Checks the options. */
function checkTraining(dictSize: number, options: TrainingOptions): CheckedTraining {
  const { algorithm = 'fastcover', splitPoint: share = 0, level } = options;
  if (typeof algorithm !== 'string') throw new TypeError('algorithm must be a string');
  if (algorithm !== 'fastcover' && algorithm !== 'cover') throw new RangeError(`algorithm must be 'fastcover' or 'cover'`);
  const fast = algorithm === 'fastcover';
  const k = whole(options.k, 'k', SIZE_MAX);
  const d = whole(options.d, 'd', SIZE_MAX);
  const steps = whole(options.steps, 'steps', SIZE_MAX);
  const f = whole(options.f, 'f', F_MAX);
  const accel = whole(options.accel, 'accel', ACCEL_MAX) || 1;
  if (typeof share !== 'number') throw new TypeError('splitPoint must be a number');
  const splitPoint = share === 0 ? (fast ? SPLIT_FAST : 1) : share;
  if (!(splitPoint > 0 && splitPoint <= 1)) throw new RangeError(`splitPoint must be above 0 and at most 1, not ${splitPoint}`);
  if (k !== 0 && d > k) throw new RangeError(`d must be at most k: ${d} is more than ${k}`);
  if (k > dictSize) throw new RangeError(`k must be at most the dictionary's size: ${k} is more than ${dictSize}`);
  if (fast && d !== 0 && d !== 6 && d !== 8) throw new RangeError(`d must be 6 or 8 for fastcover, not ${d}`);
  return {
    ...{ fast, k, d, steps, f, accel, splitPoint },
    level: checkLevel(level === 0 ? undefined : level),
    id: whole(options.dictId, 'dictId', 2 ** 32 - 1),
    shrink: checkPercent(options.shrink),
  };
}

/** How many of the samples build dictionaries; there must be enough of them. */
function trainingCount({ offsets }: Samples, { splitPoint, d }: CheckedTraining): number {
  const count = offsets.length - 1;
  const trainCount = splitPoint < 1 ? Math.floor(count * splitPoint) : count;
  if (count < SAMPLES_MIN) refuse('samples', SAMPLES_MIN, count);
  if (trainCount < SAMPLES_MIN) refuse('samples that train (splitPoint)', SAMPLES_MIN, trainCount);
  const width = Math.max(d, READ);
  if (offsets[trainCount] < width) refuse('bytes of samples', width, offsets[trainCount]);
  return trainCount;
}

/** The values of `k` and `d` to try. */
function searchSpace({ fast, k, d, steps }: CheckedTraining, threads: number): Pick<TrainingPlan, 'ks' | 'ds'> {
  const optimize = steps !== 0 || threads !== 0;
  const parts = steps || (optimize ? STEPS_OPTIMIZE : STEPS_DEFAULT);
  const step = Math.max(Math.floor((K_MAX - K_MIN) / parts), 1);
  const ks: number[] = [];
  if (k !== 0) ks.push(k);
  else for (let each = K_MIN; each <= K_MAX; each += step) ks.push(each);
  return { ks, ds: d !== 0 ? [d] : optimize && !fast ? [6, 8] : [D_DEFAULT] };
}

function makePlan(dictSize: number, samples: Samples, options: TrainingOptions, threads: number): TrainingPlan {
  const checked = checkTraining(dictSize, options);
  const { fast, f, accel, level, id, shrink } = checked;
  const trainCount = trainingCount(samples, checked);
  const positions = Math.max(31 - Math.clz32(samples.offsets[trainCount]), F_MIN);
  return {
    ...{ capacity: dictSize, fast, accel, trainCount, level, id, shrink },
    ...searchSpace(checked, threads),
    f: f || Math.min(F_DEFAULT, positions),
  };
}

/**
 * Tries what the plan says, on this many threads: each has the samples, and tries its share of the values of k. Of equally good tries the
 * first in order wins, so that the result does not depend on the threads.
 */
function findBest(trainer: Trainer, single: boolean, threads: number, report: (tried: Try) => void): Candidate | undefined {
  const { samples, plan } = trainer;
  const { ds, ks } = plan;
  const shares = Math.min(threads, ks.length);
  if (shares < 2) {
    const tries = trainer.search(single);
    for (;;) {
      const { done, value } = tries.next();
      if (done) return value;
      if (!single) report(value);
    }
  }
  const crew = crewOf(threads);
  const buffer = crew.take(samples.bytes.length);
  const bytes = buffer.subarray(0, samples.bytes.length);
  bytes.set(samples.bytes);
  const plans = ds.flatMap((d) =>
    Array.from({ length: shares }, (_, i) => ({ ...plan, ds: [d], ks: ks.filter((_, j) => j % shares === i) })),
  );
  let best: Candidate | undefined;
  const order = ({ k, d }: Candidate): number => ds.indexOf(d) * ks.length + ks.indexOf(k);
  const tasks = plans.map((part) => trainingTask({ bytes, offsets: samples.offsets }, part));
  performAll(crew, tasks, (result, task) => {
    const { candidate, sizes } = readTraining(result);
    for (const [i, size] of sizes.entries()) report({ k: plans[task].ks[i], d: plans[task].ds[0], size });
    if (candidate === undefined) return;
    if (best === undefined || candidate.size < best.size || (candidate.size === best.size && order(candidate) < order(best)))
      best = candidate;
  });
  crew.give(buffer);
  return best;
}

/**
 * Trains a dictionary on samples of what will be compressed with it: many small records of one kind, in all some hundred times the
 * dictionary's size.
 *
 * Where `k` and `d` are given (and neither `steps` nor `threads`), one dictionary is built with them; otherwise values are tried, and the
 * one that makes the test samples smallest wins. The result does not depend on anything but the arguments.
 *
 * @param dictSize bytes of the dictionary at the most, 256 or more; 16 to 112 KiB are common. It is smaller where the samples have no more
 *   in common
 * @param samples the records
 * @returns a full dictionary, with `k` and `d` as they were chosen
 * @throws TypeError and RangeError for arguments; ZstdError `srcSize_wrong` for too few or too small samples, `dstSize_tooSmall` for too
 *   small a `dictSize`, `dictionaryCreation_failed` where the samples have nothing in common
 * @example
 * ```ts
 * import { compress, trainDictionary } from 'purezstd';
 * const record = (i: number) => new TextEncoder().encode(JSON.stringify({ id: i * 7919, type: 'account', role: i % 3 ? 'reader' : 'owner' }));
 * const samples = Array.from({ length: 500 }, (_, i) => record(i));
 * const dict = trainDictionary(1024, samples);
 * console.log(dict.length <= 1024, compress(record(501), { dictData: dict }).length < compress(record(501)).length); // true true
 * ```
 */
export function trainDictionary(dictSize: number, samples: readonly BytesLike[], options: TrainingOptions = {}): ZstdCompressionDict {
  if (dictSize === undefined) throw new TypeError('dictSize must be a number');
  whole(dictSize, 'dictSize', SIZE_MAX);
  const joined = joinSamples(samples);
  if (dictSize < DICTIONARY_MIN) refuse('bytes of dictionary', DICTIONARY_MIN, dictSize, 'dstSize_tooSmall');
  const threads = checkThreads(checkOptions(options).threads);
  const plan = makePlan(dictSize, joined, options, threads);
  const { onProgress } = options;
  if (onProgress !== undefined && typeof onProgress !== 'function') throw new TypeError('onProgress must be a function');
  const notifications = whole(options.notifications, 'notifications', NOTIFICATIONS_MAX);
  const total = plan.ds.length * plan.ks.length;
  let done = 0;
  let least = Number.POSITIVE_INFINITY;
  const single = total === 1 && plan.shrink < 0;
  const trainer = new Trainer(joined, plan);
  const candidate = findBest(trainer, single, threads, ({ k, d, size }) => {
    done++;
    least = Math.min(least, size);
    if (notifications > 1) console.error(`k=${k} d=${d}: ${size} bytes (${done} of ${total})`);
    onProgress?.({ done, total, k, d, size, best: least });
  });
  if (candidate === undefined) fail('dictionaryCreation_failed', 'cannot train dict: the samples have nothing in common');
  const { dictionary, k, d } = trainer.finish(candidate);
  if (notifications > 0) console.error(`dictionary of ${dictionary.length} bytes, k=${k}, d=${d}`);
  return new ZstdCompressionDict(dictionary, { dictMode: DICT_MODE_FULLDICT, k, d });
}
