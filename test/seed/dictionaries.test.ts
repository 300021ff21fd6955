/**
 * What python-zstandard's tests assert about dictionaries (tests/test_compressor.py, tests/test_train_dictionary.py), written anew; each
 * test has its original's name. Where the original pins an ID, a hash or bytes, which hold for one version's trainer alone, this asserts
 * what they stand for.
 */
import { describe, expect, it } from 'vitest';
import {
  CONTENTSIZE_UNKNOWN,
  CompressionParameters,
  DICT_MODE_FULLDICT,
  DICT_MODE_RAWCONTENT,
  decompress,
  dictionaryId,
  getFrameParameters,
  trainDictionary,
  ZstdCompressionDict,
  ZstdCompressor,
} from '../../src/index';
import { bytes, CountingWriter, hex, text, zstdError } from './helpers';

const DICTIONARY_MAGIC = '37a430ec';

/** Very few words, each many times. */
const repeats = Array.from({ length: 128 }, () => ['foo', 'bar', 'foobar'].map((word) => bytes(word.repeat(64)))).flat();
/** Words once, and repeated ever more often. */
const growing = Array.from({ length: 384 }, (_, i) => bytes(['red', 'green', 'blueish', 'some words', 'end'][i % 5].repeat(1 + (i >> 2))));

const ofRepeats = (): ZstdCompressionDict => trainDictionary(8192, repeats);
const written = (compressor: ZstdCompressor, ...parts: Uint8Array[]): Uint8Array => {
  const target = new CountingWriter();
  const writer = compressor.writeTo(target);
  for (const part of parts) expect(writer.write(part)).toBe(0);
  writer.close();
  return target.bytes();
};

describe('TestCompressor_compress', () => {
  it('test_no_dict_id', () => {
    const dictData = ofRepeats();
    const content = bytes('foobarfoobar');
    const stating = new ZstdCompressor({ level: 1, dictData }).compress(content);
    const silent = new ZstdCompressor({ level: 1, dictData, writeDictId: false }).compress(content);
    expect(stating.length).toBe(silent.length + 4);
    expect(getFrameParameters(stating).dictId).toBe(dictData.dictId());
    expect(getFrameParameters(silent).dictId).toBe(0);
    for (const frame of [stating, silent]) expect(text(decompress(frame, { dictData }))).toBe('foobarfoobar');
  });

  it('test_compress_dict_multiple', () => {
    const dictData = ofRepeats();
    const compressor = new ZstdCompressor({ level: 1, dictData });
    for (let i = 0; i < 32; i++) {
      const frame = compressor.compress(bytes('foo bar foobar foo bar foobar'));
      expect(text(decompress(frame, { dictData }))).toBe('foo bar foobar foo bar foobar');
    }
  });

  it('test_dict_precompute', () => {
    const dictData = ofRepeats();
    dictData.precomputeCompress({ level: 1 });
    const compressor = new ZstdCompressor({ level: 1, dictData });
    for (let i = 0; i < 32; i++) {
      const frame = compressor.compress(bytes('foo bar foobar foo bar foobar'));
      expect(text(decompress(frame, { dictData }))).toBe('foo bar foobar foo bar foobar');
    }
  });

  it('test_multithreaded_dict', () => {
    const dictData = ofRepeats();
    const frame = new ZstdCompressor({ dictData, threads: 2 }).compress(bytes('foo'));
    expect(getFrameParameters(frame)).toMatchObject({ contentSize: CONTENTSIZE_UNKNOWN, dictId: dictData.dictId(), hasChecksum: false });
    // Magic number, descriptor, window, ID, and the three bytes as they are.
    expect(frame.length).toBe(4 + 1 + 1 + 4 + 3 + 3);
    expect(text(decompress(frame, { dictData }))).toBe('foo');
  });
});

describe('TestCompressor_write_to', () => {
  it('test_dictionary', () => {
    const dictData = ofRepeats();
    const parts = ['foo', 'bar', 'foobar'.repeat(16384)].map(bytes);
    const frame = written(new ZstdCompressor({ level: 9, dictData }), ...parts);
    expect(getFrameParameters(frame)).toMatchObject({ contentSize: CONTENTSIZE_UNKNOWN, dictId: dictData.dictId(), hasChecksum: false });
    expect(hex(frame.subarray(6, 10))).toBe(hex(dictData.asBytes().subarray(4, 8)));
    expect(frame.length).toBeLessThanOrEqual(1.05 * 25);
    expect(text(decompress(frame, { dictData }))).toBe('foobar'.repeat(16385));
  });

  it('test_no_dict_id', () => {
    const dictData = ofRepeats();
    const parts = ['foo', 'bar', 'foobar'.repeat(16384)].map(bytes);
    const stating = written(new ZstdCompressor({ level: 1, dictData }), ...parts);
    const silent = written(new ZstdCompressor({ level: 1, dictData, writeDictId: false }), ...parts);
    expect([stating[4], silent[4]]).toEqual([3, 0]);
    expect(stating.length).toBe(silent.length + 4);
    expect(getFrameParameters(stating).dictId).toBe(dictData.dictId());
    expect(getFrameParameters(silent).dictId).toBe(0);
  });
});

describe('TestTrainDictionary', () => {
  it('test_no_args', () => {
    const train = trainDictionary as unknown as (...args: unknown[]) => unknown;
    expect(() => train()).toThrow(TypeError);
    expect(() => train(8192)).toThrow(TypeError);
  });

  it('test_bad_args', () => {
    expect(() => trainDictionary(8192, 'foo' as never)).toThrow(TypeError);
    expect(() => trainDictionary(8192, ['foo'] as never)).toThrow(TypeError);
  });

  it('test_no_params', () => {
    const dict = trainDictionary(8192, growing);
    expect(hex(dict.asBytes().subarray(0, 4))).toBe(DICTIONARY_MAGIC);
    expect(Number.isInteger(dict.dictId())).toBe(true);
    expect(dict.dictId()).toBe(new DataView(dict.asBytes().buffer).getUint32(4, true));
    expect(dictionaryId(dict.asBytes())).toBe(dict.dictId());
  });

  it('test_basic', () => {
    const dict = trainDictionary(8192, growing, { k: 64, d: 16, algorithm: 'cover' });
    expect(hex(dict.asBytes().subarray(0, 4))).toBe(DICTIONARY_MAGIC);
    expect([dict.k, dict.d]).toEqual([64, 16]);
  });

  it('test_set_dict_id', () => {
    expect(trainDictionary(8192, growing, { k: 64, d: 16, dictId: 42, algorithm: 'cover' }).dictId()).toBe(42);
    expect(trainDictionary(8192, growing, { k: 64, d: 8, dictId: 42 }).dictId()).toBe(42);
  });

  it('test_optimize', () => {
    const dict = trainDictionary(8192, growing, { threads: -1, steps: 1, d: 16, algorithm: 'cover' });
    expect([50, 2000]).toContain(dict.k);
    expect(dict.d).toBe(16);
  });
});

describe('TestCompressionDict', () => {
  it('test_bad_mode', () => {
    expect(() => new ZstdCompressionDict(bytes('foo'), { dictMode: 42 })).toThrow(/^invalid dictionary load mode/);
    expect(() => new ZstdCompressionDict(bytes('foo'), { dictMode: 42 })).toThrow(RangeError);
  });

  it('test_bad_precompute_compress', () => {
    const dict = trainDictionary(8192, growing, { k: 64, d: 16, algorithm: 'cover' });
    expect(() => dict.precomputeCompress({})).toThrow(new RangeError('must specify one of level or compressionParams'));
    const both = { level: 3, compressionParams: new CompressionParameters() };
    expect(() => dict.precomputeCompress(both)).toThrow(new RangeError('must only specify one of level or compressionParams'));
  });

  it('test_precompute_compress_rawcontent', () => {
    const raw = new ZstdCompressionDict(bytes('dictcontent'.repeat(64)), { dictMode: DICT_MODE_RAWCONTENT });
    expect(() => raw.precomputeCompress({ level: 1 })).not.toThrow();
    const none = new ZstdCompressionDict(bytes('dictcontent'.repeat(64)), { dictMode: DICT_MODE_FULLDICT });
    expect(() => none.precomputeCompress({ level: 1 })).toThrow(zstdError('dictionaryCreation_failed', 'unable to precompute dictionary'));
  });
});
