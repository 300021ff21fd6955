import { STRATEGY_BTOPT, STRATEGY_BTULTRA2, STRATEGY_LAZY2 } from '../format/constants';
import type { CompressionSettings } from '../match/parameters';

/** Sources up to this size are not worth cutting. */
export const JOBS_FROM = 512 << 10;
const JOB_SIZE_MIN = 512 << 10;
const JOB_LOG_MIN = 20;
const JOB_LOG_MAX = 30;
/** An overlap of the whole window. */
const OVERLAP_LOG_MAX = 9;

/** How a frame is cut. */
export interface JobLayout {
  /** Bytes of each job but the last one. */
  readonly size: number;
  /** Bytes before a job that its matches may refer to. */
  readonly overlap: number;
}

/** Thorough strategies gain more from what stands before. */
function overlapLogOf(strategy: number): number {
  if (strategy === STRATEGY_BTULTRA2) return OVERLAP_LOG_MAX;
  if (strategy >= STRATEGY_BTOPT) return 8;
  return strategy >= STRATEGY_LAZY2 ? 7 : 6;
}

/**
 * Cuts a frame as the reference does, by its parameters alone: jobs of four windows, each with some of the window before it.
 *
 * @param jobSize bytes of a job, 0 for a size by the window
 * @param overlapLog how much of the window a job takes over: 9 all of it, each step below half as much, 1 nothing, 0 by the strategy
 */
export function jobLayout({ windowLog, strategy }: CompressionSettings, jobSize: number, overlapLog: number): JobLayout {
  const halvings = OVERLAP_LOG_MAX - (overlapLog || overlapLogOf(strategy));
  const overlap = halvings >= OVERLAP_LOG_MAX - 1 ? 0 : 2 ** Math.max(windowLog - halvings, 0);
  const size = jobSize === 0 ? 2 ** Math.min(Math.max(windowLog + 2, JOB_LOG_MIN), JOB_LOG_MAX) : Math.max(jobSize, JOB_SIZE_MIN);
  return { size: Math.max(size, overlap), overlap };
}
