/**
 * What python-zstandard's tests/test_data_structures.py, test_module_attributes.py and test_estimate_sizes.py assert, written anew; each
 * test has its original's name.
 */
import { describe, expect, it } from 'vitest';
import * as purezstd from '../../src/index';
import { CONTENTSIZE_UNKNOWN, CompressionParameters, FRAME_HEADER, getFrameParameters } from '../../src/index';
import { bytes, concat, unhex, views, zstdError } from './helpers';

describe('TestCompressionParameters', () => {
  it('test_bounds', () => {
    const least = { windowLog: 10, chainLog: 6, hashLog: 6, searchLog: 1, minMatch: 4, targetLength: 0, compressionStrategy: 1 };
    const most = { windowLog: 31, chainLog: 30, hashLog: 30, searchLog: 30, minMatch: 6, targetLength: 131072, compressionStrategy: 9 };
    for (const options of [least, most]) expect(new CompressionParameters(options)).toMatchObject(options);
  });

  it('test_from_level', () => {
    const params = CompressionParameters.fromLevel(1);
    expect(params).toBeInstanceOf(CompressionParameters);
    expect(params.windowLog).toBe(19);
    const far = CompressionParameters.fromLevel(-4);
    expect(far.windowLog).toBe(19);
  });

  it('test_invalid_threading_params', () => {
    expect(() => new CompressionParameters({ jobSize: 1 << 20 })).toThrow('unable to set compression context parameter');
    expect(() => new CompressionParameters({ overlapSizeLog: 6 })).toThrow('unable to set compression context parameter');
  });

  it('test_members', () => {
    const options = {
      windowLog: 10,
      chainLog: 6,
      hashLog: 7,
      searchLog: 4,
      minMatch: 5,
      targetLength: 8,
      compressionStrategy: 1,
      format: 1,
      compressionLevel: 2,
      writeContentSize: true,
      writeChecksum: true,
      writeDictId: true,
      jobSize: 1048576,
      overlapSizeLog: 4,
      forceMaxWindow: true,
      enableLdm: true,
      ldmHashLog: 12,
      ldmMinMatch: 6,
      ldmBucketSizeLog: 2,
      ldmHashEveryLog: 8,
      threads: 4,
    };
    expect({ ...new CompressionParameters(options) }).toEqual(options);
  });

  it('test_estimated_compression_context_size', () => {
    const params = new CompressionParameters({
      windowLog: 20,
      chainLog: 16,
      hashLog: 17,
      searchLog: 1,
      minMatch: 5,
      targetLength: 16,
      compressionStrategy: purezstd.STRATEGY_DFAST,
    });
    expect(Math.abs(params.estimatedCompressionContextSize() - 1289500)).toBeLessThanOrEqual(250);
  });
});

describe('TestFrameParameters', () => {
  it('test_invalid_type', () => {
    for (const wrong of [null, undefined, 'foobarbaz', 5]) expect(() => getFrameParameters(wrong as never)).toThrow(TypeError);
  });

  it('test_invalid_input_sizes', () => {
    for (const input of [bytes(''), FRAME_HEADER]) {
      expect(() => getFrameParameters(input)).toThrow(zstdError('srcSize_wrong', 'not enough data for frame parameters; need 5 bytes'));
    }
    expect(() => getFrameParameters(concat(FRAME_HEADER, unhex('00')))).toThrow(zstdError('srcSize_wrong', 'need 6 bytes'));
  });

  it('test_invalid_frame', () => {
    expect(() => getFrameParameters(bytes('foobarbaz'))).toThrow(zstdError('prefix_unknown', 'Unknown frame descriptor'));
  });

  it('test_attributes', () => {
    const vectors: [string, [number, number, number, boolean]][] = [
      ['0000', [CONTENTSIZE_UNKNOWN, 1024, 0, false]],
      ['0100ff', [CONTENTSIZE_UNKNOWN, 1024, 255, false]],
      ['0400', [CONTENTSIZE_UNKNOWN, 1024, 0, true]],
      ['4000ff00', [511, 1024, 0, false]],
      ['0040', [CONTENTSIZE_UNKNOWN, 262144, 0, false]],
      ['45400f1000', [272, 262144, 15, true]],
    ];
    for (const [header, [contentSize, windowSize, dictId, hasChecksum]] of vectors) {
      expect(getFrameParameters(concat(FRAME_HEADER, unhex(header))), header).toEqual({ contentSize, windowSize, dictId, hasChecksum });
    }
  });

  it('test_input_types', () => {
    for (const view of views(concat(FRAME_HEADER, unhex('0000')))) expect(getFrameParameters(view).windowSize).toBe(1024);
  });
});

describe('TestModuleAttributes', () => {
  it('test_version', () => expect(purezstd.ZSTD_VERSION).toEqual([1, 5, 7]));

  it('test_constants', () => {
    expect(purezstd.MAX_COMPRESSION_LEVEL).toBe(22);
    expect([...FRAME_HEADER]).toEqual([0x28, 0xb5, 0x2f, 0xfd]);
  });

  it.each([
    'COMPRESSION_RECOMMENDED_INPUT_SIZE',
    'COMPRESSION_RECOMMENDED_OUTPUT_SIZE',
    'DECOMPRESSION_RECOMMENDED_INPUT_SIZE',
    'DECOMPRESSION_RECOMMENDED_OUTPUT_SIZE',
    'MAGIC_NUMBER',
    'CONTENTSIZE_UNKNOWN',
    'CONTENTSIZE_ERROR',
    'WINDOWLOG_MIN',
    'WINDOWLOG_MAX',
    'CHAINLOG_MIN',
    'CHAINLOG_MAX',
    'HASHLOG_MIN',
    'HASHLOG_MAX',
    'HASHLOG3_MAX',
    'SEARCHLOG_MIN',
    'SEARCHLOG_MAX',
    'MINMATCH_MIN',
    'MINMATCH_MAX',
    'SEARCHLENGTH_MIN',
    'SEARCHLENGTH_MAX',
    'TARGETLENGTH_MIN',
    'TARGETLENGTH_MAX',
    'LDM_MINMATCH_MIN',
    'LDM_MINMATCH_MAX',
    'LDM_BUCKETSIZELOG_MAX',
    'STRATEGY_FAST',
    'STRATEGY_DFAST',
    'STRATEGY_GREEDY',
    'STRATEGY_LAZY',
    'STRATEGY_LAZY2',
    'STRATEGY_BTLAZY2',
    'STRATEGY_BTOPT',
    'STRATEGY_BTULTRA',
    'STRATEGY_BTULTRA2',
    'DICT_MODE_AUTO',
    'DICT_MODE_RAWCONTENT',
    'DICT_MODE_FULLDICT',
    'COMPRESSOBJ_FLUSH_FINISH',
    'COMPRESSOBJ_FLUSH_BLOCK',
    'FORMAT_ZSTD1',
    'FORMAT_ZSTD1_MAGICLESS',
    'ZstdError',
    'backend',
  ])('test_hasattr: %s', (name) => expect(purezstd).toHaveProperty(name));
});

describe('TestSizes', () => {
  it('test_decompression_size', () => expect(purezstd.estimateDecompressionContextSize()).toBeGreaterThan(100000));
});
