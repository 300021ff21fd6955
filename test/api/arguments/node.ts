import { decompress } from '../../../src/index';
import {
  constants,
  createZstdCompress,
  createZstdDecompress,
  ZstdCompress,
  ZstdDecompress,
  type ZstdOptions,
  zstdCompress,
  zstdCompressSync,
  zstdDecompress,
  zstdDecompressSync,
} from '../../../src/node';
import { also, bytes, callback, type Kind, options, unused, whole } from '../../helpers/badArguments';
import { joined } from '../../helpers/content';
import { bytesRow, content, DECOMPRESS_OPTIONS, frame, optionRows, type Row, row, viewsRow } from './table';

/** Left to its callback, what a function of node:zlib's shape comes to. */
const promised = (start: (done: (error: Error | null, result: Buffer) => void) => void): Promise<Uint8Array> =>
  new Promise((resolve, reject) => start((error, result) => (error ? reject(error) : resolve(new Uint8Array(result)))));
const collect = async (stream: ZstdCompress | ZstdDecompress, chunk: Uint8Array): Promise<Uint8Array> => {
  stream.end(chunk);
  return joined(await stream.toArray());
};

const params = (key: number, value: number): Kind => ({
  wrong: [
    ...[5, 'text', null, true].map((wrong) => [wrong, 'TypeError'] as const),
    ...['text', null, {}, [], undefined].map((wrong) => [{ [key]: wrong }, 'TypeError'] as const),
    ...[0.5, Number.NaN, 99].map((wrong) => [{ [key]: wrong }, 'RangeError'] as const),
    [{ 999: 1 }, 'RangeError'],
  ],
  right: () => [undefined, {}, { [key]: value }],
});
const COMMON = {
  flush: whole(0, 2),
  finishFlush: whole(0, 2),
  chunkSize: whole(64, Number.MAX_SAFE_INTEGER, undefined, 64, 1000),
  info: unused,
};
const dictionary = bytes(content, undefined);
const COMPRESS = {
  ...COMMON,
  params: params(constants.ZSTD_c_windowLog, 12),
  pledgedSrcSize: whole(0, Number.MAX_SAFE_INTEGER, undefined, content.length),
  dictionary,
  maxOutputLength: whole(1, Number.MAX_SAFE_INTEGER, undefined, 5000),
};
const DECOMPRESS = {
  ...COMMON,
  params: params(constants.ZSTD_d_windowLogMax, 27),
  // Of no meaning to decompressors; Node's do not look at it.
  pledgedSrcSize: unused,
  dictionary: DECOMPRESS_OPTIONS.dictData,
  maxOutputLength: whole(1, Number.MAX_SAFE_INTEGER, undefined, 5000),
};
/** A string stands for its UTF-8 bytes, which are no frame. */
const noFrames = also({ ...bytes(frame, 'text', ''), right: () => [frame] }, ['text', 'prefix_unknown'], ['', 'srcSize_wrong']);
/** In the place of options that are a function there is the callback. */
const noFunction: Kind = { ...options, wrong: options.wrong.filter(([value]) => typeof value !== 'function') };
const optionalCallback = callback(undefined, () => undefined);

const flushKind: Kind = {
  wrong: whole(0, 2).wrong.filter(([value]) => typeof value !== 'function'),
  right: () => [undefined, 0, 1, 2, () => undefined],
};

/** A stream that is flushed or closed in a way. */
const flushed = (stream: ZstdCompress | ZstdDecompress, ...given: never[]): unknown => {
  stream.flush(...given);
  return collect(stream, stream instanceof ZstdCompress ? content : frame);
};

export const rows: Row[] = [
  bytesRow('zstdCompressSync buffer', content, (buffer) => decompress(zstdCompressSync(buffer)), 'text', ''),
  ...optionRows('zstdCompressSync', (given: ZstdOptions) => zstdCompressSync(content, given), COMPRESS),
  row('zstdDecompressSync buffer', noFrames, (buffer) => zstdDecompressSync(buffer)),
  viewsRow('zstdDecompressSync buffer', frame, (buffer) => new Uint8Array(zstdDecompressSync(buffer))),
  ...optionRows('zstdDecompressSync', (given: ZstdOptions) => zstdDecompressSync(frame, given), DECOMPRESS),
  bytesRow('zstdCompress buffer', content, async (buffer) => decompress(await promised((done) => zstdCompress(buffer, done))), 'text', ''),
  ...optionRows(
    'zstdCompress',
    (given: ZstdOptions) => promised((done) => zstdCompress(content, given, done)),
    COMPRESS,
    'options',
    noFunction,
  ),
  row(
    'zstdCompress callback',
    callback(() => undefined),
    (done) => zstdCompress(content, {}, done),
  ),
  row('zstdDecompress buffer', noFrames, (buffer) => promised((done) => zstdDecompress(buffer, done))),
  viewsRow('zstdDecompress buffer', frame, (buffer) => promised((done) => zstdDecompress(buffer, done))),
  ...optionRows(
    'zstdDecompress',
    (given: ZstdOptions) => promised((done) => zstdDecompress(frame, given, done)),
    DECOMPRESS,
    'options',
    noFunction,
  ),
  row(
    'zstdDecompress callback',
    callback(() => undefined),
    (done) => zstdDecompress(frame, {}, done),
  ),

  ...[createZstdCompress, (given?: object) => new ZstdCompress(given)].flatMap((create, i) =>
    optionRows(i === 0 ? 'createZstdCompress' : 'new ZstdCompress', (given) => collect(create(given), content), COMPRESS),
  ),
  ...[createZstdDecompress, (given?: object) => new ZstdDecompress(given)].flatMap((create, i) =>
    optionRows(i === 0 ? 'createZstdDecompress' : 'new ZstdDecompress', (given) => collect(create(given), frame), DECOMPRESS),
  ),
  ...[ZstdCompress, ZstdDecompress].flatMap((Stream) => [
    row(`${Stream.name}.flush kind`, flushKind, (kind) => flushed(new Stream(), kind)),
    row(`${Stream.name}.flush callback`, optionalCallback, (done) => flushed(new Stream(), 1 as never, done)),
    row(`${Stream.name}.close callback`, optionalCallback, (done) => new Stream().close(done)),
  ]),
];
