import { describe, expect, it } from 'vitest';
import { createFseEncodingTables } from '../../src/entropy/fseEncode';
import { createCountBytes } from '../../src/entropy/histogram';
import { buildCodeLengths, createHuffmanScratch } from '../../src/entropy/huffmanBuild';
import { createHuffmanDecoder } from '../../src/entropy/huffmanDecode';
import { createHuffmanEncoder } from '../../src/entropy/huffmanEncode';
import { createHuffmanTable } from '../../src/entropy/huffmanTableRead';
import { createHuffmanTableWriter } from '../../src/entropy/huffmanTableWrite';
import { BLOCK_AT, createReadArena, LITERALS_AT } from '../../src/entropy/readArena';
import { createSequenceTables } from '../../src/entropy/sequenceTablesRead';
import { createByteArena } from '../../src/format/byteArena';
import { HUFFMAN_LOG_MAX } from '../../src/format/huffmanLimits';
import { Random } from '../helpers/random';

/** Symbols with very different frequencies: Fibonacci counts make the deepest trees. */
function randomCounts(random: Random): Int32Array {
  const counts = new Int32Array(256);
  const symbols = 2 + random.below(255);
  const kind = random.below(3);
  for (let i = 0, a = 1, b = 1; i < symbols; i++) {
    const symbol = random.below(256);
    counts[symbol] = kind === 0 ? 1 + random.below(1000) : kind === 1 ? 1 + Math.floor(5000 / (1 + i * i)) : a;
    if (kind === 2 && a < 50_000) [a, b] = [b, a + b];
  }
  counts[7] ||= 1;
  counts[200] ||= 1;
  return counts;
}

/** Bits of an optimal prefix code, by merging the two least again and again. */
function optimalBits(counts: Int32Array): number {
  const heap = [...counts].filter((count) => count > 0).sort((a, b) => a - b);
  let bits = 0;
  while (heap.length > 1) {
    const merged = heap[0] + heap[1];
    heap.splice(0, 2);
    bits += merged;
    const at = heap.findIndex((count) => count > merged);
    heap.splice(at < 0 ? heap.length : at, 0, merged);
  }
  return bits;
}

const bitsOf = (counts: Int32Array, lengths: Uint8Array): number => counts.reduce((sum, count, symbol) => sum + count * lengths[symbol], 0);

describe('code lengths', () => {
  it('fill the code space exactly, stay within the limit, and are optimal where the limit does not bind', () => {
    const random = new Random(2);
    const scratch = createHuffmanScratch();
    const lengths = new Uint8Array(256);
    for (let i = 0; i < 400; i++) {
      const counts = randomCounts(random);
      const symbols = counts.filter((count) => count > 0).length;
      const limit = Math.max(random.pick([8, 9, 11]), Math.ceil(Math.log2(symbols)));
      const longest = buildCodeLengths(counts, 0, limit, lengths, scratch);
      expect(longest).toBe(Math.max(...lengths));
      expect(longest).toBeLessThanOrEqual(limit);
      expect(lengths.reduce((sum, length) => sum + (length === 0 ? 0 : 2 ** -length), 0)).toBe(1);
      for (let s = 0; s < 256; s++) expect(lengths[s] > 0).toBe(counts[s] > 0);
      const optimal = optimalBits(counts);
      const bits = bitsOf(counts, lengths);
      if (longest < limit) expect(bits).toBe(optimal);
      else expect(bits).toBeGreaterThanOrEqual(optimal);
    }
  });
});

describe('a stream', () => {
  it('of any alphabet and length is read back, in one or four streams, through a described table', () => {
    const random = new Random(4);
    const literals = createByteArena(70_000);
    const out = createByteArena(90_000);
    const codes = new Int32Array(512);
    const encoder = createHuffmanEncoder(literals, out, codes);
    const countBytes = createCountBytes(literals);
    const writer = createHuffmanTableWriter(createFseEncodingTables());
    const scratch = createHuffmanScratch();
    const lengths = new Uint8Array(256);
    const arena = createReadArena(1 << 18);
    const table = createHuffmanTable(arena, createSequenceTables(arena));
    const decoder = createHuffmanDecoder(arena, table);
    let decoded = 0;
    for (let i = 0; i < 150; i++) {
      const alphabet = 2 + random.below(random.pick([3, 40, 200]));
      const size = 6 + random.below(random.pick([100, 3000, 60_000]));
      for (let k = 0; k < size; k++)
        literals.bytes[64 + k] = Math.floor(alphabet ** (random.below(1000) / 1000)) + (alphabet > 128 ? 0 : 60);
      literals.bytes[64] ^= 1;
      const counts = new Int32Array(256);
      countBytes(64, 64 + size, counts, 0);
      expect(counts.reduce((sum, count) => sum + count, 0)).toBe(size);
      if (counts.filter((count) => count > 0).length < 2) continue;
      const longest = buildCodeLengths(counts, 0, HUFFMAN_LOG_MAX, lengths, scratch);
      const described = writer.write(lengths, longest);
      if (described === 0) continue;
      encoder.buildCodes(lengths, longest, i & 1);
      for (const four of [false, true]) {
        const end = four ? encoder.encodeFour(64, 64 + size, 0, i & 1) : encoder.encodeOne(64, 64 + size, 0, i & 1);
        // The bits are those that the lengths say, rounded up with an end mark for each stream.
        const bits = bitsOf(counts, lengths);
        expect(end).toBeGreaterThanOrEqual(Math.ceil((bits + (four ? 4 : 1)) / 8) + (four ? 6 : 0));
        expect(end).toBeLessThanOrEqual(Math.ceil(bits / 8) + (four ? 10 : 1));
        arena.registers.fill(0);
        arena.bytes.set(writer.bytes.subarray(0, described), BLOCK_AT);
        arena.bytes.set(out.bytes.subarray(0, end), BLOCK_AT + described);
        const from = table.read(BLOCK_AT, BLOCK_AT + described + end);
        expect(from).toBe(BLOCK_AT + described);
        if (four) decoder.decodeFour(from, from + end, LITERALS_AT, size);
        else decoder.decodeOne(from, from + end, LITERALS_AT, size);
        expect(Buffer.compare(arena.bytes.subarray(LITERALS_AT, LITERALS_AT + size), literals.bytes.subarray(64, 64 + size))).toBe(0);
        decoded++;
      }
    }
    expect(decoded).toBeGreaterThan(200);
  });
});
