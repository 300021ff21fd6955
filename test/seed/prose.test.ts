/**
 * The rows of the map of python-zstandard's behaviour (its sections 2.2 to 2.9 and 3.1 to 3.5) that API.md adopts and no test of the seed's
 * own pins; each test is named after its row. Rows on dictionaries are elsewhere.
 */
import { describe, expect, it } from 'vitest';
import {
  backend,
  CONTENTSIZE_UNKNOWN,
  CompressionParameters,
  compress,
  decompress,
  FORMAT_ZSTD1_MAGICLESS,
  FRAME_HEADER,
  frameContentSize,
  frameHeaderSize,
  getFrameParameters,
  ZstdCompressor,
  ZstdDecompressor,
} from '../../src/index';
import { referenceDecompress } from '../helpers/reference';
import { bytes, CountingReader, CountingWriter, concat, hex, run, text, unhex, zstdError } from './helpers';

const stated = new ZstdCompressor({ level: 1, writeContentSize: true });
const unstated = new ZstdCompressor({ level: 1 });
const decompressor = new ZstdDecompressor();
const skippable = unhex('5a2a4d1803000000aabbcc');

describe('2.1 Module', () => {
  it('backend', () => expect(backend).toBe('typescript'));
});

describe('2.2 ZstdCompressor', () => {
  it('level not an int', () => expect(() => new ZstdCompressor({ level: 'x' as never })).toThrow(TypeError));

  it('level < 1 (0 is an error, negatives are the reference’s)', () => {
    expect(() => new ZstdCompressor({ level: 0 })).toThrow(RangeError);
    expect(decompress(new ZstdCompressor({ level: -1 }).compress(run('x', 100))).length).toBe(100);
  });

  it('level > 22', () => expect(() => new ZstdCompressor({ level: 23 })).toThrow(new RangeError('level must be less than 23')));

  it('threads < 0', () => {
    expect(decompress(new ZstdCompressor({ threads: -1 }).compress(run('x', 100))).length).toBe(100);
    expect(new CompressionParameters({ threads: -1 }).threads).toBeGreaterThanOrEqual(1);
  });

  it('contexts: operations at the same time, and after one that failed', () => {
    const one = stated.compressObj({ size: 6 });
    const two = stated.compressObj({ size: 6 });
    const parts = [one, two].map((stream) => [stream.compress(bytes('foo'))]);
    for (const [i, stream] of [one, two].entries()) parts[i].push(stream.compress(bytes('bar')), stream.flush());
    expect(parts.map((all) => text(decompress(concat(...all))))).toEqual(['foobar', 'foobar']);
    const failing = stated.compressObj({ size: 1 });
    expect(() => failing.compress(bytes('foo'))).toThrow(zstdError('srcSize_wrong', 'Src size is incorrect'));
    expect(text(decompress(stated.compress(bytes('foo'))))).toBe('foo');
  });

  it('parameter derivation: recomputed for every operation', () => {
    const windows = [10, 1000, 100_000, 1_000_000, 10].map((size) => getFrameParameters(unstated.compress(run('x', size))).windowSize);
    expect(windows).toEqual([1024, 1024, 131072, 524288, 1024]);
  });
});

describe('2.2.1 Pledged size rules', () => {
  it('size=-1', () => {
    const stream = stated.compressObj({ size: -1 });
    expect(getFrameParameters(concat(stream.compress(bytes('foo')), stream.flush())).contentSize).toBe(CONTENTSIZE_UNKNOWN);
  });

  it('size=0', () => {
    expect(hex(stated.compressObj({ size: 0 }).flush())).toBe('28b52ffd2000010000');
    expect(() => stated.compressObj({ size: 0 }).compress(bytes('f'))).toThrow(zstdError('srcSize_wrong'));
  });

  it('header encodings', () => {
    for (const [size, header] of [
      [0, '2000'],
      [255, '20ff'],
      [256, '600000'],
      [65791, '60ffff'],
      [65792, 'a000010100'],
    ] as const) {
      expect(hex(stated.compress(run('x', size)).subarray(4, 4 + header.length / 2))).toBe(header);
    }
  });
});

describe('2.2.4 compressobj', () => {
  it('flush(BLOCK): everything so far can be decompressed, nothing pending gives nothing', () => {
    const stream = unstated.compressObj();
    const parts = [stream.compress(run('x', 300_000)), stream.flush(1)];
    expect(decompressor.decompressObj().decompress(concat(...parts)).length).toBe(300_000);
    expect(stream.flush(1).length).toBe(0);
  });

  it('flush(mode): the mode is checked before the state', () => {
    const stream = unstated.compressObj();
    stream.flush();
    expect(() => stream.flush(5)).toThrow(new RangeError('flush mode not recognized'));
  });
});

describe('2.2.5 stream_reader', () => {
  it('source: read is looked for first', () => {
    const both = Object.assign(run('x', 5), { read: () => new Uint8Array(0) });
    expect(decompress(unstated.streamReader(both).readAll()).length).toBe(0);
  });

  it('source: results shorter than asked, and of other kinds', () => {
    const pieces = [Buffer.from('fo'), new DataView(bytes('o').buffer), bytes('bar').buffer];
    const reader = unstated.streamReader({ read: () => pieces.shift() ?? new Uint8Array(0) });
    expect(text(decompress(reader.readAll()))).toBe('foobar');
  });

  it('readSize is what the source is asked for', () => {
    const asked = new Set<number>();
    const source = {
      read(size: number): Uint8Array {
        asked.add(size);
        return new Uint8Array(0);
      },
    };
    unstated.streamReader(source).readAll();
    unstated.streamReader(source, { readSize: 7 }).readAll();
    expect([...asked]).toEqual([131072, 7]);
  });

  it('empty source', () => {
    const reader = unstated.streamReader(bytes(''));
    expect([reader.readAll().length, reader.tell()]).toEqual([9, 9]);
  });

  it('readinto', () => {
    const frame = stated.compress(run('x', 1000));
    const reader = stated.streamReader(run('x', 1000));
    const view = new Uint8Array(10);
    expect([reader.readInto(view.subarray(1, 4)), hex(view.subarray(1, 4)), view[0], view[4]]).toEqual([
      3,
      hex(frame.subarray(0, 3)),
      0,
      0,
    ]);
    expect([reader.readInto(new Uint8Array(0)), reader.tell()]).toEqual([0, 3]);
    expect(reader.readInto(new Uint8Array(1000))).toBe(frame.length - 3);
    expect(reader.readInto(view)).toBe(0);
  });
});

describe('2.2.6 write_to', () => {
  it('No write attribute', () => {
    expect(() => unstated.writeTo({} as never)).toThrow(new TypeError('must pass an object with a write() method'));
  });

  it('write sizes: chunks of at most write_size, one call per output', () => {
    const target = new CountingWriter();
    const writer = unstated.writeTo(target);
    const content = new Uint8Array(300_000).map((_, i) => Math.imul(i, 2654435761) >>> 13);
    let passed = 0;
    for (let at = 0; at < content.length; at += 5000) passed += writer.write(content.subarray(at, at + 5000));
    expect(passed).toBe(writer.tell());
    writer.flush();
    const { writes } = target;
    writer.close();
    expect(target.writes).toBe(writes + 1);
    expect(Buffer.compare(referenceDecompress(target.bytes()), content)).toBe(0);
  });

  it('the target is not closed', () => {
    let closed = false;
    const writer = unstated.writeTo(
      Object.assign(new CountingWriter(), {
        close: () => {
          closed = true;
        },
      }),
    );
    writer.close();
    expect([writer.closed, closed]).toEqual([true, false]);
  });
});

describe('2.2.7 read_to_iter', () => {
  it('an iterator that is left early gives its memory back', () => {
    const compressor = new ZstdCompressor();
    const before = compressor.memorySize();
    let taken = 0;
    for (const chunk of compressor.readToIter(new CountingReader(run('x', 500_000)), { writeSize: 1 })) {
      taken += chunk.length;
      expect(compressor.memorySize()).toBeGreaterThan(before);
      break;
    }
    expect(taken).toBe(1);
    expect(compressor.memorySize()).toBe(before);
  });
});

describe('2.3.2 decompress', () => {
  it('frame says size 0', () => expect(decompressor.decompress(concat(stated.compress(bytes('')), bytes('junk'))).length).toBe(0));

  it('a skippable frame first is passed over', () => {
    expect(text(decompressor.decompress(concat(skippable, skippable, stated.compress(bytes('foo')))))).toBe('foo');
    expect(() => decompressor.decompress(concat(skippable, unstated.compress(bytes('foo'))))).toThrow('could not determine content size');
    expect(decompressor.decompress(skippable).length).toBe(0);
  });

  it('trailing bytes: ignored, or refused', () => {
    const frame = concat(stated.compress(bytes('foo')), bytes('junk'));
    expect(text(decompressor.decompress(frame))).toBe('foo');
    expect(() => decompressor.decompress(frame, { allowExtraData: false })).toThrow(
      zstdError('srcSize_wrong', 'compressed input contains 4 bytes of unused data, which is disallowed'),
    );
  });

  it('read_across_frames', () => {
    const two = concat(stated.compress(bytes('foo')), skippable, unstated.compress(bytes('bar')));
    expect(text(decompressor.decompress(two, { readAcrossFrames: true }))).toBe('foobar');
    expect(text(decompressor.decompress(two))).toBe('foo');
  });

  it('checksum wrong', () => {
    const frame = new ZstdCompressor({ writeChecksum: true, writeContentSize: true }).compress(bytes('foo'));
    frame[frame.length - 1] ^= 1;
    expect(() => decompressor.decompress(frame)).toThrow(zstdError('checksum_wrong', "Restored data doesn't match checksum"));
  });

  it('frame needs a dictionary: the error says which', () => {
    const frame = concat(FRAME_HEADER, unhex('2305000000'), unhex('0d'), unhex('010000'));
    expect(() => decompressor.decompress(frame)).toThrow(expect.objectContaining({ code: 'dictionary_wrong', dictId: 5 }));
  });

  it('window too large', () => {
    const frame = unhex('28b52ffd00a8190000616263');
    expect(() => decompressor.decompress(frame, { maxOutputSize: 10 })).toThrow(
      zstdError('frameParameter_windowTooLarge', 'Frame requires too much memory for decoding'),
    );
    expect(text(new ZstdDecompressor({ maxWindowSize: 2 ** 31 }).decompress(frame, { maxOutputSize: 10 }))).toBe('abc');
  });
});

describe('2.3.5 write_to', () => {
  it('any number of frames, over several writes; an end inside one is an error', () => {
    const target = new CountingWriter();
    const writer = decompressor.writeTo(target);
    const frames = concat(stated.compress(bytes('foo')), skippable, unstated.compress(bytes('bar')));
    for (const byte of frames) writer.write(Uint8Array.of(byte));
    writer.close();
    expect(text(target.bytes())).toBe('foobar');
    const cut = decompressor.writeTo(target);
    cut.write(frames.subarray(0, 7));
    expect(() => cut.close()).toThrow(zstdError('srcSize_wrong'));
    decompressor.writeTo(target).close();
  });
});

describe('2.3.6 read_to_iter', () => {
  it('stops after the first frame, or goes on', () => {
    const source = concat(skippable, unstated.compress(bytes('foo')), unstated.compress(bytes('bar')));
    expect(text(concat(...decompressor.readToIter(source)))).toBe('foo');
    expect(text(concat(...decompressor.readToIter(source, { readAcrossFrames: true })))).toBe('foobar');
  });
});

describe('2.3.7 copy_stream', () => {
  it('concatenated frames', () => {
    const source = concat(unstated.compress(bytes('foo')), unstated.compress(bytes('bar')));
    const target = new CountingWriter();
    expect(decompressor.copyStream(new CountingReader(source), target)).toEqual([source.length, 6]);
    expect(text(target.bytes())).toBe('foobar');
  });

  it('memory: a chunk that becomes very much is written in pieces', () => {
    const bomb = compress(new Uint8Array(40_000_000));
    let largest = 0;
    const target = {
      write: (chunk: Uint8Array) => {
        largest = Math.max(largest, chunk.length);
      },
    };
    expect(decompressor.copyStream(new CountingReader(bomb), target)).toEqual([bomb.length, 40_000_000]);
    expect(largest).toBeLessThanOrEqual(131072);
    const writer = decompressor.writeTo(target);
    writer.write(bomb);
    expect(writer.memorySize()).toBeLessThan(1000);
  });
});

describe('2.6 CompressionParameters', () => {
  it('format: magicless', () => {
    const compressor = new ZstdCompressor({ compressionParams: new CompressionParameters({ format: FORMAT_ZSTD1_MAGICLESS }) });
    const frame = compressor.compress(bytes('foo'));
    expect(hex(frame)).toBe('0000190000666f6f');
    const magicless = new ZstdDecompressor({ format: FORMAT_ZSTD1_MAGICLESS });
    expect(text(magicless.decompress(frame, { maxOutputSize: 9 }))).toBe('foo');
    expect(text(magicless.streamReader(frame).readAll())).toBe('foo');
    expect(() => magicless.decompress(frame)).toThrow('could not determine content size');
  });

  it('enable_ldm: a given window_log wins', () => {
    const compressionParams = new CompressionParameters({ enableLdm: true, windowLog: 15 });
    const stream = new ZstdCompressor({ compressionParams }).compressObj();
    expect(getFrameParameters(concat(stream.compress(bytes('foo')), stream.flush())).windowSize).toBe(32768);
  });

  it('from_level: sizes', () => {
    expect(CompressionParameters.fromLevel(3, { sourceSize: 1 }).windowLog).toBe(10);
    expect(CompressionParameters.fromLevel(3, { sourceSize: 100000 }).windowLog).toBe(17);
  });
});

describe('2.7 Frame inspection', () => {
  it('get_frame_parameters: a skippable frame', () => expect(getFrameParameters(skippable)).toMatchObject({ windowSize: 0, dictId: 0 }));

  it('get_frame_parameters: reserved bit, window log > 31', () => {
    expect(() => getFrameParameters(concat(FRAME_HEADER, unhex('0800')))).toThrow(zstdError('frameParameter_unsupported'));
    expect(() => getFrameParameters(concat(FRAME_HEADER, unhex('00f8')))).toThrow(zstdError('frameParameter_windowTooLarge'));
  });

  it('frame_content_size, frame_header_size', () => {
    const frames = [stated.compress(run('x', 300)), unstated.compress(run('x', 300))];
    expect(frames.map((frame) => frameContentSize(frame))).toEqual([300, -1]);
    expect(frames.map((frame) => frameHeaderSize(frame))).toEqual([7, 6]);
  });
});

describe('3.3 and 3.4, newer members', () => {
  it('chunker: flush', () => {
    const chunker = unstated.chunker(5);
    const parts = [...chunker.compress(bytes('foo')), ...chunker.flush()];
    expect(parts.map(({ length }) => length)).toEqual([5, 5, 2]);
    expect(text(decompressor.decompressObj().decompress(concat(...parts)))).toBe('foo');
    expect(text(decompress(concat(...parts, ...chunker.finish())))).toBe('foo');
    for (const use of ['flush', 'finish'] as const) {
      expect(() => chunker[use]()).toThrow(zstdError('stage_wrong', `cannot call ${use}() after compression finished`));
    }
  });

  it('chunker: a loop that is left goes on where it stopped', () => {
    const chunker = unstated.chunker(4);
    const parts: Uint8Array[] = [];
    const iterator = chunker.compress(new Uint8Array(300_000).map((_, i) => Math.imul(i, 2654435761) >>> 13));
    for (const chunk of iterator) {
      parts.push(chunk);
      break;
    }
    expect(() => chunker.finish()).toThrow('cannot perform operation before consuming output from previous operation');
    parts.push(...iterator, ...chunker.finish());
    expect(decompress(concat(...parts)).length).toBe(300_000);
  });

  it('frame_progression', () => {
    const compressor = new ZstdCompressor();
    expect(compressor.frameProgression()).toEqual([0, 0, 0]);
    const stream = compressor.compressObj();
    stream.compress(run('x', 200_000));
    const [ingested, consumed, produced] = compressor.frameProgression();
    expect([ingested, consumed]).toEqual([200_000, 131_072]);
    const rest = stream.flush();
    expect(compressor.frameProgression()).toEqual([200_000, 200_000, produced + rest.length]);
  });

  it('stream_writer: write returns the bytes consumed, flush and close reach the target', () => {
    const calls: string[] = [];
    const target = { write: () => calls.push('write'), flush: () => calls.push('flush'), close: () => calls.push('close') };
    const writer = unstated.streamWriter(target);
    expect(writer.write(bytes('foo'))).toBe(3);
    expect(writer.flush()).toBe(12);
    writer.close();
    writer.close();
    expect(calls).toEqual(['write', 'flush', 'write', 'close']);
    expect(() => writer.write(bytes('foo'))).toThrow(zstdError('stage_wrong', 'stream is closed'));
  });

  it('decompressobj: unused_data, eof, flush, read_across_frames', () => {
    const frame = stated.compress(bytes('foo'));
    const across = decompressor.decompressObj({ readAcrossFrames: true });
    expect(text(across.decompress(concat(frame, frame)))).toBe('foofoo');
    expect([across.eof, across.unusedData.length, across.flush().length]).toEqual([true, 0, 0]);
  });

  it('memory_size: what is open is counted, and no longer when it is closed', () => {
    const one = new ZstdDecompressor();
    const before = one.memorySize();
    const stream = one.decompressObj();
    stream.decompress(compress(run('x', 1000)).subarray(0, 12));
    expect(one.memorySize()).toBeGreaterThan(before + 100_000);
    expect(() => stream.close()).toThrow();
    expect(one.memorySize()).toBe(before);
  });
});
