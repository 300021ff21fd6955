import { CONTENTSIZE_UNKNOWN, STRATEGY_BTLAZY2, STRATEGY_DFAST, STRATEGY_FAST, WINDOWLOG_MIN } from '../format/constants';
import { levelRow } from './levels';

/** The parameters that a match finder and the block writer follow. */
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
  /** Strategy fast: how many positions to skip beyond the next. */
  targetLength: number;
  /** One of the STRATEGY constants. */
  strategy: number;
}

/** Sources larger than this leave the window as it is. */
const ADJUST_MAX = 2 ** 30;
const SOURCE_LEAST = 64;

/** The least power of two, as its exponent, that is not below n. */
export const log2Ceil = (n: number): number => (n <= 1 ? 0 : 32 - Math.clz32(n - 1));

/**
 * The settings of a level for a source of `sourceSize` bytes (−1: unknown): the level's row, then nothing larger than the source can use.
 */
export function settingsForLevel(level: number, sourceSize: number): CompressionSettings {
  const known = sourceSize !== CONTENTSIZE_UNKNOWN;
  const [windowLog, chainLog, hashLog, searchLog, minMatch, targetLength, strategy] = levelRow(
    level,
    known ? sourceSize : Number.POSITIVE_INFINITY,
  );
  const settings = { windowLog, chainLog, hashLog, searchLog, minMatch, targetLength: level < 0 ? -level : targetLength, strategy };
  if (known && sourceSize <= ADJUST_MAX) {
    settings.windowLog = Math.min(windowLog, log2Ceil(Math.max(sourceSize, SOURCE_LEAST)));
    settings.hashLog = Math.min(hashLog, settings.windowLog + 1);
    // A tree has half as many nodes as links.
    settings.chainLog = Math.min(chainLog, settings.windowLog + (strategy >= STRATEGY_BTLAZY2 ? 1 : 0));
    settings.windowLog = Math.max(settings.windowLog, WINDOWLOG_MIN);
  }
  return settings;
}

/** Literals stay raw where a negative level asks for nothing but speed. */
export function compressesLiterals(settings: CompressionSettings): boolean {
  return settings.strategy !== STRATEGY_FAST || settings.targetLength === 0;
}

/** Into how many blocks the sequences of one parsed block may be cut: what that saves and costs differs by strategy (bench/OPTIMIZATIONS.md). */
export function splitLeaves(settings: CompressionSettings): number {
  if (!compressesLiterals(settings)) return 0;
  return settings.strategy === STRATEGY_FAST ? 0 : settings.strategy === STRATEGY_DFAST ? 4 : 16;
}
