import { describe, expect, it } from 'vitest';
import * as purezstd from '../../src/index';
import { decompress, ZstdCompressor, ZstdDecompressor } from '../../src/index';
import { joined, PieceReader, PieceWriter, same } from '../helpers/content';
import { errorOf } from '../helpers/errors';
import { content, frame, readerOf } from './arguments/table';

const compressor = new ZstdCompressor({ writeContentSize: true });
const decompressor = new ZstdDecompressor();
const reader = (data: Uint8Array = content): { read(): Uint8Array } => readerOf(data);

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
      let failures = 0;
      let seen = 0;
      const target = {
        write: (part: Uint8Array) => {
          if (++calls % 3 === 1) {
            failures++;
            throw failure;
          }
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
            seen++;
          }
        }
      };
      try {
        writer.write(compressing ? content : frame);
      } catch (error) {
        expect(error).toBe(failure);
        seen++;
      }
      again(() => writer.flush());
      again(() => writer.close());
      expect(writer.closed).toBe(true);
      expect(failures).toBeGreaterThan(1);
      expect(seen).toBe(failures);
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
  it('are stage_wrong, and say why', () => {
    const chunker = compressor.chunker(5);
    chunker.close();
    expect(() => chunker.compress(content)).toThrow('cannot call compress() after compression finished');
    const busy = compressor.chunker(5);
    busy.compress(content);
    for (const use of [() => busy.compress(content), () => busy.finish()]) expect(errorOf(use)).toBe('stage_wrong');
    expect(() => busy.flush()).toThrow('cannot perform operation before consuming output from previous operation');
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
