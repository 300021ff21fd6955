import { describe, expect, it } from 'vitest';
import { Decompress } from '../../src/fzstd';
import { compress, decompress, ZstdCompressor, ZstdDecompressor } from '../../src/index';
import { createZstdCompress, createZstdDecompress } from '../../src/node';
import { compressSeekable, SeekableReader, SeekableWriter } from '../../src/seekable';
import { bytes, chunkSize, whole } from '../helpers/badArguments';
import { joined, PieceReader, PieceWriter, same } from '../helpers/content';
import { errorOf, rejectionOf } from '../helpers/errors';
import { publicFunctions } from '../helpers/publicSurface';
import { content, frame } from './arguments/table';

const compressor = new ZstdCompressor({ writeContentSize: true });
const decompressor = new ZstdDecompressor();
const file = compressSeekable(content, { frameSize: 400 });
const view = new Uint8Array(10);

/** What each method does once `close()` has been called: a ZstdError's code, or nothing. */
type AfterClose<T> = { [name in keyof T]?: [use: (closed: T) => unknown, outcome: string] };
const wrong = 'stage_wrong';
const fine = 'no error';
function closed<T extends { close(): void }>(
  make: () => T,
  uses: AfterClose<T>,
): { make: () => { close(): void }; uses: AfterClose<never> } {
  return { make, uses: uses as AfterClose<never> };
}

const CLOSED = {
  ZstdCompressionObj: closed(() => compressor.compressObj(), {
    compress: [(one) => one.compress(content), wrong],
    flush: [(one) => one.flush(), wrong],
    close: [(one) => one.close(), fine],
  }),
  ZstdCompressionChunker: closed(() => compressor.chunker(5), {
    compress: [(one) => one.compress(content), wrong],
    flush: [(one) => one.flush(), wrong],
    finish: [(one) => one.finish(), wrong],
    close: [(one) => one.close(), fine],
  }),
  ZstdCompressionReader: closed(() => compressor.streamReader(content), {
    read: [(one) => one.read(1), wrong],
    readAll: [(one) => one.readAll(), wrong],
    readInto: [(one) => one.readInto(view), wrong],
    tell: [(one) => one.tell(), fine],
    close: [(one) => one.close(), fine],
  }),
  ZstdCompressionWriter: closed(() => compressor.writeTo(new PieceWriter()), {
    write: [(one) => one.write(content), wrong],
    flush: [(one) => one.flush(), wrong],
    tell: [(one) => one.tell(), fine],
    memorySize: [(one) => one.memorySize(), fine],
    close: [(one) => one.close(), fine],
  }),
  ZstdDecompressionObj: closed(() => decompressor.decompressObj(), {
    decompress: [(one) => one.decompress(frame), wrong],
    // It only gives what is left, which is nothing.
    flush: [(one) => one.flush(), fine],
    close: [(one) => one.close(), fine],
  }),
  ZstdDecompressionReader: closed(() => decompressor.streamReader(frame), {
    read: [(one) => one.read(1), wrong],
    readAll: [(one) => one.readAll(), wrong],
    readInto: [(one) => one.readInto(view), wrong],
    seek: [(one) => one.seek(5), wrong],
    tell: [(one) => one.tell(), fine],
    close: [(one) => one.close(), fine],
  }),
  ZstdDecompressionWriter: closed(() => decompressor.writeTo(new PieceWriter()), {
    write: [(one) => one.write(frame), wrong],
    flush: [(one) => one.flush(), wrong],
    tell: [(one) => one.tell(), fine],
    memorySize: [(one) => one.memorySize(), fine],
    close: [(one) => one.close(), fine],
  }),
  SeekableWriter: closed(() => new SeekableWriter(new PieceWriter()), {
    write: [(one) => one.write(content), wrong],
    endFrame: [(one) => one.endFrame(), wrong],
    tell: [(one) => one.tell(), fine],
    memorySize: [(one) => one.memorySize(), fine],
    close: [(one) => one.close(), fine],
  }),
  SeekableReader: closed(() => SeekableReader.openSync(file), {
    read: [(one) => one.read(0, 1), wrong],
    readSync: [(one) => one.readSync(0, 1), wrong],
    chunks: [(one) => one.chunks().next(), wrong],
    stream: [(one) => one.stream().getReader().read(), wrong],
    // What the table says is known in any case.
    frameInfo: [(one) => one.frameInfo(0), fine],
    frameAt: [(one) => one.frameAt(0), fine],
    close: [(one) => one.close(), fine],
  }),
  // In the shape of Node's own: a stream that is gone does nothing.
  ZstdCompress: closed(createZstdCompress, {
    flush: [(one) => new Promise<void>((resolve) => one.flush(resolve)), fine],
    close: [(one) => new Promise<void>((resolve) => one.close(resolve)), fine],
  }),
  ZstdDecompress: closed(createZstdDecompress, {
    flush: [(one) => new Promise<void>((resolve) => one.flush(resolve)), fine],
    close: [(one) => new Promise<void>((resolve) => one.close(resolve)), fine],
  }),
};

describe('after close()', () => {
  it('every method of every class that has it is in this table', () => {
    const methods = publicFunctions().map(({ name }) => name.split('.'));
    const closable = methods.filter(([, method]) => method === 'close').map(([name]) => name);
    const wanted = methods.filter(([name, method]) => closable.includes(name) && method !== 'open' && method !== 'openSync');
    expect(wanted.length).toBeGreaterThan(40);
    const here = Object.entries(CLOSED).flatMap(([name, { uses }]) => Object.keys(uses).map((method) => `${name}.${method}`));
    expect(here.sort()).toEqual(wanted.map((parts) => parts.join('.')).sort());
  });

  for (const [name, { make, uses }] of Object.entries(CLOSED)) {
    it(`${name}: each method is an error or does nothing, twice, and another object works`, async () => {
      for (const [method, use] of Object.entries(uses)) {
        const [run, outcome] = use as [(one: unknown) => unknown, string];
        const one = make();
        // Of a frame that has not begun, the end is none.
        expect(errorOf(() => one.close())).toBe(name === 'ZstdDecompressionObj' ? 'srcSize_wrong' : fine);
        for (let i = 0; i < 2; i++) expect(await rejectionOf((async () => run(one))()), method).toBe(outcome);
        const other = make();
        if (method !== 'close' && outcome === wrong) expect(await rejectionOf((async () => run(other))()), method).toBe(fine);
      }
      expect(same(decompress(compress(content)), content)).toBe(true);
    });
  }
});

/** Something under way: a step takes or gives the next part, and the result is all of it. */
interface Underway {
  step(part: number): void;
  result(): Uint8Array;
  /** Calls that are wrong. */
  mistakes(): (() => unknown)[];
}

const third = Math.ceil(content.length / 3);
const contentPart = (part: number): Uint8Array => content.subarray(part * third, (part + 1) * third);
const framePart = (part: number): Uint8Array => frame.subarray(part * 300, part === 2 ? frame.length : (part + 1) * 300);
const notBytes = bytes(content).wrong.map(([value]) => value as never);
const notSizes = chunkSize.wrong.map(([value]) => value as never);
const notModes = whole(0, 1).wrong.map(([value]) => value as never);

const UNDERWAY: Record<string, () => Underway> = {
  compressObj() {
    const stream = compressor.compressObj({ size: content.length });
    const parts: Uint8Array[] = [];
    return {
      step: (part) => parts.push(stream.compress(contentPart(part))),
      result: () => joined([...parts, stream.flush()]),
      mistakes: () => [...notBytes.map((value) => () => stream.compress(value)), ...notModes.map((mode) => () => stream.flush(mode))],
    };
  },
  chunker() {
    const chunker = compressor.chunker(50, { size: content.length });
    const parts: Uint8Array[] = [];
    return {
      step: (part) => parts.push(...chunker.compress(contentPart(part))),
      result: () => joined([...parts, ...chunker.finish()]),
      mistakes: () => notBytes.map((value) => () => chunker.compress(value)),
    };
  },
  writeTo() {
    const target = new PieceWriter();
    const writer = compressor.writeTo(target, { size: content.length });
    return {
      step: (part) => writer.write(contentPart(part)),
      result() {
        writer.close();
        return target.bytes();
      },
      mistakes: () => [...notBytes.map((value) => () => writer.write(value)), ...notModes.map((mode) => () => writer.flush(mode))],
    };
  },
  'streamReader, compressing'() {
    const reader = compressor.streamReader(new PieceReader([content]), { size: content.length });
    const parts: Uint8Array[] = [];
    return {
      step: () => parts.push(reader.read(100)),
      result: () => joined([...parts, reader.readAll()]),
      mistakes: () => [...notSizes.map((size) => () => reader.read(size)), ...notBytes.map((value) => () => reader.readInto(value))],
    };
  },
  decompressObj() {
    const stream = decompressor.decompressObj();
    const parts: Uint8Array[] = [];
    return {
      step: (part) => parts.push(stream.decompress(framePart(part))),
      result: () => joined(parts),
      mistakes: () => notBytes.map((value) => () => stream.decompress(value)),
    };
  },
  'writeTo, decompressing'() {
    const target = new PieceWriter();
    const writer = decompressor.writeTo(target);
    return {
      step: (part) => writer.write(framePart(part)),
      result() {
        writer.close();
        return target.bytes();
      },
      mistakes: () => notBytes.map((value) => () => writer.write(value)),
    };
  },
  'streamReader, decompressing'() {
    const reader = decompressor.streamReader(new PieceReader([frame]));
    const parts: Uint8Array[] = [];
    return {
      step: () => parts.push(reader.read(100)),
      result: () => joined([...parts, reader.readAll()]),
      mistakes: () => [
        ...notSizes.map((size) => () => reader.read(size)),
        ...notBytes.map((value) => () => reader.readInto(value)),
        ...notSizes.slice(0, 8).map((position) => () => reader.seek(position)),
        () => reader.seek(-1),
        () => reader.seek(500, 2),
      ],
    };
  },
  SeekableWriter() {
    const target = new PieceWriter();
    const writer = new SeekableWriter(target, { frameSize: 400 });
    return {
      step: (part) => writer.write(contentPart(part)),
      result() {
        writer.close();
        return target.bytes();
      },
      mistakes: () => notBytes.map((value) => () => writer.write(value)),
    };
  },
  'SeekableReader, readSync'() {
    const reader = SeekableReader.openSync(file);
    const parts: Uint8Array[] = [];
    return {
      step: (part) => parts.push(reader.readSync(part * third, Math.min((part + 1) * third, content.length))),
      result: () => joined(parts),
      mistakes: () =>
        whole(0, content.length).wrong.map(
          ([value]) =>
            () =>
              reader.readSync(value as never),
        ),
    };
  },
  'Decompress of fzstd'() {
    const parts: Uint8Array[] = [];
    const stream = new Decompress((part) => parts.push(part));
    return {
      step: (part) => stream.push(framePart(part), part === 2),
      result: () => joined(parts),
      mistakes: () => notBytes.map((value) => () => stream.push(value)),
    };
  },
};

describe('wrong arguments in the middle change nothing of what comes out', () => {
  for (const [name, begin] of Object.entries(UNDERWAY)) {
    it(name, () => {
      const undisturbed = begin();
      const disturbed = begin();
      for (const part of [0, 1, 2]) {
        undisturbed.step(part);
        for (const mistake of disturbed.mistakes()) expect(errorOf(mistake)).toMatch(/^(TypeError|RangeError)$/);
        disturbed.step(part);
      }
      const result = undisturbed.result();
      expect(result.length).toBeGreaterThan(500);
      expect(same(disturbed.result(), result)).toBe(true);
    });
  }
});

it('a chunker that is closed gives no more chunks: a frame without its content would look whole', () => {
  const chunker = compressor.chunker(100);
  for (const _ of chunker.compress(new Uint8Array(50_000)));
  const rest = chunker.finish();
  chunker.close();
  expect(errorOf(() => rest.next())).toBe('stage_wrong');
  const whole = compressor.chunker(100);
  const all = [...whole.finish()];
  whole.close();
  expect(decompress(joined(all)).length).toBe(0);
});
