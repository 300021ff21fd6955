/**
 * What python-zstandard's *_fuzzing.py assert, written anew; each test has its original's name. How input and output are cut is tried much
 * oftener in test/properties/streams.test.ts.
 */
import { describe, expect, it } from 'vitest';
import { CompressionParameters, compress, decompress, ZstdCompressor, ZstdDecompressor } from '../../src/index';
import { randomContent, same } from '../helpers/content';
import { Random } from '../helpers/random';
import { PROPERTY_RUNS } from '../helpers/runs';
import { compressing, decompressing, levelOf } from '../properties/ways';

const RUNS = Math.ceil(PROPERTY_RUNS / 10);

/** However the content is cut, a way to compress it gives the frame that one call gives. */
function compressesThrough(name: string): void {
  const [, run] = compressing.find(([way]) => way === name) ?? [];
  if (run === undefined) throw new Error(`no way to compress is called ${name}`);
  const random = new Random(name.length);
  for (let i = 0; i < RUNS; i++) {
    const compressor = new ZstdCompressor({ level: levelOf(random), writeContentSize: random.oneIn(2) });
    const content = randomContent(random, 50_000);
    const frame = run(compressor, content, random, content.length);
    expect(same(frame, compressor.compress(content)), `run ${i}`).toBe(true);
    expect(same(decompress(frame), content), `run ${i}`).toBe(true);
  }
}

/** However the frame is cut, a way to decompress it gives the content. */
function decompressesThrough(name: string): void {
  const [, run] = decompressing.find(([way]) => way === name) ?? [];
  if (run === undefined) throw new Error(`no way to decompress is called ${name}`);
  const random = new Random(name.length);
  const decompressor = new ZstdDecompressor();
  for (let i = 0; i < RUNS; i++) {
    const content = randomContent(random, 50_000);
    const frame = compress(content, { level: levelOf(random), writeContentSize: random.oneIn(2) });
    expect(same(run(decompressor, frame, random), content), `run ${i}`).toBe(true);
  }
}

describe('TestCompressor_stream_reader_fuzzing', () => {
  it('test_stream_source_read_variance', () => compressesThrough('streamReader of a reader'));
  it('test_buffer_source_read_variance', () => compressesThrough('streamReader of bytes, readInto'));
});

describe('TestCompressor_write_to_fuzzing', () => {
  it('test_write_size_variance', () => compressesThrough('writeTo'));
});

describe('TestCompressor_copy_stream_fuzzing', () => {
  it('test_read_write_size_variance', () => compressesThrough('copyStream'));
});

describe('TestCompressor_compressobj_fuzzing', () => {
  it('test_random_input_sizes', () => compressesThrough('compressObj'));
});

describe('TestCompressor_read_to_iter_fuzzing', () => {
  it('test_read_write_size_variance', () => compressesThrough('readToIter of a reader'));
});

describe('TestDecompressor_stream_reader_fuzzing', () => {
  it('test_stream_source_read_variance', () => decompressesThrough('streamReader of a reader'));
  it('test_buffer_source_read_variance', () => decompressesThrough('streamReader of bytes, readInto'));
});

describe('TestDecompressor_write_to_fuzzing', () => {
  it('test_write_size_variance', () => decompressesThrough('writeTo'));
});

describe('TestDecompressor_copy_stream_fuzzing', () => {
  it('test_read_write_size_variance', () => decompressesThrough('copyStream'));
});

describe('TestDecompressor_decompressobj_fuzzing', () => {
  it('test_random_input_sizes', () => decompressesThrough('decompressObj'));

  it('test_random_output_sizes', () => {
    const random = new Random(34);
    for (let i = 0; i < RUNS; i++) {
      const content = randomContent(random, 50_000);
      const stream = new ZstdDecompressor().decompressObj({ writeSize: 1 + random.below(1 << random.below(20)) });
      expect(same(stream.decompress(compress(content)), content), `run ${i}`).toBe(true);
      expect(stream.eof).toBe(true);
    }
  });
});

describe('TestDecompressor_read_to_iter_fuzzing', () => {
  it('test_read_write_size_variance', () => decompressesThrough('readToIter of a reader'));
});

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
  it('test_valid_init', () => {
    const random = new Random(35);
    for (let i = 0; i < PROPERTY_RUNS; i++) {
      const options = {
        windowLog: 10 + random.below(22),
        chainLog: 6 + random.below(25),
        hashLog: 6 + random.below(25),
        searchLog: 1 + random.below(30),
        minMatch: 3 + random.below(5),
        targetLength: random.below(131_073),
        compressionStrategy: 1 + random.below(9),
      };
      expect(new CompressionParameters(options)).toMatchObject(options);
    }
  });

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
