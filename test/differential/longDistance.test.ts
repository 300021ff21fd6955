import { expect, it } from 'vitest';
import { CompressionParameters, decompress, ZstdCompressor } from '../../src/index';
import { compressFlushing, joined, randomContent, randomPieces, same } from '../helpers/content';
import { referenceDecompressWith, referenceDictionary } from '../helpers/dictionaries';
import { Random } from '../helpers/random';
import { referenceDecompress, zstd } from '../helpers/reference';
import { PROPERTY_RUNS } from '../helpers/runs';

/** Each run makes three frames. */
const RUNS = Math.ceil(PROPERTY_RUNS / 3);

/** Content that returns later on, in pieces and changed. */
function returning(random: Random): Uint8Array {
  const content = randomContent(random, 60_000);
  const pieces: Uint8Array[] = [content];
  for (let n = random.below(20); n > 0; n--) {
    const from = random.below(content.length + 1);
    pieces.push(
      content.subarray(from, from + random.below(random.oneIn(2) ? 300 : 20_000)),
      random.bytes(random.below(random.oneIn(2) ? 3 : 200)),
    );
  }
  return joined(pieces);
}

it('long-distance matching with any parameters: frames decode to their content, streamed ones are the same', () => {
  const random = new Random(31);
  const frames: Uint8Array[] = [];
  const contents: Uint8Array[] = [];
  const some = (least: number, most: number): number => (random.oneIn(3) ? 0 : least + random.below(most - least + 1));
  for (let i = 0; i < RUNS; i++) {
    const options = {
      enableLdm: true,
      compressionStrategy: 1 + (i % 9),
      compressionLevel: 1 + random.below(19),
      windowLog: random.oneIn(2) ? 10 + random.below(3) : some(10, 20),
      ldmMinMatch: random.oneIn(2) ? 4 : some(4, random.oneIn(9) ? 4096 : 80),
      ldmHashLog: random.oneIn(9) ? 30 : some(6, 16),
      ldmBucketSizeLog: some(1, 8),
      ldmHashEveryLog: random.oneIn(9) ? some(1, 25) : some(1, 5),
      writeContentSize: random.oneIn(2),
      writeChecksum: random.oneIn(2),
    };
    const name = JSON.stringify(options);
    const content = returning(random);
    const compressor = new ZstdCompressor({ compressionParams: new CompressionParameters(options) });
    const frame = compressor.compress(content);
    expect(same(decompress(frame), content), name).toBe(true);
    const stream = compressor.compressObj({ size: content.length });
    const parts = randomPieces(random, content).map((piece) => stream.compress(piece));
    parts.push(stream.flush());
    expect(same(joined(parts), frame), name).toBe(true);
    // Of unknown size, with blocks that end anywhere.
    const flushed = compressFlushing(compressor, content, () => 1 + random.below(random.oneIn(3) ? 12 : 20_000));
    expect(same(decompress(flushed), content), name).toBe(true);
    frames.push(frame, flushed);
    contents.push(content, content);
    if (frames.length >= 100 || i === RUNS - 1) {
      expect(same(referenceDecompress(joined(frames.splice(0))), joined(contents.splice(0)))).toBe(true);
    }
  }
});

it('long-distance matching finds what stands in dictionaries and prefixes; frames do not depend on those before', () => {
  const random = new Random(33);
  // The plain bytes are incompressible, and the tables of the strategies small.
  const history = random.bytes(300_000);
  const full = joined([referenceDictionary(4096), history]);
  for (let compressionStrategy = 1; compressionStrategy <= 9; compressionStrategy++) {
    const compressionParams = new CompressionParameters({
      enableLdm: true,
      compressionStrategy,
      hashLog: 8,
      chainLog: 8,
      searchLog: 1,
      ldmHashEveryLog: 4,
    });
    for (const dictData of [history, full]) {
      const compressor = new ZstdCompressor({ dictData, compressionParams });
      const contents = Array.from({ length: 5 }, (_, i) => {
        const from = random.below(250_000);
        return joined([
          random.bytes(random.below(60)),
          history.subarray(from, from + 20_000 * (1 + (i % 3))),
          random.bytes(random.below(60)),
        ]);
      });
      const frames = contents.map((content) => compressor.compress(content));
      for (const [i, frame] of frames.entries()) {
        expect(frame.length, `strategy ${compressionStrategy}`).toBeLessThan(400);
        expect(same(decompress(frame, { dictData }), contents[i])).toBe(true);
        expect(same(new ZstdCompressor({ dictData, compressionParams }).compress(contents[i]), frame)).toBe(true);
      }
      expect(same(referenceDecompressWith(joined(frames), dictData), joined(contents))).toBe(true);
    }
    const compressor = new ZstdCompressor({ compressionParams });
    const content = joined([history.subarray(200_000), random.bytes(1000), history.subarray(0, 100_000)]);
    const stream = compressor.compressObj({ prefix: history, size: content.length });
    const frame = joined([stream.compress(content), stream.flush()]);
    expect(frame.length, `strategy ${compressionStrategy}`).toBeLessThan(1400);
    expect(same(referenceDecompressWith(frame, history), content)).toBe(true);
  }
});

it('sizes are those of the reference with the same window', () => {
  const random = new Random(32);
  const half = random.bytes(1_000_000).map((byte) => (byte < 128 ? byte >> 1 : byte));
  const pieces: Uint8Array[] = [half];
  for (let from = 0; from < half.length; from += 5000) pieces.push(half.subarray(from, from + 5000), random.bytes(random.below(6)));
  const content = joined(pieces);
  for (const level of [1, 3, 6, 12, 19]) {
    const compressionParams = new CompressionParameters({
      compressionLevel: level,
      windowLog: 21,
      enableLdm: true,
      writeContentSize: true,
    });
    const { length } = new ZstdCompressor({ compressionParams }).compress(content);
    expect(length, `level ${level}`).toBeLessThan(
      1.005 * zstd(content, `-${level}`, '--long=21', '--no-check', '--single-thread').stdout.length,
    );
  }
});
