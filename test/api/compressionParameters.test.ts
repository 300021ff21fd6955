import { describe, expect, it } from 'vitest';
import { CompressionParameters, compress, decompress, getFrameParameters, ZstdCompressor, type ZstdError } from '../../src/index';
import { ldmSettings, settingsForLevel } from '../../src/match/parameters';
import { joined, randomContent, same } from '../helpers/content';
import { errorOf } from '../helpers/errors';
import { Random } from '../helpers/random';
import { referenceDecompress } from '../helpers/reference';
import { PROPERTY_RUNS } from '../helpers/runs';

describe('CompressionParameters', () => {
  it('keeps every value as an attribute that cannot be changed', () => {
    const params = new CompressionParameters({ windowLog: 20, writeChecksum: true, compressionLevel: 100 });
    expect(params).toMatchObject({ windowLog: 20, hashLog: 0, writeChecksum: true, writeDictId: false, compressionLevel: 100, threads: 0 });
    expect(() => Object.assign(params, { windowLog: 12 })).toThrow(TypeError);
    expect(new CompressionParameters({ threads: -1 }).threads).toBeGreaterThan(0);
    expect(new CompressionParameters({ threads: 1, jobSize: 1 << 20, overlapSizeLog: 9 }).jobSize).toBe(1 << 20);
  });

  const ranges: [string, number, number][] = [
    ['format', 0, 1],
    ['windowLog', 10, 31],
    ['hashLog', 6, 30],
    ['chainLog', 6, 30],
    ['searchLog', 1, 30],
    ['minMatch', 3, 7],
    ['targetLength', 0, 131072],
    ['compressionStrategy', 1, 9],
    ['ldmHashLog', 6, 30],
    ['ldmMinMatch', 4, 4096],
    ['ldmBucketSizeLog', 0, 8],
    ['ldmHashEveryLog', 0, 25],
  ];
  it.each(ranges)('%s is from %i to %i', (name, least, most) => {
    for (const value of [least, most, 0]) expect(new CompressionParameters({ [name]: value })).toHaveProperty(name, value);
    for (const value of [least - 1 || -1, most + 1, least + 0.5, Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(() => new CompressionParameters({ [name]: value })).toThrow(RangeError);
      expect(() => new CompressionParameters({ [name]: value })).toThrow('unable to set compression context parameter');
    }
    for (const value of ['1', null, true, 1n]) expect(() => new CompressionParameters({ [name]: value })).toThrow(TypeError);
  });

  it('refuses what does not belong together', () => {
    expect(errorOf(() => new CompressionParameters({ jobSize: 1 << 20 }))).toBe('RangeError');
    expect(errorOf(() => new CompressionParameters({ overlapSizeLog: 6 }))).toBe('RangeError');
    expect(errorOf(() => new CompressionParameters({ writeChecksum: 1 as never }))).toBe('TypeError');
    expect(errorOf(() => new CompressionParameters(3 as never))).toBe('TypeError');
    const compressionParams = new CompressionParameters();
    for (const extra of [{ level: 3 }, { writeChecksum: false }, { writeContentSize: true }, { writeDictId: true }, { threads: 0 }]) {
      const options = { compressionParams, ...extra } as never;
      expect(() => new ZstdCompressor(options)).toThrow(new RangeError(`cannot define compressionParams and ${Object.keys(extra)[0]}`));
      expect(() => compress(new Uint8Array(1), options)).toThrow(RangeError);
    }
    for (const wrong of [{}, 3, null, 'x'])
      expect(errorOf(() => new ZstdCompressor({ compressionParams: wrong as never }))).toBe('TypeError');
  });

  it('takes a level apart, for sizes, with overrides', () => {
    for (const level of [-7, 1, 3, 9, 19, 22]) {
      const params = CompressionParameters.fromLevel(level);
      const { strategy, ...numbers } = settingsForLevel(level, -1);
      expect(params).toMatchObject({ ...numbers, compressionStrategy: strategy, compressionLevel: 0 });
      const content = randomContent(new Random(level + 50));
      const bySettings = new ZstdCompressor({ compressionParams: CompressionParameters.fromLevel(level, { sourceSize: content.length }) });
      expect(same(bySettings.compress(content), new ZstdCompressor({ level }).compress(content)), `level ${level}`).toBe(true);
    }
    expect(CompressionParameters.fromLevel(0)).toEqual(CompressionParameters.fromLevel(3));
    expect(CompressionParameters.fromLevel(99)).toEqual(CompressionParameters.fromLevel(22));
    expect(CompressionParameters.fromLevel(3, { dictSize: 100 }).windowLog).toBeLessThanOrEqual(14);
    expect(CompressionParameters.fromLevel(3, { windowLog: 11, writeChecksum: true })).toMatchObject({
      windowLog: 11,
      writeChecksum: true,
    });
    for (const level of [1.5, Number.NaN, -131073]) expect(errorOf(() => CompressionParameters.fromLevel(level))).toBe('RangeError');
    for (const level of [undefined, '3', null]) expect(errorOf(() => CompressionParameters.fromLevel(level as never))).toBe('TypeError');
    expect(errorOf(() => CompressionParameters.fromLevel(3, { sourceSize: -1 }))).toBe('RangeError');
  });

  it('writes what it says into the header', () => {
    const compressionParams = new CompressionParameters({ windowLog: 15, writeContentSize: true, writeChecksum: true });
    const frame = new ZstdCompressor({ compressionParams }).compress(new Uint8Array(100_000));
    expect(getFrameParameters(frame)).toEqual({ contentSize: 100_000, windowSize: 32_768, dictId: 0, hasChecksum: true });
    const ldm = new CompressionParameters({ enableLdm: true });
    const stream = new ZstdCompressor({ compressionParams: ldm }).compressObj();
    expect(getFrameParameters(joined([stream.compress(new Uint8Array(9)), stream.flush()])).windowSize).toBe(2 ** 27);
    const magicless = new ZstdCompressor({ compressionParams: new CompressionParameters({ format: 1 }) }).compress(Buffer.from('foo'));
    expect(Buffer.from(magicless).toString('hex')).toBe('0000190000666f6f');
  });

  it('finds the parameters of long-distance matching by window and strategy', () => {
    const none = { ldmHashLog: 0, ldmMinMatch: 0, ldmBucketSizeLog: 0, ldmHashEveryLog: 0 };
    const level22 = settingsForLevel(22, -1);
    expect(ldmSettings(level22, none)).toEqual({ hashRateLog: 4, hashLog: 23, minMatch: 32, bucketLog: 8 });
    expect(ldmSettings({ ...level22, strategy: 2 }, none)).toEqual({ hashRateLog: 7, hashLog: 20, minMatch: 64, bucketLog: 4 });
    expect(ldmSettings(level22, { ...none, ldmHashLog: 6 })).toEqual({ hashRateLog: 21, hashLog: 6, minMatch: 32, bucketLog: 6 });
    expect(ldmSettings(level22, { ldmHashLog: 10, ldmMinMatch: 5, ldmBucketSizeLog: 3, ldmHashEveryLog: 2 })).toEqual({
      hashRateLog: 2,
      hashLog: 10,
      minMatch: 5,
      bucketLog: 3,
    });
  });

  it('estimates memory', () => {
    for (const level of [-5, 1, 5, 12, 19])
      expect(CompressionParameters.fromLevel(level).estimatedCompressionContextSize()).toBeGreaterThan(1e5);
    const far = new CompressionParameters({ enableLdm: true });
    expect(far.estimatedCompressionContextSize()).toBeGreaterThan(new CompressionParameters().estimatedCompressionContextSize());
  });

  it('every legal combination compresses, one-shot and streamed', () => {
    const random = new Random(4);
    const logs = (least: number, most: number): number => (random.oneIn(3) ? 0 : least + random.below(most - least + 1));
    for (let i = 0; i < PROPERTY_RUNS; i++) {
      const options = {
        compressionLevel: random.below(30) - 7,
        windowLog: random.oneIn(4) ? logs(25, 31) : logs(10, 24),
        hashLog: random.oneIn(6) ? logs(24, 30) : logs(6, 20),
        chainLog: random.oneIn(6) ? logs(24, 30) : logs(6, 20),
        searchLog: random.oneIn(4) ? logs(9, 30) : logs(1, 8),
        minMatch: logs(3, 7),
        targetLength: random.oneIn(3) ? random.below(131_073) : random.below(300),
        compressionStrategy: logs(1, 9),
        writeContentSize: random.oneIn(2),
        writeChecksum: random.oneIn(2),
      };
      const name = JSON.stringify(options);
      const compressor = new ZstdCompressor({ compressionParams: new CompressionParameters(options) });
      const content = randomContent(random, 150_000);
      const frame = compressor.compress(content);
      expect(same(decompress(frame), content), name).toBe(true);
      if (i % 20 === 0) expect(same(referenceDecompress(frame), content), name).toBe(true);
      if (options.windowLog > 24 || options.hashLog > 22 || options.chainLog > 22 || !random.oneIn(4)) continue;
      const stream = compressor.compressObj();
      const half = content.length >> 1;
      const parts = [stream.compress(content.subarray(0, half)), stream.flush(1), stream.compress(content.subarray(half)), stream.flush()];
      expect(same(decompress(joined(parts)), content), name).toBe(true);
    }
  });

  it('a window that does not fit is an error, and the compressor stays usable', () => {
    const compressor = new ZstdCompressor({ compressionParams: new CompressionParameters({ windowLog: 31 }) });
    try {
      const stream = compressor.compressObj();
      stream.compress(new Uint8Array(1));
      stream.close();
    } catch (error) {
      expect((error as ZstdError).code).toBe('memory_allocation');
    }
    expect(decompress(compressor.compress(new Uint8Array(5))).length).toBe(5);
  });
});
