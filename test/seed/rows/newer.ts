import { expect } from 'vitest';
import {
  CompressionParameters,
  compress,
  compressBound,
  DICT_MODE_FULLDICT,
  decompress,
  FORMAT_ZSTD1_MAGICLESS,
  frameContentSize,
  ZstdCompressionDict,
  ZstdCompressor,
  ZstdDecompressor,
} from '../../../src/index';
import { errorOf } from '../../helpers/errors';
import { Random } from '../../helpers/random';
import { bytes, CountingReader, CountingWriter, concat, hex, run, text, unhex, zstdError } from '../helpers';
import type { Rows } from './table';

const compressor = new ZstdCompressor({ level: 1 });
const decompressor = new ZstdDecompressor();
const foo = compress(bytes('foo'));
const bar = compress(bytes('bar'));
const two = concat(foo, bar);
const skippable = unhex('5a2a4d1803000000aabbcc');

/** Sections 3.3 to 3.5: what newer versions have. */
export const rows: Rows = {
  '3.3': {
    'level range'() {
      expect([-1, -100, -131_072].map((level) => decompress(compress(run('x', 99), level)).length)).toEqual([99, 99, 99]);
      // 0 is an error, as in the seed.
      for (const level of [0, 23, -131_073]) expect(errorOf(() => new ZstdCompressor({ level }))).toBe('RangeError');
    },
    // The class has the seed's default, the function the newer one.
    'write_content_size default': () =>
      expect([frameContentSize(compressor.compress(bytes('foo'))), frameContentSize(foo)]).toEqual([-1, 3]),
    'explicit None arguments'() {
      new ZstdCompressor({
        level: undefined,
        dictData: undefined,
        compressionParams: undefined,
        writeChecksum: undefined,
        threads: undefined,
      });
      new ZstdDecompressor({ dictData: undefined, maxWindowSize: undefined, format: undefined });
    },
    // Neither resets the other.
    'context state after errors / between operations'() {
      const failing = compressor.compressObj({ size: 2 });
      const other = compressor.compressObj();
      expect(() => failing.compress(bytes('foo'))).toThrow(zstdError('srcSize_wrong'));
      expect(text(decompress(concat(other.compress(bytes('foo')), other.flush())))).toBe('foo');
      expect(text(decompress(compressor.compress(bytes('foo'))))).toBe('foo');
    },
    'stream_reader(source, size=-1, read_size=…)'() {
      const reader = compressor.streamReader(new CountingReader(bytes('foo')), { size: 3, readSize: 1 });
      const view = new Uint8Array(4);
      expect([reader.closed, reader.readInto(view), hex(view)]).toEqual([false, 4, '28b52ffd']);
      expect(text(decompress(concat(view, reader.readAll())))).toBe('foo');
    },
    'write_to(writer, size, write_size)'() {
      const calls: string[] = [];
      const target = { write: () => calls.push('write'), flush: () => calls.push('flush'), close: () => calls.push('close') };
      const writer = compressor.streamWriter(target, { size: 6 });
      expect([writer.write(bytes('foo')), writer.flush(), writer.write(bytes('bar'))]).toEqual([3, 12, 3]);
      writer.close();
      expect(calls).toEqual(['write', 'flush', 'write', 'close']);
      expect(() => writer.write(bytes('foo'))).toThrow(zstdError('stage_wrong', 'stream is closed'));
      expect(() => compressor.streamWriter(target).flush(7)).toThrow(RangeError);
      const [open, silent] = [new CountingWriter(), new CountingWriter()].map((to) =>
        compressor.streamWriter(to, { closeTarget: false, writeReturnRead: false }),
      );
      expect([open.write(bytes('foo')), silent.tell()]).toEqual([0, 0]);
    },
    'compressobj(size=-1)'() {
      const stream = compressor.compressObj();
      const noise = new Random(1).bytes(400_000);
      const flushed = concat(stream.compress(noise), stream.flush(1));
      expect(decompressor.decompressObj().decompress(flushed).length).toBe(400_000);
    },
    'chunker(size=-1, chunk_size=131591)'() {
      const chunker = compressor.chunker(5);
      const chunks = [...chunker.compress(bytes('foo')), ...chunker.flush(), ...chunker.compress(bytes('bar')), ...chunker.finish()];
      expect(chunks.map(({ length }) => length)).toEqual([5, 5, 2, 5, 1]);
      expect(text(decompress(concat(...chunks)))).toBe('foobar');
      expect(() => chunker.compress(bytes('foo'))).toThrow(zstdError('stage_wrong', 'cannot call compress() after compression finished'));
      const busy = compressor.chunker(5);
      busy.flush();
      expect(() => busy.finish()).toThrow('cannot perform operation before consuming output from previous operation');
      expect([...compressor.chunker().finish()].length).toBe(1);
    },
    read_to_iter() {
      const failure = new SyntaxError('mine');
      const broken = {
        read: () => {
          throw failure;
        },
      };
      expect(() => compressor.readToIter(broken).next()).toThrow(failure);
      expect(compressor).not.toHaveProperty('readFrom');
    },
    copy_stream() {
      const failure = new SyntaxError('mine');
      const broken = {
        write: () => {
          throw failure;
        },
      };
      expect(() => compressor.copyStream(new CountingReader(bytes('foo')), broken)).toThrow(failure);
    },
    'frame_progression()'() {
      const one = new ZstdCompressor();
      one.compress(bytes('foo'));
      expect(one.frameProgression()).toEqual([3, 3, 12]);
    },
    'multi_compress_to_buffer(data, threads=0)': () =>
      expect(compressor.multiCompressToBuffer([bytes('foo')]).size).toBeLessThanOrEqual(compressBound(3)),
  },
  '3.4': {
    constructor() {
      const { compressionParams } = {
        compressionParams: new CompressionParameters({ format: FORMAT_ZSTD1_MAGICLESS, writeContentSize: true }),
      };
      const frame = compress(bytes('foo'), { compressionParams });
      expect(text(new ZstdDecompressor({ format: FORMAT_ZSTD1_MAGICLESS }).decompress(frame))).toBe('foo');
      expect(errorOf(() => new ZstdDecompressor({ format: 2 }))).toBe('RangeError');
      expect(errorOf(() => new ZstdDecompressor({ maxWindowSize: -1 }))).toBe('RangeError');
    },
    'decompress(data, max_output_size=0)'() {
      expect(text(decompressor.decompress(two))).toBe('foo');
      expect(() => decompressor.decompress(two, { allowExtraData: false })).toThrow(
        `compressed input contains ${bar.length} bytes of unused data, which is disallowed`,
      );
      expect(text(decompressor.decompress(two, { readAcrossFrames: true }))).toBe('foobar');
      expect(text(decompressor.decompress(concat(skippable, foo)))).toBe('foo');
      expect(() => decompressor.decompress(foo.subarray(0, -1))).toThrow(zstdError('srcSize_wrong'));
    },
    'decompressobj(write_size)'() {
      const stream = decompressor.decompressObj();
      expect(text(stream.decompress(concat(foo, bytes('rest'))))).toBe('foo');
      expect([stream.eof, text(stream.unusedData), stream.flush().length]).toEqual([true, 'rest', 0]);
      expect(text(decompressor.decompressObj({ readAcrossFrames: true }).decompress(two))).toBe('foobar');
    },
    'stream_reader(source, read_size)'() {
      const reader = decompressor.streamReader(compress(bytes('0123456789')));
      expect([reader.seek(3), text(reader.read(2)), reader.seek(2, 1), text(reader.readAll()), reader.tell()]).toEqual([
        3,
        '34',
        7,
        '789',
        10,
      ]);
      expect(() => reader.seek(-1)).toThrow(new RangeError('cannot seek to negative position with SEEK_SET'));
      expect(() => reader.seek(5)).toThrow(new RangeError('cannot seek zstd decompression stream backwards'));
      expect(() => reader.seek(0, 2)).toThrow(new RangeError('zstd decompression streams cannot be seeked with SEEK_END'));
    },
    write_to() {
      const target = new CountingWriter();
      const writer = decompressor.writeTo(target);
      writer.write(two);
      expect([writer.flush(), writer.tell(), writer.closed]).toEqual([0, 6, false]);
      writer.close();
      expect([writer.closed, text(target.bytes())]).toEqual([true, 'foobar']);
    },
    read_to_iter: () => expect(text(concat(...decompressor.readToIter(two)))).toBe('foo'),
    decompress_content_dict_chain: () =>
      expect(() => decompressor.decompressContentDictChain([foo, bar.subarray(0, 8)])).toThrow(zstdError('srcSize_wrong', 'chunk 1')),
    'one-shot and streaming contexts'() {
      const stream = decompressor.decompressObj();
      stream.decompress(foo.subarray(0, 8));
      expect(text(decompressor.decompress(bar))).toBe('bar');
      expect(text(stream.decompress(foo.subarray(8)))).toBe('foo');
    },
    // As in the seed: what follows is an error.
    multi_decompress_to_buffer() {
      expect(() => decompressor.multiDecompressToBuffer([two])).toThrow(zstdError('dstSize_tooSmall', 'item 0'));
      expect(() => decompressor.multiDecompressToBuffer([foo.subarray(0, -1)])).toThrow(
        zstdError('srcSize_wrong', 'error decompressing item 0'),
      );
      expect(() => decompressor.multiDecompressToBuffer([])).toThrow(RangeError);
      expect(decompressor.multiDecompressToBuffer([compress(bytes(''))]).size).toBe(0);
    },
    'max_window_size effect'() {
      const stream = compressor.compressObj();
      const frame = concat(stream.compress(bytes('foo')), stream.flush());
      const narrow = new ZstdDecompressor({ maxWindowSize: 1024 });
      expect(() => narrow.decompressObj().decompress(frame)).toThrow(
        zstdError('frameParameter_windowTooLarge', 'Frame requires too much memory for decoding'),
      );
      expect(text(narrow.decompress(foo))).toBe('foo');
    },
  },
  '3.5': {
    attributes: () => expect(new CompressionParameters({ windowLog: 12 })).toMatchObject({ windowLog: 12, hashLog: 0 }),
    'ZstdCompressionDict(data, dict_mode)'() {
      const none = new ZstdCompressionDict(bytes('no magic number'), { dictMode: DICT_MODE_FULLDICT });
      expect(errorOf(() => new ZstdDecompressor({ dictData: none }))).toBe('dictionary_wrong');
    },
    'window limits etc.'() {
      const numbers = (level: number): number[] => {
        const p = CompressionParameters.fromLevel(level);
        return [p.windowLog, p.chainLog, p.hashLog, p.searchLog, p.minMatch, p.targetLength, p.compressionStrategy];
      };
      expect(numbers(3)).toEqual([21, 16, 17, 1, 5, 0, 2]);
      expect(numbers(19).slice(0, 5)).toEqual([23, 24, 22, 7, 3]);
    },
  },
};
