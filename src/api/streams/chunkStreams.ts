import { type Bytes, type BytesLike, toBytes } from '../common/bytes';
import { type CompressionStreamOptions, createCompressionCodec } from '../compression/compressionCodec';
import type { DecompressOptions } from '../decompression/decompress';
import { createDecompressionCodec } from '../decompression/decompressionCodec';
import type { ChunkCodec, Pieces } from '../pieces/chunkCodec';

/** Chunks of bytes, as they come. */
export type Chunks = Iterable<BytesLike> | AsyncIterable<BytesLike> | ReadableStream<BytesLike>;

function checkChunks(chunks: unknown): void {
  const object = Object(chunks);
  const iterable = Symbol.iterator in object || Symbol.asyncIterator in object || isReadable(object);
  if (typeof chunks === 'string' || !iterable || ArrayBuffer.isView(chunks)) {
    throw new TypeError('chunks must be an iterable of bytes');
  }
}

const isReadable = (chunks: object): chunks is ReadableStream<BytesLike> => typeof (chunks as ReadableStream).getReader === 'function';

/** A web stream's chunks, also where the engine (Safari's) cannot iterate over it. */
async function* chunksOf(stream: ReadableStream<BytesLike>): AsyncGenerator<BytesLike, void, undefined> {
  const reader = stream.getReader();
  let ended = false;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      ended = done;
      if (done) return;
      yield value;
    }
  } finally {
    // Whoever stops early does not want the rest.
    if (!ended) await reader.cancel().catch(() => undefined);
    reader.releaseLock();
  }
}

/** What comes of each chunk, and of the end. */
async function* results(codec: ChunkCodec, chunks: Chunks): AsyncGenerator<Pieces, void, undefined> {
  const iterable = isReadable(chunks) && !(Symbol.asyncIterator in chunks) ? chunksOf(chunks) : (chunks as AsyncIterable<BytesLike>);
  for await (const chunk of iterable) yield codec.chunk(toBytes(chunk));
  yield codec.end();
}

async function* run(codec: ChunkCodec, chunks: Chunks): AsyncGenerator<Bytes, void, undefined> {
  try {
    for await (const pieces of results(codec, chunks)) {
      for (let next = pieces.next(); !next.done; next = pieces.next()) {
        // Only what is a promise is waited for: every chunk would take a turn longer.
        const output = next.value instanceof Promise ? await next.value : next.value;
        if (output.length > 0) yield output;
      }
    }
  } finally {
    codec.release();
  }
}

/**
 * Compresses chunks from any iterable into one frame: arrays, generators, Node's and the web's readable streams.
 *
 * @returns an async generator of the compressed bytes; what goes wrong, in the data or in the iterable, comes out of it
 * @throws TypeError and RangeError for wrong arguments, at once
 * @example
 * ```ts
 * import { compressChunks, decompressChunks } from 'purezstd/streams';
 * const lines = ['one\n', 'two\n'].map((line) => new TextEncoder().encode(line));
 * let text = '';
 * for await (const chunk of decompressChunks(compressChunks(lines))) text += new TextDecoder().decode(chunk);
 * console.log(text.length); // 8
 * ```
 */
export function compressChunks(chunks: Chunks, options: CompressionStreamOptions = {}): AsyncGenerator<Bytes, void, undefined> {
  checkChunks(chunks);
  return run(createCompressionCodec(options), chunks);
}

/**
 * Decompresses chunks from any iterable: any number of frames, cut anywhere.
 *
 * @returns an async generator of the content; what goes wrong, in the data or in the iterable, comes out of it
 * @throws TypeError and RangeError for wrong arguments, at once
 * @example
 * ```ts
 * import { compress } from 'purezstd';
 * import { decompressChunks } from 'purezstd/streams';
 * let size = 0;
 * for await (const chunk of decompressChunks([compress(new Uint8Array(1000))])) size += chunk.length;
 * console.log(size); // 1000
 * ```
 */
export function decompressChunks(chunks: Chunks, options: DecompressOptions = {}): AsyncGenerator<Bytes, void, undefined> {
  checkChunks(chunks);
  return run(createDecompressionCodec(options), chunks);
}
