import { Readable } from 'node:stream';
import { Worker } from 'node:worker_threads';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { generate, kinds } from '../../corpus/generate';
import type { TrainingPlan } from '../../src/dictionary/train';
import {
  CompressionParameters,
  compress,
  compressAsync,
  compressChunks,
  decompress,
  decompressAsync,
  trainDictionary,
  ZstdCompressionDict,
  ZstdCompressionStream,
  ZstdCompressor,
  ZstdDecompressor,
  ZstdError,
} from '../../src/index';
import { createZstdCompress } from '../../src/node';
import { compressSeekable, SeekableCompressionStream, type SeekableOptions, SeekableReader, SeekableWriter } from '../../src/seekable';
import { closeWorkers, configureWorkers } from '../../src/workers';
import { trainingTask } from '../../src/workers/trainingTask';
import { joined, same } from '../helpers/content';
import { records } from '../helpers/dictionaries';
import { referenceDecompress } from '../helpers/reference';
import { WorkerMaker, workerScript } from '../helpers/workers';

const content = joined(kinds.map((kind, i) => generate(kind, 300_000, i + 1)));
const settings = { compressionLevel: 3, jobSize: 1, writeContentSize: true, writeChecksum: true };
const withThreads = (threads: number): { compressionParams: CompressionParameters } => ({
  compressionParams: new CompressionParameters({ ...settings, threads }),
});
const expected = new ZstdCompressor(withThreads(1)).compress(content);
let script = '';
let maker: WorkerMaker;

/** Lets workers that were told to end do so. */
const ended = async (): Promise<void> => {
  for (let i = 0; i < 200 && maker.running() > 0; i++) await new Promise((resolve) => setTimeout(resolve, 10));
};

beforeAll(async () => {
  script = await workerScript();
  maker = new WorkerMaker(script);
  configureWorkers({ create: maker.create });
});
afterEach(async () => {
  closeWorkers();
  await ended();
  expect(maker.running()).toBe(0);
});
afterAll(closeWorkers);

describe('one frame on several threads', () => {
  it('is the same with any number of them, in a call that blocks', () => {
    for (const threads of [2, 3, 8]) expect(same(new ZstdCompressor(withThreads(threads)).compress(content), expected)).toBe(true);
    expect(same(decompress(expected), content)).toBe(true);
    expect(same(referenceDecompress(expected), content)).toBe(true);
    expect(maker.started.length).toBeGreaterThan(0);
  });

  it('is the same from a promise', async () => {
    for (const threads of [1, 2, 3]) expect(same(await compressAsync(content, withThreads(threads)), expected)).toBe(true);
    expect(same(await compressAsync(content, { level: 5 }), compress(content, { level: 5 }))).toBe(true);
    const dictData = new ZstdCompressionDict(content.subarray(0, 100_000));
    expect(same(await compressAsync(content, { level: 5, dictData }), compress(content, { level: 5, dictData }))).toBe(true);
    const prefix = content.subarray(5000);
    expect(same(await compressAsync(content, { level: 1, prefix }), compress(content, { level: 1, prefix }))).toBe(true);
    const params = { compressionParams: new CompressionParameters({ enableLdm: true, windowLog: 20, hashLog: 15 }), dictData };
    expect(same(await compressAsync(content, params), compress(content, params))).toBe(true);
  });

  it('is the same from every kind of stream', async () => {
    const options = { ...withThreads(2), size: content.length };
    const pieces = Array.from({ length: 40 }, (_, i) => content.subarray((i * content.length) / 40, ((i + 1) * content.length) / 40));
    const stream = new ZstdCompressor(options).compressObj({ size: content.length });
    expect(same(joined([...pieces.map((piece) => stream.compress(piece)), stream.flush()]), expected)).toBe(true);
    const chunks: Uint8Array[] = [];
    for await (const chunk of compressChunks(pieces, options)) chunks.push(chunk);
    expect(same(joined(chunks), expected)).toBe(true);
    // Whole buffers: none pins a larger one.
    for (const chunk of chunks) expect(chunk.buffer.byteLength).toBe(chunk.length);
    const web = new Blob(pieces as Uint8Array<ArrayBuffer>[])
      .stream()
      .pipeThrough(new ZstdCompressionStream(options) as ReadableWritablePair<Uint8Array, Uint8Array>);
    expect(same(new Uint8Array(await new Response(web as ReadableStream).arrayBuffer()), expected)).toBe(true);
    const node = Readable.from(pieces).pipe(
      createZstdCompress({ params: { 100: 3, 400: 2, 401: 1, 200: 1, 201: 1 }, pledgedSrcSize: content.length }),
    );
    expect(same(joined(await node.toArray()), expected)).toBe(true);
  });

  it('is the same with long matches that reach back over several jobs', async () => {
    const twice = joined([content, content.subarray(1000), content]);
    const withLong = (threads: number): { compressionParams: CompressionParameters } => ({
      compressionParams: new CompressionParameters({ ...settings, enableLdm: true, windowLog: 24, threads }),
    });
    const whole = new ZstdCompressor(withLong(1)).compress(twice);
    for (const threads of [2, 3]) {
      expect(same(new ZstdCompressor(withLong(threads)).compress(twice), whole)).toBe(true);
      expect(same(await compressAsync(twice, withLong(threads)), whole)).toBe(true);
      const chunks: Uint8Array[] = [];
      for await (const chunk of compressChunks([twice.subarray(0, 1_234_567), twice.subarray(1_234_567)], {
        ...withLong(threads),
        size: twice.length,
      })) {
        chunks.push(chunk);
      }
      expect(same(joined(chunks), whole)).toBe(true);
    }
    expect(whole.length).toBeLessThan(1.05 * expected.length);
    expect(same(referenceDecompress(whole), twice)).toBe(true);
  });

  it('comes out of a stream as far as it was flushed', async () => {
    const chunks: Uint8Array[] = [];
    const reader = new ZstdDecompressor().decompressObj();
    const options = { level: 1, threads: 2, flushEachChunk: true };
    const sizes = [1000, 700_000, 1, 600_000];
    let at = 0;
    let read = 0;
    async function* source(): AsyncGenerator<Uint8Array> {
      for (const size of sizes) {
        expect(read).toBe(at);
        yield content.subarray(at, at + size);
        at += size;
      }
    }
    for await (const chunk of compressChunks(source(), options)) {
      chunks.push(chunk);
      read += reader.decompress(chunk).length;
    }
    expect(read).toBe(at);
    expect(same(referenceDecompress(joined(chunks)), content.subarray(0, at))).toBe(true);
  });

  it('refuses what a frame on one thread refuses', async () => {
    const stream = new ZstdCompressor(withThreads(2)).compressObj({ size: 2_000_000 });
    stream.compress(content.subarray(0, 1_500_000));
    expect(() => stream.flush()).toThrow(ZstdError);
    await expect(compressAsync(content, { level: 30 } as never)).rejects.toThrow(RangeError);
    const wrong = compressChunks([content], { ...withThreads(2), size: 5 });
    await expect(wrong.next()).rejects.toThrow(ZstdError);
  });
});

describe('many items on several threads', () => {
  const items = records(1200);

  it('makes the frames that one makes', () => {
    for (const options of [{ level: 3 }, { level: 6, dictData: new ZstdCompressionDict(joined(records(50, 2))) }, withThreads(2)]) {
      const compressor = new ZstdCompressor(options);
      const alone = compressor.multiCompressToBuffer(items);
      const shared = compressor.multiCompressToBuffer(items, { threads: 3 });
      expect(shared.length).toBe(items.length);
      for (const [i, segment] of [...shared].entries()) if (!same(segment.bytes, alone.segment(i).bytes)) throw new Error(`item ${i}`);
    }
  });

  it('reads the contents that one reads, and names the item that is wrong', () => {
    const dictData = new ZstdCompressionDict(joined(records(50, 2)));
    const frames = [...new ZstdCompressor({ writeContentSize: true, dictData }).multiCompressToBuffer(items)].map(({ bytes }) =>
      bytes.slice(),
    );
    const decompressor = new ZstdDecompressor({ dictData });
    const contents = decompressor.multiDecompressToBuffer(frames, { threads: 2 });
    for (const [i, segment] of [...contents].entries()) if (!same(segment.bytes, items[i])) throw new Error(`item ${i}`);
    frames[700] = frames[700].slice(0, -1);
    expect(() => decompressor.multiDecompressToBuffer(frames, { threads: 2 })).toThrow('error decompressing item 700');
  });

  it('decompresses several frames from a promise', async () => {
    const parts = [0, 1, 2, 3, 4].map((i) => content.subarray(i * 500_000, i * 500_000 + 400_000 + i));
    const input = joined(parts.map((part) => compress(part, { writeChecksum: true })));
    const whole = joined(parts);
    for (const threads of [0, 1, 2]) expect(same(await decompressAsync(input, { threads }), whole)).toBe(true);
    await expect(decompressAsync(input, { threads: 2, maxOutputSize: 1_999_999 })).rejects.toMatchObject({ code: 'dstSize_tooSmall' });
    const damaged = input.slice();
    damaged[damaged.length - 1] ^= 1;
    await expect(decompressAsync(damaged, { threads: 2 })).rejects.toMatchObject({ code: 'checksum_wrong' });
    await expect(decompressAsync(input.subarray(0, -1), { threads: 2 })).rejects.toMatchObject({ code: 'srcSize_wrong' });
  });

  it('reads files for random access', async () => {
    const file = compressSeekable(content, { level: 1, frameSize: 100_000 });
    const reader = await SeekableReader.open(file, { threads: 2 });
    expect(same(await reader.read(0, reader.size), content)).toBe(true);
    expect(same(await reader.read(1_234_567, 1_234_999), content.subarray(1_234_567, 1_234_999))).toBe(true);
    reader.close();
    const damaged = file.slice();
    damaged[reader.size > 0 ? 100 : 0] ^= 255;
    const other = await SeekableReader.open(damaged, { threads: 2 });
    await expect(other.read(0, 1_000_000)).rejects.toThrow(ZstdError);
    other.close();
  });
});

describe('files for random access', () => {
  const pieces = Array.from({ length: 40 }, (_, i) => content.subarray((i * content.length) / 40, ((i + 1) * content.length) / 40));

  it('are the same from one thread and from several, whatever their frames are', async () => {
    const part = content.subarray(0, 3_000_000);
    const dictData = trainDictionary(4096, records(400), { k: 100, d: 8 });
    const byParameters = (threads: number): CompressionParameters =>
      new CompressionParameters({ compressionLevel: 4, windowLog: 16, enableLdm: true, threads });
    const kindsOfOptions: ((threads: number) => SeekableOptions)[] = [
      (threads) => ({ threads, level: 1, frameSize: 100_000 }),
      (threads) => ({ threads, level: 3, frameSize: 5000, frameChecksums: false }),
      (threads) => ({ threads, level: 1, frameSize: 1_200_000, writeChecksum: true, writeContentSize: false }),
      (threads) => ({ threads, level: 5, frameSize: 700_000, dictData }),
      (threads) => ({ frameSize: 250_000, compressionParams: byParameters(threads), dictData }),
      (threads) => ({ threads, level: 3, frameSize: 1 << 30 }),
    ];
    for (const options of kindsOfOptions) {
      const file = compressSeekable(part, options(0));
      for (const threads of [1, 3]) {
        const name = JSON.stringify(options(threads));
        expect(same(compressSeekable(part, options(threads)), file), name).toBe(true);
        const written: Uint8Array[] = [];
        const writer = new SeekableWriter({ write: (piece) => written.push(piece) }, options(threads));
        for (let at = 0; at < part.length; at += 123_457) writer.write(part.subarray(at, at + 123_457));
        writer.close();
        expect(same(joined(written), file), name).toBe(true);
        const web = new Blob([part as Uint8Array<ArrayBuffer>])
          .stream()
          .pipeThrough(new SeekableCompressionStream(options(threads)) as ReadableWritablePair<Uint8Array, Uint8Array>);
        expect(same(new Uint8Array(await new Response(web as ReadableStream).arrayBuffer()), file), name).toBe(true);
      }
    }
    expect(maker.started.length).toBeGreaterThan(0);
  });

  it('have frames that end where they are told to', () => {
    const files = [0, 2].map((threads) => {
      const written: Uint8Array[] = [];
      const writer = new SeekableWriter({ write: (piece) => written.push(piece) }, { level: 1, frameSize: 300_000, threads });
      for (const piece of pieces) {
        writer.write(piece);
        writer.write(piece.subarray(0, 1000));
        writer.endFrame();
      }
      writer.endFrame();
      writer.close();
      return joined(written);
    });
    expect(same(files[0], files[1])).toBe(true);
    expect(SeekableReader.openSync(files[1]).frames).toBe(pieces.length);
  });

  it('are not read on while nobody takes them: a few tasks are on their way at most', async () => {
    let taken = 0;
    const source = new ReadableStream<Uint8Array>(
      {
        pull(controller) {
          taken++;
          controller.enqueue(content.subarray(0, 1 << 20));
          if (taken === 100) controller.close();
        },
      },
      { highWaterMark: 0 },
    );
    const stream = new SeekableCompressionStream({ level: 1, threads: 2 });
    const reader = source.pipeThrough(stream as ReadableWritablePair<Uint8Array, Uint8Array>).getReader();
    await reader.read();
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(taken).toBeLessThan(12);
    await reader.cancel('enough');
    expect(taken).toBeLessThan(12);
  });

  it('can be given up in the middle', async () => {
    const controller = new AbortController();
    const endless = new ReadableStream<Uint8Array>({ pull: (to) => to.enqueue(content) });
    const stream = new SeekableCompressionStream({ level: 12, threads: 2 });
    const reader = endless.pipeThrough(stream as ReadableWritablePair<Uint8Array, Uint8Array>, { signal: controller.signal }).getReader();
    setTimeout(() => controller.abort(new Error('enough')), 200);
    const all = async (): Promise<void> => {
      while (!(await reader.read()).done);
    };
    await expect(all()).rejects.toThrow('enough');
    expect(same(compressSeekable(content, { level: 1, threads: 2 }), compressSeekable(content, 1))).toBe(true);
  });

  it('end with an error of a frame', () => {
    const written: Uint8Array[] = [];
    const compressionParams = new CompressionParameters({ windowLog: 31, forceMaxWindow: true, threads: 2 });
    const dictData = content.subarray(0, 1000);
    const writer = new SeekableWriter({ write: (piece) => written.push(piece) }, { frameSize: 1 << 20, compressionParams, dictData });
    const outcome = (): string => {
      try {
        for (const piece of pieces) writer.write(piece);
        writer.close();
        return 'done';
      } catch (error) {
        return (error as ZstdError).code;
      }
    };
    // Windows as large as that fit, or do not.
    expect(['done', 'memory_allocation']).toContain(outcome());
    expect(writer.closed).toBe(true);
  });
});

describe('training on several threads', () => {
  it('gives the dictionary that one thread gives, and tells of each try', () => {
    const samples = records(400);
    for (const options of [{ steps: 40 }, { steps: 12, algorithm: 'cover', shrink: 2 }, { k: 100, d: 8, steps: 1 }] as const) {
      const tries: string[] = [];
      const onProgress = ({ k, d }: { k: number; d: number }): number => tries.push(`${k} ${d}`);
      const alone = trainDictionary(4096, samples, { ...options, onProgress });
      const expectedTries = tries.splice(0).sort();
      const shared = trainDictionary(4096, samples, { ...options, threads: 3, onProgress });
      expect(same(shared.asBytes(), alone.asBytes())).toBe(true);
      expect([shared.k, shared.d]).toEqual([alone.k, alone.d]);
      expect(tries.sort()).toEqual(expectedTries);
    }
  });
});

describe('a worker that is training', () => {
  it('is waited for as long as its samples take, and not a minute for a few', () => {
    const patience = (size: number): number => {
      const plan = { ds: [8], ks: [50], capacity: 1024 } as unknown as TrainingPlan;
      return trainingTask({ bytes: { length: size } as Uint8Array, offsets: new Int32Array(2) }, plan).patience ?? 0;
    };
    // A minute for any: a call waited that long when the worker had gone.
    expect(patience(100_000)).toBe(2000);
    expect(patience(2_000_000)).toBe(21_000);
    expect(patience(2 ** 30)).toBe(60_000);
  });
});

describe('an operation that is given up', () => {
  it('is rejected with the reason, and what follows works', async () => {
    for (const options of [{ level: 15 }, { level: 15, threads: 2 }]) {
      const controller = new AbortController();
      const promise = compressAsync(content, { ...options, signal: controller.signal });
      setTimeout(() => controller.abort(new Error('enough')), 100);
      await expect(promise).rejects.toThrow('enough');
    }
    const aborted = AbortSignal.abort(new Error('before'));
    await expect(compressAsync(content, { signal: aborted })).rejects.toThrow('before');
    await expect(decompressAsync(expected, { signal: aborted })).rejects.toThrow('before');
    expect(same(await compressAsync(content, withThreads(2)), expected)).toBe(true);
  });

  it('may be a stream in the middle', async () => {
    for await (const chunk of compressChunks([content, content], { ...withThreads(2), size: undefined })) {
      expect(chunk.length).toBeGreaterThan(0);
      break;
    }
    const stream = new ZstdCompressor(withThreads(2)).compressObj();
    stream.compress(content.subarray(0, 2_000_000));
    stream.close();
    expect(same(new ZstdCompressor(withThreads(2)).compress(content), expected)).toBe(true);
  });
});

describe('workers that are not there', () => {
  it('end in the middle: the result is the same', async () => {
    for (let i = 0; i < 10; i++) {
      const promise = compressAsync(content, withThreads(2));
      setTimeout(() => maker.started.at(-1 - (i % 2))?.terminate(), 20 + 10 * i);
      expect(same(await promise, expected)).toBe(true);
    }
  });

  it('end while a blocked call waits for them: the result is the same', () => {
    // Workers that claim what they are told to do, say so, and end.
    const said = new Int32Array(new SharedArrayBuffer(8));
    const claims = `const { parentPort, workerData } = require('node:worker_threads');
      parentPort.on('message', ([, , number, memory]) => {
        const claimed = Atomics.compareExchange(new Int32Array(memory, 0, 4), 0, 4 * number, 4 * number + 1) === 4 * number;
        if (claimed) Atomics.add(workerData, 1, 1);
        process.exit(1);
      });
      Atomics.add(workerData, 0, 1);
      Atomics.notify(workerData, 0);`;
    let up = 0;
    const create = (): Worker => {
      const worker = new Worker(claims, { eval: true, workerData: said });
      // It is up before it is told anything.
      Atomics.wait(said, 0, up++, 5000);
      return worker;
    };
    configureWorkers({ create });
    const stream = new ZstdCompressor(withThreads(2)).compressObj({ size: content.length });
    const pieces = [];
    for (let at = 0; at < content.length; at += 700_000) {
      pieces.push(stream.compress(content.subarray(at, at + 700_000)));
      Atomics.wait(said, 0, up, 50);
    }
    expect(same(joined([...pieces, stream.flush()]), expected)).toBe(true);
    expect(said[1]).toBeGreaterThan(0);
    configureWorkers({ create: maker.create });
  });

  it('cannot be started, or fail at once', async () => {
    const failing: (() => Worker)[] = [
      () => {
        throw new Error('forbidden');
      },
      () => new Worker('/nowhere/worker.js'),
      () => new Worker('throw new Error("no")', { eval: true }),
      () => new Worker('process.exit()', { eval: true }),
    ];
    for (const create of failing) {
      configureWorkers({ create });
      expect(same(new ZstdCompressor(withThreads(2)).compress(content), expected)).toBe(true);
      expect(same(await compressAsync(content, withThreads(2)), expected)).toBe(true);
      expect(same(await decompressAsync(expected), content)).toBe(true);
    }
    configureWorkers({ create: maker.create });
  });

  it('end when they have had nothing to do for a while', async () => {
    configureWorkers({ create: maker.create, idleTime: 50 });
    await compressAsync(content, withThreads(2));
    expect(maker.running()).toBeGreaterThan(0);
    await ended();
    expect(maker.running()).toBe(0);
    configureWorkers({ create: maker.create });
  });
});

describe('options of workers', () => {
  it('are checked', () => {
    expect(() => configureWorkers({ create: 1 } as never)).toThrow(TypeError);
    expect(() => configureWorkers({ url: 'a', create: maker.create } as never)).toThrow(RangeError);
    expect(() => configureWorkers({ idleTime: -1 })).toThrow(RangeError);
    expect(() => configureWorkers(null as never)).toThrow(TypeError);
  });
});
