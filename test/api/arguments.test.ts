import { describe, expect, it } from 'vitest';
import { compressDcz, decompressDcz } from '../../src/dictionary';
import * as purezstd from '../../src/index';
import {
  BufferWithSegments,
  CompressionParameters,
  compress,
  decompress,
  dictionaryId,
  frameContentSize,
  frameHeaderSize,
  getFrameParameters,
  trainDictionary,
  ZstdCompressionDict,
  ZstdCompressor,
  ZstdDecompressor,
} from '../../src/index';
import { joined, PieceReader, PieceWriter, same } from '../helpers/content';
import { errorOf } from '../helpers/errors';
import { views } from '../seed/helpers';

const content = new TextEncoder().encode('what is said again is said again and again. '.repeat(40));
const frame = compress(content);
const transported = compressDcz(content, content);
const samples = Array.from({ length: 40 }, (_, i) =>
  new TextEncoder().encode(`a record, number ${i * i * 7919}, like the others, number ${i}`),
);
const compressor = new ZstdCompressor({ writeContentSize: true });
const decompressor = new ZstdDecompressor();
const reader = (data: unknown = content): { read(): Uint8Array } => {
  const pieces = [data];
  return { read: () => (pieces.shift() ?? new Uint8Array(0)) as Uint8Array };
};
const entries = new BigUint64Array([0n, BigInt(content.length)]);

/** What a function does with one argument of its; the rest is right. */
type Use = (value: never) => unknown;

/** Everything that takes bytes, and what comes back where it is content or a frame. */
const bytesUses: Record<string, Use> = {
  compress: (data) => decompress(compress(data)),
  decompress: (data) => decompress(data),
  getFrameParameters: (data) => getFrameParameters(data) && content,
  frameContentSize: (data) => frameContentSize(data) && content,
  frameHeaderSize: (data) => frameHeaderSize(data) && content,
  'ZstdCompressor.compress': (data) => decompress(compressor.compress(data)),
  'ZstdCompressor.compressObj.compress': (data) => {
    const stream = compressor.compressObj();
    return decompress(joined([stream.compress(data), stream.flush()]));
  },
  'ZstdCompressor.streamReader': (data) => decompress(compressor.streamReader(data).readAll()),
  'ZstdCompressor.streamReader of what read() returns': (data) => decompress(compressor.streamReader(reader(data)).readAll()),
  'ZstdCompressor.writeTo.write': (data) => {
    const target = new PieceWriter();
    const writer = compressor.writeTo(target);
    writer.write(data);
    writer.close();
    return decompress(target.bytes());
  },
  'ZstdCompressor.readToIter': (data) => decompress(joined(compressor.readToIter(data))),
  'ZstdCompressor.copyStream of what read() returns': (data) => {
    const target = new PieceWriter();
    compressor.copyStream(reader(data), target);
    return decompress(target.bytes());
  },
  'ZstdCompressor.chunker.compress': (data) => {
    const chunker = compressor.chunker(10);
    return decompress(joined([...chunker.compress(data), ...chunker.finish()]));
  },
  'ZstdCompressor.multiCompressToBuffer': (data) => decompress(compressor.multiCompressToBuffer([data]).segment(0).bytes),
  'ZstdDecompressor.decompress': (data) => decompressor.decompress(data),
  'ZstdDecompressor.decompressObj.decompress': (data) => decompressor.decompressObj().decompress(data),
  'ZstdDecompressor.streamReader': (data) => decompressor.streamReader(data).readAll(),
  'ZstdDecompressor.streamReader of what read() returns': (data) => decompressor.streamReader(reader(data)).readAll(),
  'ZstdDecompressor.writeTo.write': (data) => {
    const target = new PieceWriter();
    decompressor.writeTo(target).write(data);
    return target.bytes();
  },
  'ZstdDecompressor.readToIter': (data) => joined(decompressor.readToIter(data)),
  'ZstdDecompressor.copyStream of what read() returns': (data) => {
    const target = new PieceWriter();
    decompressor.copyStream(reader(data), target);
    return target.bytes();
  },
  'ZstdDecompressor.multiDecompressToBuffer': (data) => decompressor.multiDecompressToBuffer([data]).segment(0).toBytes(),
  'ZstdDecompressor.decompressContentDictChain': (data) => decompressor.decompressContentDictChain([data]),
  'ZstdDecompressor.dictData': (dictData) => new ZstdDecompressor({ dictData }).decompress(frame),
  ZstdCompressionDict: (data) => new ZstdCompressionDict(data).asBytes(),
  'compress dictData': (dictData) => decompress(compress(content, { dictData }), { dictData: content }),
  'compress prefix': (prefix) => decompress(compress(content, { prefix }), { dictData: content }),
  dictionaryId: (data) => dictionaryId(data) === 0 && content,
  compressDcz: (data) => decompressDcz(compressDcz(data, content), content),
  'compressDcz dict': (dict) => decompressDcz(compressDcz(content, dict), content),
  decompressDcz: (data) => decompressDcz(data, content),
  'decompressDcz dict': (dict) => decompressDcz(transported, dict),
  trainDictionary: (data) => trainDictionary(1024, [data, ...samples]).length > 0 && content,
  BufferWithSegments: (data) => new BufferWithSegments(data, new Uint8Array(0)).toBytes(),
  'BufferWithSegments.segments': (data) => new BufferWithSegments(content, data).toBytes(),
  'readInto of a reader': (view) => compressor.streamReader(content).readInto(view) && content,
};
const takesFrames = /^decompress$|^getFrame|^frame|ZstdDecompressor\.(?!dictData)/;
const rightFor = (name: string): Uint8Array => (name === 'decompressDcz' ? transported : takesFrames.test(name) ? frame : content.slice());

describe('bytes', () => {
  for (const [name, use] of Object.entries(bytesUses)) {
    it(`${name} takes every kind of view and leaves it as it was`, () => {
      let input = rightFor(name);
      if (name === 'BufferWithSegments.segments') input = new Uint8Array(entries.buffer);
      for (const view of views(input)) {
        const result = use(view as never) as Uint8Array;
        expect(result.constructor).toBe(Uint8Array);
        expect(same(result, content)).toBe(true);
        expect(result.buffer.byteLength).toBe(result.length);
        const after = ArrayBuffer.isView(view) ? new Uint8Array(view.buffer, view.byteOffset, view.byteLength) : new Uint8Array(view);
        if (!name.startsWith('readInto')) expect(same(after, input)).toBe(true);
      }
    });

    it(`${name} refuses everything else`, () => {
      const wrong = ['text', '', 5, 5n, true, null, undefined, {}, Symbol('x'), () => content, new Date()];
      // Several dictionaries may be given; none is none.
      if (/dictData|compress prefix/.test(name)) wrong.splice(wrong.indexOf(undefined as never), 1);
      if (name === 'ZstdDecompressor.dictData') wrong.splice(wrong.indexOf(''), 1);
      if (name.includes('returns')) wrong.splice(wrong.indexOf(undefined as never), 1);
      if (name.includes('returns')) wrong.splice(wrong.indexOf(null as never), 1);
      for (const value of wrong)
        expect(
          errorOf(() => use(value as never)),
          String(value),
        ).toBe('TypeError');
      expect(errorOf(() => use((name.endsWith('segments') ? entries : rightFor(name)) as never))).toBe('no error');
    });
  }
});

/** Everything that takes a size, with the sizes that are right although they look like the others. */
const sizeUses: Record<string, [Use, ...unknown[]]> = {
  'decompress maxOutputSize': [(maxOutputSize) => decompress(frame, { maxOutputSize })],
  'decompress maxWindowSize': [(maxWindowSize) => decompress(frame, { maxWindowSize })],
  'ZstdDecompressor maxWindowSize': [(maxWindowSize) => new ZstdDecompressor({ maxWindowSize })],
  'ZstdDecompressor.decompress maxOutputSize': [(maxOutputSize) => decompressor.decompress(frame, { maxOutputSize })],
  'compressObj size': [(size) => compressor.compressObj({ size }), -1],
  'streamReader size': [(size) => compressor.streamReader(reader(), { size }), -1],
  'writeTo size': [(size) => compressor.writeTo(new PieceWriter(), { size }), -1],
  'readToIter size': [(size) => compressor.readToIter(reader(), { size }), -1],
  'copyStream size': [(size) => compressor.copyStream(reader(), new PieceWriter(), { size }), -1],
  'chunker size': [(size) => compressor.chunker(10, { size }), -1],
  'fromLevel sourceSize': [(sourceSize) => CompressionParameters.fromLevel(3, { sourceSize })],
  'fromLevel dictSize': [(dictSize) => CompressionParameters.fromLevel(3, { dictSize })],
  'decompressed skipBytes': [(skipBytes) => decompressor.readToIter(frame, { skipBytes })],
};
const chunkUses: Record<string, Use> = {
  'streamReader readSize': (readSize) => compressor.streamReader(content, { readSize }),
  'writeTo writeSize': (writeSize) => compressor.writeTo(new PieceWriter(), { writeSize }),
  'streamWriter writeSize': (writeSize) => compressor.streamWriter(new PieceWriter(), { writeSize }),
  'readToIter readSize': (readSize) => compressor.readToIter(content, { readSize }),
  'readToIter writeSize': (writeSize) => compressor.readToIter(content, { writeSize }),
  'copyStream readSize': (readSize) => compressor.copyStream(reader(), new PieceWriter(), { readSize }),
  'copyStream writeSize': (writeSize) => compressor.copyStream(reader(), new PieceWriter(), { writeSize }),
  'chunker chunkSize': (chunkSize) => compressor.chunker(chunkSize),
  'decompressing streamReader readSize': (readSize) => decompressor.streamReader(frame, { readSize }),
  'decompressing writeTo writeSize': (writeSize) => decompressor.writeTo(new PieceWriter(), { writeSize }),
  'decompressing readToIter readSize': (readSize) => decompressor.readToIter(frame, { readSize }),
  'decompressing readToIter writeSize': (writeSize) => decompressor.readToIter(frame, { writeSize }),
  'decompressing copyStream readSize': (readSize) => decompressor.copyStream(reader(frame), new PieceWriter(), { readSize }),
  'decompressing copyStream writeSize': (writeSize) => decompressor.copyStream(reader(frame), new PieceWriter(), { writeSize }),
  'decompressObj writeSize': (writeSize) => decompressor.decompressObj({ writeSize }),
};

describe('sizes', () => {
  for (const [name, [use, ...right]] of Object.entries(sizeUses)) {
    it(name, () => {
      for (const value of ['1', null, true, {}, 1n, []])
        expect(
          errorOf(() => use(value as never)),
          String(value),
        ).toBe('TypeError');
      for (const value of [-1, -2, 0.5, Number.NaN, 2 ** 53, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]) {
        if (!right.includes(value))
          expect(
            errorOf(() => use(value as never)),
            String(value),
          ).toBe('RangeError');
      }
      expect(errorOf(() => use(undefined as never))).toBe('no error');
    });
  }

  for (const [name, use] of Object.entries(chunkUses)) {
    it(name, () => {
      for (const value of ['1', null, true, {}, 1n, []])
        expect(
          errorOf(() => use(value as never)),
          String(value),
        ).toBe('TypeError');
      for (const value of [0, -1, 0.5, Number.NaN, 2 ** 53, Number.POSITIVE_INFINITY]) {
        expect(
          errorOf(() => use(value as never)),
          String(value),
        ).toBe('RangeError');
        expect(() => use(value as never)).toThrow(`${name.split(' ').at(-1)} must be`);
      }
      expect(errorOf(() => use(undefined as never))).toBe('no error');
    });
  }
});

const flagUses: Record<string, Use> = {
  'compress writeChecksum': (writeChecksum) => compress(content, { writeChecksum }),
  'compress writeContentSize': (writeContentSize) => compress(content, { writeContentSize }),
  'compress writeDictId': (writeDictId) => compress(content, { writeDictId }),
  'ZstdCompressor writeChecksum': (writeChecksum) => new ZstdCompressor({ writeChecksum }),
  'ZstdCompressor.compress allowEmpty': (allowEmpty) => compressor.compress(content, { allowEmpty }),
  'streamWriter writeReturnRead': (writeReturnRead) => compressor.streamWriter(new PieceWriter(), { writeReturnRead }),
  'streamWriter closeTarget': (closeTarget) => compressor.streamWriter(new PieceWriter(), { closeTarget }),
  'decompress readAcrossFrames': (readAcrossFrames) => decompressor.decompress(frame, { readAcrossFrames }),
  'decompress allowExtraData': (allowExtraData) => decompressor.decompress(frame, { allowExtraData }),
  'decompressObj readAcrossFrames': (readAcrossFrames) => decompressor.decompressObj({ readAcrossFrames }),
  'streamReader readAcrossFrames': (readAcrossFrames) => decompressor.streamReader(frame, { readAcrossFrames }),
  'readToIter readAcrossFrames': (readAcrossFrames) => decompressor.readToIter(frame, { readAcrossFrames }),
  'decompress verifyChecksum': (verifyChecksum) => decompress(frame, { verifyChecksum }),
};

describe('switches', () => {
  for (const [name, use] of Object.entries(flagUses)) {
    it(name, () => {
      for (const value of [0, 1, 'true', null, {}])
        expect(
          errorOf(() => use(value as never)),
          String(value),
        ).toBe('TypeError');
      for (const value of [true, false, undefined]) expect(errorOf(() => use(value as never))).toBe('no error');
    });
  }
});

const optionUses: Record<string, Use> = {
  ZstdCompressor: (options) => new ZstdCompressor(options),
  ZstdDecompressor: (options) => new ZstdDecompressor(options),
  CompressionParameters: (options) => new CompressionParameters(options),
  fromLevel: (options) => CompressionParameters.fromLevel(1, options),
  compress: (options) => compress(content, options),
  decompress: (options) => decompress(frame, options),
  'ZstdCompressor.compress': (options) => compressor.compress(content, options),
  compressObj: (options) => compressor.compressObj(options),
  streamReader: (options) => compressor.streamReader(content, options),
  writeTo: (options) => compressor.writeTo(new PieceWriter(), options),
  streamWriter: (options) => compressor.streamWriter(new PieceWriter(), options),
  readToIter: (options) => compressor.readToIter(content, options),
  copyStream: (options) => compressor.copyStream(reader(), new PieceWriter(), options),
  chunker: (options) => compressor.chunker(9, options),
  multiCompressToBuffer: (options) => compressor.multiCompressToBuffer([content], options),
  'ZstdDecompressor.decompress': (options) => decompressor.decompress(frame, options),
  decompressObj: (options) => decompressor.decompressObj(options),
  'decompressing streamReader': (options) => decompressor.streamReader(frame, options),
  'decompressing writeTo': (options) => decompressor.writeTo(new PieceWriter(), options),
  'decompressing readToIter': (options) => decompressor.readToIter(frame, options),
  'decompressing copyStream': (options) => decompressor.copyStream(reader(frame), new PieceWriter(), options),
  multiDecompressToBuffer: (options) => decompressor.multiDecompressToBuffer([frame], options),
};

describe('options, readers, writers, modes, threads', () => {
  for (const [name, use] of Object.entries(optionUses)) {
    it(`options of ${name}`, () => {
      for (const value of ['options', true, null, Symbol('x')])
        expect(
          errorOf(() => use(value as never)),
          String(value),
        ).toBe('TypeError');
      if (name !== 'compress') expect(errorOf(() => use(7 as never))).toBe('TypeError');
      for (const value of [undefined, {}]) expect(errorOf(() => use(value as never))).toBe('no error');
    });
  }

  it('readers and writers', () => {
    for (const wrong of [null, undefined, 5, 'text', {}, { read: 1, write: 1 }]) {
      for (const use of [
        () => compressor.streamReader(wrong as never),
        () => compressor.writeTo(wrong as never),
        () => compressor.streamWriter(wrong as never),
        () => compressor.copyStream(wrong as never, new PieceWriter()),
        () => compressor.copyStream(reader(), wrong as never),
        () => decompressor.streamReader(wrong as never),
        () => decompressor.writeTo(wrong as never),
        () => decompressor.copyStream(wrong as never, new PieceWriter()),
        () => decompressor.copyStream(reader(), wrong as never),
      ]) {
        expect(errorOf(use)).toBe('TypeError');
      }
    }
  });

  it('flush modes', () => {
    for (const target of [compressor.compressObj(), compressor.writeTo(new PieceWriter())]) {
      for (const mode of [2, -1, 0.5, Number.NaN]) expect(() => target.flush(mode)).toThrow(new RangeError('flush mode not recognized'));
      for (const mode of ['1', null, true]) expect(errorOf(() => target.flush(mode as never))).toBe('TypeError');
      target.close();
    }
  });

  it('threads', () => {
    for (const use of [
      (threads: never) => new ZstdCompressor({ threads }),
      (threads: never) => new CompressionParameters({ threads }),
      (threads: never) => compressor.multiCompressToBuffer([content], { threads }),
      (threads: never) => decompressor.multiDecompressToBuffer([frame], { threads }),
    ]) {
      for (const value of ['1', null, true, 1n]) expect(errorOf(() => use(value as never))).toBe('TypeError');
      for (const value of [0.5, Number.NaN, Number.POSITIVE_INFINITY]) expect(errorOf(() => use(value as never))).toBe('RangeError');
      for (const value of [0, 1, 3, -1, -7, 1000]) expect(errorOf(() => use(value as never))).toBe('no error');
    }
  });

  it('everything public that is called is in one of these tables or has tests of its own', () => {
    const functions = Object.entries(purezstd).filter(([, value]) => typeof value === 'function');
    const here = Object.keys({ ...bytesUses, ...sizeUses, ...chunkUses, ...optionUses }).join(' ');
    const elsewhere =
      /^(ZstdError|compressBound|compressAsync|decompressAsync|compressChunks|decompressChunks|Zstd(C|Dec)ompressionStream|estimate.*|Buffer.*)$/;
    expect(functions.map(([name]) => name).filter((name) => !here.includes(name) && !elsewhere.test(name))).toEqual([]);
  });
});

describe('failing callbacks', () => {
  it('an error of the source comes out unchanged, and reading goes on after it', () => {
    const failure = new SyntaxError('of the source');
    for (const [make, result] of [
      [(source: PieceReader) => compressor.streamReader(source, { size: content.length }), compressor.compress(content)],
      [(source: PieceReader) => decompressor.streamReader(source), content],
    ] as const) {
      const input = result === content ? frame : content;
      const source = new PieceReader([input.subarray(0, 10), input.subarray(10)]);
      const read = source.read.bind(source);
      let calls = 0;
      source.read = (size) => {
        if (++calls === 2) throw failure;
        return read(size);
      };
      const stream = make(source);
      expect(() => stream.readAll()).toThrow(failure);
      expect(stream.closed).toBe(false);
      expect(same(stream.readAll(), result)).toBe(true);
    }
    const broken = {
      read: () => {
        throw failure;
      },
    };
    expect(() => compressor.copyStream(broken, new PieceWriter())).toThrow(failure);
    expect(() => decompressor.copyStream(broken, new PieceWriter())).toThrow(failure);
    expect(() => [...compressor.readToIter(broken)]).toThrow(failure);
    expect(() => [...decompressor.readToIter(broken)]).toThrow(failure);
    expect(same(decompress(compressor.compress(content)), content)).toBe(true);
  });

  it('an error of the target comes out unchanged, and nothing is lost', () => {
    const failure = new SyntaxError('of the target');
    for (const expected of [compressor.compress(content), content]) {
      const parts: Uint8Array[] = [];
      let calls = 0;
      const target = {
        write: (part: Uint8Array) => {
          if (++calls % 3 === 1) throw failure;
          parts.push(part);
        },
      };
      const compressing = expected !== content;
      const writer = compressing
        ? compressor.writeTo(target, { size: content.length, writeSize: 7 })
        : decompressor.writeTo(target, { writeSize: 100 });
      const again = (step: () => unknown): void => {
        for (;;) {
          try {
            step();
            return;
          } catch (error) {
            expect(error).toBe(failure);
          }
        }
      };
      try {
        writer.write(compressing ? content : frame);
      } catch (error) {
        expect(error).toBe(failure);
      }
      again(() => writer.flush());
      again(() => writer.close());
      expect(writer.closed).toBe(true);
      if (compressing) expect(same(decompress(joined(parts)), content)).toBe(true);
      else expect(same(joined(parts), content)).toBe(true);
      expect(writer.tell()).toBe(joined(parts).length);
    }
    const broken = {
      write: () => {
        throw failure;
      },
    };
    expect(() => compressor.copyStream(reader(), broken)).toThrow(failure);
    expect(() => decompressor.copyStream(reader(frame), broken)).toThrow(failure);
  });
});

describe('declared sizes', () => {
  it('are held to, whether or not they are written', () => {
    for (const writeContentSize of [true, false]) {
      const one = new ZstdCompressor({ writeContentSize });
      for (const size of [content.length - 1, content.length + 1, 0]) {
        const uses: (() => unknown)[] = [
          () => {
            const stream = one.compressObj({ size });
            stream.compress(content);
            stream.flush();
          },
          () => one.streamReader(reader(), { size }).readAll(),
          () => {
            const writer = one.writeTo(new PieceWriter(), { size });
            writer.write(content);
            writer.close();
          },
          () => [...one.readToIter(reader(), { size })],
          () => one.copyStream(reader(), new PieceWriter(), { size }),
          () => {
            const chunker = one.chunker(10, { size });
            return [...chunker.compress(content), ...chunker.finish()];
          },
        ];
        for (const use of uses) expect(errorOf(use)).toBe('srcSize_wrong');
      }
      expect(same(decompress(one.compress(content)), content)).toBe(true);
    }
  });
});

describe('calls out of order', () => {
  it('are stage_wrong', () => {
    const obj = compressor.compressObj();
    obj.close();
    const writer = compressor.writeTo(new PieceWriter());
    writer.close();
    const reading = compressor.streamReader(content);
    reading.close();
    const chunker = compressor.chunker(5);
    chunker.close();
    const busy = compressor.chunker(5);
    busy.compress(content);
    const reverse = decompressor.writeTo(new PieceWriter());
    reverse.close();
    const uses: (() => unknown)[] = [
      () => obj.compress(content),
      () => obj.flush(),
      () => writer.write(content),
      () => writer.flush(),
      () => reading.read(1),
      () => chunker.compress(content),
      () => chunker.flush(),
      () => chunker.finish(),
      () => busy.compress(content),
      () => busy.finish(),
      () => reverse.write(frame),
      () => reverse.flush(),
    ];
    for (const use of uses) expect(errorOf(use)).toBe('stage_wrong');
    for (const one of [obj, writer, reading, chunker, reverse]) one.close();
    expect(() => busy.flush()).toThrow('cannot perform operation before consuming output from previous operation');
    expect(() => chunker.compress(content)).toThrow('cannot call compress() after compression finished');
  });

  it('truncated input is an error wherever its end is known', () => {
    const cut = frame.subarray(0, frame.length - 1);
    const uses: (() => unknown)[] = [
      () => decompress(cut),
      () => decompressor.decompress(cut),
      () => decompressor.streamReader(cut).readAll(),
      () => decompressor.streamReader(new PieceReader([cut])).read(5000),
      () => [...decompressor.readToIter(cut)],
      () => decompressor.copyStream(reader(cut), new PieceWriter()),
      () => {
        const writer = decompressor.writeTo(new PieceWriter());
        writer.write(cut);
        writer.close();
      },
      () => {
        const stream = decompressor.decompressObj();
        stream.decompress(cut);
        stream.close();
      },
    ];
    for (const use of uses) expect(errorOf(use)).toBe('srcSize_wrong');
    expect(same(decompressor.decompress(frame), content)).toBe(true);
  });

  it('writers', () => {
    const closed: string[] = [];
    const target = Object.assign(new PieceWriter(), { close: () => closed.push('close'), flush: () => closed.push('flush') });
    const writer = compressor.streamWriter(target);
    expect(writer.write(content)).toBe(content.length);
    writer.flush();
    writer.flush(purezstd.COMPRESSOBJ_FLUSH_FINISH);
    writer.write(content);
    writer.close();
    expect(closed).toEqual(['flush', 'flush', 'close']);
    expect(decompress(target.bytes()).length).toBe(2 * content.length);
    const open = compressor.streamWriter(target, { closeTarget: false, writeReturnRead: false });
    expect(open.write(content)).toBe(0);
    open.flush(purezstd.COMPRESSOBJ_FLUSH_FINISH);
    const { length } = target.bytes();
    open.close();
    expect([closed.length, target.bytes().length]).toEqual([3, length]);
  });
});
