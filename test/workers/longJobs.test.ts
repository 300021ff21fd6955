import { describe, expect, it } from 'vitest';
import { createByteArena } from '../../src/format/byteArena';
import { CompressionParameters, compress, decompress, ZstdCompressor } from '../../src/index';
import { createLongDistance, createLongMatches } from '../../src/match/longDistance';
import { settingsForParameters } from '../../src/match/parameters';
import { ALONE } from '../../src/workers/crew';
import { JobCutter } from '../../src/workers/jobCutter';
import { jobLayout } from '../../src/workers/jobs';
import { compressFlushing, joined, randomPieces, same, withEditedCopy } from '../helpers/content';
import { referenceDecompressWith } from '../helpers/dictionaries';
import { Random } from '../helpers/random';
import { referenceDecompress, zstd } from '../helpers/reference';
import { PROPERTY_RUNS } from '../helpers/runs';

const KIB = 1 << 10;
const MIB = 1 << 20;

/** Barely compressible bytes, then the same again with an edit here and there. */
function edited(size: number, seed: number, least?: number): Uint8Array {
  const random = new Random(seed);
  const half = random.bytes(size >> 1).map((byte) => (byte < 128 ? byte >> 1 : byte));
  return withEditedCopy(half, random, least);
}

/** Pieces of 600 KB of content of several kinds, in any order, so that what repeats is near and far, and across the ends of jobs. */
function shuffled(random: Random): Uint8Array {
  const half = joined([
    random.bytes(300_000),
    new Uint8Array(50_000),
    random.bytes(150_000).map((byte) => byte & 15),
    random.bytes(100_000),
  ]);
  const pieces = [half];
  for (let size = half.length; size < 1_300_000; ) {
    const from = random.below(half.length);
    const piece = half.subarray(from, from + random.below(random.oneIn(2) ? 400 : 90_000));
    pieces.push(piece, random.bytes(random.below(random.oneIn(2) ? 3 : 300)));
    size += piece.length;
  }
  return joined(pieces);
}

const paramsFor = (options: ConstructorParameters<typeof CompressionParameters>[0]): CompressionParameters =>
  new CompressionParameters({ enableLdm: true, threads: 1, writeContentSize: true, ...options });

describe('jobs of a frame with long-distance matching', () => {
  const settings = { windowLog: 27, chainLog: 16, hashLog: 17, searchLog: 1, minMatch: 5, targetLength: 0, strategy: 2 };
  const ldm = { hashLog: 20, bucketLog: 4, minMatch: 64, hashRateLog: 7 };

  it('are as large as the tables ask for, not as the window does', () => {
    expect(jobLayout({ ...settings, ldm }, 0, 0)).toEqual({ size: 2 * MIB, overlap: 64 * KIB });
    expect(jobLayout({ ...settings, ldm, chainLog: 22, strategy: 5 }, 0, 0)).toEqual({ size: 32 * MIB, overlap: 2 * MIB });
    expect(jobLayout({ ...settings, ldm, chainLog: 24, strategy: 8 }, 0, 0)).toEqual({ size: 64 * MIB, overlap: 8 * MIB });
    expect(jobLayout({ ...settings, ldm }, 3 * MIB, 9)).toEqual({ size: 3 * MIB, overlap: 512 * KIB });
    expect(jobLayout({ ...settings, ldm, windowLog: 10 }, 0, 9)).toEqual({ size: 2 * MIB, overlap: KIB });
  });

  it('hold the long matches that one look over all of the content finds', () => {
    const content = edited(3_000_000, 1);
    const compression = settingsForParameters(paramsFor({ compressionLevel: 3, windowLog: 22 }), content.length, 0);
    // Blocks end where jobs do, at 600,000 bytes and at the flush, and each 128 KiB from there.
    const flushAt = 1_400_000;
    const ends = [600_000, 1_200_000, flushAt, 2_000_000, 2_600_000, content.length];
    const window = createByteArena(16 + content.length + 256);
    window.bytes.set(content, 16);
    const matches = createLongMatches();
    const all = createLongDistance(window, matches, 20);
    all.startFrame(compression.ldm ?? expect.unreachable());
    const found: number[][] = [];
    for (let from = 0, job = 0; from < content.length; job += from === ends[job] ? 1 : 0) {
      const end = Math.min(from + 128 * KIB, ends[job]);
      all.find(16 + from, 16 + end, 16);
      for (let i = 0; i < matches.count; i++) found.push([matches.starts[i] - 16, matches.lengths[i], matches.offsets[i]]);
      from = end;
    }
    expect(found.length).toBeGreaterThan(100);

    for (const size of [10_007, 1_000_000]) {
      const frame = { compression, sourceSize: content.length, writeContentSize: true, writeChecksum: false, magicless: false, dictId: 0 };
      const cutter = new JobCutter(frame, { size: 600_000, overlap: 1000 }, ALONE);
      const tasks = [];
      for (let at = 0; at < content.length; ) {
        const to = Math.min(at + size, at < flushAt ? flushAt : content.length);
        tasks.push(...cutter.write(content, at, to));
        at = to;
        const flushed = at === flushAt ? cutter.flush() : undefined;
        if (flushed !== undefined) tasks.push(flushed);
      }
      tasks.push(cutter.end());
      const held: number[][] = [];
      let at = 0;
      expect(tasks.map(({ data }) => (at += data.to - data.from))).toEqual(ends);
      at = 0;
      for (const { data } of tasks) {
        const known = data.compression.longMatches ?? expect.unreachable();
        expect(data.compression.ldm).toBeUndefined();
        let i = 0;
        for (let from = 0; from < data.to - data.from; from += 128 * KIB) {
          for (let count = known[i++]; count > 0; count--, i += 3) held.push([at + from + known[i], known[i + 1], known[i + 2]]);
        }
        expect(i).toBe(known.length);
        at += data.to - data.from;
      }
      expect(held).toEqual(found);
      expect(cutter.engine).toBeUndefined();
    }
  });

  it('refer to what lies before all that they hold, at every strategy', () => {
    const content = edited(4_000_000, 2);
    const frames: Uint8Array[] = [];
    for (let compressionStrategy = 1; compressionStrategy <= 9; compressionStrategy++) {
      const small = { compressionStrategy, windowLog: 22, hashLog: 9, chainLog: 9, searchLog: 1 };
      const frame = new ZstdCompressor({ compressionParams: paramsFor({ ...small, jobSize: 1, overlapSizeLog: 1 }) }).compress(content);
      const single = new ZstdCompressor({ compressionParams: paramsFor({ ...small, threads: 0 }) }).compress(content);
      expect(frame.length, `strategy ${compressionStrategy}`).toBeLessThan(0.55 * content.length);
      expect(frame.length / single.length, `strategy ${compressionStrategy}`).toBeLessThan(1.002);
      expect(same(decompress(frame), content), `strategy ${compressionStrategy}`).toBe(true);
      frames.push(frame);
    }
    expect(same(referenceDecompress(joined(frames)), joined(frames.map(() => content)))).toBe(true);
  });

  it('decode with any parameters, and are the same from pieces of any size', () => {
    const random = new Random(3);
    const some = (least: number, most: number): number => (random.oneIn(3) ? 0 : least + random.below(most - least + 1));
    for (let i = 0; i < PROPERTY_RUNS / 20; i++) {
      const options = {
        compressionStrategy: 1 + (i % 9),
        compressionLevel: 1 + random.below(12),
        windowLog: random.oneIn(3) ? 10 + random.below(8) : some(18, 24),
        searchLog: 1 + random.below(3),
        ldmMinMatch: random.oneIn(2) ? 4 : some(4, random.oneIn(9) ? 4096 : 80),
        ldmHashLog: some(6, 16),
        ldmBucketSizeLog: some(1, 8),
        ldmHashEveryLog: some(1, 7),
        jobSize: 1,
        overlapSizeLog: some(1, 9),
        writeChecksum: random.oneIn(2),
      };
      const name = JSON.stringify(options);
      const content = shuffled(random);
      const compressor = new ZstdCompressor({ compressionParams: paramsFor(options) });
      const frame = compressor.compress(content);
      expect(same(decompress(frame), content), name).toBe(true);
      expect(same(referenceDecompress(frame, '--long=31'), content), name).toBe(true);
      const stream = compressor.compressObj({ size: content.length });
      const parts = randomPieces(random, content).map((piece) => stream.compress(piece));
      expect(same(joined([...parts, stream.flush()]), frame), name).toBe(true);
      // Of unknown size, in jobs that end anywhere.
      const flushed = compressFlushing(compressor, content, () => 1 + random.below(random.oneIn(4) ? 12 : 400_000));
      expect(same(referenceDecompress(flushed, '--long=31'), content), name).toBe(true);
    }
  });

  it('find what stands in a dictionary or a prefix, all of them', () => {
    const history = new Random(4).bytes(2_000_000);
    const content = joined([history.subarray(1_000_000), new Random(5).bytes(1000), history.subarray(0, 1_100_000)]);
    for (const compressionStrategy of [1, 2, 5, 7, 9]) {
      const options = { compressionStrategy, hashLog: 8, chainLog: 8, searchLog: 1, jobSize: 1, windowLog: 22 };
      const compressionParams = paramsFor(options);
      const byPrefix = compress(content, { compressionParams, prefix: history });
      expect(byPrefix.length, `prefix, strategy ${compressionStrategy}`).toBeLessThan(1600);
      expect(same(referenceDecompressWith(byPrefix, history), content)).toBe(true);
      const byDictionary = new ZstdCompressor({ compressionParams, dictData: history }).compress(content);
      expect(byDictionary.length, `dictionary, strategy ${compressionStrategy}`).toBeLessThan(1600);
      expect(same(referenceDecompressWith(byDictionary, history), content)).toBe(true);
    }
    // A level looks for long matches by itself.
    const frame = compress(content, { level: 3, threads: 1, prefix: history });
    expect(frame.length).toBeLessThan(1600);
    expect(same(referenceDecompressWith(frame, history, '--long=31'), content)).toBe(true);
  });

  it('make frames about as small as those of the reference, and of one thread', () => {
    const content = edited(9_000_000, 6, 5000);
    for (const compressionLevel of [1, 3, 6, 12]) {
      const options = { compressionLevel, windowLog: 23 };
      const { length } = new ZstdCompressor({ compressionParams: paramsFor(options) }).compress(content);
      const single = new ZstdCompressor({ compressionParams: paramsFor({ ...options, threads: 0 }) }).compress(content).length;
      const reference = zstd(content, `-${compressionLevel}`, '--long=23', '--no-check', '-T2').stdout.length;
      expect(length / reference, `level ${compressionLevel}`).toBeLessThan(1.005);
      expect(length / single, `level ${compressionLevel}`).toBeLessThan(1.005);
    }
  });

  it('hold two windows at most, of 64 MiB', () => {
    const content = edited(64 * MIB, 7);
    const compressionParams = paramsFor({ compressionLevel: 3, windowLog: 26 });
    let size = 0;
    const writer = new ZstdCompressor({ compressionParams }).writeTo(
      {
        write: (data: Uint8Array) => {
          size += data.length;
        },
      },
      { size: content.length },
    );
    let most = 0;
    for (let at = 0; at < content.length; at += MIB) {
      writer.write(content.subarray(at, at + MIB));
      most = Math.max(most, writer.memorySize());
    }
    writer.close();
    expect(most).toBeLessThan(2 * 64 * MIB);
    expect(most).toBeGreaterThan(64 * MIB);
    expect(size / zstd(content, '-3', '--long=26', '--no-check').stdout.length).toBeLessThan(1.01);
  });
});
