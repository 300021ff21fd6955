/**
 * What python-zstandard's *_fuzzing.py assert, written anew; each test has its original's name. Those on how input and output are cut (read_variance, write_size_variance,
 * read_write_size_variance, random_input_sizes, random_output_sizes) are the properties of test/properties/streams.test.ts; test_valid_init is in
 * test/api/compressionParameters.test.ts.
 */
import { describe, expect, it } from 'vitest';
import { CompressionParameters, ZstdCompressor, ZstdDecompressor } from '../../src/index';
import { randomContent, same } from '../helpers/content';
import { Random } from '../helpers/random';
import { PROPERTY_RUNS } from '../helpers/runs';

const RUNS = Math.ceil(PROPERTY_RUNS / 10);

describe('TestCompressor_multi_compress_to_buffer_fuzzing', () => {
  it('test_data_equivalence', () => {
    const random = new Random(31);
    for (let i = 0; i < RUNS; i++) {
      const items = Array.from({ length: 1 + random.below(60) }, () => randomContent(random, 20_000));
      if (items.every(({ length }) => length === 0)) continue;
      const compressor = new ZstdCompressor({ level: 1 + random.below(5), writeContentSize: true });
      const result = compressor.multiCompressToBuffer(items, { threads: -1 });
      expect(result.length).toBe(items.length);
      const decompressor = new ZstdDecompressor();
      for (const [j, { bytes }] of [...result].entries()) expect(same(decompressor.decompress(bytes), items[j])).toBe(true);
    }
  });
});

describe('TestDecompressor_multi_decompress_to_buffer_fuzzing', () => {
  it('test_data_equivalence', () => {
    const random = new Random(32);
    for (let i = 0; i < RUNS; i++) {
      const items = Array.from({ length: 1 + random.below(60) }, () => randomContent(random, 20_000));
      if (items.every(({ length }) => length === 0)) continue;
      const compressor = new ZstdCompressor({ level: 1, writeContentSize: true, writeChecksum: true });
      const result = compressor.multiCompressToBuffer(items);
      const decompressor = new ZstdDecompressor();
      for (const frames of [result, items.map((item) => compressor.compress(item))]) {
        const contents = decompressor.multiDecompressToBuffer(frames, { threads: random.below(3) });
        for (const [j, { bytes }] of [...contents].entries()) expect(same(bytes, items[j])).toBe(true);
      }
    }
  });
});

describe('TestCompressionParametersHypothesis', () => {
  it('test_estimated_compression_context_size', () => {
    const random = new Random(33);
    for (let i = 0; i < PROPERTY_RUNS; i++) {
      const params = new CompressionParameters({
        windowLog: 10 + random.below(22),
        chainLog: 6 + random.below(25),
        hashLog: 6 + random.below(25),
        searchLog: 1 + random.below(30),
        minMatch: 3 + random.below(5),
        targetLength: random.below(131073),
        compressionStrategy: 1 + random.below(9),
        enableLdm: random.oneIn(2),
      });
      expect(params.estimatedCompressionContextSize()).toBeGreaterThan(0);
    }
  });
});
