import {
  CONTENTSIZE_UNKNOWN,
  HASHLOG_MIN,
  LDM_BUCKETSIZELOG_MAX,
  STRATEGY_BTLAZY2,
  STRATEGY_BTOPT,
  STRATEGY_BTULTRA,
  STRATEGY_DFAST,
  WINDOWLOG_MIN,
} from '../format/constants';
import { levelRow } from './levels';

/**
 * Windows up to this, log2, are those of sources of up to 256 KiB. What is left out or kept whole to save time costs them more bytes, and
 * doing it saves little time: there are few blocks of them.
 */
export const SMALL_WINDOW_LOG = 18;

/** The parameters that a match finder follows. */
export interface CompressionSettings {
  /** Matches reach back 2^windowLog bytes. */
  windowLog: number;
  /** Size of the second table, log2. */
  chainLog: number;
  /** Size of the (first) table, log2. */
  hashLog: number;
  /** Candidates tried per position, log2. */
  searchLog: number;
  /** Bytes that a hash takes in. */
  minMatch: number;
  /**
   * Strategy fast: positions skipped beyond the next; 1 and up leaves literals raw. Lazy and lazy2: below this length one position more is
   * looked at. Btopt and up: a longer match is taken at once.
   */
  targetLength: number;
  /** One of the STRATEGY constants. */
  strategy: number;
  /** Long-distance matching, where it is asked for. */
  ldm?: LdmSettings | undefined;
  /**
   * Long matches that somebody else has found, of each block their number, then three for each: position in the block, length, offset. The
   * bytes that they repeat need not be in the window.
   */
  longMatches?: readonly number[] | undefined;
}

/** The parameters of long-distance matching. */
export interface LdmSettings {
  /** Entries of its table, log2. */
  readonly hashLog: number;
  /** Entries per bucket, log2. */
  readonly bucketLog: number;
  /** Shortest match, in bytes. */
  readonly minMatch: number;
  /** Of 2^hashRateLog positions one is entered, on average. */
  readonly hashRateLog: number;
}

/** Sources and dictionaries larger than this leave the window as it is. */
const ADJUST_MAX = 2 ** 30;
const SOURCE_LEAST = 64;
/** What a source of unknown size counts as beside a dictionary: the dictionary is for small ones. */
const SOURCE_WITH_DICTIONARY = 500;
/** Window of long-distance matching, unless another one is asked for. */
const LDM_WINDOW_LOG = 27;
/** More entries than these 2 GiB do not pay. */
const LDM_HASH_LOG_MAX = 28;
/** A row's hash has 8 bits of tag beside the row's number. */
const ROW_NUMBER_BITS = 24;

/** The least power of two, as its exponent, that is not below n. */
export const log2Ceil = (n: number): number => (n <= 1 ? 0 : 32 - Math.clz32(n - 1));
const clamp = (value: number, least: number, most: number): number => Math.min(Math.max(value, least), most);

/** The level's row for such a source. */
function settingsOfRow(level: number, sourceSize: number, dictSize: number): CompressionSettings {
  const known = sourceSize !== CONTENTSIZE_UNKNOWN;
  const size = known ? sourceSize + dictSize : dictSize > 0 ? dictSize + SOURCE_WITH_DICTIONARY : Number.POSITIVE_INFINITY;
  const [windowLog, chainLog, hashLog, searchLog, minMatch, targetLength, strategy] = levelRow(level, size);
  return { windowLog, chainLog, hashLog, searchLog, minMatch, targetLength: level < 0 ? -level : targetLength, strategy };
}

/** Nothing larger than the source and the window can use. */
function adjust(settings: CompressionSettings, sourceSize: number, dictSize: number): CompressionSettings {
  const known = sourceSize !== CONTENTSIZE_UNKNOWN;
  const total = sourceSize + dictSize;
  if (known && sourceSize <= ADJUST_MAX && dictSize <= ADJUST_MAX) {
    settings.windowLog = Math.min(settings.windowLog, log2Ceil(Math.max(total, SOURCE_LEAST)));
  }
  const windowSize = 2 ** settings.windowLog;
  const covered = dictSize === 0 || (known && windowSize >= total);
  const reachLog = covered ? settings.windowLog : log2Ceil(windowSize + Math.min(dictSize, ADJUST_MAX));
  settings.hashLog = Math.min(settings.hashLog, reachLog + 1);
  // A tree has half as many nodes as links.
  settings.chainLog = Math.min(settings.chainLog, reachLog + (settings.strategy >= STRATEGY_BTLAZY2 ? 1 : 0));
  settings.windowLog = Math.max(settings.windowLog, WINDOWLOG_MIN);
  return settings;
}

/**
 * The settings of a level for a source of `sourceSize` bytes (−1: unknown): the level's row, then nothing larger than the source can use.
 *
 * @param dictSize bytes of dictionary content before the source
 */
export function settingsForLevel(level: number, sourceSize: number, dictSize = 0): CompressionSettings {
  return adjust(settingsOfRow(level, sourceSize, dictSize), sourceSize, dictSize);
}

/** Single parameters that replace those of a level; 0 leaves the level's. */
export interface ParameterOverrides {
  /** Decides what the others leave open. */
  readonly compressionLevel: number;
  readonly windowLog: number;
  readonly chainLog: number;
  readonly hashLog: number;
  readonly searchLog: number;
  readonly minMatch: number;
  readonly targetLength: number;
  readonly compressionStrategy: number;
  readonly enableLdm: boolean;
  readonly ldmHashLog: number;
  readonly ldmMinMatch: number;
  readonly ldmBucketSizeLog: number;
  readonly ldmHashEveryLog: number;
}

/** The settings of their level with some parameters replaced, adjusted to the sizes and to what the strategies can do. */
export function settingsForParameters(overrides: ParameterOverrides, sourceSize: number, dictSize: number): CompressionSettings {
  const settings = settingsOfRow(overrides.compressionLevel, sourceSize, dictSize);
  if (overrides.enableLdm) settings.windowLog = LDM_WINDOW_LOG;
  for (const name of ['windowLog', 'chainLog', 'hashLog', 'searchLog', 'minMatch', 'targetLength'] as const) {
    settings[name] = overrides[name] || settings[name];
  }
  settings.strategy = overrides.compressionStrategy || settings.strategy;
  adjust(settings, sourceSize, dictSize);
  // Only the optimal parsers look for three bytes.
  if (settings.strategy < STRATEGY_BTOPT) settings.minMatch = Math.max(settings.minMatch, 4);
  if (settings.strategy > STRATEGY_DFAST && settings.strategy < STRATEGY_BTLAZY2) {
    settings.hashLog = Math.min(settings.hashLog, ROW_NUMBER_BITS + rowLogOf(settings));
  }
  if (overrides.enableLdm) settings.ldm = ldmSettings(settings, overrides);
  return settings;
}

/** The parameters of long-distance matching: those that are given, the others by window and strategy. */
export function ldmSettings({ windowLog, strategy }: CompressionSettings, given: Partial<ParameterOverrides> = {}): LdmSettings {
  const rateByHash = given.ldmHashLog ? Math.max(windowLog - given.ldmHashLog, 0) : 7 - Math.floor(strategy / 3);
  const hashRateLog = given.ldmHashEveryLog || rateByHash;
  const wanted = given.ldmHashLog || windowLog - hashRateLog;
  // No more entries than positions.
  const hashLog = clamp(wanted, HASHLOG_MIN, Math.min(Math.max(windowLog, HASHLOG_MIN), LDM_HASH_LOG_MAX));
  return {
    hashLog,
    hashRateLog,
    minMatch: given.ldmMinMatch || (strategy >= STRATEGY_BTULTRA ? 32 : 64),
    bucketLog: Math.min(given.ldmBucketSizeLog || clamp(strategy, 4, LDM_BUCKETSIZELOG_MAX), hashLog),
  };
}

/** Rows of 16, 32 or 64 slots: 2^4 to 2^6. */
export function rowLogOf(settings: CompressionSettings): number {
  return clamp(settings.searchLog, 4, 6);
}
