import { decompress } from '../../../src/index';
import { compressChunks, decompressChunks, ZstdCompressionStream, ZstdDecompressionStream } from '../../../src/streams';
import { also, flag, object } from '../../helpers/badArguments';
import { joined } from '../../helpers/content';
import { bytesRow, COMPRESS_OPTIONS, content, DECLARED, DECOMPRESS_OPTIONS, frame, optionRows, type Row, row } from './table';

const STREAM_OPTIONS = { ...COMPRESS_OPTIONS, size: DECLARED, flushEachChunk: flag };

async function collect(chunks: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  for await (const part of chunks) parts.push(part);
  return joined(parts);
}

/** What comes of a chunk that is written to a stream. */
async function through(stream: ZstdCompressionStream, chunk: never): Promise<Uint8Array> {
  const writer = stream.writable.getWriter();
  const reading = collect(stream.readable as unknown as AsyncIterable<Uint8Array>);
  const writing = writer.write(chunk).then(() => writer.close());
  const [result] = await Promise.all([reading, writing]);
  return result;
}

/** A string is an iterable, of no bytes; bytes are one of numbers. */
const chunks = (piece: Uint8Array) =>
  also(
    object(() => [[piece], new Set([piece]), compressChunks([])], []),
    [piece, 'TypeError'],
    [[5], 'TypeError'],
  );

export const rows: Row[] = [
  row('compressChunks chunks', chunks(content), (given) => collect(compressChunks(given))),
  bytesRow('a chunk of compressChunks', content, async (chunk) => decompress(await collect(compressChunks([chunk])))),
  ...optionRows('compressChunks', (options) => collect(compressChunks([content], options)), STREAM_OPTIONS),
  row('decompressChunks chunks', { ...chunks(frame), right: () => [[frame], compressChunks([])] }, (given) =>
    collect(decompressChunks(given)),
  ),
  bytesRow('a chunk of decompressChunks', frame, (chunk) => collect(decompressChunks([chunk]))),
  ...optionRows('decompressChunks', (options) => collect(decompressChunks([frame], options)), DECOMPRESS_OPTIONS),
  bytesRow('a chunk of ZstdCompressionStream', content, async (chunk) => decompress(await through(new ZstdCompressionStream(), chunk))),
  ...optionRows('new ZstdCompressionStream', (options) => through(new ZstdCompressionStream(options), content as never), STREAM_OPTIONS),
  bytesRow('a chunk of ZstdDecompressionStream', frame, (chunk) => through(new ZstdDecompressionStream(), chunk)),
  ...optionRows(
    'new ZstdDecompressionStream',
    (options) => through(new ZstdDecompressionStream(options), frame as never),
    DECOMPRESS_OPTIONS,
  ),
];
