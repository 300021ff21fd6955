import { describe, expect, it } from 'vitest';
import { generate, kinds } from '../../corpus/generate';
import { CompressionParameters, compress, decompress, trainDictionary, ZstdCompressionDict, ZstdCompressor } from '../../src/index';
import { jobLayout } from '../../src/workers/jobs';
import { joined, same } from '../helpers/content';
import { referenceDecompressWith } from '../helpers/dictionaries';
import { referenceDecompress } from '../helpers/reference';

const MIB = 1 << 20;
const settings = { windowLog: 21, chainLog: 16, hashLog: 17, searchLog: 1, minMatch: 5, targetLength: 0, strategy: 2 };

/** Some of each kind of content, one after the other. */
const content = joined(kinds.map((kind, i) => generate(kind, 300_000, i + 1)));

describe('how a frame is cut', () => {
  it('makes jobs of four windows, of two for greedy to lazy2, of one for fast and dfast, and no smaller than 2 MiB', () => {
    expect(jobLayout({ ...settings, strategy: 3 }, 0, 0)).toEqual({ size: 4 * MIB, overlap: MIB / 4 });
    expect(jobLayout({ ...settings, strategy: 6 }, 0, 0).size).toBe(8 * MIB);
    expect(jobLayout(settings, 0, 0)).toEqual({ size: 2 * MIB, overlap: MIB / 4 });
    expect(jobLayout({ ...settings, windowLog: 23 }, 0, 0)).toEqual({ size: 8 * MIB, overlap: MIB });
    expect(jobLayout({ ...settings, windowLog: 10 }, 0, 0)).toEqual({ size: 2 * MIB, overlap: 128 });
    expect(jobLayout({ ...settings, windowLog: 31 }, 0, 0).size).toBe(2 ** 30);
  });

  it('takes over more of the window for thorough strategies', () => {
    const overlaps = [1, 2, 3, 4, 5, 6, 7, 8, 9].map((strategy) => jobLayout({ ...settings, strategy }, 0, 0).overlap / MIB);
    expect(overlaps).toEqual([1 / 4, 1 / 4, 1 / 4, 1 / 4, 1 / 2, 1 / 2, 1, 1, 2]);
  });

  it('follows jobSize and overlapSizeLog', () => {
    expect(jobLayout(settings, 3 * MIB, 9)).toEqual({ size: 3 * MIB, overlap: 2 * MIB });
    expect(jobLayout(settings, 1, 0).size).toBe(512 << 10);
    expect(jobLayout(settings, 1, 9)).toEqual({ size: 2 * MIB, overlap: 2 * MIB });
    expect(jobLayout(settings, 0, 1).overlap).toBe(0);
  });
});

describe('frames made in jobs', () => {
  const parameters = [
    ...[-5, 1, 3, 5, 6, 9, 12, 13, 16, 19].map((compressionLevel) => ({ compressionLevel, windowLog: 18, jobSize: 1 })),
    { compressionLevel: 3, windowLog: 10, jobSize: 600_000, overlapSizeLog: 9 },
    { compressionLevel: 5, windowLog: 17, jobSize: 600_000, overlapSizeLog: 1 },
    { compressionLevel: 18, windowLog: 12, jobSize: 1, overlapSizeLog: 8 },
  ];
  for (const given of parameters) {
    it(`are read by the reference and us: ${JSON.stringify(given)}`, () => {
      const compressionParams = new CompressionParameters({ ...given, threads: 1, writeChecksum: true, writeContentSize: true });
      const frame = new ZstdCompressor({ compressionParams }).compress(content);
      expect(same(decompress(frame), content)).toBe(true);
      expect(same(referenceDecompress(frame), content)).toBe(true);
    });
  }

  it('do not depend on the number of threads', () => {
    const frames = [1, 2, 3, -1].map((threads) => compress(content, { level: 1, threads }));
    for (const frame of frames) expect(same(frame, frames[0])).toBe(true);
    expect(same(frames[0], compress(content, { level: 1 }))).toBe(false);
  });

  it('are the plain ones where there is nothing to cut', () => {
    const short = content.subarray(0, 512 << 10);
    expect(same(compress(short, { level: 3, threads: 2 }), compress(short, { level: 3 }))).toBe(true);
  });

  it('do not depend on how the input comes', () => {
    const compressionParams = new CompressionParameters({ compressionLevel: 3, jobSize: 1, threads: 2, writeContentSize: true });
    const compressor = new ZstdCompressor({ compressionParams });
    const whole = compressor.compress(content);
    for (const size of [1 << 16, 777_777]) {
      const stream = compressor.compressObj({ size: content.length });
      const pieces = [];
      for (let at = 0; at < content.length; at += size) pieces.push(stream.compress(content.subarray(at, at + size)));
      expect(same(joined([...pieces, stream.flush()]), whole)).toBe(true);
    }
  });

  it('may refer to a dictionary or a prefix in the first job', () => {
    const samples = Array.from({ length: 200 }, (_, i) => content.subarray(i * 500, i * 500 + 500));
    const full = trainDictionary(4096, samples, { d: 8, k: 200 });
    const compressionParams = new CompressionParameters({ compressionLevel: 6, jobSize: 1, threads: 2, writeContentSize: true });
    for (const dictData of [full, new ZstdCompressionDict(content.subarray(0, 600_000))]) {
      const frame = new ZstdCompressor({ compressionParams, dictData }).compress(content);
      expect(same(decompress(frame, { dictData }), content)).toBe(true);
      expect(same(referenceDecompressWith(frame, dictData.asBytes()), content)).toBe(true);
    }
    const prefix = content.subarray(1_000_000);
    const frame = compress(content, { compressionParams, prefix });
    expect(same(decompress(frame, { dictData: prefix }), content)).toBe(true);
  });
});
