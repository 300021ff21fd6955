import { MATCH_LENGTH_MIN } from '../format/codes';
import { BLOCK_SIZE_MAX } from '../format/constants';

/** Most sequences that one block can hold: every one covers at least the shortest match. */
export const SEQUENCES_MAX = Math.ceil(BLOCK_SIZE_MAX / MATCH_LENGTH_MIN) + 1;

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
  /** 1, 2, 3: the repeat codes as RFC 8878 §3.1.1.5 numbers them (shifted by one when litLength is 0); otherwise the offset + 3. */
  readonly offBase: Int32Array;
  /** Elements 0 to 2: the repeat offsets after the block's last sequence, as the match finder knows them; element 3: the end of its last match. */
  readonly nextOffsets: Int32Array;
}

export function createSequenceStore(): SequenceStore {
  return {
    litLength: new Int32Array(SEQUENCES_MAX),
    matchLength: new Int32Array(SEQUENCES_MAX),
    offBase: new Int32Array(SEQUENCES_MAX),
    nextOffsets: new Int32Array(32),
  };
}
