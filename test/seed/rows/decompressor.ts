import { expect } from 'vitest';
import { BufferWithSegments, BufferWithSegmentsCollection, compress, ZstdDecompressor } from '../../../src/index';
import { errorOf } from '../../helpers/errors';
import { bytes, CountingReader, CountingWriter, concat, pairs, run, text, unhex, zstdError } from '../helpers';
import type { Rows } from './table';

const decompressor = new ZstdDecompressor();
const foo = compress(bytes('foo'));
const bar = compress(bytes('bar'));
const unstated = compress(bytes('foo'), { writeContentSize: false });
const large = compress(run('x', 131_073));
const skippable = unhex('5a2a4d1803000000aabbcc');
const raw = bytes('what is known already, and long enough to be referred to');
const withRaw = compress(raw, { dictData: raw });

/** Sections 2.3: the decompressor. */
export const rows: Rows = {
  '2.3': {
    'dict_data: bytes and dictionaries, and nothing else'() {
      expect(errorOf(() => new ZstdDecompressor({ dictData: 5 as never }))).toBe('TypeError');
      expect(text(new ZstdDecompressor({ dictData: raw }).decompress(withRaw))).toBe(text(raw));
    },
    // At once rather than on first use.
    'a corrupt dictionary': () =>
      expect(errorOf(() => new ZstdDecompressor({ dictData: unhex('37a430ec01000000ffffff') }))).toBe('dictionary_corrupted'),
  },
  '2.3.1': { 'memory_size()': () => expect(decompressor.memorySize()).toBeGreaterThan(100) },
  '2.3.2': {
    'empty or non-zstd input'() {
      for (const [input, code] of [
        [bytes(''), 'srcSize_wrong'],
        [bytes('foobar'), 'prefix_unknown'],
      ] as const) {
        expect(() => decompressor.decompress(input)).toThrow(zstdError(code, 'error determining content size from frame header'));
      }
    },
    'frame says size 0': () => expect(decompressor.decompress(concat(compress(bytes('')), bytes('junk'))).length).toBe(0),
    'size not in frame, max_output_size 0': () =>
      expect(() => decompressor.decompress(unstated)).toThrow(
        zstdError('srcSize_wrong', 'could not determine content size in frame header'),
      ),
    'size not in frame, max_output_size>0'() {
      expect(text(decompressor.decompress(unstated, { maxOutputSize: 3 }))).toBe('foo');
      expect(() => decompressor.decompress(unstated, { maxOutputSize: 2 })).toThrow(
        zstdError('dstSize_tooSmall', 'Destination buffer is too small'),
      );
    },
    'max_output_size negative': () => expect(errorOf(() => decompressor.decompress(foo, { maxOutputSize: -1 }))).toBe('RangeError'),
    'max_output_size absurd (2**62)'() {
      expect(errorOf(() => decompressor.decompress(unstated, { maxOutputSize: 2 ** 62 }))).toBe('RangeError');
      expect(text(decompressor.decompress(unstated, { maxOutputSize: 2 ** 52 }))).toBe('foo');
    },
    // A hard cap in any case; what follows the first frame is left, or refused where that is wanted.
    'size in frame'() {
      expect(() => decompressor.decompress(foo, { maxOutputSize: 2 })).toThrow(zstdError('dstSize_tooSmall'));
      expect(text(decompressor.decompress(concat(foo, bar)))).toBe('foo');
      expect(() => decompressor.decompress(concat(foo, bar), { allowExtraData: false })).toThrow(zstdError('srcSize_wrong'));
      expect(() => decompressor.decompress(foo.subarray(0, -1))).toThrow(zstdError('srcSize_wrong', 'Src size is incorrect'));
    },
    'decoded length ≠ header'() {
      for (const size of [2, 4]) {
        const wrong = foo.slice();
        wrong[5] = size;
        expect(() => decompressor.decompress(wrong)).toThrow(zstdError('corruption_detected'));
      }
    },
    'checksum wrong'() {
      const frame = compress(bytes('foo'), { writeChecksum: true });
      frame[frame.length - 1] ^= 1;
      expect(() => decompressor.decompress(frame)).toThrow(zstdError('checksum_wrong', "Restored data doesn't match checksum"));
    },
    'frame needs a dictionary, none/other given'() {
      const frame = concat(unhex('28b52ffd230500000003'), unhex('190000'), bytes('foo'));
      for (const one of [decompressor, new ZstdDecompressor({ dictData: [raw, raw] })]) {
        expect(() => one.decompress(frame)).toThrow(expect.objectContaining({ code: 'dictionary_wrong', dictId: 5 }));
      }
      // Without an ID in the frame nobody knows; here it is missed.
      expect(errorOf(() => decompressor.decompress(withRaw))).toBe('corruption_detected');
    },
    'dictionary given, frame made without': () => expect(text(new ZstdDecompressor({ dictData: raw }).decompress(foo))).toBe('foo'),
    // The limit holds in one call as well.
    'window too large'() {
      const frame = unhex('28b52ffd00a8190000616263');
      expect(() => decompressor.decompress(frame, { maxOutputSize: 3 })).toThrow(zstdError('frameParameter_windowTooLarge'));
      expect(text(new ZstdDecompressor({ maxWindowSize: 2 ** 31 }).decompress(frame, { maxOutputSize: 3 }))).toBe('abc');
      expect(() => decompressor.decompress(unhex('28b52ffd00b0190000616263'), { maxOutputSize: 3 })).toThrow(
        zstdError('frameParameter_windowTooLarge', 'Frame requires too much memory for decoding'),
      );
    },
  },
  '2.3.3': {
    'decompressobj: write_size'() {
      for (const writeSize of [0, -1]) {
        expect(() => decompressor.decompressObj({ writeSize })).toThrow(new RangeError('writeSize must be positive'));
      }
      expect(decompressor.decompressObj({ writeSize: 10 }).decompress(large).length).toBe(131_073);
    },
    'decompressobj: stops behind the frame'() {
      const stream = decompressor.decompressObj();
      expect(text(stream.decompress(concat(foo, bar)))).toBe('foo');
      expect(stream.unusedData.length).toBe(bar.length);
      expect(() => stream.decompress(bar)).toThrow(zstdError('stage_wrong', 'cannot use a decompressobj multiple times'));
      expect(() => decompressor.decompressObj().decompress(bytes('junk!'))).toThrow(
        zstdError('prefix_unknown', 'Unknown frame descriptor'),
      );
    },
    'decompressobj: two at a time'() {
      const [one, two] = [decompressor.decompressObj(), decompressor.decompressObj()];
      const parts = [
        one.decompress(foo.subarray(0, 7)),
        two.decompress(bar.subarray(0, 7)),
        one.decompress(foo.subarray(7)),
        two.decompress(bar.subarray(7)),
      ];
      expect(text(concat(...parts))).toBe('foobar');
    },
  },
  '2.3.4': {
    'stream_reader: exactly n bytes, and how many so far'() {
      const reader = decompressor.streamReader(new CountingReader(large), { readSize: 5 });
      expect([reader.read(100_000).length, reader.tell(), reader.read(100_000).length, reader.tell()]).toEqual([
        100_000, 100_000, 31_073, 131_073,
      ]);
      expect(reader.read(1).length).toBe(0);
    },
    // The end inside a frame is an error.
    'stream_reader: truncated'() {
      expect(() => decompressor.streamReader(large.subarray(0, 9)).readAll()).toThrow(zstdError('srcSize_wrong'));
      expect(() => decompressor.streamReader(bytes('junk!')).read(1)).toThrow(zstdError('prefix_unknown'));
    },
    'stream_reader: several frames'() {
      const two = concat(foo, bar);
      for (const source of [two, new CountingReader(two)]) {
        expect(text(decompressor.streamReader(source).readAll())).toBe('foo');
      }
      for (const source of [two, new CountingReader(two)]) {
        expect(text(decompressor.streamReader(source, { readAcrossFrames: true }).readAll())).toBe('foobar');
      }
    },
  },
  '2.3.5': {
    'write_to: the bytes written, frame after frame'() {
      const target = new CountingWriter();
      const writer = decompressor.writeTo(target);
      expect([writer.write(foo.subarray(0, 7)), writer.write(concat(foo.subarray(7), bar))]).toEqual([0, 6]);
      writer.close();
      expect(text(target.bytes())).toBe('foobar');
      expect(() => decompressor.writeTo({} as never)).toThrow('must pass an object with a write() method');
    },
    'write_to: memory, truncated'() {
      const writer = decompressor.writeTo(new CountingWriter());
      writer.write(large.subarray(0, 9));
      expect(writer.memorySize()).toBeGreaterThan(100_000);
      expect(() => writer.close()).toThrow(zstdError('srcSize_wrong'));
    },
  },
  '2.3.6': {
    'read_to_iter: skip_bytes'() {
      expect(() => decompressor.readToIter(foo, { skipBytes: 5, readSize: 5 })).toThrow(
        new RangeError('skipBytes must be smaller than readSize'),
      );
      expect(() => [...decompressor.readToIter(bytes('foo'), { skipBytes: 3 })]).toThrow('skipBytes larger than first input chunk');
      expect(text(concat(...decompressor.readToIter(concat(bytes('xy'), foo), { skipBytes: 2 })))).toBe('foo');
    },
    'read_to_iter: nothing of nothing, chunks of writeSize, no read behind the frame'() {
      expect([...decompressor.readToIter(bytes(''))].length).toBe(0);
      expect([...decompressor.readToIter(large)].map(({ length }) => length)).toEqual([131_072, 1]);
      const source = new CountingReader(foo);
      expect([...decompressor.readToIter(source, { readSize: 1 })].length).toBe(1);
      expect(source.reads).toBe(foo.length);
    },
    'read_to_iter: after the first frame'() {
      expect(text(concat(...decompressor.readToIter(concat(skippable, foo, bar))))).toBe('foo');
      expect(() => [...decompressor.readToIter(bytes('junk!'))]).toThrow(zstdError('prefix_unknown', 'Unknown frame descriptor'));
    },
  },
  '2.3.7': {
    copy_stream() {
      expect(() => decompressor.copyStream({} as never, {} as never)).toThrow('first argument must have a read() method');
      expect(() => decompressor.copyStream(new CountingReader(foo), {} as never)).toThrow('second argument must have a write() method');
      expect(decompressor.copyStream(new CountingReader(bytes('')), new CountingWriter())).toEqual([0, 0]);
      expect(decompressor.copyStream(new CountingReader(concat(foo, bar)), new CountingWriter())).toEqual([foo.length + bar.length, 6]);
      expect(() => decompressor.copyStream(new CountingReader(foo.subarray(0, 8)), new CountingWriter())).toThrow(
        zstdError('srcSize_wrong'),
      );
    },
  },
  '2.3.8': {
    'decompress_content_dict_chain: checks in order'() {
      const chain = (frames: unknown): string => {
        try {
          return text(decompressor.decompressContentDictChain(frames as never));
        } catch (error) {
          return `${(error as Error).name}: ${(error as Error).message}`;
        }
      };
      expect(chain(foo)).toMatch(/^TypeError/);
      expect(chain([])).toBe('RangeError: empty input chain');
      expect(chain(['foo'])).toMatch(/^TypeError: chunk 0/);
      expect(chain([foo, bytes('foobar')])).toBe('ZstdError: chunk 1 is not a valid zstd frame');
      expect(chain([bytes('')])).toBe('ZstdError: chunk 0 is too small to contain a zstd frame');
      expect(chain([unstated])).toBe('ZstdError: chunk 0 missing content size in frame');
      expect(chain([foo.subarray(0, 9)])).toMatch(/^ZstdError: could not decompress chunk 0: /);
      expect(chain([foo])).toBe('foo');
      expect(chain([compress(raw), withRaw])).toBe(text(raw));
    },
  },
  '2.3.9': {
    'frames is BufferWithSegments / …Collection / list of bytes-like'() {
      const buffer = new BufferWithSegments(concat(foo, bar), pairs(0, foo.length, foo.length, bar.length));
      for (const frames of [buffer, new BufferWithSegmentsCollection(buffer), [foo, bar]]) {
        expect([...decompressor.multiDecompressToBuffer(frames)].map((segment) => text(segment.bytes))).toEqual(['foo', 'bar']);
      }
      expect(() => decompressor.multiDecompressToBuffer([foo, 'bar'] as never)).toThrow(new TypeError('item 1 not a bytes like object'));
      expect(() => decompressor.multiDecompressToBuffer('foo' as never)).toThrow(
        new TypeError('argument must be list or BufferWithSegments'),
      );
    },
    decompressed_sizes() {
      const buffer = new BufferWithSegments(unstated, pairs(0, unstated.length));
      for (const frames of [[unstated], new BufferWithSegmentsCollection(buffer)]) {
        expect(decompressor.multiDecompressToBuffer(frames, { decompressedSizes: pairs(3) }).size).toBe(3);
        expect(() => decompressor.multiDecompressToBuffer(frames, { decompressedSizes: pairs(3, 3) })).toThrow(
          new RangeError('decompressedSizes size mismatch; expected 8, got 16'),
        );
      }
    },
    'segment outside its buffer': () =>
      expect(() => new BufferWithSegments(foo, pairs(1, foo.length))).toThrow(
        'offset within segments array references memory outside buffer',
      ),
    'size unknown (no size given/0 and not in the frame, or not a frame)'() {
      for (const frame of [unstated, bytes('foobar')]) {
        expect(() => decompressor.multiDecompressToBuffer([foo, frame])).toThrow(
          new RangeError('could not determine decompressed size of item 1'),
        );
      }
    },
    'size given too small / too big'() {
      const given = (size: number) => () => decompressor.multiDecompressToBuffer([unstated], { decompressedSizes: pairs(size) });
      expect(given(2)).toThrow(zstdError('dstSize_tooSmall', 'error decompressing item 0: Destination buffer is too small'));
      expect(given(4)).toThrow('error decompressing item 0: decompressed 3 bytes; expected 4');
    },
    'trailing data after a frame'() {
      expect(() => decompressor.multiDecompressToBuffer([foo, concat(bar, bytes('extra'))])).toThrow(
        zstdError('prefix_unknown', 'error decompressing item 1: Unknown frame descriptor'),
      );
      expect(() => decompressor.multiDecompressToBuffer([concat(foo, bar)])).toThrow(zstdError('dstSize_tooSmall'));
    },
    threads() {
      for (const threads of [-1, 0, 1, 2, 100]) expect(decompressor.multiDecompressToBuffer([foo, bar], { threads }).size).toBe(6);
      expect(() => decompressor.multiDecompressToBuffer([])).toThrow(RangeError);
    },
    'a frame of nothing': () => expect(decompressor.multiDecompressToBuffer([compress(bytes('')), foo]).segment(0).length).toBe(0),
  },
};
