import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { EDGE_SIZES, generate, kinds } from '../../corpus/generate';
import {
  COMPRESSOBJ_FLUSH_BLOCK,
  compress,
  compressBound,
  decompress,
  getFrameParameters,
  ZstdCompressor,
  ZstdDecompressor,
} from '../../src/index';
import { Random } from '../helpers/random';
import { referenceDecompress } from '../helpers/reference';
import { hasSharedData, sharedPath } from '../helpers/shared';

const LEVELS = [-100, -5, -1, 1, 2, 3, 4, 9, 22];

/** Compresses, checks the bound and our own decoder, and returns the frame. */
function roundTrip(content: Uint8Array, level: number): Uint8Array {
  const frame = compress(content, { level, writeChecksum: true });
  expect(frame.length).toBeLessThanOrEqual(compressBound(content.length));
  if (Buffer.compare(decompress(frame), content) !== 0) throw new Error(`level ${level}, ${content.length} bytes: round trip differs`);
  return frame;
}

/** The reference reads concatenated frames, so one run of it checks many. */
function referenceReads(frames: readonly Uint8Array[], contents: readonly Uint8Array[]): void {
  const joined = referenceDecompress(Buffer.concat(frames));
  expect(Buffer.compare(joined, Buffer.concat(contents))).toBe(0);
}

describe('every frame decodes to its content, by us and by the reference', () => {
  for (const level of LEVELS) {
    it(`level ${level}`, () => {
      const contents: Uint8Array[] = [];
      for (const kind of kinds) for (const size of [100, 5000, 40_000, 150_000, 300_000]) contents.push(generate(kind, size));
      for (const size of EDGE_SIZES) contents.push(generate('text', size), generate('mixture', size, 3));
      referenceReads(
        contents.map((content) => roundTrip(content, level)),
        contents,
      );
    });
  }

  it('large inputs, past window and engine', () => {
    for (const kind of ['text', 'mixture', 'longRepeats', 'zeros']) {
      const content = generate(kind, 9 << 20);
      for (const level of [-1, 1, 3]) referenceReads([roundTrip(content, level)], [content]);
    }
  });

  it('random sizes and levels in one long series', () => {
    const random = new Random(11);
    const contents: Uint8Array[] = [];
    const frames: Uint8Array[] = [];
    for (let i = 0; i < 400; i++) {
      const content = generate(random.pick(kinds), random.below(random.pick([50, 3000, 60_000])), i);
      contents.push(content);
      frames.push(roundTrip(content, random.pick(LEVELS)));
    }
    referenceReads(frames, contents);
  });
});

describe('streams', () => {
  const content = generate('mixture', 700_000, 5);

  it('give the same bytes as one call, however the input is cut, when the size is pledged', () => {
    for (const level of [-3, 1, 3]) {
      const whole = compress(content, level);
      const compressor = new ZstdCompressor({ level, writeContentSize: true });
      for (const step of [1009, 131_072, 131_073, content.length]) {
        const stream = compressor.compressObj({ size: content.length });
        const parts: Uint8Array[] = [];
        for (let at = 0; at < content.length; at += step) parts.push(stream.compress(content.subarray(at, at + step)));
        parts.push(stream.flush());
        expect(Buffer.compare(Buffer.concat(parts), whole)).toBe(0);
      }
    }
  });

  it('flush makes everything so far readable', () => {
    const stream = new ZstdCompressor({ level: 3, writeChecksum: true }).compressObj();
    const reader = new ZstdDecompressor().decompressObj();
    const random = new Random(3);
    const frame: Uint8Array[] = [];
    for (let at = 0; at < content.length; ) {
      const end = Math.min(at + 1 + random.below(90_000), content.length);
      frame.push(stream.compress(content.subarray(at, end)), stream.flush(COMPRESSOBJ_FLUSH_BLOCK));
      const got = Buffer.concat([reader.decompress(frame[frame.length - 2]), reader.decompress(frame[frame.length - 1])]);
      expect(Buffer.compare(got, content.subarray(at, end))).toBe(0);
      expect(stream.flush(COMPRESSOBJ_FLUSH_BLOCK).length).toBe(0);
      at = end;
    }
    frame.push(stream.flush());
    referenceReads([Buffer.concat(frame)], [content]);
  });

  it('keep the repeat offsets over blocks that are too short to be searched', () => {
    for (const level of [1, 3, 5, 9, 16, 19]) {
      for (const length of [1, 6, 7, 8]) {
        const before = generate('text', 3000, length);
        const short = new Uint8Array(length).fill(7);
        const compressor = new ZstdCompressor({ level });
        compressor.compress(before);
        const stream = compressor.compressObj();
        const pieces = [short, before.subarray(0, 1000), short, before.subarray(500), short, before];
        const frame = Buffer.concat([
          ...pieces.flatMap((piece) => [stream.compress(piece), stream.flush(COMPRESSOBJ_FLUSH_BLOCK)]),
          stream.flush(),
        ]);
        referenceReads([frame], pieces);
        expect(Buffer.compare(decompress(frame), Buffer.concat(pieces)), `level ${level}, ${length} bytes`).toBe(0);
      }
    }
  });

  it('do not depend on what ran before, nor on which engine serves them', () => {
    const contents = kinds.map((kind, i) => generate(kind, 30_000 + 5000 * (i % 7), i));
    const compressor = new ZstdCompressor({ level: 3 });
    const alone = contents.map((bytes) => compressor.compress(bytes));
    const open = contents.map((bytes) => compressor.compressObj({ size: bytes.length }));
    const parts = contents.map((bytes, i) => [open[i].compress(bytes.subarray(0, 10_000))]);
    for (const level of [1, 3, -7, 3]) compress(contents[level & 3], level);
    for (let i = contents.length - 1; i >= 0; i--) parts[i].push(open[i].compress(contents[i].subarray(10_000)), open[i].flush());
    for (let i = 0; i < contents.length; i++) expect(Buffer.compare(Buffer.concat(parts[i]), alone[i]), kinds[i]).toBe(0);
    for (let i = 0; i < contents.length; i++) expect(Buffer.compare(compressor.compress(contents[i]), alone[i]), kinds[i]).toBe(0);
  });

  it('of unknown size state none and may have any length', () => {
    for (const length of [0, 1, 131_072, 400_000]) {
      const stream = new ZstdCompressor({ writeContentSize: true }).compressObj();
      const frame = Buffer.concat([stream.compress(content.subarray(0, length)), stream.flush()]);
      expect(getFrameParameters(frame).contentSize).toBe(-1);
      referenceReads([frame], [content.subarray(0, length)]);
    }
    const endless = new ZstdCompressor({ level: 1 }).compressObj();
    const parts: Uint8Array[] = [];
    for (let i = 0; i < 50; i++) parts.push(endless.compress(content));
    parts.push(endless.flush());
    const joined = decompress(Buffer.concat(parts));
    expect(joined.length).toBe(50 * content.length);
    expect(Buffer.compare(joined.subarray(49 * content.length), content)).toBe(0);
  });
});

if (hasSharedData) {
  it('shared golden inputs', () => {
    const folder = sharedPath('golden/golden-compression');
    const contents = readdirSync(folder).map((name) => new Uint8Array(readFileSync(`${folder}/${name}`)));
    for (const level of LEVELS) {
      referenceReads(
        contents.map((content) => roundTrip(content, level)),
        contents,
      );
    }
  });
}
