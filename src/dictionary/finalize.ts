import { LOOPS } from '../encoder/loops';
import { NODE_SEQUENCES } from '../encoder/splitAfter';
import { normalizeCounts } from '../entropy/fseNormalize';
import { writeDistribution } from '../entropy/fseTableWrite';
import { buildCodeLengths, createHuffmanScratch } from '../entropy/huffmanBuild';
import { createHuffmanTableWriter } from '../entropy/huffmanTableWrite';
import { LL_COUNTS, ML_COUNTS, OF_COUNTS } from '../entropy/sequencesEncode';
import { LL_CODE_MAX, LL_LOG_MAX, ML_CODE_MAX, ML_LOG_MAX, OF_LOG_MAX } from '../format/codes';
import { BLOCK_SIZE_MAX, DICTIONARY_MAGIC } from '../format/constants';
import { contentChecksum } from '../format/contentChecksum';
import { DICTIONARY_HEADER_SIZE } from '../format/dictionaryLayout';
import { HUFFMAN_LOG_MAX } from '../format/huffmanLimits';
import { writeLittleEndian } from '../format/littleEndian';
import { FIRST_OFFSETS } from '../format/repeatOffsets';

/** Room for the header of a dictionary that is filled to its capacity: mostly it takes 140 to 160 bytes. */
const HEADER_ROOM = 160;
/** Shortest content: the repeat offsets must lie within it. */
const CONTENT_MIN = 8;
const OF_CODE_LIMIT = 30;
/** IDs below and above this range are reserved (RFC 8878 §5). */
const ID_FIRST = 32768;
const ID_RANGE = 2 ** 31 - ID_FIRST;

/** The largest offset code that a block behind this content can need. */
const offsetCodeMax = (contentSize: number): number => Math.min(31 - Math.clz32(contentSize + BLOCK_SIZE_MAX), OF_CODE_LIMIT);

/** The ID of a dictionary that was given none: it follows from the content, outside the reserved ranges. */
function idOfContent(content: Uint8Array): number {
  return (contentChecksum(content) % ID_RANGE) + ID_FIRST;
}

/** Writes the Huffman table for these counts, all of them above zero; returns the index after it. */
function writeHuffman(out: Uint8Array, at: number, counts: Int32Array): number {
  const lengths = new Uint8Array(256);
  const table = createHuffmanTableWriter(LOOPS.createFseEncodingTables());
  const scratch = createHuffmanScratch();
  let size = table.write(lengths, buildCodeLengths(counts, 0, HUFFMAN_LOG_MAX, lengths, scratch));
  if (size === 0) {
    // All lengths alike cannot be described: nearly alike can.
    const flat = new Int32Array(256).fill(2);
    flat[0] = 4;
    flat[253] = 1;
    flat[254] = 1;
    size = table.write(lengths, buildCodeLengths(flat, 0, HUFFMAN_LOG_MAX, lengths, scratch));
  }
  out.set(table.bytes.subarray(0, size), at);
  return at + size;
}

function writeFse(out: Uint8Array, at: number, counts: Int32Array, from: number, maxSymbol: number, log: number): number {
  const normalized = new Int32Array(64);
  let total = 0;
  for (let s = 0; s <= maxSymbol; s++) total += counts[from + s];
  normalizeCounts(counts, from, maxSymbol, total, log, normalized, 0);
  return writeDistribution(out, at, normalized, 0, maxSymbol, log);
}

/** Bytes of content that a dictionary of this capacity has room for. */
export function contentRoom(capacity: number): number {
  return Math.max(capacity - HEADER_ROOM, capacity >> 1);
}

/**
 * Makes a full dictionary (RFC 8878 §5).
 *
 * @param content {@link contentRoom} bytes of it at the most
 * @param capacity bytes of the result at the most, 256 or more
 * @param counts what messages behind such content hold (see splitAfter); its entropy tables suit that
 * @param id 0: derived from the content
 */
export function finalizeDictionary(content: Uint8Array, capacity: number, counts: Int32Array, id: number): Uint8Array<ArrayBuffer> {
  const ofCodeMax = offsetCodeMax(content.length);
  // Whatever did not occur may occur yet.
  const all = counts.map((count) => count + 1);
  const header = new Uint8Array(1024);
  let at = writeHuffman(header, DICTIONARY_HEADER_SIZE, all);
  at = writeFse(header, at, all, NODE_SEQUENCES + OF_COUNTS, ofCodeMax, OF_LOG_MAX);
  at = writeFse(header, at, all, NODE_SEQUENCES + ML_COUNTS, ML_CODE_MAX, ML_LOG_MAX);
  at = writeFse(header, at, all, NODE_SEQUENCES + LL_COUNTS, LL_CODE_MAX, LL_LOG_MAX);
  // The repeat offsets that every frame begins with: what a sample leaves behind tells nothing of how the next one begins.
  for (const offset of FIRST_OFFSETS) at = writeLittleEndian(header, at, offset, 4);

  const kept = content.subarray(Math.max(0, content.length - Math.max(capacity - at, CONTENT_MIN)));
  writeLittleEndian(header, 0, DICTIONARY_MAGIC, 4);
  writeLittleEndian(header, 4, id || idOfContent(kept), 4);
  // Zeros before content that is too short.
  const result = new Uint8Array(at + Math.max(kept.length, CONTENT_MIN));
  result.set(header.subarray(0, at));
  result.set(kept, result.length - kept.length);
  return result;
}
