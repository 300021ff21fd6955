import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { generate } from '../../corpus/generate';
import {
  CompressionParameters,
  compress,
  decompress,
  FORMAT_ZSTD1_MAGICLESS,
  frameHeaderSize,
  getFrameParameters,
  ZstdCompressionDict,
} from '../../src/index';
import { compressSeekable, SeekableCompressionStream, SeekableReader, SeekableWriter } from '../../src/seekable';
import { joined, PieceWriter, randomContent, randomPieces, randomSize, same } from '../helpers/content';
import { records, referenceDecompressWith, referenceDictionary } from '../helpers/dictionaries';
import { errorOf, rejectionOf } from '../helpers/errors';
import { Random } from '../helpers/random';
import { referenceDecompress, zstd } from '../helpers/reference';
import { PROPERTY_RUNS } from '../helpers/runs';
import { tableBytes } from '../helpers/seekable';

const uint32 = (bytes: Uint8Array, at: number): number => new DataView(bytes.buffer, bytes.byteOffset).getUint32(at, true);
const text = generate('text', 300_000, 1);
const folder = mkdtempSync(join(tmpdir(), 'purezstd-seekable-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A source that notes what is asked of it. */
class CountingSource {
  reads: [from: number, to: number][] = [];
  /** What the next reads wait for. */
  gate: Promise<unknown> | undefined;
  signals: (AbortSignal | undefined)[] = [];

  constructor(private readonly file: Uint8Array) {}

  size = async (): Promise<number> => this.file.length;

  async read(from: number, to: number, signal?: AbortSignal): Promise<Uint8Array> {
    this.reads.push([from, to]);
    this.signals.push(signal);
    await this.gate;
    return this.file.subarray(from, to);
  }
}

/** A source whose end, with the table, is read by opening; the reads after that are noted. */
async function opened(file: Uint8Array, options: Parameters<typeof SeekableReader.open>[1] = {}) {
  const source = new CountingSource(file);
  const reader = await SeekableReader.open(source, options);
  source.reads = [];
  source.signals = [];
  return { source, reader };
}

describe('files for random access', () => {
  it('are frames of the size asked for, and a table as the specification lays it out', () => {
    for (const level of [-3, 1, 3, 7, 19]) {
      const file = compressSeekable(text, { level, frameSize: 70_000, writeChecksum: true });
      const entries: number[][] = [];
      let at = 0;
      for (let from = 0; from < text.length; from += 70_000) {
        const frame = compress(text.subarray(from, from + 70_000), { level, writeChecksum: true });
        expect(same(file.subarray(at, at + frame.length), frame)).toBe(true);
        at += frame.length;
        // A frame's own checksum is the same number (RFC 8878 §3.1.1), and the reference verifies that one.
        entries.push([frame.length, Math.min(70_000, text.length - from), uint32(frame, frame.length - 4)]);
      }
      expect(entries.length).toBe(5);
      expect([...file.subarray(at)]).toEqual(tableBytes({ entries }));
      const plain = compressSeekable(text, { level, frameSize: 70_000, writeChecksum: true, frameChecksums: false });
      expect([...plain.subarray(at)]).toEqual(tableBytes({ entries: entries.map((entry) => entry.slice(0, 2)) }));
    }
  });

  it('are read by the reference and by decompress(), whatever the options', () => {
    const contents = [new Uint8Array(0), text.subarray(0, 1), text, generate('random', 100_000, 2), new Uint8Array(3_000_000)];
    for (const content of contents) {
      for (const options of [
        {},
        { frameSize: 10_000, frameChecksums: false },
        { level: 12, frameSize: 65_536, writeContentSize: false },
        { compressionParams: new CompressionParameters({ windowLog: 14, enableLdm: true, writeChecksum: true }), frameSize: 50_001 },
      ]) {
        const file = compressSeekable(content, options);
        expect(same(referenceDecompress(file), content)).toBe(true);
        expect(same(decompress(file), content)).toBe(true);
        expect(same(SeekableReader.openSync(file).readSync(), content)).toBe(true);
      }
    }
    expect(zstd(compressSeekable(text, { frameSize: 1000 }), '-t').status).toBe(0);
  });

  it('come out the same in one call, written in pieces and as a Web Stream', async () => {
    const random = new Random(1);
    for (let i = 0; i < PROPERTY_RUNS; i++) {
      const content = randomContent(random);
      const frameSize = Math.max(randomSize(random, 1 << 18), content.length >> 8);
      const options = { level: random.pick([-1, 1, 3, 5]), frameSize, frameChecksums: random.oneIn(2) };
      const file = compressSeekable(content, options);
      const pieces = randomPieces(random, content);
      const target = new PieceWriter();
      const writeSize = randomSize(random, 1 << 17);
      const writer = new SeekableWriter(target, { ...options, writeSize });
      let passed = 0;
      for (const piece of pieces) passed += writer.write(piece);
      expect(passed).toBe(writer.tell());
      writer.close();
      expect(writer.tell()).toBe(file.length);
      expect(target.pieces.every(({ length }) => length <= writeSize)).toBe(true);
      expect(same(target.bytes(), file)).toBe(true);
      if (i % 4 > 0) continue;
      const stream = new SeekableCompressionStream(options);
      const feeding = (async () => {
        const feeder = stream.writable.getWriter();
        for (const piece of pieces) await feeder.write(piece);
        await feeder.close();
      })();
      const parts: Uint8Array[] = [];
      for await (const part of stream.readable as unknown as AsyncIterable<Uint8Array>) parts.push(part);
      await feeding;
      expect(same(joined(parts), file)).toBe(true);
    }
  });

  it('have frames that end where the writer says', () => {
    const target = new PieceWriter();
    const writer = new SeekableWriter(target, { frameSize: 100 });
    expect(writer.endFrame()).toBe(0);
    writer.write(text.subarray(0, 30));
    expect(writer.endFrame()).toBeGreaterThan(20);
    expect(writer.endFrame()).toBe(0);
    writer.write(text.subarray(30, 180));
    writer.close();
    const reader = SeekableReader.openSync(target.bytes());
    const sizes = Array.from({ length: reader.frames }, (_, i) => reader.frameInfo(i).decompressedSize);
    expect(sizes).toEqual([30, 100, 50]);
    expect(same(reader.readSync(20, 150), text.subarray(20, 150))).toBe(true);
    expect(same(referenceDecompress(target.bytes()), text.subarray(0, 180))).toBe(true);
  });

  it('serve dictionaries on both sides', async () => {
    const dictionary = referenceDictionary();
    const content = joined(records(300, 7));
    for (const dictData of [dictionary, new ZstdCompressionDict(dictionary), content.subarray(0, 3000)]) {
      const file = compressSeekable(content, { dictData, frameSize: 2000 });
      expect(file.length).toBeLessThan(compressSeekable(content, { frameSize: 2000 }).length);
      const reader = await SeekableReader.open(file, { dictData });
      expect(same(await reader.read(), content)).toBe(true);
      expect(same(reader.readSync(5000, 9000), content.subarray(5000, 9000))).toBe(true);
      expect(same(decompress(file, { dictData }), content)).toBe(true);
      if (dictData === dictionary) {
        expect(same(referenceDecompressWith(file, dictionary), content)).toBe(true);
        const none = await SeekableReader.open(file);
        const id = new ZstdCompressionDict(dictionary).dictId();
        await expect(none.read(0, 5)).rejects.toMatchObject({ code: 'dictionary_wrong', dictId: id });
      }
    }
  });
});

describe('SeekableWriter', () => {
  it('loses nothing when the target refuses', () => {
    const pieces: Uint8Array[] = [];
    let refusing = false;
    const target = {
      write: (piece: Uint8Array) => {
        if (refusing) throw new Error('full');
        pieces.push(piece);
      },
    };
    const writer = new SeekableWriter(target, { frameSize: 1000, writeSize: 100 });
    for (let at = 0; at < 20_000; at += 2500) {
      refusing = at % 5000 > 0;
      if (refusing) expect(() => writer.write(text.subarray(at, at + 2500))).toThrow('full');
      else writer.write(text.subarray(at, at + 2500));
    }
    expect(() => writer.close()).toThrow('full');
    expect(writer.closed).toBe(false);
    expect(errorOf(() => writer.write(text))).toBe('stage_wrong');
    refusing = false;
    writer.close();
    expect(same(joined(pieces), compressSeekable(text.subarray(0, 20_000), { frameSize: 1000 }))).toBe(true);
  });

  it('ends once, and holds a frame at the most', () => {
    const target = new PieceWriter();
    const writer = new SeekableWriter(target, { frameSize: 200_000 });
    writer.write(text.subarray(0, 1000));
    expect(writer.memorySize()).toBeLessThan(100_000);
    for (let i = 0; i < 20; i++) writer.write(text);
    expect(writer.memorySize()).toBeGreaterThan(150_000);
    expect(writer.memorySize()).toBeLessThan(250_000);
    expect(writer.closed).toBe(false);
    writer.close();
    expect(writer.closed).toBe(true);
    expect(writer.memorySize()).toBe(0);
    const { length } = target.bytes();
    writer.close();
    expect(target.bytes().length).toBe(length);
    expect(errorOf(() => writer.write(text))).toBe('stage_wrong');
    expect(errorOf(() => writer.endFrame())).toBe('stage_wrong');
    expect(SeekableReader.openSync(target.bytes()).size).toBe(1000 + 20 * text.length);
  });

  it('ends with an error of a frame, since the table must list all', () => {
    const compressionParams = new CompressionParameters({ windowLog: 31, chainLog: 30, hashLog: 30, compressionStrategy: 9 });
    const failing = Object.assign(Object.create(compressionParams), {
      resolve: () => {
        throw new Error('no settings');
      },
    });
    const target = new PieceWriter();
    const writer = new SeekableWriter(target, { compressionParams: failing, frameSize: 10 });
    expect(() => writer.write(text)).toThrow('no settings');
    expect(writer.closed).toBe(true);
    writer.close();
    expect(target.bytes().length).toBe(0);
  });

  it('rejects wrong arguments', () => {
    const target = new PieceWriter();
    const errorFor = (options: object): string => errorOf(() => new SeekableWriter(target, options));
    for (const frameSize of [0, -1, 1.5, Number.NaN, 2 ** 30 + 1]) expect(errorFor({ frameSize })).toBe('RangeError');
    expect(errorFor({ frameSize: 2 ** 30 })).toBe('no error');
    expect(errorFor({ frameSize: '5' })).toBe('TypeError');
    expect(errorFor({ frameChecksums: 1 })).toBe('TypeError');
    expect(errorFor({ writeSize: 0 })).toBe('RangeError');
    expect(errorFor({ level: 23 })).toBe('RangeError');
    expect(errorFor({ compressionParams: new CompressionParameters({}), level: 3 })).toBe('RangeError');
    expect(errorFor({ compressionParams: new CompressionParameters({ format: FORMAT_ZSTD1_MAGICLESS }) })).toBe('RangeError');
    expect(errorOf(() => new SeekableWriter({} as never))).toBe('TypeError');
    expect(errorOf(() => new SeekableWriter(target).write('text' as never))).toBe('TypeError');
    for (const wrong of ['text', null, undefined, [1]]) expect(errorOf(() => compressSeekable(wrong as never))).toBe('TypeError');
    expect(errorOf(() => compressSeekable(text, null as never))).toBe('TypeError');
    expect(errorOf(() => compressSeekable(text, 23))).toBe('RangeError');
    expect(same(compressSeekable(text, 1), compressSeekable(text, { level: 1 }))).toBe(true);
    expect(() => new SeekableCompressionStream({ frameSize: 0 })).toThrow(RangeError);
  });
});

describe('SeekableReader', () => {
  const file = compressSeekable(text, { frameSize: 10_000 });

  it('reads any part from bytes, a Blob, a file and storage of any kind', async () => {
    const name = join(folder, 'file.zst');
    writeFileSync(name, file);
    const handle = await open(name);
    const shared = new Uint8Array(new SharedArrayBuffer(file.length));
    shared.set(file);
    const random = new Random(2);
    try {
      for (const source of [
        file,
        Buffer.from(file),
        file.buffer.slice(file.byteOffset, file.byteOffset + file.length),
        shared,
        new DataView(file.buffer, file.byteOffset, file.length),
        new Blob([file]),
        new File([file], 'name'),
        handle,
        new CountingSource(file),
        { size: file.length, read: (from: number, to: number) => Buffer.from(file.subarray(from, to)) },
      ]) {
        const reader = await SeekableReader.open(source as Uint8Array);
        expect([reader.size, reader.frames]).toEqual([text.length, 30]);
        for (let i = 0; i < 60; i++) {
          const from = random.below(text.length + 1);
          const to = Math.min(from + randomSize(random, text.length), text.length);
          const part = await reader.read(from, to);
          expect(same(part, text.subarray(from, to))).toBe(true);
          expect([part.constructor, part.byteOffset, part.buffer.byteLength]).toEqual([Uint8Array, 0, part.length]);
        }
        expect(same(await reader.read(), text)).toBe(true);
        if (ArrayBuffer.isView(source) || source instanceof ArrayBuffer) {
          expect(same(reader.readSync(9_990, 10_010), text.subarray(9_990, 10_010))).toBe(true);
        } else expect(errorOf(() => reader.readSync(0, 5))).toBe('stage_wrong');
        reader.close();
      }
      // The reader does not own it.
      expect((await handle.stat()).size).toBe(file.length);
    } finally {
      await handle.close();
    }
  });

  it('gives results of its own: changing them changes nothing', async () => {
    const reader = SeekableReader.openSync(file);
    reader.readSync(0, 100).fill(0);
    reader.readSync(0, 10_000).fill(0);
    (await reader.read(0, 10_000)).fill(0);
    for await (const chunk of reader.chunks({ end: 20_000 })) chunk.fill(0);
    expect(same(reader.readSync(0, 20_000), text.subarray(0, 20_000))).toBe(true);
  });

  it('says where frames are', () => {
    const reader = SeekableReader.openSync(file);
    let at = 0;
    for (let i = 0; i < reader.frames; i++) {
      const info = reader.frameInfo(i);
      expect([info.compressedOffset, info.decompressedOffset, info.decompressedSize]).toEqual([at, i * 10_000, 10_000]);
      expect(getFrameParameters(file.subarray(at)).contentSize).toBe(10_000);
      at += info.compressedSize;
      expect([reader.frameAt(i * 10_000), reader.frameAt(i * 10_000 + 9_999)]).toEqual([i, i]);
    }
    const frame = compress(text.subarray(0, 10_000), { writeChecksum: true });
    expect(reader.frameInfo(0).checksum).toBe(uint32(frame, frame.length - 4));
    expect(SeekableReader.openSync(compressSeekable(text, { frameChecksums: false })).frameInfo(0).checksum).toBe(undefined);
    for (const wrong of [-1, 30, 0.5, Number.NaN]) expect(errorOf(() => reader.frameInfo(wrong))).toBe('RangeError');
    expect(errorOf(() => reader.frameInfo(undefined as never))).toBe('TypeError');
    for (const wrong of [-1, text.length, 0.5]) expect(errorOf(() => reader.frameAt(wrong))).toBe('RangeError');
    expect(errorOf(() => reader.frameAt('5' as never))).toBe('TypeError');
    const empty = SeekableReader.openSync(compressSeekable(new Uint8Array(0)));
    expect([empty.size, empty.frames, empty.readSync().length]).toEqual([0, 0, 0]);
    expect(errorOf(() => empty.frameInfo(0))).toBe('RangeError');
    expect(errorOf(() => empty.frameAt(0))).toBe('RangeError');
  });

  it('touches the frames that it needs and no others, neighbours with one read', async () => {
    const content = generate('text', 8 << 20, 3);
    const large = compressSeekable(content, { level: 1, frameSize: 1 << 16 });
    const { source, reader } = await opened(large, { cacheSize: 0 });
    const random = new Random(4);
    for (let i = 0; i < 100; i++) {
      const from = random.below(content.length - 4096);
      source.reads = [];
      expect(same(await reader.read(from, from + 4096), content.subarray(from, from + 4096))).toBe(true);
      const first = reader.frameInfo(reader.frameAt(from));
      const last = reader.frameInfo(reader.frameAt(from + 4095));
      expect(source.reads).toEqual([[first.compressedOffset, last.compressedOffset + last.compressedSize]]);
    }
    // A long part is read some megabytes at a time, each byte once.
    source.reads = [];
    expect(same(await reader.read(70_000), content.subarray(70_000))).toBe(true);
    expect(source.reads.length).toBeLessThan(4);
    expect(source.reads[0][0]).toBe(reader.frameInfo(1).compressedOffset);
    for (const [i, [from]] of source.reads.slice(1).entries()) expect(from).toBe(source.reads[i][1]);
    source.reads = [];
    expect((await reader.read(5, 5)).length).toBe(0);
    expect(source.reads).toEqual([]);
  });

  it('opens with one read, or two when the table is long', async () => {
    const source = new CountingSource(file);
    await SeekableReader.open(source);
    expect(source.reads).toEqual([[Math.max(file.length - 16_384, 0), file.length]]);
    const many = compressSeekable(text, { level: -1, frameSize: 150 });
    const second = new CountingSource(many);
    const reader = await SeekableReader.open(second);
    expect(second.reads).toEqual([
      [many.length - 16_384, many.length],
      [many.length - 17 - 2000 * 12, many.length],
    ]);
    expect(same(await reader.read(1000, 2000), text.subarray(1000, 2000))).toBe(true);
  });

  it('keeps the contents used last, up to a size', async () => {
    const { source, reader } = await opened(file, { cacheSize: 30_000 });
    const readsOf = async (...frames: number[]): Promise<number> => {
      source.reads = [];
      for (const i of frames) await reader.read(i * 10_000 + 5, i * 10_000 + 10);
      return source.reads.length;
    };
    expect(await readsOf(0, 1, 2, 0, 1, 2)).toBe(3);
    // 0 was used before the others; 3 takes its place.
    expect(await readsOf(3, 1, 2, 3)).toBe(1);
    expect(await readsOf(0)).toBe(1);
    expect(await readsOf(2, 3, 0)).toBe(0);
    // What is kept in the middle is not read again.
    expect(await readsOf(5)).toBe(1);
    source.reads = [];
    expect(same(await reader.read(40_000, 70_000), text.subarray(40_000, 70_000))).toBe(true);
    expect(source.reads.length).toBe(2);
    const { source: other, reader: none } = await opened(file, { cacheSize: 9_999 });
    await none.read(0, 5);
    await none.read(0, 5);
    expect(other.reads.length).toBe(2);
  });

  it('loads a frame once for all reads that wait for it', async () => {
    const { source, reader } = await opened(file);
    const parts = await Promise.all(Array.from({ length: 50 }, (_, i) => reader.read(i * 100, i * 100 + 200)));
    for (const [i, part] of parts.entries()) expect(same(part, text.subarray(i * 100, i * 100 + 200))).toBe(true);
    expect(source.reads.length).toBe(1);
    // One that needs more beside it.
    source.reads = [];
    const [a, b] = await Promise.all([reader.read(50_000, 70_000), reader.read(45_000, 85_000)]);
    expect(same(a, text.subarray(50_000, 70_000)) && same(b, text.subarray(45_000, 85_000))).toBe(true);
    expect(source.reads.length).toBe(3);
  });

  it('keeps any number of reads and streams apart', async () => {
    const random = new Random(5);
    for (let i = 0; i < PROPERTY_RUNS / 10; i++) {
      const content = randomContent(random);
      const frameSize = Math.max(randomSize(random, 1 << 16), content.length >> 8);
      const data = compressSeekable(content, { level: 1, frameSize, writeContentSize: random.oneIn(2) });
      const reader = await SeekableReader.open(new CountingSource(data), { cacheSize: random.below(content.length + 1) });
      await Promise.all(
        Array.from({ length: 10 }, async () => {
          const start = random.below(content.length + 1);
          const end = start + random.below(content.length + 1 - start);
          let part: Uint8Array;
          if (random.oneIn(2)) part = await reader.read(start, end);
          else {
            const chunks: Uint8Array[] = [];
            for await (const chunk of reader.chunks({ start, end })) chunks.push(chunk);
            part = joined(chunks);
          }
          expect(same(part, content.subarray(start, end))).toBe(true);
        }),
      );
    }
  });

  it('streams: chunks of a frame at the most, with back-pressure, until it is left', async () => {
    const content = generate('text', 40 << 20, 6);
    const { source, reader } = await opened(compressSeekable(content, { level: -5, frameSize: 1 << 20 }), { cacheSize: 0 });
    const chunks: Uint8Array[] = [];
    for await (const chunk of reader.chunks({ start: 1_000_000, end: 5_000_000 })) chunks.push(chunk);
    expect(chunks.map(({ length }) => length)).toEqual([48_576, 1 << 20, 1 << 20, 1 << 20, 805_696]);
    expect(same(joined(chunks), content.subarray(1_000_000, 5_000_000))).toBe(true);
    source.reads = [];
    for await (const chunk of reader.chunks()) {
      expect(chunk.length).toBe(1 << 20);
      break;
    }
    expect(source.reads.length).toBe(1);
    source.reads = [];
    const stream = reader.stream({ start: 5 }).getReader();
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(source.reads.length).toBe(0);
    expect((await stream.read()).value?.length).toBe((1 << 20) - 5);
    await stream.cancel();
    expect(source.reads.length).toBe(1);
    expect(same(new Uint8Array(await new Response(reader.stream()).arrayBuffer()), content)).toBe(true);
    for (const range of [{ start: -1 }, { start: 5, end: 4 }, { end: content.length + 1 }, { start: 0.5 }]) {
      expect(() => reader.chunks(range)).toThrow(RangeError);
      expect(() => reader.stream(range)).toThrow(RangeError);
    }
    expect(() => reader.chunks('5' as never)).toThrow(TypeError);
  });

  it('gives up when told to, and stops what nobody waits for any more', async () => {
    const { source, reader } = await opened(file);
    await expect(reader.read(0, 5, { signal: AbortSignal.abort('no') })).rejects.toBe('no');
    expect(source.reads.length).toBe(0);
    let release = (): void => undefined;
    source.gate = new Promise<void>((resolve) => {
      release = resolve;
    });
    const [one, two] = [new AbortController(), new AbortController()];
    const first = reader.read(0, 5, { signal: one.signal });
    const second = reader.read(0, 5, { signal: two.signal });
    const third = reader.read(20_000, 20_005, { signal: one.signal });
    one.abort('enough');
    await expect(first).rejects.toBe('enough');
    await expect(third).rejects.toBe('enough');
    // The first two share a load, which goes on for the second.
    expect(source.signals.map((signal) => signal?.aborted)).toEqual([false, true]);
    // A new read does not join what was aborted.
    const fourth = reader.read(20_000, 20_005);
    expect(source.reads.length).toBe(3);
    release();
    expect(same(await second, text.subarray(0, 5))).toBe(true);
    expect(same(await fourth, text.subarray(20_000, 20_005))).toBe(true);
    await expect(SeekableReader.open(new Blob([file]), { signal: AbortSignal.abort('early') })).rejects.toBe('early');
    await expect(reader.chunks({ signal: AbortSignal.abort('now') }).next()).rejects.toBe('now');
    // Between the steps of decoding, too.
    const zeros = compressSeekable(new Uint8Array(1 << 28), { frameSize: 1 << 28 });
    const controller = new AbortController();
    const long = SeekableReader.openSync(zeros).read(0, 5, { signal: controller.signal });
    setTimeout(() => controller.abort('late'), 5);
    await expect(long).rejects.toBe('late');
  });

  it('ends what is under way when it is closed', async () => {
    const { source, reader } = await opened(file);
    source.gate = new Promise((resolve) => setTimeout(resolve, 10));
    const reading = rejectionOf(reader.read(0, 5));
    const chunks = reader.chunks();
    const streaming = rejectionOf(chunks.next());
    reader.close();
    expect(source.signals.every((signal) => signal?.aborted)).toBe(true);
    expect([await reading, await streaming]).toEqual(['stage_wrong', 'stage_wrong']);
    expect(await rejectionOf(reader.read(0, 5))).toBe('stage_wrong');
    expect(await rejectionOf(reader.chunks().next())).toBe('stage_wrong');
    reader.close();
    const bytes = SeekableReader.openSync(file);
    bytes.close();
    expect(errorOf(() => bytes.readSync())).toBe('stage_wrong');
    if (Symbol.dispose !== undefined) {
      const other = SeekableReader.openSync(file);
      other[Symbol.dispose]();
      expect(errorOf(() => other.readSync())).toBe('stage_wrong');
    }
  });

  it('rejects wrong arguments', async () => {
    for (const wrong of [null, undefined, 5, true, {}, [], { size: 5 }, { read: () => text }]) {
      expect(await rejectionOf(SeekableReader.open(wrong as never))).toBe('TypeError');
    }
    expect(await rejectionOf(SeekableReader.open(file, null as never))).toBe('TypeError');
    expect(await rejectionOf(SeekableReader.open(file, { cacheSize: -1 }))).toBe('RangeError');
    expect(await rejectionOf(SeekableReader.open(file, { verifyChecksum: 1 as never }))).toBe('TypeError');
    expect(await rejectionOf(SeekableReader.open(file, { maxWindowSize: -1 }))).toBe('RangeError');
    expect(await rejectionOf(SeekableReader.open({ size: -1, read: () => text }))).toBe('RangeError');
    expect(await rejectionOf(SeekableReader.open({ size: (() => undefined) as never, read: () => text }))).toBe('TypeError');
    expect(errorOf(() => SeekableReader.openSync('text' as never))).toBe('TypeError');
    const reader = SeekableReader.openSync(file);
    for (const [from, to] of [
      [-1, 5],
      [6, 5],
      [0, text.length + 1],
      [0.5, 1],
      [Number.NaN, 5],
    ]) {
      expect(await rejectionOf(reader.read(from, to))).toBe('RangeError');
      expect(errorOf(() => reader.readSync(from, to))).toBe('RangeError');
    }
    expect(await rejectionOf(reader.read('0' as never))).toBe('TypeError');
    expect(await rejectionOf(reader.read(0, 5, null as never))).toBe('TypeError');
  });

  it('passes on what the source throws, and rejects sources that give too little or too much', async () => {
    const failing = { size: file.length, read: () => Promise.reject(new RangeError('disk')) };
    await expect(SeekableReader.open(failing)).rejects.toThrow('disk');
    const { source, reader } = await opened(file);
    source.gate = Promise.reject(new Error('gone'));
    await expect(reader.read(0, 5)).rejects.toThrow('gone');
    source.gate = undefined;
    expect(same(await reader.read(0, 5), text.subarray(0, 5))).toBe(true);
    for (const difference of [-1, 1]) {
      const lying = { size: file.length, read: (from: number, to: number) => file.slice(Math.max(from - difference, 0), to) };
      expect(await rejectionOf(SeekableReader.open({ ...lying, size: file.length + 20_000 }))).toBe('srcSize_wrong');
    }
    expect(await rejectionOf(SeekableReader.open({ size: file.length, read: () => 'text' as never }))).toBe('TypeError');
    // A file that has become shorter since.
    const cut = { stat: async () => ({ size: file.length }), read: async () => ({ bytesRead: 0 }) };
    expect(await rejectionOf(SeekableReader.open(cut))).toBe('srcSize_wrong');
  });
});

describe('invalid files', () => {
  const content = text.subarray(0, 2000);
  const file = compressSeekable(content, { frameSize: 500 });
  const tableAt = file.length - 17 - 4 * 12;

  /** What reading all of it ends in, one frame at a time and all at once, synchronously and not: always the same. */
  async function outcome(bytes: Uint8Array): Promise<string> {
    const sync = errorOf(() => {
      const reader = SeekableReader.openSync(bytes);
      expect(same(reader.readSync(), content)).toBe(true);
    });
    const reading = async (): Promise<void> => {
      const reader = await SeekableReader.open(new Blob([bytes as Uint8Array<ArrayBuffer>]));
      const chunks: Uint8Array[] = [];
      for await (const chunk of reader.chunks()) chunks.push(chunk);
      expect(same(joined(chunks), content)).toBe(true);
    };
    expect(await rejectionOf(reading())).toBe(sync);
    return sync;
  }
  const ZSTD_ERRORS =
    /^(prefix_unknown|corruption_detected|srcSize_wrong|checksum_wrong|frameParameter_unsupported|frameParameter_windowTooLarge|dictionary_wrong|dictionary_corrupted|literals_headerWrong)$/;

  it('are a ZstdError for every bit of the table that is wrong; of the unused bits nothing is said', async () => {
    for (let at = tableAt; at < file.length; at++) {
      for (let bit = 0; bit < 8; bit++) {
        const wrong = file.slice();
        wrong[at] ^= 1 << bit;
        const unused = at === file.length - 5 && bit < 2;
        const expected = unused
          ? /^no error$/
          : at >= tableAt + 8 && at < file.length - 9 && (at - tableAt - 8) % 12 >= 8
            ? /^checksum_wrong$/
            : ZSTD_ERRORS;
        expect(await outcome(wrong), `byte ${at - tableAt}, bit ${bit}`).toMatch(expected);
      }
    }
  });

  it('are a ZstdError when they are cut anywhere, at the front or at the end', async () => {
    for (let length = 0; length < file.length; length += length > tableAt || length < 20 ? 1 : 13) {
      expect(await outcome(file.subarray(0, length)), `first ${length}`).toBe('prefix_unknown');
      expect(await outcome(file.subarray(file.length - length)), `last ${length}`).toMatch(ZSTD_ERRORS);
    }
    for (const frame of [compress(content), text, new Uint8Array(100)]) expect(await outcome(frame)).toBe('prefix_unknown');
  });

  it('are a ZstdError or the right content for every byte of a frame that is wrong', async () => {
    const random = new Random(8);
    for (let i = 0; i < PROPERTY_RUNS; i++) {
      const wrong = file.slice();
      for (let n = 1 + random.below(3); n > 0; n--) wrong[random.below(tableAt)] ^= 1 + random.below(255);
      // The checksums of the table see what the frames do not.
      const found = await outcome(wrong);
      if (found !== 'no error') expect(found).toMatch(ZSTD_ERRORS);
    }
  });

  it('are corrupt when a frame has another size than the table says', async () => {
    const frames = [content.subarray(0, 500), content.subarray(500, 1000)].map((part) => compress(part, { writeContentSize: false }));
    const [a, b] = frames.map(({ length }) => length);
    const build = (entries: number[][]): Uint8Array => new Uint8Array([...joined(frames), ...tableBytes({ entries })]);
    const read = (entries: number[][]): Promise<string> =>
      rejectionOf(SeekableReader.open(build(entries)).then((reader) => reader.read(0, reader.size)));
    expect(await read([[a, 500], [b, 500]])).toBe('no error'); // biome-ignore format: pairs
    expect(await read([[a, 499], [b, 501]])).toBe('corruption_detected'); // biome-ignore format: pairs
    expect(await read([[a, 501], [b, 499]])).toBe('corruption_detected'); // biome-ignore format: pairs
    expect(await read([[a + 1, 500], [b - 1, 500]])).toMatch(ZSTD_ERRORS); // biome-ignore format: pairs
    expect(await read([[a - 1, 500], [b + 1, 500]])).toMatch(ZSTD_ERRORS); // biome-ignore format: pairs
    // Two frames for one entry: each frame has its own.
    expect(await read([[a + b, 1000]])).toBe('corruption_detected');
    // Nor none for a frame that has some.
    expect(await read([[a, 500], [b, 0]])).toBe('corruption_detected'); // biome-ignore format: pairs
  });

  it('say which frame is wrong, and where', async () => {
    const wrong = file.slice();
    const { compressedOffset, compressedSize } = SeekableReader.openSync(file).frameInfo(2);
    wrong[tableAt + 8 + 2 * 12 + 8] ^= 1;
    const reader = await SeekableReader.open(new Blob([wrong]));
    const expected = { code: 'checksum_wrong', offset: compressedOffset, message: expect.stringMatching(/^frame 2: Restored data/) };
    await expect(reader.read()).rejects.toMatchObject(expected);
    await expect(reader.read(1000, 1001)).rejects.toMatchObject(expected);
    expect(() => SeekableReader.openSync(wrong).readSync()).toThrow(expect.objectContaining(expected));
    // The others can be read, and this one without the checksums.
    expect(same(await reader.read(0, 1000), content.subarray(0, 1000))).toBe(true);
    const trusting = await SeekableReader.open(wrong, { verifyChecksum: false, cacheSize: 0 });
    expect(same(await trusting.read(), content)).toBe(true);
    wrong[compressedOffset + 4] |= 8;
    const found = await trusting.read().catch((error) => error);
    expect(found).toMatchObject({ code: 'frameParameter_unsupported', message: expect.stringMatching(/^frame 2: /) });
    expect(found.offset).toBeGreaterThanOrEqual(compressedOffset);
    expect(found.offset).toBeLessThan(compressedOffset + compressedSize);
  });

  it('a frame that ends early is the one that is named', async () => {
    const wrong = file.slice();
    const { compressedOffset, compressedSize } = SeekableReader.openSync(file).frameInfo(0);
    // Its only block is not the last one any more.
    wrong[compressedOffset + frameHeaderSize(file)] &= ~1;
    const end = compressedOffset + compressedSize - 1;
    const expected = { code: 'srcSize_wrong', offset: end, message: expect.stringMatching(/^frame 0: /) };
    expect(() => SeekableReader.openSync(wrong).readSync(0, 10)).toThrow(expect.objectContaining(expected));
    await expect((await SeekableReader.open(wrong)).read(0, 10)).rejects.toMatchObject(expected);
  });

  it('cannot make a reader spend memory on claims', async () => {
    // 2 MB that claim 64 GiB, as far as the table can say so: blocks of one repeated byte could be that much. They are not.
    const entries = Array.from({ length: 16 }, () => [131_100, 0xffffffff]);
    const claims = new Uint8Array([...new Uint8Array(16 * 131_100), ...tableBytes({ entries })]);
    const before = process.memoryUsage();
    const reader = SeekableReader.openSync(claims);
    expect(reader.size).toBe(16 * 0xffffffff);
    expect(await rejectionOf(reader.read())).toBe('prefix_unknown');
    expect(errorOf(() => reader.readSync())).toBe('prefix_unknown');
    const { heapUsed, external, arrayBuffers } = process.memoryUsage();
    expect(heapUsed + external + arrayBuffers - before.heapUsed - before.external - before.arrayBuffers).toBeLessThan(100e6);
    // A source that claims to be large, with a table that claims to be.
    const footer = tableBytes({ frames: 0x8000000 }).slice(-9);
    let asked = 0;
    const storage = {
      size: 2 ** 40,
      read(from: number, to: number) {
        asked = Math.max(asked, to - from);
        return from > 2 ** 40 - 20_000 ? new Uint8Array([...new Uint8Array(to - from - 9), ...footer]) : new Uint8Array(0);
      },
    };
    expect(await rejectionOf(SeekableReader.open(storage))).toBe('srcSize_wrong');
  });

  it('may have skippable frames in between', async () => {
    const skippable = [0x50, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, 1, 2, 3];
    const frames = [content.subarray(0, 500), content.subarray(500)].map((part) => compress(part));
    const entries = [[11, 0], [frames[0].length, 500], [11, 0], [frames[1].length, 1500], [11, 0]]; // biome-ignore format: pairs
    const bytes = new Uint8Array([...skippable, ...frames[0], ...skippable, ...frames[1], ...skippable, ...tableBytes({ entries })]);
    expect(same(referenceDecompress(bytes), content)).toBe(true);
    const { source, reader } = await opened(bytes);
    expect([reader.frameAt(0), reader.frameAt(499), reader.frameAt(500), reader.frameAt(1999)]).toEqual([1, 1, 3, 3]);
    expect(same(await reader.read(), content)).toBe(true);
    expect(same(SeekableReader.openSync(bytes).readSync(400, 600), content.subarray(400, 600))).toBe(true);
    expect(source.reads).toEqual([[0, 33 + frames[0].length + frames[1].length]]);
    expect(same(await reader.read(100, 200), content.subarray(100, 200))).toBe(true);
    expect(source.reads.length).toBe(1);
  });
});
