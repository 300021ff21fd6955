import { describe, expect, it } from 'vitest';
import {
  CompressionParameters,
  compress,
  compressAsync,
  compressChunks,
  decompress,
  decompressAsync,
  decompressChunks,
  dictionaryId,
  FORMAT_ZSTD1_MAGICLESS,
  getFrameParameters,
  STRATEGY_BTLAZY2,
  STRATEGY_BTULTRA2,
  STRATEGY_DFAST,
  STRATEGY_FAST,
  STRATEGY_GREEDY,
  STRATEGY_LAZY2,
  ZstdCompressionDict,
  ZstdCompressionStream,
  ZstdCompressor,
  ZstdDecompressionStream,
  ZstdDecompressor,
} from '../../src/index';
import { constants, createZstdCompress, createZstdDecompress, zstdCompressSync, zstdDecompressSync } from '../../src/node';
import { records, referenceDecompressWith, referenceDictionary } from '../helpers/dictionaries';

const full = referenceDictionary();
const dict = new ZstdCompressionDict(full);
const content = new Uint8Array(Buffer.concat(records(40, 21)));
const alone = compress(content).length;
const same = (a: Uint8Array, b: Uint8Array): void => expect(Buffer.compare(a, b)).toBe(0);

/** Made with the dictionary: it says so, it is smaller for it, and the reference reads it. */
function check(frame: Uint8Array): void {
  expect(getFrameParameters(frame).dictId).toBe(dictionaryId(full));
  expect(frame.length).toBeLessThan(alone - 100);
  same(referenceDecompressWith(frame, full), content);
  same(decompress(frame, { dictData: dict }), content);
}

/** A reader that gives `step` bytes at a time. */
function readerOf(bytes: Uint8Array, step = 999): { read(size?: number): Uint8Array } {
  let at = 0;
  return {
    read(size = step): Uint8Array {
      const from = at;
      at = Math.min(at + Math.min(size, step), bytes.length);
      return bytes.subarray(from, at);
    },
  };
}

function collector(): { parts: Uint8Array[]; write(part: Uint8Array): number } {
  const parts: Uint8Array[] = [];
  return { parts, write: (part) => parts.push(part.slice()) };
}

const joined = (parts: Iterable<Uint8Array>): Uint8Array => Buffer.concat([...parts]);

for (const [name, options] of [
  ['a level', { level: 3, dictData: dict }],
  ['parameters', { compressionParams: new CompressionParameters({ compressionLevel: 6, writeDictId: true }), dictData: dict }],
] as const) {
  describe(`one dictionary serves all of the API, with ${name}`, () => {
    const compressor = new ZstdCompressor(options);
    const decompressor = new ZstdDecompressor({ dictData: dict });
    const frame = new ZstdCompressor(options).streamReader(content).readAll();

    it('compress, compressAsync', async () => {
      check(compress(content, options));
      check(compressor.compress(content));
      const made = await compressAsync(content, options);
      check(made);
      same(await decompressAsync(made, { dictData: dict }), content);
    });

    it('compressObj, decompressObj', () => {
      const stream = compressor.compressObj();
      check(joined([stream.compress(content.subarray(0, 999)), stream.compress(content.subarray(999)), stream.flush()]));
      const back = decompressor.decompressObj();
      same(joined([back.decompress(frame.subarray(0, 99)), back.decompress(frame.subarray(99))]), content);
    });

    it('streamReader', () => {
      check(compressor.streamReader(content).readAll());
      check(compressor.streamReader(readerOf(content)).readAll());
      same(decompressor.streamReader(readerOf(frame)).readAll(), content);
    });

    it('writeTo, streamWriter', () => {
      for (const way of ['writeTo', 'streamWriter'] as const) {
        const target = collector();
        const writer = compressor[way](target);
        writer.write(content.subarray(0, 999));
        writer.write(content.subarray(999));
        writer.close();
        check(joined(target.parts));
      }
      const target = collector();
      const writer = decompressor.writeTo(target);
      writer.write(frame);
      writer.close();
      same(joined(target.parts), content);
    });

    it('readToIter', () => {
      check(joined(compressor.readToIter(readerOf(content), { writeSize: 100 })));
      same(joined(decompressor.readToIter(readerOf(frame))), content);
    });

    it('copyStream', () => {
      const target = collector();
      compressor.copyStream(readerOf(content), target);
      check(joined(target.parts));
      const back = collector();
      decompressor.copyStream(readerOf(frame), back);
      same(joined(back.parts), content);
    });

    it('chunker', () => {
      const chunker = compressor.chunker(50);
      check(joined([...chunker.compress(content), ...chunker.finish()]));
    });

    it('multiCompressToBuffer, multiDecompressToBuffer', () => {
      const frames = compressor.multiCompressToBuffer([content, content]);
      for (const { bytes } of frames) check(bytes);
      const sizes = new BigUint64Array([BigInt(content.length), BigInt(content.length)]);
      const back = decompressor.multiDecompressToBuffer(frames, { decompressedSizes: sizes });
      for (const { bytes } of back) same(bytes, content);
    });

    it('Web Streams and async iteration', async () => {
      const pipe = (bytes: Uint8Array, through: GenericTransformStream): Promise<Uint8Array> =>
        new Response(new Blob([bytes.slice()]).stream().pipeThrough(through)).bytes();
      check(await pipe(content, new ZstdCompressionStream(options) as GenericTransformStream));
      same(await pipe(frame, new ZstdDecompressionStream({ dictData: dict }) as GenericTransformStream), content);
      const parts: Uint8Array[] = [];
      for await (const part of compressChunks([content.subarray(0, 999), content.subarray(999)], options)) parts.push(part);
      check(joined(parts));
      const back: Uint8Array[] = [];
      for await (const part of decompressChunks(parts, { dictData: dict })) back.push(part);
      same(joined(back), content);
    });
  });
}

it('node streams and functions', async () => {
  for (const dictionary of [full, dict]) {
    for (const level of [3, 12]) {
      const params = { [constants.ZSTD_c_compressionLevel]: level };
      const stream = createZstdCompress({ dictionary, params });
      stream.end(content);
      const frame = joined(await stream.toArray());
      check(frame);
      check(zstdCompressSync(content, { dictionary, params }));
      const back = createZstdDecompress({ dictionary });
      back.end(frame);
      same(joined(await back.toArray()), content);
      same(zstdDecompressSync(frame, { dictionary }), content);
    }
  }
});

describe('parameters with a dictionary', () => {
  it('their strategy and tables are followed', () => {
    const tables = [
      {},
      { windowLog: 10 },
      { windowLog: 20, hashLog: 8, chainLog: 8 },
      { hashLog: 20, minMatch: 3, searchLog: 6 },
      { enableLdm: true },
    ];
    for (const compressionStrategy of [
      STRATEGY_FAST,
      STRATEGY_DFAST,
      STRATEGY_GREEDY,
      STRATEGY_LAZY2,
      STRATEGY_BTLAZY2,
      STRATEGY_BTULTRA2,
    ]) {
      for (const given of tables) {
        const params = new CompressionParameters({ compressionStrategy, ...given, writeContentSize: true });
        const frames: Uint8Array[] = [];
        for (const data of [content, content.subarray(0, 300), content.subarray(0, 300)]) {
          const frame = compress(data, { compressionParams: params, dictData: dict });
          same(decompress(frame, { dictData: dict }), data);
          frames.push(frame);
        }
        same(referenceDecompressWith(joined(frames), full), joined([content, content.subarray(0, 300), content.subarray(0, 300)]));
        same(frames[1], frames[2]);
        expect(getFrameParameters(frames[0]).dictId).toBe(0);
      }
    }
  });

  it('that leave the tables to the level have the level’s bytes', () => {
    for (const level of [-5, 1, 3, 6, 13, 19]) {
      const params = new CompressionParameters({ compressionLevel: level, writeContentSize: true, writeDictId: true });
      for (const data of [content, content.subarray(0, 300)]) {
        same(compress(data, { compressionParams: params, dictData: dict }), compress(data, { level, dictData: dict }));
        same(compress(data, { compressionParams: params, prefix: full }), compress(data, { level, prefix: full }));
      }
    }
  });

  it('without the magic number, of any size', () => {
    const params = new CompressionParameters({ format: FORMAT_ZSTD1_MAGICLESS, writeDictId: true });
    for (const data of [content, content.subarray(0, 300)]) {
      const frame = compress(data, { compressionParams: params, dictData: dict });
      same(decompress(frame, { dictData: dict, format: FORMAT_ZSTD1_MAGICLESS }), data);
    }
  });

  it('forceMaxWindow keeps offsets within the window', () => {
    const own = new Uint8Array(5000).map((_, i) => Math.imul(i, i * 40503) >>> 9);
    const old = new Uint8Array(80_000);
    old.set(own);
    old.set(content.subarray(0, 70_000), 6000);
    const given = { windowLog: 15, writeContentSize: true };
    for (const compressionStrategy of [STRATEGY_FAST, STRATEGY_DFAST, STRATEGY_BTLAZY2, STRATEGY_BTULTRA2]) {
      for (const options of [{ dictData: old }, { prefix: old }]) {
        const free = compress(own, { compressionParams: new CompressionParameters({ ...given, compressionStrategy }), ...options });
        const kept = compress(own, {
          compressionParams: new CompressionParameters({ ...given, compressionStrategy, forceMaxWindow: true }),
          ...options,
        });
        expect(free.length).toBeLessThan(100);
        expect(kept.length).toBeGreaterThan(4000);
        same(decompress(kept, { dictData: old }), own);
      }
    }
  });

  it('can be precomputed', () => {
    const compressionParams = new CompressionParameters({ compressionLevel: 9 });
    const fresh = new ZstdCompressionDict(full);
    fresh.precomputeCompress({ compressionParams });
    same(compress(content, { compressionParams, dictData: fresh }), compress(content, { compressionParams, dictData: full }));
    expect(() => fresh.precomputeCompress({ level: 1, compressionParams })).toThrow(RangeError);
    expect(() => fresh.precomputeCompress({ compressionParams: {} as never })).toThrow(TypeError);
  });
});
