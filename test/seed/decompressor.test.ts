/**
 * What python-zstandard's tests/test_decompressor.py asserts, written anew; each test has its original's name. Dictionaries are trained by
 * the reference command, frames for them are made by it.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import {
  BufferWithSegments,
  BufferWithSegmentsCollection,
  CompressionParameters,
  DECOMPRESSION_RECOMMENDED_INPUT_SIZE,
  DECOMPRESSION_RECOMMENDED_OUTPUT_SIZE,
  FRAME_HEADER,
  ZstdCompressor,
  ZstdDecompressor,
} from '../../src/index';
import { Random } from '../helpers/random';
import { bytes, CountingReader, CountingWriter, concat, hex, pairs, run, text, unhex, views, zstdError } from './helpers';

const folder = mkdtempSync(join(tmpdir(), 'purezstd-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** A dictionary of the reference's, and frames that it makes with it. */
function trained(): { dictionary: Uint8Array; frameOf: (content: Uint8Array) => Uint8Array } {
  const samples = Array.from({ length: 300 }, (_, i) => {
    const path = join(folder, `sample${i}`);
    writeFileSync(path, ['foo', 'bar', 'foobar', 'baz'].map((word) => `${word}${i * 7919}:`.repeat(3)).join(''));
    return path;
  });
  const path = join(folder, 'dictionary');
  spawnSync('zstd', ['-q', '--train', ...samples, '--maxdict=4096', '-f', '-o', path]);
  const frameOf = (content: Uint8Array): Uint8Array => new Uint8Array(spawnSync('zstd', ['-qc', '-D', path], { input: content }).stdout);
  return { dictionary: new Uint8Array(readFileSync(path)), frameOf };
}

const stated = new ZstdCompressor({ level: 1, writeContentSize: true });
const unstated = new ZstdCompressor({ level: 1 });
const decompressor = new ZstdDecompressor();

describe('TestDecompressor', () => {
  it('test_memory_size', () => expect(decompressor.memorySize()).toBeGreaterThan(100));
});

describe('TestDecompressor_decompress', () => {
  it('test_empty_input', () => {
    expect(() => decompressor.decompress(bytes(''))).toThrow(
      zstdError('srcSize_wrong', 'error determining content size from frame header'),
    );
  });

  it('test_invalid_input', () => {
    expect(() => decompressor.decompress(bytes('foobar'))).toThrow(
      zstdError('prefix_unknown', 'error determining content size from frame header'),
    );
  });

  it('test_input_types', () => {
    for (const view of views(stated.compress(bytes('foo')))) expect(text(decompressor.decompress(view))).toBe('foo');
  });

  it('test_no_content_size_in_frame', () => {
    expect(() => decompressor.decompress(unstated.compress(bytes('foobar')))).toThrow(
      zstdError('srcSize_wrong', 'could not determine content size in frame header'),
    );
  });

  it('test_content_size_present', () => expect(text(decompressor.decompress(stated.compress(bytes('foobar'))))).toBe('foobar'));

  it('test_empty_roundtrip', () => expect(decompressor.decompress(stated.compress(bytes(''))).length).toBe(0));

  it('test_max_output_size', () => {
    const content = bytes('foobar'.repeat(256));
    const frame = unstated.compress(content);
    for (const maxOutputSize of [content.length, content.length + 1, 64 * content.length]) {
      expect(hex(decompressor.decompress(frame, { maxOutputSize }))).toBe(hex(content));
    }
    expect(() => decompressor.decompress(frame, { maxOutputSize: content.length - 1 })).toThrow(
      zstdError('dstSize_tooSmall', 'Destination buffer is too small'),
    );
    // A hard limit also where the frame states its size.
    expect(() => decompressor.decompress(stated.compress(content), { maxOutputSize: 1 })).toThrow(zstdError('dstSize_tooSmall'));
  });

  it('test_stupidly_large_output_buffer', () => {
    const frame = unstated.compress(bytes('foobar'.repeat(256)));
    expect(() => decompressor.decompress(frame, { maxOutputSize: 2 ** 62 })).toThrow(RangeError);
    expect(decompressor.decompress(frame, { maxOutputSize: Number.MAX_SAFE_INTEGER }).length).toBe(1536);
  });

  it('test_dictionary', () => {
    const { dictionary, frameOf } = trained();
    const content = bytes('foobar'.repeat(16384));
    expect(hex(new ZstdDecompressor({ dictData: dictionary }).decompress(frameOf(content), { maxOutputSize: 1 << 20 }))).toBe(hex(content));
    expect(() => decompressor.decompress(frameOf(content), { maxOutputSize: 1 << 20 })).toThrow(zstdError('dictionary_wrong'));
  });

  it('test_dictionary_multiple', () => {
    const { dictionary, frameOf } = trained();
    const one = new ZstdDecompressor({ dictData: dictionary });
    for (const content of ['foobar'.repeat(8192), 'foo'.repeat(8192), 'bar'.repeat(8192)].map(bytes)) {
      expect(hex(one.decompress(frameOf(content), { maxOutputSize: 1 << 20 }))).toBe(hex(content));
    }
    expect(one.memorySize()).toBeGreaterThan(dictionary.length);
  });
});

describe('TestDecompressor_copy_stream', () => {
  it('test_no_read', () => {
    expect(() => decompressor.copyStream({} as never, new CountingWriter())).toThrow(
      new TypeError('first argument must have a read() method'),
    );
  });

  it('test_no_write', () => {
    expect(() => decompressor.copyStream(new CountingReader(bytes('')), {} as never)).toThrow(
      new TypeError('second argument must have a write() method'),
    );
  });

  it('test_empty', () => {
    const target = new CountingWriter();
    expect(decompressor.copyStream(new CountingReader(bytes('')), target)).toEqual([0, 0]);
    expect(target.writes).toBe(0);
  });

  it('test_large_data', () => {
    const content = concat(...Array.from({ length: 255 }, (_, i) => run(String.fromCharCode(i), 16384)));
    const frame = unstated.compress(content);
    const target = new CountingWriter();
    expect(decompressor.copyStream(new CountingReader(frame), target)).toEqual([frame.length, content.length]);
    expect(Buffer.compare(target.bytes(), content)).toBe(0);
  });

  it('test_read_write_size', () => {
    const frame = unstated.compress(bytes('foobarfoobar'));
    const source = new CountingReader(frame);
    const target = new CountingWriter();
    expect(decompressor.copyStream(source, target, { readSize: 1, writeSize: 1 })).toEqual([frame.length, 12]);
    expect([source.reads, target.writes]).toEqual([frame.length + 1, 12]);
  });
});

describe('TestDecompressor_stream_reader', () => {
  const frame = unstated.compress(bytes('foobar'.repeat(60)));

  it('test_context_manager', () => {
    const reader = decompressor.streamReader(frame);
    expect(reader.read(3).length).toBe(3);
    const { dispose } = Symbol as { dispose?: symbol };
    if (dispose !== undefined) (reader as unknown as Record<symbol, () => void>)[dispose]();
    else reader.close();
    expect(reader.closed).toBe(true);
  });

  it('test_constant_methods', () => {
    const reader = decompressor.streamReader(frame);
    expect([reader.closed, reader.tell(), 'write' in reader]).toEqual([false, 0, false]);
    for (const [position, whence, message] of [
      [-1, 0, 'cannot seek to negative position with SEEK_SET'],
      [0, 2, 'zstd decompression streams cannot be seeked with SEEK_END'],
      [-1, 1, 'cannot seek zstd decompression stream backwards'],
    ] as const) {
      expect(() => reader.seek(position, whence)).toThrow(new RangeError(message));
    }
    expect([reader.seek(100), reader.seek(50, 1), reader.tell(), text(reader.read(6))]).toEqual([100, 150, 150, 'foobar']);
    expect(() => reader.seek(100)).toThrow('backwards');
    expect(() => reader.seek(1.5)).toThrow(RangeError);
    expect(() => reader.seek(1, 7)).toThrow(RangeError);
    expect(() => reader.seek('1' as never)).toThrow(TypeError);
    expect(reader.seek(1000)).toBe(360);
  });

  it('test_read_closed', () => {
    const reader = decompressor.streamReader(frame);
    reader.close();
    for (const use of [() => reader.read(1), () => reader.readAll(), () => reader.readInto(new Uint8Array(1)), () => reader.seek(1)]) {
      expect(use).toThrow(zstdError('stage_wrong', 'stream is closed'));
    }
  });

  it('test_bad_read_size', () => {
    const reader = decompressor.streamReader(frame);
    for (const size of [-1, 0]) expect(() => reader.read(size)).toThrow(new RangeError('cannot read negative or size 0 amounts'));
    for (const size of [0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53]) expect(() => reader.read(size)).toThrow(RangeError);
    expect(reader.readAll().length).toBe(360);
  });

  it('test_read_buffer', () => {
    const reader = decompressor.streamReader(frame);
    expect(reader.tell()).toBe(0);
    expect(text(reader.read(8192))).toBe('foobar'.repeat(60));
    expect([reader.tell(), reader.read().length, reader.read(1).length, reader.tell()]).toEqual([360, 0, 0, 360]);
    reader.close();
    expect(reader.closed).toBe(true);
  });

  it('test_read_buffer_small_chunks', () => {
    const reader = decompressor.streamReader(frame, { readSize: 1 });
    for (let i = 0; i < 360; i++) {
      expect([text(reader.read(1)), reader.tell()]).toEqual(['foobar'[i % 6], i + 1]);
    }
    expect(reader.read(1).length).toBe(0);
  });

  it('test_read_stream', () => {
    const reader = decompressor.streamReader(new CountingReader(frame));
    expect([text(reader.read(8192)), reader.tell(), reader.read().length]).toEqual(['foobar'.repeat(60), 360, 0]);
  });

  it('test_read_stream_small_chunks', () => {
    const reader = decompressor.streamReader(new CountingReader(frame), { readSize: 1 });
    const parts = Array.from({ length: 360 }, () => reader.read(1));
    expect(text(concat(...parts))).toBe('foobar'.repeat(60));
  });

  it('test_read_after_exit', () => {
    const reader = decompressor.streamReader(frame);
    reader.read(10);
    reader.close();
    expect(() => reader.read(10)).toThrow(zstdError('stage_wrong'));
  });

  it('reads across frames, or stops behind the first one', () => {
    const skippable = unhex('5a2a4d1803000000aabbcc');
    const two = concat(skippable, frame, skippable, frame);
    expect(decompressor.streamReader(two).readAll().length).toBe(360);
    expect(decompressor.streamReader(two, { readAcrossFrames: true }).readAll().length).toBe(720);
    expect(decompressor.streamReader(bytes('')).readAll().length).toBe(0);
    expect(() => decompressor.streamReader(frame.subarray(0, 9)).readAll()).toThrow(zstdError('srcSize_wrong'));
    expect(() => decompressor.streamReader(bytes('junk!')).readAll()).toThrow(zstdError('prefix_unknown', 'Unknown frame descriptor'));
  });
});

describe('TestDecompressor_decompressobj', () => {
  it('test_simple', () => expect(text(decompressor.decompressObj().decompress(unstated.compress(bytes('foobar'))))).toBe('foobar'));

  it('test_input_types', () => {
    for (const view of views(unstated.compress(bytes('foo')))) expect(text(decompressor.decompressObj().decompress(view))).toBe('foo');
  });

  it('test_reuse', () => {
    const stream = decompressor.decompressObj();
    stream.decompress(unstated.compress(bytes('foobar')));
    expect(() => stream.decompress(bytes('foo'))).toThrow(zstdError('stage_wrong', 'cannot use a decompressobj'));
  });

  it('test_bad_write_size', () => {
    for (const writeSize of [0, -1])
      expect(() => decompressor.decompressObj({ writeSize })).toThrow(new RangeError('writeSize must be positive'));
  });

  it('test_write_size', () => {
    const content = concat(...Array.from({ length: 128 }, () => bytes('fooBA')), run('x', 8192));
    const frame = unstated.compress(content);
    for (let writeSize = 1; writeSize <= 128; writeSize++) {
      expect(hex(decompressor.decompressObj({ writeSize }).decompress(frame))).toBe(hex(content));
    }
  });

  it('leading skippable frames do not end it', () => {
    const stream = decompressor.decompressObj();
    const frame = unstated.compress(bytes('foo'));
    expect(stream.decompress(unhex('5a2a4d1803000000aabbcc')).length).toBe(0);
    expect(stream.eof).toBe(false);
    expect(text(stream.decompress(concat(frame, bytes('rest'))))).toBe('foo');
    expect([stream.eof, text(stream.unusedData)]).toEqual([true, 'rest']);
  });
});

describe('TestDecompressor_write_to', () => {
  const written = (input: Uint8Array): Uint8Array => {
    const target = new CountingWriter();
    const writer = decompressor.writeTo(target);
    writer.write(input);
    writer.close();
    return target.bytes();
  };

  it('test_empty_roundtrip', () => expect(written(unstated.compress(bytes(''))).length).toBe(0));

  it('test_input_types', () => {
    for (const view of views(unstated.compress(bytes('foo')))) expect(text(written(view as Uint8Array))).toBe('foo');
  });

  it('test_large_roundtrip', () => {
    const random = new Random(1);
    const content = concat(...Array.from({ length: 1 << 16 }, () => run(String.fromCharCode(random.below(256)), 64)));
    expect(Buffer.compare(written(unstated.compress(content)), content)).toBe(0);
  });

  it('test_multiple_calls', () => {
    const random = new Random(2);
    const content = concat(...Array.from({ length: 65535 }, () => run(String.fromCharCode(random.below(256)), 125)));
    const frame = unstated.compress(content);
    const target = new CountingWriter();
    const writer = decompressor.writeTo(target);
    for (let at = 0; at < frame.length; at += 8192) writer.write(frame.subarray(at, at + 8192));
    writer.close();
    expect(Buffer.compare(target.bytes(), content)).toBe(0);
  });

  it('test_dictionary', () => {
    const { dictionary, frameOf } = trained();
    const content = bytes('foobar'.repeat(16384));
    const target = new CountingWriter();
    expect(new ZstdDecompressor({ dictData: dictionary }).writeTo(target).write(frameOf(content))).toBe(content.length);
    expect(hex(target.bytes())).toBe(hex(content));
  });

  it('test_memory_size', () => {
    const writer = decompressor.writeTo(new CountingWriter());
    writer.write(unstated.compress(bytes('foobar')).subarray(0, 10));
    expect(writer.memorySize()).toBeGreaterThan(100000);
  });

  it('a writer uses a window, half of it or 512 KiB to slide in, and half a MiB', () => {
    for (const windowLog of [10, 17, 22]) {
      const compressor = new ZstdCompressor({ compressionParams: new CompressionParameters({ windowLog }) });
      const writer = decompressor.writeTo(new CountingWriter());
      writer.write(compressor.compress(new Uint8Array(1e7)).subarray(0, 100));
      expect(writer.memorySize()).toBeLessThan(2 ** windowLog + Math.max(2 ** windowLog / 2, 2 ** 19) + 2 ** 19);
    }
  });

  it('test_write_size', () => {
    const content = bytes('foobarfoobar');
    const target = new CountingWriter();
    const writer = decompressor.writeTo(target, { writeSize: 1 });
    for (const byte of unstated.compress(content)) writer.write(Uint8Array.of(byte));
    expect([text(target.bytes()), target.writes]).toEqual(['foobarfoobar', 12]);
    for (const writeSize of [0, -1, 0.5]) expect(() => decompressor.writeTo(target, { writeSize })).toThrow('writeSize must be positive');
  });
});

describe('TestDecompressor_read_to_iter', () => {
  it('test_type_validation', () => {
    decompressor.readToIter(new CountingReader(bytes('')));
    decompressor.readToIter(bytes('foobar'));
    for (const wrong of [true, null, undefined, 'text', 5, {}]) {
      expect(() => decompressor.readToIter(wrong as never)).toThrow('must pass an object with a read');
    }
  });

  it('test_empty_input', () => {
    for (const source of [new CountingReader(bytes('')), bytes('')]) {
      const iterator = decompressor.readToIter(source);
      expect([iterator.next().done, iterator.next().done]).toEqual([true, true]);
    }
  });

  it('test_invalid_input', () => {
    for (const source of [new CountingReader(bytes('foobar')), bytes('foobar')]) {
      const iterator = decompressor.readToIter(source);
      expect(() => iterator.next()).toThrow(zstdError('prefix_unknown', 'Unknown frame descriptor'));
    }
  });

  it('test_empty_roundtrip', () => {
    const source = new CountingReader(unstated.compress(bytes('')));
    const iterator = decompressor.readToIter(source);
    expect(source.reads).toBe(0);
    expect([iterator.next().done, iterator.next().done]).toEqual([true, true]);
  });

  it('test_skip_bytes_too_large', () => {
    expect(() => decompressor.readToIter(bytes('foobar'), { skipBytes: 1, readSize: 1 })).toThrow(
      new RangeError('skipBytes must be smaller than readSize'),
    );
    const iterator = decompressor.readToIter(bytes('foobar'), { skipBytes: 10 });
    expect(() => iterator.next()).toThrow('skipBytes larger than first input chunk');
  });

  it('test_skip_bytes', () => {
    const source = concat(bytes('pre'), unstated.compress(bytes('foobar')));
    expect([...decompressor.readToIter(new CountingReader(source), { skipBytes: 3 })].map(text)).toEqual(['foobar']);
    expect([...decompressor.readToIter(source, { skipBytes: 3 })].map(text)).toEqual(['foobar']);
  });

  it('test_large_output', () => {
    const content = concat(run('f', DECOMPRESSION_RECOMMENDED_OUTPUT_SIZE), bytes('o'));
    const frame = unstated.compress(content);
    for (const source of [new CountingReader(frame), frame]) {
      expect([...decompressor.readToIter(source)].map(({ length }) => length)).toEqual([DECOMPRESSION_RECOMMENDED_OUTPUT_SIZE, 1]);
    }
  });

  it('test_large_input', () => {
    const content = new Random(3).bytes(2 * DECOMPRESSION_RECOMMENDED_OUTPUT_SIZE + 1);
    const target = new CountingWriter();
    const writer = unstated.writeTo(target);
    for (let at = 0; at < content.length; at++) writer.write(content.subarray(at, at + 1));
    writer.close();
    expect(target.bytes().length).toBeGreaterThan(DECOMPRESSION_RECOMMENDED_INPUT_SIZE);
    for (const source of [new CountingReader(target.bytes()), target.bytes()]) {
      const chunks = [...decompressor.readToIter(source)];
      expect(chunks.map(({ length }) => length)).toEqual([131072, 131072, 1]);
      expect(Buffer.compare(concat(...chunks), content)).toBe(0);
    }
  });

  it('test_interesting', () => {
    const target = new CountingWriter();
    const writer = new ZstdCompressor({ writeContentSize: true }).writeTo(target);
    for (let i = 0; i < 256; i++) writer.write(new Uint8Array(1024));
    writer.close();
    const content = decompressor.decompress(target.bytes(), { maxOutputSize: 1 << 20 });
    expect(hex(concat(...decompressor.readToIter(target.bytes())))).toBe(hex(content));
    expect(content.length).toBe(262144);
  });

  it('test_read_write_size', () => {
    const frame = unstated.compress(bytes('foobarfoobar'));
    const source = new CountingReader(frame);
    const chunks = [...decompressor.readToIter(source, { readSize: 1, writeSize: 1 })];
    expect(chunks.every(({ length }) => length === 1)).toBe(true);
    expect(text(concat(...chunks))).toBe('foobarfoobar');
    expect(source.reads).toBe(frame.length);
  });
});

describe('TestDecompressor_content_dict_chain', () => {
  const chain = (...frames: unknown[]): unknown => decompressor.decompressContentDictChain(frames as never);
  const good = stated.compress(bytes('foo'.repeat(64)));
  const checks: [unknown, string, string][] = [
    ['foo', '', 'must be bytes'],
    [null, '', 'must be bytes'],
    [bytes('foo!!!!'), 'prefix_unknown', 'is not a valid zstd frame'],
    [bytes(''), 'srcSize_wrong', 'is too small to contain a zstd frame'],
    [FRAME_HEADER, 'srcSize_wrong', 'is too small to contain a zstd frame'],
    [unstated.compress(bytes('foo')), 'srcSize_wrong', 'missing content size in frame'],
  ];
  const expectError = (use: () => unknown, index: number, code: string, message: string): void => {
    if (code === '') expect(use).toThrow(new TypeError(`chunk ${index} ${message}`));
    else expect(use).toThrow(zstdError(code, `chunk ${index} ${message}`));
  };

  it('test_bad_inputs_simple', () => {
    for (const wrong of ['foo', bytes('foo'), true, null, undefined, {}]) {
      expect(() => decompressor.decompressContentDictChain(wrong as never)).toThrow(TypeError);
    }
    expect(() => chain()).toThrow(new RangeError('empty input chain'));
    for (const [frame, code, message] of checks) expectError(() => chain(frame), 0, code, message);
    expect(() => chain(good.subarray(0, good.length - 1))).toThrow(zstdError('srcSize_wrong', 'could not decompress chunk 0: '));
  });

  it('test_bad_subsequent_input', () => {
    for (const [frame, code, message] of checks) expectError(() => chain(good, frame), 1, code, message);
    expect(() => chain(good, good.subarray(0, good.length - 1))).toThrow(zstdError('srcSize_wrong', 'could not decompress chunk 1: '));
    expect(() => chain(good, concat(good, good))).toThrow(zstdError('srcSize_wrong', 'could not decompress chunk 1: '));
  });

  it('test_simple', () => {
    const contents = ['foo'.repeat(64), 'foobar'.repeat(64), 'baz'.repeat(64), 'foobaz'.repeat(64), 'foobarbaz'.repeat(64)].map(bytes);
    const frames = contents.map((content, i) => {
      if (i === 0) return stated.compress(content);
      const path = join(folder, `link${i}`);
      writeFileSync(path, contents[i - 1]);
      const args = ['-qc', '-D', path, `--stream-size=${content.length}`];
      return new Uint8Array(spawnSync('zstd', args, { input: content }).stdout);
    });
    for (let i = 1; i <= contents.length; i++) {
      expect(text(decompressor.decompressContentDictChain(frames.slice(0, i)))).toBe(text(contents[i - 1]));
    }
    // Larger than a window, larger than an engine, and empty.
    const large = new Random(5).bytes(14 << 20);
    for (const content of [large, large.subarray(0, (12 << 20) - 100), large.subarray(0, 12 << 20), new Uint8Array(0)]) {
      const frame = stated.compress(content);
      expect(Buffer.compare(decompressor.decompressContentDictChain([good, frame, frame]), content)).toBe(0);
      expect(decompressor.decompressContentDictChain([frame, good]).length).toBe(192);
    }
  });
});

describe('TestDecompressor_multi_decompress_to_buffer', () => {
  const items = [bytes('foo'.repeat(4)), bytes('bar'.repeat(6))];
  const frames = items.map((item) => stated.compress(item));
  const unsized = items.map((item) => unstated.compress(item));
  const joinedOf = (parts: Uint8Array[]): BufferWithSegments => {
    let at = 0;
    const entries = parts.flatMap(({ length }) => {
      at += length;
      return [at - length, length];
    });
    return new BufferWithSegments(concat(...parts), pairs(...entries));
  };
  const check = (result: BufferWithSegmentsCollection, offsets = [0, 12]): void => {
    expect([result.length, result.size]).toEqual([2, 30]);
    expect([...result].map(({ offset }) => offset)).toEqual(offsets);
    expect([...result].map((segment) => text(segment.bytes))).toEqual(items.map(text));
  };

  it('test_invalid_inputs', () => {
    for (const wrong of [true, null, undefined, bytes('foo'), 'foo', {}]) {
      expect(() => decompressor.multiDecompressToBuffer(wrong as never)).toThrow(
        new TypeError('argument must be list or BufferWithSegments'),
      );
    }
    expect(() => decompressor.multiDecompressToBuffer(['foo'] as never)).toThrow('item 0 not a bytes like object');
    expect(() => decompressor.multiDecompressToBuffer([unsized[0]])).toThrow(
      new RangeError('could not determine decompressed size of item 0'),
    );
    expect(() => decompressor.multiDecompressToBuffer([bytes('foobar')])).toThrow('could not determine decompressed size of item 0');
    expect(() => decompressor.multiDecompressToBuffer([])).toThrow(RangeError);
  });

  it('test_list_input', () => check(decompressor.multiDecompressToBuffer(frames)));

  it('test_list_input_frame_sizes', () => {
    check(decompressor.multiDecompressToBuffer(unsized, { decompressedSizes: pairs(12, 18) }));
    check(decompressor.multiDecompressToBuffer(frames, { decompressedSizes: pairs(0, 0) }));
    for (const [sizes, message] of [
      [pairs(12), 'decompressedSizes size mismatch; expected 16, got 8'],
      [new Uint8Array(17), 'decompressedSizes size mismatch; expected 16, got 17'],
    ] as const) {
      expect(() => decompressor.multiDecompressToBuffer(unsized, { decompressedSizes: sizes })).toThrow(new RangeError(message));
    }
    expect(() => decompressor.multiDecompressToBuffer(unsized, { decompressedSizes: pairs(11, 18) })).toThrow(
      zstdError('dstSize_tooSmall', 'error decompressing item 0: Destination buffer is too small'),
    );
    expect(() => decompressor.multiDecompressToBuffer(unsized, { decompressedSizes: pairs(12, 19) })).toThrow(
      zstdError('srcSize_wrong', 'error decompressing item 1: decompressed 18 bytes; expected 19'),
    );
    expect(() => decompressor.multiDecompressToBuffer(unsized, { decompressedSizes: [12, 18] as never })).toThrow(TypeError);
  });

  it('test_buffer_with_segments_input', () => check(decompressor.multiDecompressToBuffer(joinedOf(frames))));

  it('test_buffer_with_segments_sizes', () => {
    check(decompressor.multiDecompressToBuffer(joinedOf(unsized), { decompressedSizes: pairs(12, 18) }));
  });

  it('test_buffer_with_segments_collection_input', () => {
    const more = ['foo0', 'foo1'.repeat(2), 'foo2'.repeat(3)].map(bytes);
    const result = decompressor.multiDecompressToBuffer(stated.multiCompressToBuffer(more), { threads: 3 });
    expect([...result].map((segment) => text(segment.bytes))).toEqual(more.map(text));
    const made = new BufferWithSegmentsCollection(joinedOf([frames[0]]), joinedOf([frames[1]]));
    check(decompressor.multiDecompressToBuffer(made, { threads: 2 }));
    check(decompressor.multiDecompressToBuffer(made, { decompressedSizes: pairs(12, 18) }));
  });

  it('test_multiple_threads', () => {
    const many = [...Array.from({ length: 256 }, () => run('x', 64)), ...Array.from({ length: 256 }, () => run('y', 64))];
    const result = decompressor.multiDecompressToBuffer(
      many.map((item) => stated.compress(item)),
      { threads: -1 },
    );
    expect([result.length, result.size]).toEqual([512, 64 * 512]);
    expect([result.segment(0), result.segment(256)].map((segment) => text(segment.bytes))).toEqual(['x'.repeat(64), 'y'.repeat(64)]);
  });

  it('test_item_failure', () => {
    for (const threads of [0, 2]) {
      const bad = [stated.compress(run('x', 128)), concat(stated.compress(run('y', 128)), bytes('extra'))];
      expect(() => decompressor.multiDecompressToBuffer(bad, { threads })).toThrow(
        zstdError('prefix_unknown', 'error decompressing item 1: Unknown frame descriptor'),
      );
      const double = [concat(frames[0], frames[0])];
      expect(() => decompressor.multiDecompressToBuffer(double, { threads })).toThrow(zstdError('dstSize_tooSmall', 'item 0'));
    }
    const empty = stated.compress(bytes(''));
    expect(decompressor.multiDecompressToBuffer([empty, frames[0]]).size).toBe(12);
    expect(decompressor.multiDecompressToBuffer([empty]).segment(0).length).toBe(0);
    // A header's claim alone is nothing that memory is set aside for.
    const claim = unhex('28b52ffdc0380000000000000400190000616263');
    expect(() => decompressor.multiDecompressToBuffer([claim])).toThrow(zstdError('corruption_detected', 'item 0'));
  });
});
