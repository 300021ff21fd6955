import { corrupt, fail } from '../format/errors';
import { LITERALS_RAW, LITERALS_RLE, LITERALS_TREELESS } from '../format/literalsTypes';
import type { createHuffmanDecoder } from './huffmanDecode';
import { createHuffmanTable, type HuffmanTable } from './huffmanTableRead';
import { LITERALS_AT, R_HUFFMAN_PAIRED, R_HUFFMAN_VALID, R_LITERALS, R_LITERALS_END, type ReadArena } from './readArena';
import type { SequenceTables } from './sequenceTablesRead';

/** Fewest literals that four streams may hold. */
const FOUR_STREAMS_MIN = 6;

export interface LiteralsDecoder {
  /** The Huffman table, kept from block to block for treeless sections. */
  readonly table: HuffmanTable;
  /**
   * Reads the literals section at `at` (RFC 8878 §3.1.1.3.1) and returns the index after it. The literals are then the arena's bytes from
   * R_LITERALS to R_LITERALS_END: in the literals region, or where they are when they are raw.
   */
  read(at: number, end: number, blockMax: number): number;
}

export function createLiteralsDecoder(
  arena: ReadArena,
  tables: SequenceTables,
  createDecoder: typeof createHuffmanDecoder,
): LiteralsDecoder {
  const { bytes, view, registers } = arena;
  const table = createHuffmanTable(arena, tables);
  const { decodeOne, decodeFour } = createDecoder(arena, table);

  /** Raw and RLE sections: a size of 5, 12 or 20 bits, then the bytes or the byte. */
  function readPlain(at: number, end: number, blockMax: number): number {
    const low = view.getInt32(at, true);
    const type = low & 3;
    const format = (low >>> 2) & 3;
    const headerSize = format === 1 ? 2 : format === 3 ? 3 : 1;
    const body = at + headerSize;
    const size = headerSize === 1 ? (low >>> 3) & 31 : (low >>> 4) & ((1 << (8 * headerSize - 4)) - 1);
    const after = body + (type === LITERALS_RLE ? 1 : size);
    if (after > end || size > blockMax) corrupt();
    if (type === LITERALS_RAW) {
      registers[R_LITERALS] = body;
      registers[R_LITERALS_END] = after;
    } else {
      bytes.fill(bytes[body], LITERALS_AT, LITERALS_AT + size);
      registers[R_LITERALS] = LITERALS_AT;
      registers[R_LITERALS_END] = LITERALS_AT + size;
    }
    return after;
  }

  /** Huffman-coded sections: two sizes of 10, 14 or 18 bits, then the tree unless the last one is used again, then one or four streams. */
  function readCompressed(at: number, end: number, blockMax: number): number {
    // Shortest: a header of 3 bytes and 2 of content, which is also the reference's limit.
    if (end - at < 5) corrupt();
    const low = view.getInt32(at, true);
    const format = (low >>> 2) & 3;
    const bits = format < 2 ? 10 : 6 + 4 * format;
    const mask = (1 << bits) - 1;
    const size = (low >>> 4) & mask;
    const compressed = ((low >>> (4 + bits)) | (bytes[at + 4] << (28 - bits))) & mask;
    let body = at + Math.max(2 + format, 3);
    const after = body + compressed;
    if (after > end || size > blockMax || size === 0) corrupt();
    if (format !== 0 && size < FOUR_STREAMS_MIN)
      fail('literals_headerWrong', "Header of Literals' block doesn't respect format specification");
    if ((low & 3) === LITERALS_TREELESS) {
      if (registers[R_HUFFMAN_VALID] === 0) fail('dictionary_corrupted');
    } else {
      // A table that turns out to be wrong must not serve a later block.
      registers[R_HUFFMAN_VALID] = 0;
      body = table.read(body, after);
      registers[R_HUFFMAN_VALID] = 1;
      registers[R_HUFFMAN_PAIRED] = 0;
    }
    const decode = format === 0 ? decodeOne : decodeFour;
    decode(body, after, LITERALS_AT, size);
    registers[R_LITERALS] = LITERALS_AT;
    registers[R_LITERALS_END] = LITERALS_AT + size;
    return after;
  }

  return {
    table,

    read(at: number, end: number, blockMax: number): number {
      if (at >= end) corrupt();
      return (bytes[at] & 3) <= LITERALS_RLE ? readPlain(at, end, blockMax) : readCompressed(at, end, blockMax);
    },
  };
}
