import { describe, expect, it } from 'vitest';
import { generate } from '../../corpus/generate';
import { compress, decompress, getFrameParameters, ZstdCompressor } from '../../src/index';
import { referenceDecompressWith, referencePatch } from '../helpers/dictionaries';
import { Random } from '../helpers/random';

/** A later version of some bytes: pieces replaced, taken out and put in. */
function edited(bytes: Uint8Array, edits: number, seed: number): Uint8Array {
  const random = new Random(seed);
  const parts: Uint8Array[] = [];
  let at = 0;
  for (let i = 0; i < edits; i++) {
    const next = at + random.below(Math.floor((2 * (bytes.length - at)) / (edits - i + 1)) + 1);
    parts.push(bytes.subarray(at, next), random.bytes(random.below(30)));
    at = Math.min(next + random.below(30), bytes.length);
  }
  return new Uint8Array(Buffer.concat([...parts, bytes.subarray(at)]));
}

describe('a prefix', () => {
  const old = generate('mixture', 700_000, 21);
  const content = edited(old, 60, 3);

  for (const level of [-1, 1, 3, 4, 6, 9, 13, 17, 19]) {
    it(`level ${level}: a new version takes little beside the old one`, () => {
      const frame = compress(content, { level, prefix: old, writeChecksum: true });
      expect(frame.length).toBeLessThan(0.35 * compress(content, level).length);
      expect(Buffer.compare(decompress(frame, { dictData: old }), content)).toBe(0);
      expect(getFrameParameters(frame).dictId).toBe(0);
      const stream = new ZstdCompressor({ level }).compressObj({ prefix: old });
      const streamed = Buffer.concat([
        stream.compress(content.subarray(0, 300_000)),
        stream.compress(content.subarray(300_000)),
        stream.flush(),
      ]);
      expect(Buffer.compare(referenceDecompressWith(Buffer.concat([frame, streamed]), old), Buffer.concat([content, content]))).toBe(0);
      expect(streamed.length).toBeLessThan(0.35 * compress(content, level).length);
    });
  }

  it('is found as far back by a short source as by a long one', () => {
    const big = generate('random', 1_200_000, 4);
    const short = big.slice(100_000, 106_000);
    for (const level of [5, 6, 9, 12, 13, 19]) {
      const frame = compress(short, { level, prefix: big });
      expect(frame.length, `level ${level}`).toBeLessThan(60);
      expect(Buffer.compare(referenceDecompressWith(frame, big), short)).toBe(0);
    }
  });

  it('is found wherever it is large, moved and edited: as the reference finds it, whether or not the size is known', () => {
    const random = new Random(8);
    // Little can be said of these bytes without the prefix.
    const big = generate('random', 3_000_000, 9).map((byte) => (byte < 128 ? byte >> 1 : byte));
    const later = Buffer.concat(
      Array.from({ length: 12 }, (_, i) => edited(big.subarray(250_000 * ((5 * i) % 12), 250_000 * (((5 * i) % 12) + 1)), 10, i)),
    );
    for (const level of [-3, 1, 3, 5, 9, 13]) {
      const compressor = new ZstdCompressor({ level });
      const frames = [later.length, undefined].map((size) => {
        const stream = compressor.compressObj({ prefix: big, ...(size === undefined ? {} : { size }) });
        const cut = random.below(later.length);
        return Buffer.concat([stream.compress(later.subarray(0, cut)), stream.compress(later.subarray(cut)), stream.flush()]);
      });
      expect(Buffer.compare(referenceDecompressWith(Buffer.concat(frames), big), Buffer.concat([later, later]))).toBe(0);
      const theirs = level < 0 ? undefined : referencePatch(later, big, level);
      for (const frame of frames) {
        expect(frame.length, `level ${level}`).toBeLessThan(theirs === undefined ? 6000 : 1.03 * theirs.length);
        expect(Buffer.compare(decompress(frame, { dictData: big }), later)).toBe(0);
      }
      if (theirs !== undefined) expect(Buffer.compare(decompress(theirs, { dictData: big }), later)).toBe(0);
    }
  });

  it('is for one frame only', () => {
    const compressor = new ZstdCompressor({ writeContentSize: true });
    const small = old.slice(100_000, 102_000);
    const alone = compressor.compress(small);
    const stream = compressor.compressObj({ prefix: old, size: small.length });
    expect(Buffer.concat([stream.compress(small), stream.flush()]).length).toBeLessThan(50);
    expect(Buffer.compare(compressor.compress(small), alone)).toBe(0);
  });

  it('of any length, also none', () => {
    for (const length of [0, 1, 7, 8, 20]) {
      const prefix = content.subarray(0, length);
      for (const level of [1, 3, 6, 9, 13, 19]) {
        const frame = compress(content.subarray(0, 3000), { level, prefix });
        expect(Buffer.compare(decompress(frame, { dictData: prefix }), content.subarray(0, 3000))).toBe(0);
      }
    }
  });

  it('excludes a dictionary', () => {
    expect(() => compress(content, { prefix: old, dictData: old })).toThrow(RangeError);
    expect(() => compress(content, { prefix: 'text' as never })).toThrow(TypeError);
  });
});
