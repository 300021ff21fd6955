/** @duplicated Part of an engine: one copy per kind of engine (tools/duplicateModules.ts). */
import type { ByteArena } from '../format/byteArena';
import { STRATEGY_BTULTRA } from '../format/constants';
import { HUFFMAN_LOG_MAX } from '../format/huffmanLimits';
import { LITERALS_COMPRESSED, LITERALS_RAW, LITERALS_RLE, LITERALS_TREELESS } from '../format/literalsTypes';
import { BIT, entropy } from './fseCost';
import type { FseEncodingTables } from './fseEncode';
import { buildCodeLengths, createHuffmanScratch } from './huffmanBuild';
import { createHuffmanEncoder } from './huffmanEncode';
import { createHuffmanTableWriter } from './huffmanTableWrite';

/** Where the previous table comes from. Whether it has all the symbols that occur is looked at each time. */
const NO_TABLE = 0;
const FROM_BLOCK = 1;
const FROM_DICTIONARY = 2;

/** Slots of codes: two that take turns as the previous and the next table, then the dictionary's. */
const DICTIONARY_SLOT = 2;
const SLOTS = 3;
/** Shorter copies are made byte by byte, without a view for each. */
const VIEW_FROM = 64;
/** Bits of a tree's description for each symbol that occurs, at the least. */
const DESCRIPTION_BITS = 4;

/**
 * From this strategy on (btultra) shallower tables are tried, too, and streams are not split in four below 1024 literals: that saves nine bytes.
 */
const STRATEGY_SEARCHES_DEPTH = STRATEGY_BTULTRA;

/** Fewest literals that are tried where a dictionary has paid for the table: shorter streams save nothing. */
const FEWEST_WITH_DICTIONARY = 6;

/** Fewest literals that may pay for a table. */
const FEWEST_LITERALS = 16;

/** Huffman coding has to save a 128th and two bytes: less is not worth the decoder's time. */
const LEAST_GAIN_SHIFT = 7;

export interface LiteralsEncoder {
  /** A frame begins: there is no previous table, or (`dictionary`) the one that {@link loadDictionary} read is it. */
  reset(dictionary: boolean): void;
  /** Takes a dictionary's table, given by its code lengths, for frames to begin with. */
  loadDictionary(lengths: Uint8Array): void;
  /**
   * Writes the literals section for literals [from, to) with these counts at `at` of the output and returns the index after it. A new table
   * becomes the previous one only with {@link commit}.
   * @param compress false leaves them raw
   */
  encode(from: number, to: number, counts: Int32Array, countsAt: number, at: number, strategy: number, compress: boolean): number;
  /** The block was sent as compressed: its table, if it had one, is the previous one now. */
  commit(): void;
}

export function createLiteralsEncoder(literals: ByteArena, out: ByteArena, tables: FseEncodingTables): LiteralsEncoder {
  const { bytes } = literals;
  const { bytes: outBytes } = out;
  const codes = new Int32Array(SLOTS * 256);
  const lengths = new Uint8Array(256);
  const trial = new Uint8Array(256);
  const scratch = createHuffmanScratch();
  const writer = createHuffmanTableWriter(tables);
  const { buildCodes, encodeOne, encodeFour } = createHuffmanEncoder(literals, out, codes);
  let slot = 0;
  let state = NO_TABLE;
  let fresh = false;

  const freeSlot = (): number => (slot === 0 ? 1 : 0);

  function writePlain(type: number, from: number, size: number, at: number): number {
    if (size < 32) outBytes[at++] = type | (size << 3);
    else if (size < 4096) {
      outBytes[at++] = type | 4 | (size << 4);
      outBytes[at++] = size >> 4;
    } else {
      outBytes[at++] = type | 12 | (size << 4);
      outBytes[at++] = size >> 4;
      outBytes[at++] = size >> 12;
    }
    const length = type === LITERALS_RLE ? 1 : size;
    if (length < VIEW_FROM) for (let i = 0; i < length; i++) outBytes[at + i] = bytes[from + i];
    else outBytes.set(bytes.subarray(from, from + length), at);
    return at + length;
  }

  /** Two sizes of 10, 14 or 18 bits, in a header of 3, 4 or 5 bytes (RFC 8878 §3.1.1.3.1.1). */
  function writeCompressedHeader(type: number, oneStream: boolean, size: number, compressed: number, at: number, headerSize: number): void {
    const format = headerSize > 3 ? headerSize - 2 : oneStream ? 0 : 1;
    const low = type | (format << 2) | (size << 4) | (compressed << (4 * headerSize + 2));
    outBytes[at] = low;
    outBytes[at + 1] = low >> 8;
    outBytes[at + 2] = low >> 16;
    if (headerSize > 3) outBytes[at + 3] = low >> 24;
    if (headerSize > 4) outBytes[at + 4] = compressed >> 10;
  }

  /** Bits that the counts cost with the codes of a slot; Infinity where one is missing. */
  function bitsWith(counts: Int32Array, countsAt: number, maxSymbol: number, of: number): number {
    let bits = 0;
    for (let s = 0; s <= maxSymbol; s++) {
      const count = counts[countsAt + s];
      if (count === 0) continue;
      const length = codes[(of << 8) + s] & 31;
      if (length === 0) return Number.POSITIVE_INFINITY;
      bits += count * length;
    }
    return bits;
  }

  function bitsOf(counts: Int32Array, countsAt: number, maxSymbol: number, ofLengths: Uint8Array): number {
    let bits = 0;
    for (let s = 0; s <= maxSymbol; s++) bits += counts[countsAt + s] * ofLengths[s];
    return bits;
  }

  /** Builds lengths for the counts and their description in `writer`; returns the description's length, or 0. */
  function buildTable(counts: Int32Array, countsAt: number, maxSymbol: number, symbols: number, size: number, strategy: number): number {
    // Few literals gain less by deep trees than the descriptions cost: 0.4 % of 1 KB, 0.15 % of 10 KB (bench/OPTIMIZATIONS.md).
    const deepest = Math.min(HUFFMAN_LOG_MAX, Math.max(30 - Math.clz32(size - 1), 33 - Math.clz32(symbols)));
    let longest = buildCodeLengths(counts, countsAt, deepest, lengths, scratch);
    let described = writer.write(lengths, longest);
    if (strategy >= STRATEGY_SEARCHES_DEPTH && described > 0) {
      // A shallower tree codes a little worse, but its weights can be described in fewer bytes.
      let best = described * 8 + bitsOf(counts, countsAt, maxSymbol, lengths);
      let bestDepth = longest;
      for (let depth = longest - 1; 1 << depth >= symbols; depth--) {
        buildCodeLengths(counts, countsAt, depth, trial, scratch);
        const length = writer.write(trial, depth);
        const bits = length === 0 ? Number.POSITIVE_INFINITY : length * 8 + bitsOf(counts, countsAt, maxSymbol, trial);
        if (bits >= best) break;
        best = bits;
        bestDepth = depth;
      }
      longest = buildCodeLengths(counts, countsAt, bestDepth, lengths, scratch);
      described = writer.write(lengths, longest);
    }
    if (described > 0) buildCodes(lengths, longest, freeSlot());
    return described;
  }

  return {
    reset(dictionary: boolean): void {
      slot = dictionary ? DICTIONARY_SLOT : 0;
      state = dictionary ? FROM_DICTIONARY : NO_TABLE;
      fresh = false;
    },

    loadDictionary(dictionaryLengths: Uint8Array): void {
      let longest = 0;
      for (let s = 0; s < 256; s++) longest = Math.max(longest, dictionaryLengths[s]);
      buildCodes(dictionaryLengths, longest, DICTIONARY_SLOT);
    },

    commit(): void {
      if (!fresh) return;
      slot = freeSlot();
      state = FROM_BLOCK;
      fresh = false;
    },

    encode(from: number, to: number, counts: Int32Array, countsAt: number, at: number, strategy: number, compress: boolean): number {
      fresh = false;
      const size = to - from;
      let symbols = 0;
      let maxSymbol = 0;
      let most = 0;
      for (let s = 0; s < 256; s++) {
        const count = counts[countsAt + s];
        if (count === 0) continue;
        symbols++;
        maxSymbol = s;
        if (count > most) most = count;
      }
      // A section of one byte and its RLE form are equally long.
      if (symbols === 1 && size > 1) return writePlain(LITERALS_RLE, from, size, at);
      const paid = state === FROM_DICTIONARY;
      const fewest = paid ? FEWEST_WITH_DICTIONARY : FEWEST_LITERALS;
      // Nearly flat counts cannot pay for a table.
      const flat = most <= (size >> 7) + 4;
      if (!compress || size < fewest || symbols < 2 || (flat && !paid)) return writePlain(LITERALS_RAW, from, size, at);

      // Where nothing has to be gained, the header of a raw section counts too: one byte, or two.
      const gain = paid ? (size < 32 ? -1 : -2) : (size >> LEAST_GAIN_SHIFT) + 2;
      const headerSize = 3 + (size >= 1024 ? 1 : 0) + (size >= 16384 ? 1 : 0);
      // A dictionary's frames are small: four streams would cost them 8 bytes for a little less of the decoder's time.
      const oneStream = size < (strategy >= STRATEGY_SEARCHES_DEPTH ? 1024 : 256) || (paid && headerSize === 3);
      const oldBits = state === NO_TABLE ? Number.POSITIVE_INFINITY : bitsWith(counts, countsAt, maxSymbol, slot);
      // Where the old table is nearer to the best than any description is short, none is built.
      const hopeless = state !== NO_TABLE && oldBits * BIT <= entropy(counts, countsAt, maxSymbol, size) + DESCRIPTION_BITS * symbols * BIT;
      const described = flat || hopeless ? 0 : buildTable(counts, countsAt, maxSymbol, symbols, size, strategy);
      const newBits = described === 0 ? Number.POSITIVE_INFINITY : described * 8 + bitsOf(counts, countsAt, maxSymbol, lengths);
      const useOld = oldBits <= newBits;
      const expected = Math.min(oldBits, newBits) / 8 + headerSize;
      if (expected >= size - gain) return writePlain(LITERALS_RAW, from, size, at);

      let op = at + headerSize;
      if (!useOld) {
        outBytes.set(writer.bytes.subarray(0, described), op);
        op += described;
      }
      const use = useOld ? slot : freeSlot();
      op = oneStream ? encodeOne(from, to, op, use) : encodeFour(from, to, op, use);
      const compressed = op - at - headerSize;
      // 0: a stream is too long for the jump table.
      if (op === 0 || compressed + headerSize >= size - gain) return writePlain(LITERALS_RAW, from, size, at);
      fresh = !useOld;

      writeCompressedHeader(useOld ? LITERALS_TREELESS : LITERALS_COMPRESSED, oneStream, size, compressed, at, headerSize);
      return op;
    },
  };
}
