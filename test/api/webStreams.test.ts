import { describe, expect, it } from 'vitest';
import { compress, decompress } from '../../src/index';
import { compressChunks, decompressChunks, ZstdCompressionStream, ZstdDecompressionStream, ZstdError } from '../../src/streams';
import { joined, randomContent, randomPieces, same } from '../helpers/content';
import { Random } from '../helpers/random';
import { STREAM_RUNS } from '../helpers/runs';
import { collect, streamOf } from '../helpers/streams';

/** The code or name of what a promise is rejected with. */
const rejection = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => 'no error',
    (error) => (error instanceof ZstdError ? error.code : (error.name ?? error)),
  );

describe('streams of the web', () => {
  it('turn content into the frame that compress() makes, and back, however it is cut', async () => {
    const random = new Random(3);
    for (let i = 0; i < STREAM_RUNS; i++) {
      const content = randomContent(random);
      const options = { level: random.pick([-1, 1, 3, 5]), writeChecksum: random.oneIn(2), size: content.length };
      const pieces = randomPieces(random, content);
      const { size, ...rest } = options;
      const frame = compress(content, rest);
      expect(size).toBe(content.length);
      expect(same(await collect(streamOf([...pieces]).pipeThrough(new ZstdCompressionStream(options))), frame)).toBe(true);
      expect(same(await collect(compressChunks(pieces, options)), frame)).toBe(true);
      const cut = randomPieces(random, frame);
      expect(same(await collect(streamOf([...cut]).pipeThrough(new ZstdDecompressionStream())), content)).toBe(true);
      expect(same(await collect(decompressChunks(streamOf([...cut]))), content)).toBe(true);
    }
  });

  it('take bytes of every kind and nothing else', async () => {
    const shared = new Uint8Array(new SharedArrayBuffer(3)).fill(7);
    const chunks = [new DataView(new ArrayBuffer(4), 2), Buffer.from('ab'), new Float64Array(1), shared, new ArrayBuffer(1)];
    expect((await collect(decompressChunks(compressChunks(chunks)))).length).toBe(2 + 2 + 8 + 3 + 1);
    for (const wrong of ['text', 5, null, [1]]) {
      const stream = new ZstdCompressionStream();
      const reading = rejection(collect(stream.readable));
      expect(await rejection(stream.writable.getWriter().write(wrong as never))).toBe('TypeError');
      expect(await reading).toBe('TypeError');
    }
    for (const wrong of ['text', 5, null, undefined, new Uint8Array(3)]) expect(() => compressChunks(wrong as never)).toThrow(TypeError);
    expect(await rejection(collect(compressChunks(['x'] as never)))).toBe('TypeError');
    expect(() => new ZstdCompressionStream({ level: 99 })).toThrow(RangeError);
    expect(() => new ZstdCompressionStream({ flushEachChunk: 1 as never })).toThrow(TypeError);
    expect(() => new ZstdDecompressionStream({ maxOutputSize: -1 })).toThrow(RangeError);
    expect(() => decompressChunks([], { maxWindowSize: 0.5 })).toThrow(RangeError);
  });

  it('flush each chunk where that is wanted', async () => {
    const stream = new ZstdCompressionStream({ flushEachChunk: true });
    const back = stream.readable.pipeThrough(new ZstdDecompressionStream()).getReader();
    const writer = stream.writable.getWriter();
    for (const text of ['first', 'second', 'third']) {
      const [, { value }] = await Promise.all([writer.write(new TextEncoder().encode(text)), back.read()]);
      expect(new TextDecoder().decode(value)).toBe(text);
    }
    await Promise.all([writer.close(), expect(back.read()).resolves.toMatchObject({ done: true })]);
  });

  it('hold the writer back until what it wrote has been read', async () => {
    // 50 MB in 5 KB: handed on in pieces, only as they are read.
    const bomb = compress(new Uint8Array(50_000_000));
    const { readable, writable } = new ZstdDecompressionStream();
    let written = false;
    const writing = writable
      .getWriter()
      .write(bomb)
      .then(() => {
        written = true;
      });
    const reader = readable.getReader();
    const first = (await reader.read()).value as Uint8Array;
    expect(first.length).toBeLessThan(300_000);
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(written).toBe(false);
    await reader.cancel('enough');
    expect(await rejection(writing)).toBe('enough');
  });

  it('fail on both sides', async () => {
    const frame = compress(new Uint8Array(1000), { writeChecksum: true });
    const broken = frame.slice();
    broken[broken.length - 1] ^= 1;
    const cases: [Uint8Array, object, string][] = [
      [broken, {}, 'checksum_wrong'],
      [frame.subarray(0, frame.length - 1), {}, 'srcSize_wrong'],
      [joined([frame, Buffer.from('junk')]), {}, 'prefix_unknown'],
      [new Uint8Array(0), {}, 'srcSize_wrong'],
      [frame, { maxOutputSize: 999 }, 'dstSize_tooSmall'],
    ];
    for (const [input, options, code] of cases) {
      const { readable, writable } = new ZstdDecompressionStream(options);
      const writer = writable.getWriter();
      const writing = rejection(writer.write(input).then(() => writer.close()));
      expect(await rejection(collect(readable)), code).toBe(code);
      expect(await writing, code).toBe(code);
      expect(await rejection(collect(decompressChunks([input], options))), code).toBe(code);
    }
    const two = joined([frame, Uint8Array.of(0x50, 0x2a, 0x4d, 0x18, 1, 0, 0, 0, 9), frame]);
    expect((await collect(decompressChunks([two]))).length).toBe(2000);
    expect(await rejection(collect(compressChunks([new Uint8Array(3)], { size: 4 })))).toBe('srcSize_wrong');
  });

  it('abort, and errors of the source, reach the other side', async () => {
    const aborted = new ZstdCompressionStream();
    const reading = rejection(collect(aborted.readable));
    await aborted.writable.abort('no more');
    expect(await reading).toBe('no more');
    const failing = (async function* () {
      yield new Uint8Array(10);
      throw new SyntaxError('of the source');
    })();
    expect(await rejection(collect(compressChunks(failing)))).toBe('SyntaxError');
    // A loop that is left early gives the memory back and ends the source.
    let ended = false;
    const source = (function* () {
      try {
        for (;;) yield new Uint8Array(200_000);
      } finally {
        ended = true;
      }
    })();
    for await (const chunk of compressChunks(source)) {
      expect(chunk.length).toBeGreaterThan(0);
      break;
    }
    expect(ended).toBe(true);
    expect(decompress(compress(new Uint8Array(5))).length).toBe(5);
  });

  it('are given up by close(), using and await using: both ends fail, nothing happens after the end', async () => {
    const keys = [Symbol.dispose, Symbol.asyncDispose] as const;
    for (const key of [undefined, ...keys]) {
      for (const create of [() => new ZstdCompressionStream(), () => new ZstdDecompressionStream()]) {
        const giveUp = (stream: ZstdCompressionStream): unknown => (key === undefined ? stream.close() : stream[key]());
        const open = create();
        const writer = open.writable.getWriter();
        const writing = rejection(writer.write(compress(new Uint8Array(1000)) as Uint8Array<ArrayBuffer>).then(() => writer.close()));
        await giveUp(open);
        expect(await writing).toBe('stage_wrong');
        expect(await rejection(writer.closed)).toBe('stage_wrong');
        expect(await rejection(collect(open.readable))).toBe('stage_wrong');
        giveUp(open);

        const done = create();
        const reading = collect(done.readable);
        const closing = done.writable.getWriter();
        await Promise.all([closing.write(compress(new Uint8Array(1000)) as Uint8Array<ArrayBuffer>), closing.close(), reading]);
        await giveUp(done);
        await closing.closed;
      }
    }
    // The engine is free again.
    expect(decompress(compress(new Uint8Array(1000))).length).toBe(1000);
  });

  it('an abort is not kept waiting by output that nobody reads', async () => {
    const frame = compress(new Uint8Array(20_000_000)) as Uint8Array<ArrayBuffer>;
    const { readable, writable } = new ZstdDecompressionStream();
    const writer = writable.getWriter();
    const written = rejection(writer.write(frame));
    const reader = readable.getReader();
    await reader.read();
    await writer.abort(new RangeError('stop'));
    expect(await written).toBe('RangeError');
    expect(await rejection(reader.read())).toBe('RangeError');
  });

  it('are read where engines cannot iterate over them, and given up by whoever stops early', async () => {
    const content = new Uint8Array(300_000).fill(7);
    let cancelled = false;
    const plain = (chunks: Uint8Array[]): ReadableStream<Uint8Array<ArrayBuffer>> => {
      const stream = new ReadableStream({
        pull: (controller) => (chunks.length > 0 ? controller.enqueue(chunks.shift()) : controller.close()),
        cancel: () => {
          cancelled = true;
        },
      });
      return { getReader: () => stream.getReader() } as ReadableStream<Uint8Array<ArrayBuffer>>;
    };
    const frame = await collect(compressChunks(plain([content.subarray(0, 1000), content.subarray(1000)])));
    expect(same(await collect(decompressChunks(plain([frame]))), content)).toBe(true);
    expect(cancelled).toBe(false);
    for await (const piece of decompressChunks(plain([frame, frame, frame]))) {
      expect(piece.length).toBeGreaterThan(0);
      break;
    }
    expect(cancelled).toBe(true);
  });

  it('what was decoded before bad data is handed out before the error', async () => {
    const content = new Uint8Array(1000).fill(7);
    const bad = joined([compress(content), Buffer.from('no frame')]);
    const given: Uint8Array[] = [];
    const reading = (async () => {
      for await (const piece of decompressChunks([bad])) given.push(piece);
    })();
    expect(await rejection(reading)).toBe('prefix_unknown');
    expect(same(joined(given), content)).toBe(true);
  });
});
