import { decompress } from '../../../src/index';
import { compressChunks, decompressChunks, ZstdCompressionStream, ZstdDecompressionStream } from '../../../src/streams';
import { also, flag, object } from '../../helpers/badArguments';
import { collect, through } from '../../helpers/streams';
import { bytesRow, COMPRESS_OPTIONS, content, DECLARED, DECOMPRESS_OPTIONS, frame, optionRows, type Row, row } from './table';

const STREAM_OPTIONS = { ...COMPRESS_OPTIONS, size: DECLARED, flushEachChunk: flag };

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
