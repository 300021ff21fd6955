import type { IndexCopy } from './matchFinder';
import type { CompressionSettings } from './parameters';

/** Finds the longest match for one position; what the parser of the strategies greedy to btlazy2 is built over. */
export interface Searcher {
  /** A frame with these settings begins: what was indexed before lies below every `low` from now on. */
  startFrame(settings: CompressionSettings): void;
  /**
   * A block begins at `from`; positions that were left out by a long match before it are taken in, or most of them given up.
   *
   * @param end where matches end
   * @param low no match may begin before it
   */
  startBlock(from: number, end: number, low: number): void;
  /**
   * The length of a match for `ip` if one is longer than `best` (at least 3), otherwise 0. It begins at `found[0]`.
   * All positions up to and including `ip` are indexed afterwards.
   */
  search(ip: number, best: number): number;
  /** Window position of the last match found. */
  readonly found: Int32Array;
  /** Leaves positions before `ip` out of the index. */
  skipTo(ip: number): void;
  /** These three as in MatchFinder. */
  index(from: number, to: number): void;
  copyIndex(from: number, to: number): IndexCopy;
  restore(copy: IndexCopy, to: number, changed: number): void;
  /** The window has moved down by `delta`: so do all positions. */
  rebase(delta: number): void;
}

/** Indices grow with each frame and each move of the window; from here on they are brought down. */
export const INDEX_MAX = 2 ** 29;
/** A block begins with at most this many positions that a match has left out of the index; of more, only the last ones are taken in. */
export const CATCH_UP_MAX = 384;
export const CATCH_UP_LAST = 192;
/** Longer matches in trees are not compared further: they are taken anyway. */
export const LENGTH_ENOUGH = 4096;
