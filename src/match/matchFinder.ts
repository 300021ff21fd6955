import type { CompressionSettings } from './parameters';

/** What a match finder's tables hold of a dictionary's content, as window positions; unused fields are empty. */
export interface IndexCopy {
  readonly table: Int32Array;
  readonly secondTable: Int32Array;
  readonly tags: Uint8Array;
  readonly heads: Uint8Array;
}

/**
 * How often symbols occur in what a dictionary was made for, at least 1 for each: literals, and the codes of literal lengths, match lengths
 * and offsets.
 */
export interface ExpectedSymbols {
  readonly literals: Int32Array;
  readonly litLengths: Int32Array;
  readonly matchLengths: Int32Array;
  readonly offsets: Int32Array;
}

export const NO_WORDS: Int32Array = /* @__PURE__ */ new Int32Array(0);
export const NO_BYTES: Uint8Array = /* @__PURE__ */ new Uint8Array(0);

/** A strategy's way from a block of the window to sequences. */
export interface MatchFinder {
  /** A frame with these settings begins. Nothing indexed before it may be found: it lies below every `low` from now on. */
  startFrame(settings: CompressionSettings): void;
  /**
   * Parses window bytes [from, end) into the store, behind its first `count` sequences, and returns the number of sequences then.
   *
   * @param low no match may begin before it
   * @param offsets the decoder's repeat offsets at `from`; those at `end` go to the store's `nextOffsets`
   */
  find(from: number, end: number, low: number, offsets: Int32Array, count: number): number;
  /**
   * Indexes window bytes [from, to), which stand right before the frame: a dictionary's content or a prefix. Called after {@link
   * startFrame}.
   */
  index(from: number, to: number): void;
  /**
   * A copy of the index right after {@link index} of the same bytes.
   *
   * @param spare a copy that is not needed any more: its memory may be used
   */
  copyIndex(from: number, to: number, spare?: IndexCopy): IndexCopy;
  /**
   * Makes the index what it was when `copy` was made, for content that ends at `to`. Since then only positions up to `changed` were added,
   * or, where `changed` is below `to`, anything may have happened. Called after {@link startFrame}.
   */
  restore(copy: IndexCopy, to: number, changed: number): void;
  /** Says what symbols the frame's first block is likely to have, where that matters to the parser. Called after {@link startFrame}. */
  expect?(symbols: ExpectedSymbols): void;
  /** The window has moved down by `delta`: so do all positions that this finder keeps itself (a tree is moved by the engine). */
  rebase(delta: number): void;
  /** The window starts over, `delta` below: all positions belong to the past, and none may be found. */
  clear(delta: number): void;
}

/** The last positions of a dictionary's content are indexed with the frame: their hashes take in its first bytes. */
export const INDEX_MARGIN = 7;
/** Restoring entry by entry pays for frames up to this share of a table's entries, log2. */
export const RESTORE_SHARE = 2;

/** A search ends this far before the block's end: hashes read 8 bytes. */
export const SEARCH_MARGIN = 8;
