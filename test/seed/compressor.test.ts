/**
 * What python-zstandard's tests/test_compressor.py asserts, written anew; each test has its original's name. Where the original pins bytes
 * that another version's match finder makes, this asserts a size that is at most 5 % larger, and the round trip. The tests with
 * dictionaries are in dictionaries.test.ts.
 */
import { describe, expect, it } from 'vitest';
import {
  BufferWithSegments,
  BufferWithSegmentsCollection,
  COMPRESSION_RECOMMENDED_INPUT_SIZE,
  COMPRESSOBJ_FLUSH_BLOCK,
  COMPRESSOBJ_FLUSH_FINISH,
  CONTENTSIZE_UNKNOWN,
  CompressionParameters,
  decompress,
  getFrameParameters,
  ZstdCompressor,
} from '../../src/index';
import { bytes, CountingReader, CountingWriter, concat, hex, pairs, run, text, views, zstdError } from './helpers';

const EMPTY_FRAME = '28b52ffd0048010000';
const within5 = (actual: number, original: number): void => expect(actual).toBeLessThanOrEqual(1.05 * original);
/** 255 runs of 16 KiB. */
const RUNS = concat(...Array.from({ length: 255 }, (_, i) => run(String.fromCharCode(i), 16384)));
const THREE = concat(run('a', 1 << 20), run('b', 1 << 20), run('c', 1 << 20));
const parameters = getFrameParameters;

describe('TestCompressor', () => {
  it('test_level_bounds', () => {
    expect(() => new ZstdCompressor({ level: 0 })).toThrow(RangeError);
    expect(() => new ZstdCompressor({ level: 23 })).toThrow(RangeError);
  });

  it('test_memory_size', () => expect(new ZstdCompressor({ level: 1 }).memorySize()).toBeGreaterThan(100));
});

describe('TestCompressor_compress', () => {
  it('test_compress_empty', () => {
    // With the size known, the window is the least there is: the seed's 0x48 came from treating 0 as unknown.
    const without = new ZstdCompressor({ level: 1 }).compress(new Uint8Array(0));
    expect(hex(without)).toMatch(/^28b52ffd00(00|48)010000$/);
    expect(parameters(without)).toMatchObject({ contentSize: CONTENTSIZE_UNKNOWN, dictId: 0, hasChecksum: false });
    expect(hex(new ZstdCompressor({ level: 1, writeContentSize: true }).compress(new Uint8Array(0)))).toBe('28b52ffd2000010000');
    expect(hex(new ZstdCompressor({ level: 1, writeContentSize: true }).compress(new Uint8Array(0), { allowEmpty: true }))).toBe(
      '28b52ffd2000010000',
    );
  });

  it('test_input_types', () => {
    const compressor = new ZstdCompressor({ level: 1, writeContentSize: false });
    for (const view of views(bytes('foo'))) expect(hex(compressor.compress(view))).toBe('28b52ffd0000190000666f6f');
  });

  it('test_compress_large', () => {
    const frame = new ZstdCompressor({ level: 3 }).compress(RUNS);
    within5(frame.length, 999);
    expect(Buffer.compare(decompress(frame), RUNS)).toBe(0);
    const params = parameters(new ZstdCompressor({ level: 1 }).compress(concat(run('f', COMPRESSION_RECOMMENDED_INPUT_SIZE), bytes('o'))));
    expect(params).toMatchObject({ contentSize: CONTENTSIZE_UNKNOWN, windowSize: 262144, dictId: 0, hasChecksum: false });
    expect(new ZstdCompressor({ level: 1 }).compress(concat(run('f', COMPRESSION_RECOMMENDED_INPUT_SIZE), bytes('o'))).length).toBeLessThan(
      24,
    );
  });

  it('test_write_checksum', () => {
    const without = new ZstdCompressor({ level: 1 }).compress(bytes('foobar'));
    const checked = new ZstdCompressor({ level: 1, writeChecksum: true }).compress(bytes('foobar'));
    expect(parameters(without).hasChecksum).toBe(false);
    expect(parameters(checked).hasChecksum).toBe(true);
    expect(checked.length).toBe(without.length + 4);
  });

  it('test_write_content_size', () => {
    const content = bytes('foobar'.repeat(256));
    const without = new ZstdCompressor({ level: 1 }).compress(content);
    const stated = new ZstdCompressor({ level: 1, writeContentSize: true }).compress(content);
    expect(stated.length).toBe(without.length + 1);
    expect(parameters(without).contentSize).toBe(CONTENTSIZE_UNKNOWN);
    expect(parameters(stated).contentSize).toBe(1536);
  });

  it('test_multithreaded', () => {
    const content = concat(...Array.from({ length: 64 }, () => concat(run('a', 32768), run('b', 32768))));
    const frame = new ZstdCompressor({ level: 1, threads: 2, writeContentSize: true }).compress(content);
    expect(parameters(frame)).toMatchObject({ contentSize: content.length, dictId: 0, hasChecksum: false });
    expect(Buffer.compare(decompress(frame), content)).toBe(0);
  });

  it('test_multithreaded_compression_params', () => {
    const compressionParams = CompressionParameters.fromLevel(0, { threads: 2, writeContentSize: true });
    const frame = new ZstdCompressor({ compressionParams }).compress(bytes('foo'));
    expect(hex(frame)).toBe('28b52ffd2003190000666f6f');
    expect(parameters(frame)).toMatchObject({ contentSize: 3, dictId: 0, hasChecksum: false });
  });
});

describe('TestCompressor_compressobj', () => {
  it('test_compressobj_empty', () => {
    const stream = new ZstdCompressor({ level: 1 }).compressObj();
    expect(stream.compress(new Uint8Array(0)).length).toBe(0);
    expect(hex(stream.flush())).toBe(EMPTY_FRAME);
  });

  it('test_input_types', () => {
    for (const view of views(bytes('foo'))) {
      const stream = new ZstdCompressor({ level: 1 }).compressObj();
      expect(stream.compress(view).length).toBe(0);
      expect(hex(stream.flush())).toBe('28b52ffd0048190000666f6f');
    }
  });

  it('test_compressobj_large', () => {
    const stream = new ZstdCompressor({ level: 3 }).compressObj();
    const parts = Array.from({ length: 255 }, (_, i) => stream.compress(RUNS.subarray(16384 * i, 16384 * (i + 1))));
    const frame = concat(...parts, stream.flush());
    within5(frame.length, 999);
    // Level 3 has a window of 2 MiB in the version that is matched.
    expect(parameters(frame)).toEqual({ contentSize: CONTENTSIZE_UNKNOWN, windowSize: 2097152, dictId: 0, hasChecksum: false });
  });

  it('test_write_checksum', () => {
    const [without, checked] = [false, true].map((writeChecksum) => {
      const stream = new ZstdCompressor({ level: 1, writeChecksum }).compressObj();
      return concat(stream.compress(bytes('foobar')), stream.flush());
    });
    expect([parameters(without).hasChecksum, parameters(checked).hasChecksum]).toEqual([false, true]);
    expect(checked.length).toBe(without.length + 4);
  });

  it('test_write_content_size', () => {
    const [without, stated] = [false, true].map((writeContentSize) => {
      const stream = new ZstdCompressor({ level: 1, writeContentSize }).compressObj({ size: 1536 });
      return concat(stream.compress(bytes('foobar'.repeat(256))), stream.flush());
    });
    expect([parameters(without).contentSize, parameters(stated).contentSize]).toEqual([CONTENTSIZE_UNKNOWN, 1536]);
    expect(stated.length).toBe(without.length + 1);
  });

  it('test_compress_after_finished', () => {
    const stream = new ZstdCompressor().compressObj();
    stream.compress(bytes('foo'));
    stream.flush();
    expect(() => stream.compress(bytes('foo'))).toThrow(zstdError('stage_wrong', 'cannot call compress() after compressor'));
    expect(() => stream.flush()).toThrow(zstdError('stage_wrong', 'compressor object already finished'));
  });

  it('test_flush_block_repeated', () => {
    const stream = new ZstdCompressor({ level: 1 }).compressObj();
    expect(stream.compress(bytes('foo')).length).toBe(0);
    expect(hex(stream.flush(COMPRESSOBJ_FLUSH_BLOCK))).toBe('28b52ffd0048180000666f6f');
    expect(stream.compress(bytes('bar')).length).toBe(0);
    expect(hex(stream.flush())).toBe('190000626172');
  });

  it('test_flush_empty_block', () => {
    const stream = new ZstdCompressor({ writeChecksum: true }).compressObj();
    stream.compress(bytes('foobar'));
    stream.flush(COMPRESSOBJ_FLUSH_BLOCK);
    expect(stream.flush(COMPRESSOBJ_FLUSH_BLOCK).length).toBe(0);
    const trailing = stream.flush(COMPRESSOBJ_FLUSH_FINISH);
    expect([hex(trailing.subarray(0, 3)), trailing.length]).toEqual(['010000', 7]);
  });

  it('test_multithreaded', () => {
    const stream = new ZstdCompressor({ level: 1, threads: 2 }).compressObj();
    const parts: Uint8Array[] = [];
    for (let at = 0; at < THREE.length; at += 8192) parts.push(stream.compress(THREE.subarray(at, at + 8192)));
    const frame = concat(...parts, stream.flush());
    expect(frame.length).toBeLessThanOrEqual(310);
    expect(Buffer.compare(decompress(frame), THREE)).toBe(0);
  });
});

describe('TestCompressor_copy_stream', () => {
  const copy = (compressor: ZstdCompressor, content: Uint8Array, options = {}): [Uint8Array, [number, number]] => {
    const target = new CountingWriter();
    const counts = compressor.copyStream(new CountingReader(content), target, options);
    return [target.bytes(), counts];
  };

  it('test_no_read', () => {
    expect(() => new ZstdCompressor().copyStream({} as never, new CountingWriter())).toThrow(
      new TypeError('first argument must have a read() method'),
    );
  });

  it('test_no_write', () => {
    expect(() => new ZstdCompressor().copyStream(new CountingReader(bytes('')), {} as never)).toThrow(
      new TypeError('second argument must have a write() method'),
    );
  });

  it('test_empty', () => {
    const [frame, counts] = copy(new ZstdCompressor({ level: 1, writeContentSize: false }), bytes(''));
    expect(counts).toEqual([0, 9]);
    expect(hex(frame)).toBe(EMPTY_FRAME);
  });

  it('test_large_data', () => {
    const [frame, counts] = copy(new ZstdCompressor({ level: 3 }), RUNS);
    expect(counts).toEqual([RUNS.length, frame.length]);
    within5(frame.length, 999);
    expect(parameters(frame).contentSize).toBe(CONTENTSIZE_UNKNOWN);
  });

  it('test_write_checksum', () => {
    const [without] = copy(new ZstdCompressor({ level: 1 }), bytes('foobar'));
    const [checked] = copy(new ZstdCompressor({ level: 1, writeChecksum: true }), bytes('foobar'));
    expect(checked.length).toBe(without.length + 4);
    expect([parameters(without).hasChecksum, parameters(checked).hasChecksum]).toEqual([false, true]);
  });

  it('test_write_content_size', () => {
    const content = bytes('foobar'.repeat(256));
    const [without] = copy(new ZstdCompressor({ level: 1 }), content, { size: content.length });
    const [unknown] = copy(new ZstdCompressor({ level: 1, writeContentSize: true }), content);
    const [stated] = copy(new ZstdCompressor({ level: 1, writeContentSize: true }), content, { size: content.length });
    expect(parameters(unknown).contentSize).toBe(CONTENTSIZE_UNKNOWN);
    expect(parameters(stated).contentSize).toBe(content.length);
    expect(stated.length).toBe(without.length + 1);
  });

  it('test_read_write_size', () => {
    const source = new CountingReader(bytes('foobarfoobar'));
    const target = new CountingWriter();
    const counts = new ZstdCompressor().copyStream(source, target, { readSize: 1, writeSize: 1 });
    expect(counts).toEqual([12, 21]);
    expect(source.reads).toBe(13);
    expect(target.writes).toBe(21);
  });

  it('test_multithreaded', () => {
    const [frame, counts] = copy(new ZstdCompressor({ threads: 2 }), THREE);
    expect(counts).toEqual([3145728, frame.length]);
    expect(frame.length).toBeLessThanOrEqual(310);
    const [stated] = copy(new ZstdCompressor({ threads: 2, writeContentSize: true, writeChecksum: true }), THREE, { size: THREE.length });
    expect(parameters(stated)).toMatchObject({ contentSize: THREE.length, dictId: 0, hasChecksum: true });
  });
});

describe('TestCompressor_stream_reader', () => {
  const content = concat(...Array.from({ length: 60 }, () => bytes('foobarbaz')));

  it('test_context_manager', () => {
    // There is no context to be outside of: a reader works at once, and its end is the end.
    const reader = new ZstdCompressor().streamReader(bytes('foo'));
    expect(reader.read(10).length).toBeGreaterThan(0);
    reader.close();
    expect(() => reader.read(10)).toThrow(zstdError('stage_wrong', 'stream is closed'));
    const { dispose } = Symbol as { dispose?: symbol };
    if (dispose !== undefined) {
      const other = new ZstdCompressor().streamReader(bytes('foo'));
      (other as unknown as Record<symbol, () => void>)[dispose]();
      expect(other.closed).toBe(true);
    }
  });

  it('test_constant_methods', () => {
    const reader = new ZstdCompressor().streamReader(bytes('foo'));
    expect([reader.closed, reader.tell(), 'write' in reader, 'seek' in reader]).toEqual([false, 0, false, false]);
  });

  it('test_read_closed', () => {
    const reader = new ZstdCompressor().streamReader(bytes('foo'));
    reader.close();
    reader.close();
    expect(reader.closed).toBe(true);
    for (const use of [() => reader.read(1), () => reader.readAll(), () => reader.readInto(new Uint8Array(1))]) {
      expect(use).toThrow(zstdError('stage_wrong', 'stream is closed'));
    }
  });

  it('test_read_bad_size', () => {
    const reader = new ZstdCompressor().streamReader(bytes('foo'));
    for (const size of [-1, 0]) expect(() => reader.read(size)).toThrow(new RangeError('cannot read negative or size 0 amounts'));
    expect(() => reader.read('1' as never)).toThrow(TypeError);
    expect(reader.readAll().length).toBe(12);
  });

  it('test_read_buffer', () => {
    const compressor = new ZstdCompressor();
    const frame = compressor.compress(content);
    const reader = compressor.streamReader(content);
    expect(reader.tell()).toBe(0);
    expect(hex(reader.read(8192))).toBe(hex(frame));
    expect(reader.tell()).toBe(frame.length);
    expect(reader.read().length).toBe(0);
    expect(reader.tell()).toBe(frame.length);
  });

  it('test_read_buffer_small_chunks', () => {
    const compressor = new ZstdCompressor();
    const reader = compressor.streamReader(content);
    const parts: Uint8Array[] = [];
    for (let part = reader.read(1); part.length > 0; part = reader.read(1)) {
      parts.push(part);
      expect(reader.tell()).toBe(parts.length);
    }
    expect(hex(concat(...parts))).toBe(hex(compressor.compress(content)));
  });

  it('test_read_stream', () => {
    const compressor = new ZstdCompressor();
    const reader = compressor.streamReader(new CountingReader(content), { size: content.length });
    expect(reader.tell()).toBe(0);
    expect(hex(reader.read(8192))).toBe(hex(compressor.compress(content)));
    expect(reader.read().length).toBe(0);
  });

  it('test_read_stream_small_chunks', () => {
    const compressor = new ZstdCompressor();
    const reader = compressor.streamReader(new CountingReader(content), { size: content.length });
    const parts: Uint8Array[] = [];
    for (let part = reader.read(1); part.length > 0; part = reader.read(1)) parts.push(part);
    expect(hex(concat(...parts))).toBe(hex(compressor.compress(content)));
  });

  it('test_read_after_exit', () => {
    const reader = new ZstdCompressor().streamReader(bytes('foo'));
    reader.read(8192);
    reader.close();
    expect(() => reader.read(10)).toThrow(zstdError('stage_wrong'));
  });
});

describe('TestCompressor_write_to', () => {
  const written = (compressor: ZstdCompressor, content: Uint8Array, options = {}): Uint8Array => {
    const target = new CountingWriter();
    const writer = compressor.writeTo(target, options);
    writer.write(content);
    writer.close();
    return target.bytes();
  };

  it('test_empty', () => {
    const frame = written(new ZstdCompressor({ level: 1 }), bytes(''));
    expect(hex(frame)).toBe(EMPTY_FRAME);
    expect(parameters(frame)).toEqual({ contentSize: CONTENTSIZE_UNKNOWN, windowSize: 524288, dictId: 0, hasChecksum: false });
  });

  it('test_input_types', () => {
    for (const view of views(bytes('foo'))) {
      expect(hex(written(new ZstdCompressor({ level: 1 }), view as Uint8Array))).toBe('28b52ffd0048190000666f6f');
    }
  });

  it('test_multiple_compress', () => {
    const target = new CountingWriter();
    const writer = new ZstdCompressor({ level: 5 }).writeTo(target);
    expect([bytes('foo'), bytes('bar'), run('x', 8192)].map((part) => writer.write(part))).toEqual([0, 0, 0]);
    writer.close();
    within5(target.bytes().length, 25);
    expect(decompress(target.bytes()).length).toBe(8198);
  });

  it('test_compression_params', () => {
    const compressionParams = new CompressionParameters({
      windowLog: 20,
      chainLog: 6,
      hashLog: 12,
      searchLog: 1,
      minMatch: 5,
      targetLength: 10,
      compressionStrategy: 1,
    });
    const target = new CountingWriter();
    const writer = new ZstdCompressor({ compressionParams }).writeTo(target);
    for (const part of [bytes('foo'), bytes('bar'), bytes('foobar'.repeat(16384))]) expect(writer.write(part)).toBe(0);
    writer.close();
    expect(parameters(target.bytes())).toEqual({ contentSize: CONTENTSIZE_UNKNOWN, windowSize: 1048576, dictId: 0, hasChecksum: false });
    expect(decompress(target.bytes()).length).toBe(6 + 6 * 16384);
  });

  it('test_write_checksum', () => {
    const without = written(new ZstdCompressor({ level: 1 }), bytes('foobar'));
    const checked = written(new ZstdCompressor({ level: 1, writeChecksum: true }), bytes('foobar'));
    expect([parameters(without).hasChecksum, parameters(checked).hasChecksum]).toEqual([false, true]);
    expect(checked.length).toBe(without.length + 4);
  });

  it('test_write_content_size', () => {
    const content = bytes('foobar'.repeat(256));
    const compressor = new ZstdCompressor({ level: 1, writeContentSize: true });
    expect(parameters(written(compressor, content)).contentSize).toBe(CONTENTSIZE_UNKNOWN);
    const stated = written(compressor, content, { size: content.length });
    expect(parameters(stated).contentSize).toBe(content.length);
    expect(stated.length).toBe(written(new ZstdCompressor({ level: 1 }), content, { size: content.length }).length + 1);
  });

  it('test_memory_size', () => {
    const writer = new ZstdCompressor({ level: 3 }).writeTo(new CountingWriter());
    writer.write(bytes('foo'));
    expect(writer.memorySize()).toBeGreaterThan(100000);
    writer.close();
    expect(writer.memorySize()).toBe(0);
  });

  it('test_write_size', () => {
    const target = new CountingWriter();
    const writer = new ZstdCompressor({ level: 3 }).writeTo(target, { writeSize: 1 });
    for (const part of ['foo', 'bar', 'foobar']) expect(writer.write(bytes(part))).toBe(0);
    writer.close();
    expect(target.writes).toBe(target.bytes().length);
  });

  it('test_flush_repeated', () => {
    const target = new CountingWriter();
    const writer = new ZstdCompressor({ level: 3 }).writeTo(target);
    expect(writer.write(bytes('foo'))).toBe(0);
    expect([writer.flush(), target.writes]).toEqual([12, 1]);
    expect(writer.write(bytes('bar'))).toBe(0);
    expect([writer.flush(), target.writes]).toEqual([6, 2]);
    writer.write(bytes('baz'));
    writer.close();
    expect(target.writes).toBe(3);
    expect(text(decompress(target.bytes()))).toBe('foobarbaz');
  });

  it('test_flush_empty_block', () => {
    const target = new CountingWriter();
    const writer = new ZstdCompressor({ level: 3, writeChecksum: true }).writeTo(target);
    writer.write(bytes('foobar'.repeat(8192)));
    const flushed = writer.flush();
    expect(flushed).toBeGreaterThan(20);
    expect([writer.flush(), target.writes, target.bytes().length]).toEqual([0, 1, flushed]);
    writer.close();
    const trailing = target.bytes().subarray(flushed);
    expect([hex(trailing.subarray(0, 3)), trailing.length]).toEqual(['010000', 7]);
  });

  it('test_multithreaded', () => {
    const target = new CountingWriter();
    const writer = new ZstdCompressor({ threads: 2 }).writeTo(target);
    for (let at = 0; at < THREE.length; at += 1 << 20) writer.write(THREE.subarray(at, at + (1 << 20)));
    writer.close();
    expect(target.bytes().length).toBeLessThanOrEqual(310);
  });
});

describe('TestCompressor_read_to_iter', () => {
  it('test_type_validation', () => {
    const compressor = new ZstdCompressor();
    expect([...compressor.readToIter(new CountingReader(bytes('')))].length).toBe(1);
    expect([...compressor.readToIter(bytes(''))].length).toBe(1);
    for (const wrong of [true, null, undefined, 'text', 5, {}]) {
      expect(() => compressor.readToIter(wrong as never)).toThrow('must pass an object with a read');
      expect(() => compressor.readToIter(wrong as never)).toThrow(TypeError);
    }
  });

  it('test_read_empty', () => {
    const compressor = new ZstdCompressor({ level: 1 });
    expect([...compressor.readToIter(new CountingReader(bytes('')))].map(hex)).toEqual([EMPTY_FRAME]);
    const ofBytes = [...compressor.readToIter(bytes(''))];
    expect([ofBytes.length, ofBytes[0].length]).toEqual([1, 9]);
  });

  it('test_read_large', () => {
    const compressor = new ZstdCompressor({ level: 1 });
    const content = concat(run('f', COMPRESSION_RECOMMENDED_INPUT_SIZE), bytes('o'));
    const source = new CountingReader(content);
    const iterator = compressor.readToIter(source, { size: content.length });
    expect(source.reads).toBe(0);
    // A block is compressed when it is known whether it is the last one.
    const first = iterator.next().value;
    const chunks = [first, ...iterator];
    expect(iterator.next()).toEqual({ value: undefined, done: true });
    expect(iterator.next()).toEqual({ value: undefined, done: true });
    expect(hex(concat(...chunks))).toBe(hex(compressor.compress(content)));
    expect(parameters(concat(...chunks))).toEqual({ contentSize: CONTENTSIZE_UNKNOWN, windowSize: 262144, dictId: 0, hasChecksum: false });
    expect(hex(concat(...compressor.readToIter(content)))).toBe(hex(compressor.compress(content)));
  });

  it('test_read_write_size', () => {
    const source = new CountingReader(bytes('foobarfoobar'));
    const chunks = [...new ZstdCompressor({ level: 3 }).readToIter(source, { readSize: 1, writeSize: 1 })];
    expect(chunks.every(({ length }) => length === 1)).toBe(true);
    expect(text(decompress(concat(...chunks)))).toBe('foobarfoobar');
    expect(source.reads).toBe(13);
  });

  it('test_multithreaded', () => {
    const frame = concat(...new ZstdCompressor({ threads: 2 }).readToIter(new CountingReader(THREE), { size: THREE.length }));
    expect(frame.length).toBeLessThanOrEqual(310);
    expect(Buffer.compare(decompress(frame), THREE)).toBe(0);
  });
});

describe('TestCompressor_multi_compress_to_buffer', () => {
  const compressor = new ZstdCompressor({ writeContentSize: true });
  const same = (collection: BufferWithSegmentsCollection, items: Uint8Array[]): void => {
    expect(collection).toBeInstanceOf(BufferWithSegmentsCollection);
    expect(collection.length).toBe(items.length);
    for (const [i, item] of items.entries()) expect(hex(collection.segment(i).bytes)).toBe(hex(compressor.compress(item)));
  };

  it('test_invalid_inputs', () => {
    for (const wrong of [true, null, undefined, bytes('foo'), 'foo', {}]) {
      expect(() => compressor.multiCompressToBuffer(wrong as never)).toThrow(new TypeError('argument must be list of BufferWithSegments'));
    }
    expect(() => compressor.multiCompressToBuffer(['foo'] as never)).toThrow(new TypeError('item 0 not a bytes like object'));
    expect(() => compressor.multiCompressToBuffer([bytes('foo'), 5] as never)).toThrow('item 1 not a bytes like object');
  });

  it('test_empty_input', () => {
    expect(() => compressor.multiCompressToBuffer([])).toThrow(new RangeError('no source elements found'));
    expect(() => compressor.multiCompressToBuffer([bytes('')])).toThrow(new RangeError('source elements are empty'));
    expect(compressor.multiCompressToBuffer([bytes(''), bytes('x')]).length).toBe(2);
  });

  it('test_list_input', () => {
    const items = [bytes('foo'.repeat(12)), bytes('bar'.repeat(6))];
    const result = compressor.multiCompressToBuffer(items);
    expect(result.size).toBeGreaterThan(30);
    expect(result.size).toBeLessThanOrEqual(46);
    same(result, items);
  });

  it('test_buffer_with_segments_input', () => {
    const items = [bytes('foo'.repeat(4)), bytes('bar'.repeat(6))];
    same(compressor.multiCompressToBuffer(new BufferWithSegments(concat(...items), pairs(0, 12, 12, 18))), items);
  });

  it('test_buffer_with_segments_collection_input', () => {
    const items = ['foo1', 'foo2'.repeat(2), 'foo3'.repeat(3), 'foo4'.repeat(4), 'foo5'.repeat(5)].map(bytes);
    const one = new BufferWithSegments(concat(items[0], items[1]), pairs(0, 4, 4, 8));
    const two = new BufferWithSegments(concat(items[2], items[3], items[4]), pairs(0, 12, 12, 16, 28, 20));
    same(compressor.multiCompressToBuffer(new BufferWithSegmentsCollection(one, two)), items);
  });

  it('test_multiple_threads', () => {
    const items = [...Array.from({ length: 256 }, () => run('x', 128)), ...Array.from({ length: 256 }, () => run('y', 128))];
    same(compressor.multiCompressToBuffer(items, { threads: -1 }), items);
  });
});
