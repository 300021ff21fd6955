import {
  BLOCK_AT,
  createReadArena,
  R_HUFFMAN_PAIRED,
  R_HUFFMAN_VALID,
  R_REPEAT1,
  R_REPEAT2,
  R_REPEAT3,
  R_TABLES_VALID,
  WINDOW_AT,
} from '../entropy/readArena';
import { DICTIONARY_HEADER_SIZE, DICTIONARY_TABLES_MAX } from '../format/dictionaryLayout';
import { LL, ML, MODE_FSE, OF } from '../format/sequenceKinds';
import { createBlockDecoder, type HotLoops } from './block';

/** Everything beside the window that one block leaves to the next: tables, repeat offsets and what they hold. */
export interface EntropySnapshot {
  readonly registers: Int32Array;
  readonly words: Int32Array;
  readonly baselines: Int32Array;
  readonly single: Uint16Array;
}

/** What the decoder needs to know of a dictionary; see `prepareDictionary`. */
export interface DecoderDictionary {
  /** 0 for raw content. */
  readonly id: number;
  readonly content: Uint8Array;
  readonly entropy: EntropySnapshot | undefined;
}

/**
 * A decoder's buffers and the loops over them. One engine serves one frame at a time; whoever uses it keeps the frame's position (see
 * FrameDecoder).
 */
export interface DecoderEngine {
  /** The arena's bytes; blocks go to BLOCK_AT, the window begins at WINDOW_AT. */
  readonly bytes: Uint8Array;
  /** End of the window region. */
  readonly windowEnd: number;
  /** Forgets tables and repeat offsets, loads the dictionary if there is one, and returns the index where the frame's content begins. */
  startFrame(dictionary: DecoderDictionary | undefined): number;
  /** Decodes the compressed block at BLOCK_AT; see BlockDecoder. */
  decodeBlock(size: number, out: number, blockMax: number, maxOffset: number): number;
  /**
   * Copies bytes [from, to) of `source` to the window at `at`: an engine's own window when it slides, another one's when a frame moves
   * here.
   */
  load(source: Uint8Array, from: number, to: number, at: number): void;
  snapshot(): EntropySnapshot;
  restore(saved: EntropySnapshot): void;
  /**
   * Reads a full dictionary's entropy tables (RFC 8878 §5) and returns the index after them. Leaves them in place for {@link snapshot}.
   */
  readDictionaryTables(dictionary: Uint8Array): number;
}

/**
 * @param capacity bytes of window region
 * @param loops the hot loops' factories; each kind of engine has its own copy of them
 */
export function createDecoderEngine(capacity: number, loops: HotLoops): DecoderEngine {
  const arena = createReadArena(capacity);
  const { bytes, registers } = arena;
  const { literals, tables, decode } = createBlockDecoder(arena, loops);
  const { words, baselines } = tables;
  const { table } = literals;
  /** The dictionary whose content stands at WINDOW_AT, so that a series of frames with one dictionary copies it once. */
  let resident: DecoderDictionary | undefined;

  /**
   * As at a frame's start: repeat offsets 1, 4, 8 (RFC 8878 §3.1.1.5), no Huffman table, none to pair, no sequence tables. One by one: `set`
   * of an array was 3 % of the time of a chain's link (profile).
   */
  function clear(): void {
    registers[R_REPEAT1] = 1;
    registers[R_REPEAT2] = 4;
    registers[R_REPEAT3] = 8;
    registers[R_HUFFMAN_VALID] = 0;
    registers[R_HUFFMAN_PAIRED] = 0;
    registers[R_TABLES_VALID] = 0;
  }

  function restore(saved: EntropySnapshot): void {
    registers.set(saved.registers);
    registers[R_HUFFMAN_PAIRED] = 0;
    tables.restore(saved);
    table.single.set(saved.single);
  }

  return {
    bytes,
    windowEnd: arena.windowEnd,
    decodeBlock: decode,
    restore,

    startFrame(dictionary: DecoderDictionary | undefined): number {
      clear();
      if (dictionary === undefined) {
        resident = undefined;
        return WINDOW_AT;
      }
      if (resident !== dictionary) {
        bytes.set(dictionary.content, WINDOW_AT);
        resident = dictionary;
      }
      if (dictionary.entropy !== undefined) restore(dictionary.entropy);
      return WINDOW_AT + dictionary.content.length;
    },

    load(source: Uint8Array, from: number, to: number, at: number): void {
      resident = undefined;
      bytes.set(source.subarray(from, to), at);
    },

    snapshot(): EntropySnapshot {
      return { registers: registers.slice(), words: words.slice(), baselines: baselines.slice(), single: table.single.slice() };
    },

    readDictionaryTables(dictionary: Uint8Array): number {
      clear();
      const head = dictionary.subarray(DICTIONARY_HEADER_SIZE, DICTIONARY_HEADER_SIZE + DICTIONARY_TABLES_MAX);
      bytes.set(head, BLOCK_AT);
      const end = BLOCK_AT + head.length;
      let p = table.read(BLOCK_AT, end);
      p = tables.read(OF, MODE_FSE, p, end);
      p = tables.read(ML, MODE_FSE, p, end);
      p = tables.read(LL, MODE_FSE, p, end);
      registers[R_HUFFMAN_VALID] = 1;
      registers[R_TABLES_VALID] = 1;
      return p - BLOCK_AT + DICTIONARY_HEADER_SIZE;
    },
  };
}
