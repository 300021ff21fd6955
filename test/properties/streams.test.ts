import { describe, expect, it } from 'vitest';
import { compress, decompress, ZstdCompressor, ZstdDecompressor } from '../../src/index';
import { joined, PieceReader, PieceWriter, randomContent, randomPieces, randomSize, same } from '../helpers/content';
import { Random } from '../helpers/random';
import { PROPERTY_RUNS } from '../helpers/runs';

/** Of the levels, the fast ones mostly. */
const levelOf = (random: Random): number => (random.oneIn(12) ? 6 + random.below(8) : random.pick([-5, -1, 1, 2, 3, 4, 5]));
const SIZE_MAX = 200_000;

/** Every way to compress a stream: the frame must be the same as in one call, as far as the size is known in advance. */
const compressing: [string, (compressor: ZstdCompressor, content: Uint8Array, random: Random, size: number | undefined) => Uint8Array][] = [
  [
    'compressObj',
    (compressor, content, random, size) => {
      const stream = compressor.compressObj({ size });
      return joined([...randomPieces(random, content).map((piece) => stream.compress(piece)), stream.flush()]);
    },
  ],
  [
    'chunker',
    (compressor, content, random, size) => {
      const chunkSize = randomSize(random, 5000);
      const chunker = compressor.chunker(chunkSize, { size });
      const chunks = randomPieces(random, content).flatMap((piece) => [...chunker.compress(piece)]);
      expect(chunks.every(({ length }) => length === chunkSize)).toBe(true);
      const last = [...chunker.finish()];
      expect(last.slice(0, -1).every(({ length }) => length === chunkSize)).toBe(true);
      return joined([...chunks, ...last]);
    },
  ],
  [
    'streamReader of a reader',
    (compressor, content, random, size) => {
      const reader = compressor.streamReader(new PieceReader(randomPieces(random, content)), {
        size,
        readSize: randomSize(random, SIZE_MAX),
      });
      const parts: Uint8Array[] = [];
      const most = randomSize(random, 5000);
      for (let i = 0; i < 500; i++) {
        const part = reader.read(1 + random.below(most));
        parts.push(part);
        if (part.length === 0) return joined(parts);
      }
      parts.push(reader.readAll());
      return joined(parts);
    },
  ],
  [
    'writeTo',
    (compressor, content, random, size) => {
      const target = new PieceWriter();
      const writeSize = randomSize(random, 5000);
      const writer = compressor.writeTo(target, { size, writeSize });
      let passed = 0;
      for (const piece of randomPieces(random, content)) passed += writer.write(piece);
      expect(passed).toBe(target.bytes().length);
      writer.close();
      expect(writer.tell()).toBe(target.bytes().length);
      expect(target.pieces.every(({ length }) => length > 0 && length <= writeSize)).toBe(true);
      return target.bytes();
    },
  ],
  [
    'readToIter of a reader',
    (compressor, content, random, size) => {
      const writeSize = randomSize(random, 5000);
      const source = new PieceReader(randomPieces(random, content));
      const chunks = [...compressor.readToIter(source, { size, readSize: randomSize(random, SIZE_MAX), writeSize })];
      expect(chunks.every(({ length }) => length > 0 && length <= writeSize)).toBe(true);
      return joined(chunks);
    },
  ],
  [
    'copyStream',
    (compressor, content, random, size) => {
      const target = new PieceWriter();
      const counts = compressor.copyStream(new PieceReader(randomPieces(random, content)), target, {
        size,
        readSize: randomSize(random, SIZE_MAX),
        writeSize: randomSize(random, 5000),
      });
      expect(counts).toEqual([content.length, target.bytes().length]);
      return target.bytes();
    },
  ],
];

/** Every way to decompress a stream. */
const decompressing: [string, (decompressor: ZstdDecompressor, frame: Uint8Array, random: Random) => Uint8Array][] = [
  [
    'decompressObj',
    (decompressor, frame, random) => {
      const stream = decompressor.decompressObj({ writeSize: randomSize(random, 1 << 19) });
      const parts: Uint8Array[] = [];
      for (const piece of randomPieces(random, frame)) if (!stream.eof) parts.push(stream.decompress(piece));
      stream.close();
      return joined(parts);
    },
  ],
  [
    'streamReader of a reader',
    (decompressor, frame, random) => {
      const reader = decompressor.streamReader(new PieceReader(randomPieces(random, frame)), { readSize: randomSize(random, SIZE_MAX) });
      const parts: Uint8Array[] = [];
      const most = randomSize(random, 5000);
      for (let i = 0; i < 500; i++) {
        const part = reader.read(1 + random.below(most));
        parts.push(part);
        if (part.length === 0) return joined(parts);
      }
      parts.push(reader.readAll());
      return joined(parts);
    },
  ],
  [
    'streamReader of bytes, readInto',
    (decompressor, frame, random) => {
      const reader = decompressor.streamReader(frame, { readSize: randomSize(random, SIZE_MAX) });
      const view = new Uint8Array(randomSize(random, 50_000));
      const parts: Uint8Array[] = [];
      for (let i = 0; i < 300; i++) {
        const n = reader.readInto(view);
        parts.push(view.slice(0, n));
        if (n < view.length) return joined(parts);
      }
      parts.push(reader.readAll());
      return joined(parts);
    },
  ],
  [
    'writeTo',
    (decompressor, frame, random) => {
      const target = new PieceWriter();
      const writeSize = randomSize(random, 8192);
      const writer = decompressor.writeTo(target, { writeSize });
      let passed = 0;
      for (const piece of randomPieces(random, frame)) passed += writer.write(piece);
      writer.close();
      expect(passed).toBe(target.bytes().length);
      expect(target.pieces.every(({ length }) => length > 0 && length <= writeSize)).toBe(true);
      return target.bytes();
    },
  ],
  [
    'readToIter of a reader',
    (decompressor, frame, random) => {
      const writeSize = randomSize(random, 8192);
      const source = new PieceReader(randomPieces(random, frame));
      const chunks = [...decompressor.readToIter(source, { readSize: randomSize(random, SIZE_MAX), writeSize })];
      expect(chunks.every(({ length }) => length > 0 && length <= writeSize)).toBe(true);
      return joined(chunks);
    },
  ],
  [
    'copyStream',
    (decompressor, frame, random) => {
      const target = new PieceWriter();
      const counts = decompressor.copyStream(new PieceReader(randomPieces(random, frame)), target, {
        readSize: randomSize(random, SIZE_MAX),
        writeSize: randomSize(random, 8192),
      });
      expect(counts).toEqual([frame.length, target.bytes().length]);
      return target.bytes();
    },
  ],
];

describe('the frame does not depend on how the content is cut', () => {
  for (const [seed, [name, run]] of compressing.entries()) {
    it(`${name}, ${PROPERTY_RUNS} runs`, () => {
      const random = new Random(100 + seed);
      for (let i = 0; i < PROPERTY_RUNS; i++) {
        const compressor = new ZstdCompressor({
          level: levelOf(random),
          writeContentSize: random.oneIn(2),
          writeChecksum: random.oneIn(2),
        });
        const content = randomContent(random, SIZE_MAX);
        const pledged = run(compressor, content, random, content.length);
        expect(same(pledged, compressor.compress(content)), `run ${i}`).toBe(true);
        if (i % 4 > 0) continue;
        const one = run(compressor, content, random, undefined);
        expect(same(one, run(compressor, content, random, undefined)), `run ${i}`).toBe(true);
        expect(same(decompress(one), content), `run ${i}`).toBe(true);
      }
    });
  }

  it('a reader and an iterator of bytes know the size', () => {
    const random = new Random(9);
    for (let i = 0; i < 50; i++) {
      const compressor = new ZstdCompressor({ level: levelOf(random), writeContentSize: random.oneIn(2) });
      const content = randomContent(random, SIZE_MAX);
      const frame = compressor.compress(content);
      const readSize = randomSize(random, SIZE_MAX);
      expect(same(compressor.streamReader(content, { size: 7, readSize }).readAll(), frame)).toBe(true);
      expect(same(joined(compressor.readToIter(content, { readSize, writeSize: randomSize(random, 900) })), frame)).toBe(true);
    }
  });
});

describe('the content does not depend on how the frame is cut', () => {
  for (const [seed, [name, run]] of decompressing.entries()) {
    it(`${name}, ${PROPERTY_RUNS} runs`, () => {
      const random = new Random(200 + seed);
      const decompressor = new ZstdDecompressor();
      for (let i = 0; i < PROPERTY_RUNS; i++) {
        const content = randomContent(random, SIZE_MAX);
        const frame = compress(content, { level: levelOf(random), writeContentSize: random.oneIn(2), writeChecksum: random.oneIn(2) });
        expect(same(run(decompressor, frame, random), content), `run ${i}`).toBe(true);
      }
    });
  }
});
