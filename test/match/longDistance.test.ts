import { describe, expect, it } from 'vitest';
import { createByteArena } from '../../src/format/byteArena';
import { CompressionParameters, type CompressionParametersOptions, decompress, ZstdCompressor } from '../../src/index';
import { createLongDistance, createLongMatches } from '../../src/match/longDistance';
import { joined, same, withEditedCopy } from '../helpers/content';
import { errorOf } from '../helpers/errors';
import { Random } from '../helpers/random';
import { referenceDecompress } from '../helpers/reference';

/** Bytes that hardly compress, then the same again with an edit here and there. */
function copyWithEdits(size: number, seed: number, least?: number): Uint8Array {
  const random = new Random(seed);
  return withEditedCopy(random.bytes(size >> 1), random, least);
}

const withLdm = (options: CompressionParametersOptions): ZstdCompressor =>
  new ZstdCompressor({ compressionParams: new CompressionParameters({ enableLdm: true, ...options }) });

describe('long matches', () => {
  const settings = { hashLog: 12, bucketLog: 3, minMatch: 64, hashRateLog: 5 };
  const AT = 16;

  /** What is found in blocks of `block` bytes. */
  function matchesOf(content: Uint8Array, block: number, given = settings): [start: number, length: number, offset: number][] {
    const window = createByteArena(AT + content.length + 256);
    window.bytes.set(content, AT);
    const matches = createLongMatches();
    const long = createLongDistance(window, matches, given.hashLog);
    long.startFrame(given);
    const found: [number, number, number][] = [];
    for (let from = AT; from < AT + content.length; from += block) {
      const end = Math.min(from + block, AT + content.length);
      long.find(from, end, AT);
      let last = from;
      for (let i = 0; i < matches.count; i++) {
        const start = matches.starts[i];
        const length = matches.lengths[i];
        const source = start - matches.offsets[i];
        expect(start).toBeGreaterThanOrEqual(last);
        expect(length).toBeGreaterThanOrEqual(given.minMatch);
        last = start + length;
        expect(last).toBeLessThanOrEqual(end);
        expect(source).toBeGreaterThanOrEqual(AT);
        expect(same(window.bytes.subarray(start, last), window.bytes.subarray(source, source + length))).toBe(true);
        found.push([start - AT, length, matches.offsets[i]]);
      }
    }
    return found;
  }

  it('of a copy is the whole copy, from its first byte to its last, cut at the ends of blocks only', () => {
    const half = new Random(1).bytes(100_000);
    const content = joined([half, half]);
    expect(matchesOf(content, 200_000)).toEqual([[100_000, 100_000, 100_000]]);
    expect(matchesOf(content, 40_000)).toEqual([
      [100_000, 20_000, 100_000],
      [120_000, 40_000, 100_000],
      [160_000, 40_000, 100_000],
    ]);
  });

  it('cover nearly all that is equal between edits', () => {
    const content = copyWithEdits(400_000, 2);
    const covered = matchesOf(content, 131_072).reduce((sum, [, length]) => sum + length, 0);
    expect(covered).toBeGreaterThan(0.49 * content.length);
  });

  it('are found whatever the sizes of matches, buckets and steps', () => {
    const content = copyWithEdits(60_000, 3, 500);
    for (const minMatch of [4, 5, 31, 32, 33, 100]) {
      for (const hashRateLog of [0, 1, 4, 7]) {
        for (const bucketLog of [1, 4, 8]) {
          const found = matchesOf(content, 10_000, { hashLog: 16, bucketLog, minMatch, hashRateLog });
          if (hashRateLog < 7 || minMatch > 30) expect(found.length, `${minMatch} ${hashRateLog} ${bucketLog}`).toBeGreaterThan(10);
        }
      }
    }
    expect(matchesOf(content, 10_000, { hashLog: 6, bucketLog: 6, minMatch: 4096, hashRateLog: 25 })).toEqual([]);
  });

  it('of runs take no time for entries', () => {
    expect(matchesOf(new Uint8Array(1 << 20), 131_072, { ...settings, hashRateLog: 0 }).length).toBe(8);
  });

  it('do not depend on frames before, nor on where in the window they lie', () => {
    const content = copyWithEdits(50_000, 4, 300);
    const window = createByteArena(AT + 200_000);
    const matches = createLongMatches();
    const long = createLongDistance(window, matches, 12);
    const results: string[] = [];
    for (const [at, given] of [
      [AT, settings],
      [AT + 60_000, { ...settings, bucketLog: 5, minMatch: 32 }],
      [AT + 120_000, settings],
    ] as const) {
      window.bytes.set(content, at);
      long.startFrame(given);
      long.find(at, at + content.length, at);
      const { count, starts, lengths, offsets } = matches;
      results.push(Array.from({ length: count }, (_, i) => [starts[i] - at, lengths[i], offsets[i]].join()).join(' '));
    }
    expect(results[2]).toBe(results[0]);
    // A frame whose window has slid and whose indices have been brought down.
    window.bytes.copyWithin(AT, AT + 120_000, AT + 170_000);
    long.rebase(2 ** 29);
    long.rebase(120_000);
    long.startFrame(settings);
    long.find(AT, AT + content.length, AT);
    const { count, starts, lengths, offsets } = matches;
    expect(Array.from({ length: count }, (_, i) => [starts[i] - AT, lengths[i], offsets[i]].join()).join(' ')).toBe(results[0]);
  });
});

describe('frames with long-distance matching', () => {
  it('find at every strategy what lies beyond the reach of its own tables', () => {
    const content = copyWithEdits(1_200_000, 5);
    const frames: Uint8Array[] = [];
    for (let compressionStrategy = 1; compressionStrategy <= 9; compressionStrategy++) {
      const small = { compressionStrategy, windowLog: 20, hashLog: 9, chainLog: 9, searchLog: 1, ldmHashEveryLog: 6 };
      const frame = withLdm(small).compress(content);
      expect(frame.length, `strategy ${compressionStrategy}`).toBeLessThan(0.53 * content.length);
      expect(same(decompress(frame), content), `strategy ${compressionStrategy}`).toBe(true);
      frames.push(frame);
    }
    expect(same(referenceDecompress(joined(frames)), joined(frames.map(() => content)))).toBe(true);
  });

  it('are the same streamed and at once, again and after other frames, while windows slide', () => {
    const content = copyWithEdits(3_000_000, 6);
    for (const options of [
      { compressionLevel: 1, windowLog: 20 },
      { compressionLevel: 3, windowLog: 21, ldmHashEveryLog: 5 },
      { compressionLevel: 5, windowLog: 18 },
      { compressionLevel: 16, windowLog: 17, searchLog: 2, ldmMinMatch: 16 },
    ]) {
      const compressor = withLdm(options);
      const whole = compressor.compress(content);
      withLdm({ compressionLevel: 3, ldmMinMatch: 4, ldmBucketSizeLog: 1 }).compress(content.subarray(0, 100_000));
      const stream = compressor.compressObj({ size: content.length });
      const random = new Random(7);
      const parts: Uint8Array[] = [];
      for (let at = 0; at < content.length; ) {
        const to = at + 1 + random.below(300_000);
        parts.push(stream.compress(content.subarray(at, to)));
        at = to;
      }
      parts.push(stream.flush());
      expect(same(joined(parts), whole), JSON.stringify(options)).toBe(true);
      expect(same(compressor.compress(content), whole)).toBe(true);
      expect(same(decompress(whole), content)).toBe(true);
    }
  });

  it('declare windows to 2 GiB, which reach as far as memory lets them', () => {
    const content = copyWithEdits(20_000, 8);
    for (const windowLog of [27, 30, 31]) {
      const compressor = withLdm({ windowLog, compressionLevel: 1 });
      expect(same(decompress(compressor.compress(content)), content)).toBe(true);
      const code = errorOf(() => {
        const stream = compressor.compressObj();
        const frame = joined([stream.compress(content), stream.flush()]);
        expect(same(decompress(frame, { maxWindowSize: 2 ** 31 }), content)).toBe(true);
      });
      expect(['no error', 'memory_allocation']).toContain(code);
    }
  });
});
