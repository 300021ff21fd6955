import { expect } from 'vitest';
import { Decompress as DecompressLikeFzstd } from '../../src/fzstd';
import type { ZstdCompressor, ZstdDecompressor } from '../../src/index';
import { joined, PieceReader, PieceWriter, randomPieces, randomSize } from '../helpers/content';
import type { Random } from '../helpers/random';

/** Of the levels, the fast ones mostly. */
export const levelOf = (random: Random): number => (random.oneIn(12) ? 6 + random.below(8) : random.pick([-5, -1, 1, 2, 3, 4, 5]));
export const SIZE_MAX = 200_000;

/** Compresses content that is cut at random; `size` is its declared size. */
type Compress = (compressor: ZstdCompressor, content: Uint8Array, random: Random, size: number | undefined) => Uint8Array;
/** Decompresses a frame that is cut at random. */
type Decompress = (decompressor: ZstdDecompressor, frame: Uint8Array, random: Random) => Uint8Array;

/** A reader, of either direction. */
interface Reader {
  read(size: number): Uint8Array;
  readInto(target: Uint8Array): number;
  readAll(): Uint8Array;
}

/** Reads parts of random sizes; all that is left, once there have been many. */
function readInParts(reader: Reader, random: Random): Uint8Array {
  const parts: Uint8Array[] = [];
  const most = randomSize(random, 5000);
  for (let i = 0; i < 500; i++) {
    const part = reader.read(1 + random.below(most));
    parts.push(part);
    if (part.length === 0) return joined(parts);
  }
  return joined([...parts, reader.readAll()]);
}

/** The same into a view of a random size. */
function readIntoView(reader: Reader, random: Random): Uint8Array {
  const view = new Uint8Array(randomSize(random, 50_000));
  const parts: Uint8Array[] = [];
  for (let i = 0; i < 300; i++) {
    const n = reader.readInto(view);
    parts.push(view.slice(0, n));
    if (n < view.length) return joined(parts);
  }
  return joined([...parts, reader.readAll()]);
}

/** Every way to compress a stream: the frame must be the same as in one call, as far as the size is known in advance. */
export const compressing: readonly (readonly [name: string, compress: Compress])[] = [
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
      return readInParts(reader, random);
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
  [
    'streamWriter',
    (compressor, content, random, size) => {
      const target = new PieceWriter();
      const writer = compressor.streamWriter(target, { size, writeSize: randomSize(random, 5000), closeTarget: false });
      for (const piece of randomPieces(random, content)) expect(writer.write(piece)).toBe(piece.length);
      writer.close();
      return target.bytes();
    },
  ],
  // Of bytes, the size is known.
  [
    'streamReader of bytes, readInto',
    (compressor, content, random) => {
      const reader = compressor.streamReader(content, { readSize: randomSize(random, SIZE_MAX) });
      return readIntoView(reader, random);
    },
  ],
  [
    'readToIter of bytes',
    (compressor, content, random) =>
      joined(compressor.readToIter(content, { readSize: randomSize(random, SIZE_MAX), writeSize: randomSize(random, 5000) })),
  ],
];

/** Every way to decompress a stream. */
export const decompressing: readonly (readonly [name: string, decompress: Decompress])[] = [
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
      return readInParts(reader, random);
    },
  ],
  [
    'streamReader of bytes, readInto',
    (decompressor, frame, random) => {
      const reader = decompressor.streamReader(frame, { readSize: randomSize(random, SIZE_MAX) });
      return readIntoView(reader, random);
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
  [
    'readToIter of bytes',
    (decompressor, frame, random) =>
      joined(decompressor.readToIter(frame, { readSize: randomSize(random, SIZE_MAX), writeSize: randomSize(random, 8192) })),
  ],
  [
    'Decompress of fzstd',
    (_decompressor, frame, random) => {
      const parts: Uint8Array[] = [];
      const stream = new DecompressLikeFzstd((part) => parts.push(part));
      for (const piece of randomPieces(random, frame)) stream.push(piece);
      stream.push(new Uint8Array(0), true);
      return joined(parts);
    },
  ],
];

/** Every way to decompress several frames. */
export const acrossFrames: readonly (readonly [name: string, decompress: Decompress])[] = [
  [
    'decompressObj',
    (decompressor, frames, random) => {
      const stream = decompressor.decompressObj({ readAcrossFrames: true });
      const parts = randomPieces(random, frames).map((piece) => stream.decompress(piece));
      stream.close();
      return joined(parts);
    },
  ],
  [
    'streamReader',
    (decompressor, frames, random) => {
      const source = new PieceReader(randomPieces(random, frames));
      const reader = decompressor.streamReader(source, { readAcrossFrames: true, readSize: randomSize(random, SIZE_MAX) });
      const parts: Uint8Array[] = [];
      const most = randomSize(random, 5000);
      for (let i = 0; i < 200; i++) {
        const from = reader.tell();
        // What is passed over is read by another one.
        if (random.oneIn(9)) {
          const to = reader.seek(random.below(100), 1);
          const again = decompressor.streamReader(frames, { readAcrossFrames: true });
          again.seek(from);
          parts.push(to > from ? again.read(to - from) : new Uint8Array(0));
        }
        parts.push(reader.read(1 + random.below(most)));
      }
      parts.push(reader.readAll());
      return joined(parts);
    },
  ],
  [
    'readToIter',
    (decompressor, frames, random) => {
      const source = new PieceReader(randomPieces(random, frames));
      return joined(decompressor.readToIter(source, { readAcrossFrames: true, writeSize: randomSize(random, 8192) }));
    },
  ],
  ...decompressing.filter(([name]) => ['writeTo', 'copyStream', 'Decompress of fzstd'].includes(name)),
];
