import { BLOCK_SIZE_MAX } from '../format/constants';

/**
 * The one buffer that the decoding loops touch: compressed block, decoded literals and window side by side, so that a single typed array
 * and a single DataView serve every load and store, and V8 folds their address and length into the code (ARCHITECTURE.md "One engine, and
 * spare ones").
 *
 *     padding | compressed block | padding | literals | padding | window … | padding
 *
 * The padding takes loads that begin before a bit stream and copies that run past their end.
 */
export interface ReadArena {
  readonly bytes: Uint8Array;
  readonly view: DataView;
  /**
   * Everything that is carried from block to block beside tables and window, and what the parts of a block's decoding hand to one another:
   * `R_*`.
   */
  readonly registers: Int32Array;
  /** One past the last byte of the window region that a block may fill; {@link OVERCOPY} more are writable. */
  readonly windowEnd: number;
  /** Whether the window can hold offsets of more than 25 extra bits, which need two reads of the bit stream. */
  readonly wide: boolean;
}

const PADDING = 64;
/** Bytes that copies may write past the end of what they have to. */
export const OVERCOPY = 256;
/** Where a block's bytes lie. */
export const BLOCK_AT = PADDING;
/** Where decoded literals lie. */
export const LITERALS_AT = BLOCK_AT + BLOCK_SIZE_MAX + PADDING;
/** Where the window begins: first the dictionary's content, if any, then the frame. */
export const WINDOW_AT = LITERALS_AT + BLOCK_SIZE_MAX + PADDING;

/** Largest offset code that one 32-bit load of the bit stream can serve: 25 bits are sure at any bit position. */
export const NARROW_OFFSET_CODE = 25;

// What a frame's start resets (`clear` in decoder/engine).
/** The three repeat offsets (RFC 8878 §3.1.1.5). */
export const R_REPEAT1 = 0;
export const R_REPEAT2 = 1;
export const R_REPEAT3 = 2;
/** Whether there is a Huffman table that a treeless section may use. */
export const R_HUFFMAN_VALID = 3;
/** Whether the multi-symbol form of that table has been built. */
export const R_HUFFMAN_PAIRED = 4;
/** Whether there are sequence tables that repeat mode may use. */
export const R_TABLES_VALID = 5;

// What is known of the tables.
/** Width of the Huffman table's index in bits. */
export const R_HUFFMAN_LOG = 6;
/** Largest offset code in the offset table. */
export const R_OFFSET_CODE_MAX = 7;
/** Accuracy log of each FSE table, and what it holds, by kind (LL, OF, ML, weights). */
export const R_LOG = 8;
export const R_HOLDS = 12;

// What a block's sections hand to the sequence loop, and the loop's own state, kept while it is run in portions.
/** The literals: next one to use, and their end. They lie in the literals region or, raw ones, in the block itself. */
export const R_LITERALS = 16;
export const R_LITERALS_END = 17;
/** Index of the lowest bit taken so far, and where the next byte of content goes. */
export const R_BIT = 18;
export const R_OUT = 19;
/** Index of the bit stream's lowest bit: the last one to be taken. */
export const R_BIT_LAST = 20;
/** States by kind (LL, OF, ML). */
export const R_STATE_LL = 21;
export const R_STATE_OF = 22;
export const R_STATE_ML = 23;
/** V8 keeps arrays of 64 bytes and less on its own heap, where their address is no constant. */
const REGISTERS = 32;

/** @param capacity bytes of the window region */
export function createReadArena(capacity: number): ReadArena {
  const bytes = new Uint8Array(WINDOW_AT + capacity + OVERCOPY);
  return {
    bytes,
    view: new DataView(bytes.buffer),
    registers: new Int32Array(REGISTERS),
    windowEnd: WINDOW_AT + capacity,
    wide: capacity >= 2 ** (NARROW_OFFSET_CODE + 1) - 3,
  };
}
