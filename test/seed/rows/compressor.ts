import { expect } from 'vitest';
import {
  BufferWithSegments,
  BufferWithSegmentsCollection,
  CONTENTSIZE_UNKNOWN,
  CompressionParameters,
  compressBound,
  DICT_MODE_FULLDICT,
  decompress,
  getFrameParameters,
  ZstdCompressionDict,
  ZstdCompressor,
} from '../../../src/index';
import { errorOf } from '../../helpers/errors';
import { Random } from '../../helpers/random';
import { bytes, CountingReader, CountingWriter, concat, hex, pairs, run, text, zstdError } from '../helpers';
import type { Rows } from './table';

const params = new CompressionParameters();
const one = new ZstdCompressor({ level: 1 });
const stated = new ZstdCompressor({ level: 1, writeContentSize: true });
const EMPTY = '28b52ffd0048010000';
/** What no match finder makes smaller. */
const noise = new Random(1).bytes(300_000);
const made = (options: object): string => errorOf(() => new ZstdCompressor(options));
const excluded = (option: object, name: string) => (): void =>
  expect(() => new ZstdCompressor({ compressionParams: params, ...option } as never)).toThrow(
    new RangeError(`cannot define compressionParams and ${name}`),
  );

/** Sections 2.2: the compressor. */
export const rows: Rows = {
  '2.2': {
    'level not an int'() {
      for (const level of ['3', null, {}]) expect(made({ level })).toBe('TypeError');
      expect(made({ level: 1.5 })).toBe('RangeError');
    },
    'dict_data not a ZstdCompressionDict': () => expect(made({ dictData: 'text' })).toBe('TypeError'),
    'compression_params not a CompressionParameters': () => expect(made({ compressionParams: 3 })).toBe('TypeError'),
    // The reference's negative levels work.
    'level < 1 (0 and negatives)'() {
      expect(made({ level: 0 })).toBe('RangeError');
      expect(text(decompress(new ZstdCompressor({ level: -5 }).compress(bytes('foo'))))).toBe('foo');
    },
    'level > 22': () => expect(() => new ZstdCompressor({ level: 23 })).toThrow(new RangeError('level must be less than 23')),
    'threads < 0'() {
      expect(new CompressionParameters({ threads: -1 }).threads).toBeGreaterThan(0);
      expect(text(decompress(new ZstdCompressor({ threads: -1 }).compress(bytes('foo'))))).toBe('foo');
    },
    'params + write_checksum given (even False)': excluded({ writeChecksum: false }, 'writeChecksum'),
    'params + write_content_size given': excluded({ writeContentSize: true }, 'writeContentSize'),
    'params + write_dict_id given': excluded({ writeDictId: true }, 'writeDictId'),
    'params + threads ≠ 0': excluded({ threads: 2 }, 'threads'),
    // Each is checked where it is given, and windows without memory when the operation begins.
    "parameters can't be applied"() {
      expect(() => new CompressionParameters({ windowLog: 9 })).toThrow('unable to set compression context parameter');
    },
    "dictionary can't be loaded (bad magic dict in AUTO, no magic in FULLDICT)"() {
      const none = new ZstdCompressionDict(bytes('no magic number'), { dictMode: DICT_MODE_FULLDICT });
      const broken = Uint8Array.of(0x37, 0xa4, 0x30, 0xec, 1, 0, 0, 0, 255, 255, 255);
      expect(() => new ZstdCompressor({ dictData: none })).toThrow(zstdError('dictionary_wrong'));
      expect(() => new ZstdCompressor({ dictData: broken })).toThrow(zstdError('dictionary_corrupted'));
    },
    'defaults: no checksum, no content size, the dictionary’s ID'() {
      const dictData = new ZstdCompressionDict(Uint8Array.of(1, 2, 3));
      expect(getFrameParameters(new ZstdCompressor({ dictData }).compress(bytes('foo')))).toEqual({
        ...{ contentSize: CONTENTSIZE_UNKNOWN, windowSize: 1024, dictId: 0, hasChecksum: false },
      });
    },
    'a dictionary of less than 8 bytes has no effect': () =>
      expect(hex(new ZstdCompressor({ level: 1, dictData: bytes('foo') }).compress(bytes('foo')))).toBe(hex(one.compress(bytes('foo')))),
  },
  '2.2.1': {
    'size=-1: unknown; other negatives are refused'() {
      expect(hex(one.compressObj({ size: -1 }).flush())).toBe(EMPTY);
      expect(errorOf(() => one.compressObj({ size: -5 }))).toBe('RangeError');
    },
    'another length than pledged, written or not'() {
      for (const compressor of [one, stated]) {
        for (const size of [2, 4]) {
          const stream = compressor.compressObj({ size });
          expect(() => [stream.compress(bytes('foo')), stream.flush()]).toThrow(zstdError('srcSize_wrong', 'Src size is incorrect'));
        }
      }
    },
    // A pledge is a pledge: the seed replaces it where nothing came.
    'the end at once': () => expect(() => stated.compressObj({ size: 10 }).flush()).toThrow(zstdError('srcSize_wrong')),
    'size=0': () => expect(hex(stated.compressObj({ size: 0 }).flush())).toBe('28b52ffd2000010000'),
    'header encodings': () =>
      expect([0, 255, 256, 65_791, 65_792].map((size) => hex(stated.compress(run('x', size)).subarray(4, 7)))).toEqual([
        ...['200001', '20ff45', '600000', '60ffff', 'a00001'].map((start, i) => (i === 1 ? expect.stringMatching(/^20ff/) : start)),
      ]),
  },
  '2.2.2': {
    'memory_size() grows lazily'() {
      const compressor = new ZstdCompressor();
      const before = compressor.memorySize();
      const stream = compressor.compressObj();
      stream.compress(run('x', 100_000));
      expect(before).toBeGreaterThan(100);
      expect(compressor.memorySize()).toBeGreaterThan(before + 100_000);
      stream.close();
      expect(compressor.memorySize()).toBe(before);
    },
  },
  '2.2.3': {
    'compress(data): one frame'() {
      expect(getFrameParameters(one.compress(bytes('foo'))).contentSize).toBe(CONTENTSIZE_UNKNOWN);
      expect(hex(one.compress(bytes('')))).toMatch(/^28b52ffd00(00|48)010000$/);
      expect(errorOf(() => (one.compress as () => unknown)())).toBe('TypeError');
    },
  },
  '2.2.4': {
    'compress(data) → bytes'() {
      const stream = one.compressObj();
      expect(stream.compress(bytes('foo')).length).toBe(0);
      stream.flush();
      expect(() => stream.compress(bytes('foo'))).toThrow(zstdError('stage_wrong', 'cannot call compress() after compressor finished'));
    },
    'flush(flush_mode=COMPRESSOBJ_FLUSH_FINISH) → bytes'() {
      const stream = one.compressObj();
      expect(stream.flush(1).length).toBe(0);
      stream.compress(run('x', 400_000));
      const pending = stream.flush(1);
      expect([pending.length > 0, stream.flush(1).length]).toEqual([true, 0]);
      expect(hex(stream.flush())).toBe('010000');
      expect(() => stream.flush(5)).toThrow(new RangeError('flush mode not recognized'));
      expect(() => stream.flush()).toThrow(zstdError('stage_wrong', 'compressor object already finished'));
    },
  },
  '2.2.5': {
    // No context is needed: 0.15 dropped it.
    '__enter__()': () => expect(one.streamReader(bytes('foo')).read(4).length).toBe(4),
    '__exit__(…)'() {
      const reader = one.streamReader(bytes('foo'));
      reader.close();
      expect(() => reader.read(1)).toThrow(zstdError('stage_wrong', 'stream is closed'));
    },
    'read(size)'() {
      const reader = one.streamReader(noise);
      for (const size of [0, -1]) expect(() => reader.read(size)).toThrow(new RangeError('cannot read negative or size 0 amounts'));
      expect([reader.read(1000).length, reader.read(150_000).length]).toEqual([1000, 150_000]);
      expect(reader.read().length).toBeGreaterThan(140_000);
      expect([reader.read(1).length, reader.read().length]).toEqual([0, 0]);
    },
    'source read(n) results'() {
      const pieces = [bytes('fo').buffer, new DataView(bytes('ob').buffer), Buffer.from('ar')];
      expect(text(decompress(one.streamReader({ read: () => pieces.shift() ?? bytes('') }).readAll()))).toBe('foobar');
      const failure = new SyntaxError('mine');
      const broken = {
        read: () => {
          throw failure;
        },
      };
      expect(() => one.streamReader(broken).read(1)).toThrow(failure);
    },
    'close() None; closed() → bool'() {
      const reader = one.streamReader(bytes('foo'));
      expect([reader.closed, reader.close(), reader.closed]).toEqual([false, undefined, true]);
    },
    'tell() → int'() {
      const reader = one.streamReader(bytes('foo'));
      expect([reader.tell(), reader.read(5).length, reader.tell(), reader.readAll().length, reader.tell()]).toEqual([0, 5, 5, 7, 12]);
      reader.close();
      expect(reader.tell()).toBe(12);
    },
    // Newer versions have it.
    'readall()': () => expect(text(decompress(one.streamReader(bytes('foo')).readAll()))).toBe('foo'),
    'an empty source, and readSize 0'() {
      const reader = one.streamReader(new CountingReader(bytes('')));
      expect([hex(reader.readAll()), reader.tell()]).toEqual([EMPTY, 9]);
      expect(errorOf(() => one.streamReader(bytes(''), { readSize: 0 }))).toBe('RangeError');
    },
  },
  '2.2.6': {
    // A writer works at once; after its end it takes nothing more.
    __enter__() {
      const writer = one.writeTo(new CountingWriter());
      expect(writer.write(bytes('foo'))).toBe(0);
    },
    __exit__() {
      const target = new CountingWriter();
      const writer = one.writeTo(target);
      writer.write(bytes('foo'));
      writer.close();
      writer.close();
      expect(text(decompress(target.bytes()))).toBe('foo');
      expect(writer.closed).toBe(true);
    },
    'write(data) → int'() {
      const target = new CountingWriter();
      const writer = one.writeTo(target);
      expect(writer.write(bytes('foo'))).toBe(0);
      expect(writer.write(noise)).toBe(target.bytes().length);
      writer.close();
      expect(() => writer.write(bytes('foo'))).toThrow(zstdError('stage_wrong'));
      const failure = new SyntaxError('mine');
      const broken = one.writeTo({
        write: () => {
          throw failure;
        },
      });
      expect(() => broken.write(noise)).toThrow(failure);
    },
    'flush() → int'() {
      const target = new CountingWriter();
      const writer = one.writeTo(target);
      writer.write(bytes('foo'));
      expect([writer.flush(), writer.flush(), target.writes]).toEqual([12, 0, 1]);
    },
    'memory_size() → int'() {
      const writer = one.writeTo(new CountingWriter());
      writer.write(bytes('foo'));
      expect(writer.memorySize()).toBeGreaterThan(100_000);
      writer.close();
      expect(writer.memorySize()).toBe(0);
    },
  },
  '2.2.7': {
    'read_to_iter: of a reader, of bytes, of nothing else'() {
      expect(text(decompress(concat(...one.readToIter(new CountingReader(bytes('foo'))))))).toBe('foo');
      expect(hex(concat(...stated.readToIter(bytes('foo'))))).toBe(hex(stated.compress(bytes('foo'))));
      // The seed overlooks it where the source is bytes; API.md §4 does not.
      expect(errorOf(() => [...stated.readToIter(bytes('foo'), { size: 77 })])).toBe('srcSize_wrong');
      expect(errorOf(() => stated.streamReader(bytes('foo'), { size: 2 }).readAll())).toBe('srcSize_wrong');
      expect(() => one.readToIter(5 as never)).toThrow('must pass an object with a read() method or conforms to buffer protocol');
    },
    'read_to_iter: lazily, in chunks of writeSize, and then nothing'() {
      const source = new CountingReader(noise);
      const iterator = one.readToIter(source, { writeSize: 50_000 });
      expect(source.reads).toBe(0);
      const chunks = [...iterator];
      expect(Math.max(...chunks.map(({ length }) => length))).toBe(50_000);
      expect([iterator.next().done, iterator.next().done]).toEqual([true, true]);
    },
    'read_to_iter: n + 1 reads'() {
      const source = new CountingReader(bytes('foobar'));
      expect([...one.readToIter(source, { readSize: 1 })].length).toBe(1);
      expect(source.reads).toBe(7);
    },
  },
  '2.2.8': {
    'copy_stream: arguments in this order'() {
      expect(() => one.copyStream({} as never, {} as never)).toThrow(new TypeError('first argument must have a read() method'));
      expect(() => one.copyStream(new CountingReader(bytes('')), {} as never)).toThrow(
        new TypeError('second argument must have a write() method'),
      );
    },
    'copy_stream: empty, and what write() returns'() {
      const target = { write: () => 77 };
      expect(one.copyStream(new CountingReader(bytes('')), target)).toEqual([0, 9]);
    },
  },
  '2.2.9': {
    BufferWithSegments: () =>
      expect(stated.multiCompressToBuffer(new BufferWithSegments(bytes('foobar'), pairs(0, 3, 3, 3))).length).toBe(2),
    BufferWithSegmentsCollection() {
      const buffer = new BufferWithSegments(bytes('foobar'), pairs(0, 3, 3, 3));
      const frames = stated.multiCompressToBuffer(new BufferWithSegmentsCollection(buffer, buffer));
      expect([...frames].map((segment) => text(decompress(segment.bytes)))).toEqual(['foo', 'bar', 'foo', 'bar']);
    },
    'list of bytes-like': () =>
      expect(() => one.multiCompressToBuffer([bytes('foo'), 'bar'] as never)).toThrow(new TypeError('item 1 not a bytes like object')),
    'anything else (None, bytes, tuple, True)'() {
      for (const wrong of [null, bytes('foo'), new Set(), true]) {
        expect(() => one.multiCompressToBuffer(wrong as never)).toThrow(new TypeError('argument must be list of BufferWithSegments'));
      }
    },
    'no elements': () => expect(() => one.multiCompressToBuffer([])).toThrow(new RangeError('no source elements found')),
    'all elements empty'() {
      expect(() => one.multiCompressToBuffer([bytes(''), bytes('')])).toThrow(new RangeError('source elements are empty'));
      expect(one.multiCompressToBuffer([bytes(''), bytes('foo')]).length).toBe(2);
    },
    'threads < 0 → CPU count; < 2 → 1; more than items → lowered to item count'() {
      const items = [bytes('foo'), bytes('bar')];
      const frames = [-1, 0, 1, 2, 100].map((threads) =>
        [...one.multiCompressToBuffer(items, { threads })].map((segment) => hex(segment.bytes)),
      );
      for (const each of frames) expect(each).toEqual(items.map((item) => hex(one.compress(item))));
    },
    'zstd failure on item i'() {
      const large = new ZstdCompressor({ compressionParams: new CompressionParameters({ windowLog: 20 }) });
      expect(large.multiCompressToBuffer([noise, noise]).size).toBeLessThanOrEqual(2 * compressBound(noise.length));
    },
  },
};
