import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { Readable, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { generate } from '../../corpus/generate';
import { compress, decompress, getFrameParameters } from '../../src/index';
import {
  constants,
  createZstdCompress,
  createZstdDecompress,
  ZstdError,
  zstdCompress,
  zstdCompressSync,
  zstdDecompress,
  zstdDecompressSync,
} from '../../src/node';
import { randomContent, randomPieces } from '../helpers/content';
import { rejectionOf } from '../helpers/errors';
import { Random } from '../helpers/random';
import { referenceDecompress } from '../helpers/reference';
import { STREAM_RUNS } from '../helpers/runs';

const collect = async (stream: Readable): Promise<Buffer> => Buffer.concat(await stream.toArray());
const compressed = promisify(zstdCompress);
const decompressed = promisify(zstdDecompress);
const code = (error: unknown): string => (error instanceof ZstdError ? error.code : (error as Error).name);

describe('functions in the shape of node:zlib', () => {
  it('take strings and bytes, give Buffers', async () => {
    for (const input of [
      'text',
      Buffer.from('text'),
      new TextEncoder().encode('text').buffer,
      new DataView(Buffer.from('-text').buffer.slice(0, 4)),
    ]) {
      const frame = zstdCompressSync(input);
      expect(Buffer.isBuffer(frame)).toBe(true);
      expect(zstdDecompressSync(frame).length).toBe(4);
      expect((await decompressed(await compressed(input))).length).toBe(4);
    }
    expect(getFrameParameters(zstdCompressSync('abc')).contentSize).toBe(3);
  });

  it('know the parameters', async () => {
    const content = generate('text', 20_000, 1);
    const params = {
      [constants.ZSTD_c_compressionLevel]: 5,
      [constants.ZSTD_c_checksumFlag]: 1,
      [constants.ZSTD_c_contentSizeFlag]: false,
      [constants.ZSTD_c_windowLog]: 12,
      [constants.ZSTD_c_strategy]: constants.ZSTD_lazy2,
    };
    const frame = zstdCompressSync(content, { params });
    expect(getFrameParameters(frame)).toMatchObject({ hasChecksum: true, contentSize: -1, windowSize: 4096 });
    expect(Buffer.compare(referenceDecompress(frame), content)).toBe(0);
    expect(Buffer.compare(await compressed(content, { params }), frame)).toBe(0);
    expect(() => zstdCompressSync('x', { params: { 999: 1 } })).toThrow(RangeError);
    expect(() => zstdCompressSync('x', { params: { 100: 'x' as never } })).toThrow(TypeError);
    expect(() => zstdCompressSync('x', { params: { [constants.ZSTD_c_windowLog]: 99 } })).toThrow(RangeError);
    expect(() => zstdDecompressSync(frame, { params: { [constants.ZSTD_d_windowLogMax]: 11 } })).toThrow(
      expect.objectContaining({ code: 'frameParameter_windowTooLarge' }),
    );
    expect(() => zstdDecompressSync(frame, { params: { [constants.ZSTD_c_windowLog]: 11 } })).toThrow(RangeError);
    expect(() => zstdDecompressSync(frame, { maxOutputLength: content.length - 1 })).toThrow(
      expect.objectContaining({ code: 'dstSize_tooSmall' }),
    );
    expect(() => zstdCompressSync(content, { maxOutputLength: 3 })).toThrow(expect.objectContaining({ code: 'dstSize_tooSmall' }));
    expect(() => zstdCompressSync('abc', { pledgedSrcSize: 4 })).toThrow(expect.objectContaining({ code: 'srcSize_wrong' }));
    expect(zstdDecompressSync(frame, { dictionary: Buffer.from('raw content') }).length).toBe(content.length);
  });

  it('call back once, later, with errors of the data; wrong arguments too', async () => {
    let called = false;
    const done = new Promise<unknown>((resolve) => {
      zstdDecompress(Buffer.from('junk'), (error) => {
        called = true;
        resolve(error);
      });
    });
    expect(called).toBe(false);
    expect(code(await done)).toBe('prefix_unknown');
    expect(() => zstdCompress('x', undefined as never)).toThrow(TypeError);
    expect(await rejectionOf(compressed(5 as never, {}))).toBe('TypeError');
  });
});

describe('streams in the shape of node:zlib', () => {
  it('turn content into one frame and back, however it is cut', async () => {
    // Run 802 once waited for ever: the reader had asked, and nothing came.
    const random = new Random(5);
    for (let i = 0; i < STREAM_RUNS; i++) {
      const content = randomContent(random);
      const params = { [constants.ZSTD_c_compressionLevel]: random.pick([-1, 1, 3, 5]), [constants.ZSTD_c_checksumFlag]: 1 };
      const stream = createZstdCompress({ params, pledgedSrcSize: content.length, chunkSize: 64 + random.below(1 << random.below(18)) });
      const frame = await collect(Readable.from(randomPieces(random, content), { objectMode: false }).pipe(stream));
      expect(Buffer.compare(frame, zstdCompressSync(content, { params }))).toBe(0);
      expect(stream.bytesWritten).toBe(content.length);
      const back = createZstdDecompress({ chunkSize: 64 + random.below(1 << random.below(18)) });
      const pieces = Readable.from(randomPieces(random, frame), { objectMode: false });
      expect(Buffer.compare(await collect(pieces.pipe(back)), content)).toBe(0);
    }
  });

  it('gives chunks of at most chunkSize, as fast as they are read', async () => {
    const bomb = compress(new Uint8Array(30_000_000));
    const stream = createZstdDecompress({ chunkSize: 1000 });
    stream.end(bomb);
    await once(stream, 'readable');
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(stream.readableLength).toBeLessThan(40_000);
    let total = 0;
    for await (const chunk of stream) {
      total += chunk.length;
      if (total > 2_000_000) break;
    }
    expect(stream.destroyed).toBe(true);
    const events = createZstdDecompress({ chunkSize: 1000 });
    events.end(compress(new Uint8Array(5500)));
    const sizes: number[] = [];
    events.on('data', (chunk) => sizes.push(chunk.length));
    await once(events, 'end');
    expect(sizes).toEqual([1000, 1000, 1000, 1000, 1000, 500]);
    const slow = new Writable({ highWaterMark: 10, write: (_chunk, _encoding, done) => setImmediate(done) });
    await pipeline(Readable.from([compress(new Uint8Array(3_000_000))]), createZstdDecompress(), slow);
  });

  it('flushes in order, and ends frames in between', async () => {
    const stream = createZstdCompress();
    const parts: Buffer[] = [];
    stream.on('data', (part) => parts.push(part));
    stream.write('first ');
    await new Promise<void>((resolve) => stream.flush(resolve));
    const reader = createZstdDecompress();
    reader.write(Buffer.concat(parts));
    expect(String((await once(reader, 'data'))[0])).toBe('first ');
    stream.write('second ');
    await new Promise<void>((resolve) => stream.flush(constants.ZSTD_e_end, resolve));
    const complete = Buffer.concat(parts);
    expect(Buffer.from(decompress(complete)).toString()).toBe('first second ');
    stream.end('third');
    await once(stream, 'end');
    expect(Buffer.from(decompress(Buffer.concat(parts))).toString()).toBe('first second third');
    await new Promise<void>((resolve) => stream.flush(resolve));
    const eager = createZstdCompress({ flush: constants.ZSTD_e_flush });
    eager.write('now');
    expect((await once(eager, 'data'))[0].length).toBeGreaterThan(9);
    await new Promise<void>((resolve) => eager.close(resolve));
    await new Promise<void>((resolve) => eager.close(resolve));
  });

  it('reports what is wrong with the data', async () => {
    const frame = compress(new Uint8Array(1000));
    for (const [input, expected] of [
      [Buffer.from('junk'), 'prefix_unknown'],
      [frame.subarray(0, 10), 'srcSize_wrong'],
    ] as const) {
      expect(
        await rejectionOf(pipeline(Readable.from([input]), createZstdDecompress(), new Writable({ write: (_c, _e, done) => done() }))),
      ).toBe(expected);
    }
    expect(await rejectionOf(collect(Readable.from([frame]).pipe(createZstdDecompress({ maxOutputLength: 999 }))))).toBe(
      'dstSize_tooSmall',
    );
  });

  it('talk to the command over a pipe', async () => {
    const content = randomContent(new Random(21), 2_000_000);
    const child = spawn('zstd', ['-d', '-c'], { stdio: ['pipe', 'pipe', 'inherit'] });
    const [, back] = await Promise.all([pipeline(Readable.from([content]), createZstdCompress(), child.stdin), collect(child.stdout)]);
    expect(Buffer.compare(back, content)).toBe(0);
  });

  it('call back whoever waits for a write, a flush or the end when they are destroyed', async () => {
    const content = new Random(3).bytes(3_000_000);
    for (const reason of [new Error('enough'), undefined]) {
      const compressing = createZstdCompress();
      compressing.on('error', () => {});
      const outcomes = Promise.all([
        new Promise((resolve) => compressing.write(content, resolve)),
        new Promise((resolve) => compressing.flush(() => resolve('flushed'))),
      ]);
      compressing.destroy(reason);
      const [written, flushed] = await outcomes;
      expect(written).toBeInstanceOf(Error);
      if (reason) expect(written).toBe(reason);
      expect(flushed).toBe('flushed');

      const decompressing = createZstdDecompress();
      decompressing.on('error', () => {});
      const ended = Promise.all([
        new Promise((resolve) => decompressing.write(compress(content), resolve)),
        new Promise((resolve) => decompressing.end(resolve)),
      ]);
      decompressing.destroy(reason);
      for (const outcome of await ended) expect(outcome).toBeInstanceOf(Error);
    }
  });

  it('take and give bytes, whatever their options ask for', async () => {
    const asked = { encoding: 'utf8', decodeStrings: false, writableObjectMode: true, readableObjectMode: true } as const;
    const stream = createZstdCompress(asked as object);
    stream.end('hello');
    expect(Buffer.from(decompress(await collect(stream))).toString()).toBe('hello');
  });

  it('give nothing more once their reader has destroyed them', async () => {
    const stream = createZstdDecompress({ chunkSize: 1000 });
    const reason = new Error('enough');
    let taken = 0;
    stream.on('data', (chunk: Buffer) => {
      taken += chunk.length;
      stream.destroy(reason);
    });
    const failed = once(stream, 'error');
    stream.end(compress(new Random(4).bytes(100_000)));
    expect((await failed)[0]).toBe(reason);
    expect(taken).toBe(1000);
  });

  it('are destroyed by using and await using', async () => {
    for (const create of [createZstdCompress, createZstdDecompress]) {
      const first = create();
      const closed = once(first, 'close');
      first.write(zstdCompressSync('text'));
      first[Symbol.dispose]();
      expect(first.destroyed).toBe(true);
      await closed;
      const second = create();
      second.on('error', () => undefined);
      second.write(zstdCompressSync('text'));
      await second[Symbol.asyncDispose]();
      expect(second.destroyed).toBe(true);
    }
    expect(zstdDecompressSync(zstdCompressSync('text')).toString()).toBe('text');
  });

  it('wrong arguments of the functions that call back show at once', () => {
    const never = (): void => {
      throw new Error('called');
    };
    expect(() => zstdCompress(5 as never, never)).toThrow(TypeError);
    expect(() => zstdCompress('a', { flush: 9 }, never)).toThrow(RangeError);
    expect(() => zstdDecompress(5 as never, never)).toThrow(TypeError);
    expect(() => zstdDecompress(zstdCompressSync('a'), { params: { 1: 1 } }, never)).toThrow(RangeError);
  });

  it('take parameters that node:zlib takes, and refuse those that it refuses', () => {
    const { ZSTD_c_compressionLevel: level, ZSTD_c_jobSize: jobSize, ZSTD_c_overlapLog: overlap } = constants;
    for (const [key, value] of [
      [level, -200_000],
      [level, 50],
      [jobSize, 1 << 20],
      [overlap, 3],
    ]) {
      expect(zstdDecompressSync(zstdCompressSync('hello', { params: { [key]: value } })).toString()).toBe('hello');
    }
    const frame = zstdCompressSync('hello');
    const windowLogMax = constants.ZSTD_d_windowLogMax;
    for (const log of [0, 10, 31]) expect(zstdDecompressSync(frame, { params: { [windowLogMax]: log } }).toString()).toBe('hello');
    for (const log of [-1, 5, 9, 32]) expect(() => zstdDecompressSync(frame, { params: { [windowLogMax]: log } })).toThrow(RangeError);
    expect(constants.ZSTD_error_srcSize_wrong).toBe(72);
  });
});
