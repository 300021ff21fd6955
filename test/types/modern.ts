/** The same for compilers that know arrays' buffers and `using`; never run. */
import type { FileHandle } from 'node:fs/promises';
import { compress, FRAME_HEADER, ZstdCompressor, ZstdDecompressor } from 'purezstd';
import { createZstdCompress, zstdCompressSync } from 'purezstd/node';
import { SeekableReader } from 'purezstd/seekable';
import { ZstdCompressionStream } from 'purezstd/streams';

declare const data: Uint8Array;
declare const chunks: Uint8Array[];

export function buffers(): Uint8Array<ArrayBuffer>[] {
  return [compress(data), FRAME_HEADER, new ZstdDecompressor().decompress(data), ...new ZstdCompressor().readToIter(data)];
}

export function disposal(): number {
  using writer = new ZstdCompressor().writeTo({ write: (chunk) => chunks.push(chunk) });
  using reader = new ZstdDecompressor().streamReader(data);
  using stream = new ZstdCompressor().compressObj();
  return writer.write(reader.readAll()) + stream.compress(data).length;
}

export async function file(handle: FileHandle): Promise<Uint8Array<ArrayBuffer>> {
  await using reader = await SeekableReader.open(handle);
  await SeekableReader.open({ size: () => 5, read: async (from, to) => new Uint8Array(to - from) });
  return reader.read(5, 10);
}

export async function asyncDisposal(): Promise<ReadableStream<Uint8Array<ArrayBuffer>>[]> {
  await using pair = new ZstdCompressionStream();
  using other = new ZstdCompressionStream();
  await using chunker = new ZstdCompressor().chunker(1000);
  await using transform = createZstdCompress();
  using closing = createZstdCompress();
  transform.pipe(closing);
  chunker.finish();
  return [pair.readable, other.readable];
}

export function node(): string {
  createZstdCompress({ params: { 100: 19 } }).end('text');
  return zstdCompressSync('text').toString('hex');
}
