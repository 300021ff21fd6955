import type { CompressionSettings } from './parameters';

/** A strategy's way from a block of the window to sequences. */
export interface MatchFinder {
  /** A frame with these settings begins. Nothing indexed before it may be found: it lies below every `low` from now on. */
  start(settings: CompressionSettings): void;
  /**
   * Parses window bytes [from, end) into the store, behind its first `count` sequences, and returns the number of sequences then.
   *
   * @param low no match may begin before it
   * @param offsets the decoder's repeat offsets at `from`; those at `end` go to the store's `nextOffsets`, and the end of the last match to its
   *   element {@link ANCHOR}
   */
  find(from: number, end: number, low: number, offsets: Int32Array, count: number): number;
  /** The window has moved down by `delta`: so do all positions that this finder keeps itself (a tree is moved by the engine). */
  rebase(delta: number): void;
  /** The window starts over, `delta` below: all positions belong to the past, and none may be found. */
  clear(delta: number): void;
}

/** Where `nextOffsets` tells the end of the last match, the start of the literals after it. */
export const ANCHOR = 3;
/** A search ends this far before the block's end: hashes read 8 bytes. */
export const SEARCH_MARGIN = 8;
