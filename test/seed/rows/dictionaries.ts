import { expect } from 'vitest';
import {
  BufferWithSegments,
  CompressionParameters,
  compress,
  DICT_MODE_FULLDICT,
  DICT_MODE_RAWCONTENT,
  decompress,
  FORMAT_ZSTD1_MAGICLESS,
  getFrameParameters,
  trainDictionary,
  ZstdCompressionDict,
  ZstdCompressor,
} from '../../../src/index';
import { errorOf } from '../../helpers/errors';
import { bytes, concat, hex, pairs, run, text, unhex, zstdError } from '../helpers';
import type { Rows } from './table';

const samples = Array.from({ length: 100 }, (_, i) =>
  bytes(`{"id":${i * 7919},"name":"record ${i}","role":"${['owner', 'reader', 'guest'][i % 3]}"}`),
);
const trained = trainDictionary(1024, samples, { k: 64, d: 8 });
const raw = new ZstdCompressionDict(bytes('what is known already, and long enough to be referred to'));
const parameters = (options: object): string => errorOf(() => new CompressionParameters(options));
const bounds = (ranges: Readonly<Record<string, readonly [number, number]>>) => (): void => {
  for (const [name, [least, most]] of Object.entries(ranges)) {
    for (const value of [0, least, most]) expect(parameters({ [name]: value }), `${name} ${value}`).toBe('no error');
    for (const value of [least - 1, most + 1].filter((one) => one !== 0))
      expect(parameters({ [name]: value }), `${name} ${value}`).toBe('RangeError');
  }
};
const buffer = new BufferWithSegments(bytes('foobarbaz'), pairs(0, 3, 3, 6));

/** Sections 2.4 to 2.9: dictionaries, parameters, frames, buffers. */
export const rows: Rows = {
  '2.4': {
    'len(d)': () => expect(raw.length).toBe(56),
    'dict_id() → int'() {
      expect(trained.dictId()).toBe(new DataView(trained.asBytes().buffer).getUint32(4, true));
      expect(raw.dictId()).toBe(0);
    },
    'as_bytes() → bytes'() {
      raw.asBytes().fill(0);
      expect(text(raw.asBytes())).toMatch(/^what is known/);
    },
    'k, d': () => expect([trained.k, trained.d, raw.k, raw.d]).toEqual([64, 8, 0, 0]),
    'precompute_compress(level=0, compression_params=None) → None'() {
      const dict = new ZstdCompressionDict(trained.asBytes());
      expect(() => dict.precomputeCompress({})).toThrow('must specify one of level or compressionParams');
      expect(() => dict.precomputeCompress({ level: 1, compressionParams: new CompressionParameters() })).toThrow(
        'must only specify one of level or compressionParams',
      );
      for (const level of [-1, 100, 3]) expect(dict.precomputeCompress({ level })).toBe(undefined);
      expect(hex(compress(samples[0], { dictData: dict }))).toBe(hex(compress(samples[0], { dictData: trained })));
      new ZstdCompressionDict(bytes('')).precomputeCompress({ level: 1 });
      const none = new ZstdCompressionDict(bytes('no magic number'), { dictMode: DICT_MODE_FULLDICT });
      expect(() => none.precomputeCompress({ level: 1 })).toThrow(
        zstdError('dictionaryCreation_failed', 'unable to precompute dictionary'),
      );
    },
    'data is copied, the mode checked'() {
      const data = bytes('some dictionary of a few bytes');
      const dict = new ZstdCompressionDict(data);
      data.fill(0);
      expect(text(dict.asBytes())).toMatch(/^some/);
      expect(() => new ZstdCompressionDict(data, { dictMode: 3 })).toThrow(
        'invalid dictionary load mode: 3; must use DICT_MODE_* constants',
      );
      const content = new ZstdCompressionDict(trained.asBytes(), { dictMode: DICT_MODE_RAWCONTENT });
      expect(getFrameParameters(compress(samples[0], { dictData: content })).dictId).toBe(0);
    },
  },
  '2.5': {
    'no args': () => expect(errorOf(() => (trainDictionary as () => unknown)())).toBe('TypeError'),
    'samples not a list (tuple, generator, str)'() {
      for (const wrong of ['text', new Set(samples), null]) expect(errorOf(() => trainDictionary(1024, wrong as never))).toBe('TypeError');
    },
    // All that holds bytes is taken.
    'sample not bytes (str, int, bytearray)'() {
      for (const wrong of ['text', 5])
        expect(() => trainDictionary(1024, [...samples, wrong] as never)).toThrow(new TypeError('samples must be bytes'));
      expect(trainDictionary(1024, [...samples, new DataView(new ArrayBuffer(9))]).length).toBeGreaterThan(256);
    },
    'dict_size < 256': () => expect(() => trainDictionary(255, samples)).toThrow(zstdError('dstSize_tooSmall', 'cannot train dict')),
    'dict_size −1': () => expect(errorOf(() => trainDictionary(-1, samples))).toBe('RangeError'),
    'no samples, too few/too little data, k > capacity, d > k, d=0 in non-optimising mode'() {
      for (const few of [[], samples.slice(0, 2), [bytes('a'), bytes('b')]]) {
        expect(() => trainDictionary(1024, few)).toThrow(zstdError('srcSize_wrong', 'cannot train dict'));
      }
      for (const options of [{ k: 2000 }, { k: 50, d: 64 }]) {
        for (const algorithm of ['cover', 'fastcover'] as const) {
          expect(errorOf(() => trainDictionary(1024, samples, { ...options, algorithm }))).toBe('RangeError');
        }
      }
    },
    'd < 6 tried': () => expect(trainDictionary(1024, samples, { k: 64, d: 4, algorithm: 'cover' }).d).toBe(4),
    'dict_id 0: derived from the content'() {
      expect(trainDictionary(1024, samples, { k: 64, d: 8 }).dictId()).toBe(trained.dictId());
      expect(trained.dictId()).toBeGreaterThanOrEqual(32_768);
      expect(trained.dictId()).toBeLessThan(2 ** 31);
    },
  },
  '2.6': {
    format() {
      const compressionParams = new CompressionParameters({ format: FORMAT_ZSTD1_MAGICLESS });
      expect(hex(new ZstdCompressor({ compressionParams }).compress(bytes('foo')))).toBe('0000190000666f6f');
      expect(parameters({ format: 2 })).toBe('RangeError');
    },
    compression_level() {
      expect(new CompressionParameters({ compressionLevel: 100 }).compressionLevel).toBe(100);
      const [far, most] = [100, 22].map((compressionLevel) =>
        compress(run('x', 1000), { compressionParams: new CompressionParameters({ compressionLevel }) }),
      );
      expect(hex(far)).toBe(hex(most));
    },
    'window_log 10–31, hash_log 6–30, chain_log 6–30, search_log 1–30, min_match 3–7, target_length 4–999, compression_strategy 1–8':
      bounds({
        windowLog: [10, 31],
        hashLog: [6, 30],
        chainLog: [6, 30],
        searchLog: [1, 30],
        minMatch: [3, 7],
        targetLength: [1, 131_072],
        compressionStrategy: [1, 9],
      }),
    'job_size, overlap_size_log'() {
      for (const options of [{ jobSize: 1_048_576 }, { overlapSizeLog: 6 }]) {
        expect(parameters(options)).toBe('RangeError');
        expect(parameters({ ...options, threads: 2 })).toBe('no error');
      }
    },
    threads() {
      expect([0, 1, 2, 1000].map((threads) => new CompressionParameters({ threads }).threads)).toEqual([0, 1, 2, 200]);
      expect(new CompressionParameters({ threads: -1 }).threads).toBeGreaterThan(0);
    },
    // A given window wins.
    enable_ldm() {
      const windows = [{}, { windowLog: 15 }].map((given) => {
        const compressionParams = new CompressionParameters({ enableLdm: true, ...given });
        const stream = new ZstdCompressor({ compressionParams }).compressObj();
        return getFrameParameters(concat(stream.compress(bytes('foo')), stream.flush())).windowSize;
      });
      expect(windows).toEqual([2 ** 27, 2 ** 15]);
    },
    'ldm_hash_log 6–30, ldm_min_match 4–4096': bounds({ ldmHashLog: [6, 30], ldmMinMatch: [4, 4096] }),
    'ldm_bucket_size_log ≤ 8, ldm_hash_every_log ≤ 25': bounds({ ldmBucketSizeLog: [1, 8], ldmHashEveryLog: [1, 25] }),
    'attributes are read-only, and as given'() {
      const params = new CompressionParameters({ windowLog: 12 });
      expect(() => Object.assign(params, { windowLog: 13 })).toThrow(TypeError);
      expect(params).toMatchObject({ windowLog: 12, hashLog: 0, writeDictId: false });
    },
    from_level() {
      const params = CompressionParameters.fromLevel(3, { windowLog: 12 });
      expect(params).toMatchObject({
        windowLog: 12,
        chainLog: 16,
        hashLog: 17,
        searchLog: 1,
        minMatch: 5,
        compressionStrategy: 2,
        compressionLevel: 0,
      });
      expect(CompressionParameters.fromLevel(0)).toEqual(CompressionParameters.fromLevel(3));
      expect(CompressionParameters.fromLevel(99)).toEqual(CompressionParameters.fromLevel(22));
      expect(errorOf(() => CompressionParameters.fromLevel(3, { sourceSize: -1 }))).toBe('RangeError');
    },
  },
  '2.7': {
    'get_frame_parameters: errors'() {
      expect(errorOf(() => getFrameParameters('text' as never))).toBe('TypeError');
      expect(() => getFrameParameters(unhex('28b52ffd'))).toThrow('not enough data for frame parameters; need 5 bytes');
      expect(() => getFrameParameters(unhex('28b52ffd00'))).toThrow('not enough data for frame parameters; need 6 bytes');
      expect(() => getFrameParameters(bytes('foobar'))).toThrow(zstdError('prefix_unknown', 'Unknown frame descriptor'));
      expect(() => getFrameParameters(unhex('28b52ffd0800'))).toThrow(
        zstdError('frameParameter_unsupported', 'Unsupported frame parameter'),
      );
      expect(() => getFrameParameters(unhex('28b52ffd00f8'))).toThrow(zstdError('frameParameter_windowTooLarge'));
    },
    'get_frame_parameters: vectors': () =>
      expect(getFrameParameters(unhex('28b52ffd45400f1000'))).toEqual({
        contentSize: 272,
        windowSize: 262_144,
        dictId: 15,
        hasChecksum: true,
      }),
  },
  '2.8': {
    'len(b)': () => expect(buffer.length).toBe(2),
    'b[i] → BufferSegment'() {
      expect([0, 1, -1, -2].map((i) => text(buffer.segment(i).bytes))).toEqual(['foo', 'barbaz', 'barbaz', 'foo']);
      expect(() => buffer.segment(2)).toThrow(new RangeError('offset must be less than 2'));
      expect(() => buffer.segment(-3)).toThrow(new RangeError('offset must be non-negative'));
      expect(buffer.segment(0)).not.toBe(buffer.segment(0));
    },
    'size (read-only attr)'() {
      expect(buffer.size).toBe(9);
      expect(() => Object.assign(buffer, { size: 1 })).toThrow(TypeError);
    },
    'segments() → BufferSegments': () => expect(hex(buffer.segments.toBytes())).toBe(hex(new Uint8Array(pairs(0, 3, 3, 6).buffer))),
    'tobytes()'() {
      buffer.toBytes().fill(0);
      expect(text(buffer.toBytes())).toBe('foobarbaz');
    },
    'data is not copied, segments are'() {
      const [data, segments] = [bytes('foobar'), pairs(0, 3)];
      const other = new BufferWithSegments(data, segments);
      data[0] = 103;
      segments[1] = 99n;
      expect([text(other.segment(0).bytes), other.segment(0).length]).toEqual(['goo', 3]);
    },
  },
  '2.9': {
    'too high level text': () => expect(() => new ZstdCompressor({ level: 23 })).toThrow('level must be less than 23'),
    'reader.read() no argument': () => expect(text(decompress(new ZstdCompressor().streamReader(bytes('foo')).read()))).toBe('foo'),
    'read_to_iter argument errors': () => expect(() => new ZstdCompressor().readToIter(5 as never)).toThrow(TypeError),
    'errors from user read'() {
      const failure = new SyntaxError('mine');
      const broken = {
        read: () => {
          throw failure;
        },
      };
      expect(() => new ZstdCompressor().copyStream(broken, { write: () => 0 })).toThrow(failure);
      expect(() => [...new ZstdCompressor().readToIter(broken)]).toThrow(failure);
    },
    'errors from user write'() {
      const failure = new SyntaxError('mine');
      const broken = {
        write: () => {
          throw failure;
        },
      };
      expect(() => new ZstdCompressor().copyStream({ read: () => bytes('') }, broken)).toThrow(failure);
      expect(() => new ZstdCompressor().writeTo(broken).close()).toThrow(failure);
    },
    'train_dictionary(steps=…) alone'() {
      const tries: number[] = [];
      trainDictionary(1024, samples, { steps: 2, onProgress: ({ k }) => tries.push(k) });
      expect(tries).toEqual([50, 1025, 2000]);
    },
    'multi_*, Buffer*': () => expect(new ZstdCompressor().multiCompressToBuffer([bytes('foo')]).length).toBe(1),
    'dict data types': () => expect(text(new ZstdCompressionDict(new DataView(bytes('foo').buffer)).asBytes())).toBe('foo'),
  },
};
