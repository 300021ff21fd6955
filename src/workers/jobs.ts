import { STRATEGY_BTLAZY2, STRATEGY_GREEDY } from '../format/constants';
import type { CompressionSettings } from '../match/parameters';

/** Sources up to this size are not worth cutting, and jobs are no smaller. */
export const JOBS_FROM = 512 << 10;
const JOB_LOG_MIN = 21;
export const JOB_LOG_MAX = 30;
/** An overlap of the whole window. */
export const OVERLAP_LOG_MAX = 9;

/** How a frame is cut. */
export interface JobLayout {
  /** Bytes of each job but the last one. */
  readonly size: number;
  /** Bytes before a job that its matches may refer to. */
  readonly overlap: number;
}

/** Thorough strategies gain more from what stands before: 6 up to lazy, 9 for btultra2. */
const overlapLogOf = (strategy: number): number => Math.max((strategy + OVERLAP_LOG_MAX) >> 1, 6);

/** log2 of the windows that a job has. Two instead of four cost the lazy strategies 0.12 % of the bytes. */
const windowsLogOf = (strategy: number): number => (strategy < STRATEGY_GREEDY ? 0 : strategy < STRATEGY_BTLAZY2 ? 1 : 2);

/**
 * Cuts a frame by its parameters alone: jobs of four windows, of two or one where the strategy is faster, since short jobs end together;
 * each with some of the window before it. With long-distance matching the window says little about what a job needs: its size follows the
 * tables, and no more than a quarter of it counts as the window.
 *
 * @param jobSize bytes of a job; 0 or nothing for a size by the window
 * @param overlapLog how much of the window a job takes over: 9 all of it, each step below half as much, 1 nothing; 0 or left out by the strategy
 */
export function jobLayout({ windowLog, chainLog, strategy, ldm }: CompressionSettings, jobSize?: number, overlapLog?: number): JobLayout {
  const wanted = ldm === undefined ? windowLog + windowsLogOf(strategy) : chainLog + (strategy < STRATEGY_BTLAZY2 ? 3 : 2);
  const jobLog = Math.min(Math.max(wanted, JOB_LOG_MIN), JOB_LOG_MAX);
  const halvings = OVERLAP_LOG_MAX - (overlapLog || overlapLogOf(strategy));
  const reach = Math.min(windowLog, (ldm === undefined ? JOB_LOG_MAX : jobLog) - 2);
  const overlap = halvings >= OVERLAP_LOG_MAX - 1 ? 0 : 2 ** (reach - halvings);
  return { size: Math.max(jobSize || 2 ** jobLog, JOBS_FROM, overlap), overlap };
}
