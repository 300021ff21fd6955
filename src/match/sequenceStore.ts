import { MATCH_LENGTH_MIN } from '../format/codes';
import { BLOCK_SIZE_MAX } from '../format/constants';

/** Most sequences that one block can hold: every one covers at least the shortest match. */
export const SEQUENCES_MAX = Math.ceil(BLOCK_SIZE_MAX / MATCH_LENGTH_MIN) + 1;

/**
 * Literal lengths from LL_LONG on, and match lengths less MATCH_LENGTH_MIN from ML_LONG on, are not in the tables of codes: each power of
 * two has a code, these numbers less the length's leading zeros.
 */
export const LL_LONG = 64;
export const LL_LONG_CODE = 50;
export const ML_LONG = 128;
export const ML_LONG_CODE = 67;

/**
 * What a match finder makes of one block and what the entropy stage reads: the sequences in order, as a structure of arrays.
 * Literals are not copied here; they are the window's bytes between the matches, gathered once by the entropy stage.
 * The bytes after the last match are the block's last literals and have no entry.
 */
export interface SequenceStore {
  /** Literals before each match. */
  readonly litLength: Int32Array;
  /** Real length of each match, 3 or more. */
  readonly matchLength: Int32Array;
  /** 1 to {@link REPEAT_CODES}: a repeat code (shifted by one when litLength is 0); otherwise the offset + REPEAT_CODES. */
  readonly offBase: Int32Array;
  /**
   * What match finders leave: the repeat offsets after the last sequence as they know them, newest first in elements 0 to 2; {@link ANCHOR}
   * and {@link DONE}.
   */
  readonly nextOffsets: Int32Array;
}

/** Element of `nextOffsets`: the end of the last match, where the literals after it begin. */
export const ANCHOR = 3;
/** Element of `nextOffsets`: 0 when a search has stopped before its end. Only dfast searches in portions. */
export const DONE = 4;

export function createSequenceStore(): SequenceStore {
  return {
    litLength: new Int32Array(SEQUENCES_MAX),
    matchLength: new Int32Array(SEQUENCES_MAX),
    offBase: new Int32Array(SEQUENCES_MAX),
    nextOffsets: new Int32Array(32),
  };
}
