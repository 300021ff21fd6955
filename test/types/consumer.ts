/**
 * What users write; tools/checkTypes.mjs compiles it against the package's declarations with the newest and the oldest supported compiler.
 * It is never run.
 */
import {
  BufferWithSegments,
  type ByteReader,
  type Bytes,
  type ByteWriter,
  CompressionParameters,
  compress,
  compressAsync,
  decompress,
  decompressAsync,
  getFrameParameters,
  ZstdCompressor,
  ZstdDecompressor,
  ZstdError,
  type ZstdErrorCode,
} from 'purezstd';
import { compress as compressOnly } from 'purezstd/compress';
import { decompress as decompressOnly } from 'purezstd/decompress';
import { Decompress, decompress as fzstdDecompress } from 'purezstd/fzstd';
import { installPolyfill } from 'purezstd/polyfill';
import { compressSeekable, SeekableCompressionStream, SeekableReader, SeekableWriter } from 'purezstd/seekable';
import { compressChunks, decompressChunks, ZstdCompressionStream, ZstdDecompressionStream } from 'purezstd/streams';

declare const data: Uint8Array;
declare const body: ReadableStream<Bytes>;
const reader: ByteReader = { read: (size) => data.subarray(0, size) };
const writer: ByteWriter = { write: (chunk) => chunk.length };
const compressionParams = new CompressionParameters({ windowLog: 20 });

export async function results(): Promise<unknown[]> {
  return [
    new Blob([compress(data), decompress(data), new ZstdCompressor().compress(data)]),
    await fetch('/', { method: 'POST', body: compress(data, 19) }),
    await crypto.subtle.digest('SHA-256', new ZstdDecompressor().decompress(data, { maxOutputSize: 5 })),
    new Response(
      body.pipeThrough(new ZstdCompressionStream({ level: 5, flushEachChunk: true })).pipeThrough(new ZstdDecompressionStream()),
    ),
    new Blob([...new ZstdCompressor().readToIter(reader), new ZstdDecompressor().streamReader(data).read(5), await compressAsync(data)]),
    compressOnly(new DataView(new ArrayBuffer(5))).buffer.slice(0),
    decompressOnly(new SharedArrayBuffer(5)).length,
    fzstdDecompress(data).length,
    new Decompress((chunk, final) => [chunk.length, final]).push(data, true),
    installPolyfill(),
    getFrameParameters(data).contentSize.toFixed(),
    new BufferWithSegments(data, new Uint8Array(16)).segment(0).bytes.length,
  ];
}

export async function iterate(): Promise<number> {
  let total = 0;
  for await (const chunk of decompressChunks(compressChunks([data]))) total += chunk.length;
  for (const { bytes, offset } of new ZstdCompressor().multiCompressToBuffer([data])) total += bytes.length + offset;
  return total;
}

export async function parts(): Promise<unknown[]> {
  const reader = await SeekableReader.open({ url: '/data.zst', headers: { authorization: 'x' } }, { signal: AbortSignal.abort() });
  const { decompressedOffset, checksum } = reader.frameInfo(reader.frameAt(5));
  for await (const chunk of reader.chunks({ start: 5 })) await reader.read(chunk.length, 10, { signal: AbortSignal.abort() });
  return [
    new Blob([compressSeekable(data, { level: 5, frameSize: 1000 }), await reader.read()]),
    new Response(reader.stream()),
    new Response(body.pipeThrough(new SeekableCompressionStream())),
    new SeekableWriter(writer, { writeSize: 5 }).write(data).toFixed(),
    SeekableReader.openSync(data).readSync(5).buffer.slice(0),
    (await SeekableReader.open({ size: 5, read: (from, to) => data.subarray(from, to) })).size + (checksum ?? decompressedOffset),
    SeekableReader.open(new Blob()),
    SeekableReader.open(new URL('https://example.com/')),
    // @ts-expect-error a reader of a stream has no positions
    SeekableReader.open(reader),
    // @ts-expect-error parameters hold the level
    compressSeekable(data, { compressionParams, level: 3 }),
  ];
}

export function errors(error: unknown): ZstdErrorCode | undefined {
  return error instanceof ZstdError && error.code === 'dstSize_tooSmall' ? error.code : undefined;
}

export function combinations(): unknown[] {
  return [
    new ZstdCompressor({ level: 3, writeChecksum: true }),
    new ZstdCompressor({ compressionParams }),
    compress(data, { compressionParams }),
    new ZstdCompressor().writeTo(writer, { size: 5 }).write(data).toFixed(),
    // @ts-expect-error the parameters hold the level
    new ZstdCompressor({ compressionParams, level: 3 }),
    // @ts-expect-error and the switches
    compress(data, { compressionParams, writeChecksum: true }),
    // @ts-expect-error and the threads
    new ZstdCompressor({ compressionParams, threads: 2 }),
    // @ts-expect-error strings are no bytes
    compress('text'),
    // @ts-expect-error neither are arrays
    decompress([1, 2, 3]),
    // @ts-expect-error a level is a number
    compress(data, '3'),
    // @ts-expect-error no such option
    decompress(data, { level: 3 }),
    // @ts-expect-error a reader reads
    new ZstdCompressor().streamReader({}),
    // @ts-expect-error promises are no bytes
    new ZstdCompressor().copyStream({ read: async () => data }, writer),
    // @ts-expect-error attributes do not change
    compressionParams.windowLog++,
  ];
}

import { closeWorkers, configureWorkers, type WorkerLike, type WorkerOptions } from 'purezstd/workers';

const workerOptions: WorkerOptions = { create: () => new Worker('/worker.js') satisfies WorkerLike, idleTime: 10 };
configureWorkers(workerOptions);
configureWorkers({ url: new URL('https://example.com/worker.js') });
closeWorkers();
compressAsync(new Uint8Array(1), {
  threads: 2,
  signal: new AbortController().signal,
  prefix: new Uint8Array(1),
}) satisfies Promise<Uint8Array>;
decompressAsync(new Uint8Array(1), { threads: -1, signal: AbortSignal.abort() }) satisfies Promise<Uint8Array>;
