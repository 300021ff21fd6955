import { decompress } from '../../../src/index';
import { compressSeekable, SeekableCompressionStream, SeekableReader, SeekableWriter } from '../../../src/seekable';
import { also, bytes, flag, index, levelOrOptions, object, options, signal, size, threads, whole } from '../../helpers/badArguments';
import { PieceWriter } from '../../helpers/content';
import { collect, through } from '../../helpers/streams';
import { bytesRow, COMPRESS_OPTIONS, content, DECOMPRESS_OPTIONS, optionRows, type Row, row, WRITE_SIZE } from './table';

const file = compressSeekable(content, { frameSize: 400 });
const reader = SeekableReader.openSync(file);
const LAYOUT = { ...COMPRESS_OPTIONS, frameSize: whole(1, 2 ** 30), frameChecksums: flag };
const { maxWindowSize, verifyChecksum, dictData } = DECOMPRESS_OPTIONS;
const READER_OPTIONS = { dictData, maxWindowSize, verifyChecksum, threads, cacheSize: size };
const from = whole(0, content.length, undefined, 0, 5, content.length);
const to = whole(0, content.length, undefined, content.length, 5);
const part = (given: object): unknown => reader.stream(given).cancel();

const read = async (source: never): Promise<Uint8Array> => (await SeekableReader.open(source)).read();
/** Answers range requests with the file. */
const serve = async (_url: unknown, { headers }: RequestInit): Promise<Response> => {
  const [, suffix] = /bytes=-(\d+)/.exec(new Headers(headers).get('range') ?? '') ?? [];
  const at = Math.max(file.length - Number(suffix), 0);
  return new Response(file.slice(at), { status: 206, headers: { 'content-range': `bytes ${at}-${file.length - 1}/${file.length}` } });
};
const url = 'https://example.com/file.zst';

export const rows: Row[] = [
  bytesRow('compressSeekable data', content, (data) => decompress(compressSeekable(data))),
  ...optionRows('compressSeekable', (given) => compressSeekable(content, given), LAYOUT, 'options', levelOrOptions),
  bytesRow(
    'compressSeekable options.dictData',
    content,
    (given) => decompress(compressSeekable(content, { dictData: given }), { dictData: content }),
    undefined,
  ),

  bytesRow('SeekableReader.open source', file, read),
  row(
    'SeekableReader.open source',
    also(
      bytes(file, new Blob([file]), { size: file.length, read: (a: number, b: number) => file.slice(a, b) }, { url, fetch: serve }),
      [{ size: 5 }, 'TypeError'],
      [{ read: () => file }, 'TypeError'],
    ),
    read,
  ),
  ...optionRows('SeekableReader.open', (given) => SeekableReader.open(file, given), { ...READER_OPTIONS, signal }),
  row(
    'SeekableReader.open source.url',
    { wrong: [5, null, true, {}, []].map((value) => [value, 'TypeError'] as const), right: () => [url, new URL(url)] },
    (given) => read({ url: given, fetch: serve } as never),
  ),
  row(
    'SeekableReader.open source.fetch',
    { wrong: [5, null, 'text', {}].map((value) => [value, 'TypeError'] as const), right: () => [serve] },
    (given) => read({ url, fetch: given } as never),
  ),
  row(
    'SeekableReader.open source.headers',
    {
      wrong: [5, 'text', [[1]]].map((value) => [value, 'TypeError'] as const),
      right: () => [undefined, { a: 'b' }, [['a', 'b']], new Headers()],
    },
    (headers) => read({ url, fetch: serve, headers } as never),
  ),
  row(
    'size of a source of SeekableReader.open',
    {
      ...index(0, Number.MAX_SAFE_INTEGER),
      right: () => [file.length, () => file.length, async () => file.length],
      wrong: index(0, Number.MAX_SAFE_INTEGER).wrong.filter(([value]) => typeof value !== 'function'),
    },
    (given) => read({ size: given, read: (a: number, b: number) => file.slice(a, b) } as never),
  ),
  bytesRow('what read() of a source of SeekableReader.open returns', file, (given) => {
    // Of the file as a whole.
    const source = { size: file.length, read: (a: number, b: number) => (b - a === file.length ? given : file.slice(a, b)) };
    return read(source as never);
  }),
  bytesRow('SeekableReader.openSync data', file, (data) => SeekableReader.openSync(data).readSync()),
  ...optionRows('SeekableReader.openSync', (given) => SeekableReader.openSync(file, given), READER_OPTIONS),

  row('SeekableReader.frameInfo index', { ...index(0, 3), wrong: [...index(0, 3).wrong, [undefined, 'TypeError']] }, (at) =>
    reader.frameInfo(at),
  ),
  row(
    'SeekableReader.frameAt offset',
    { ...index(0, content.length - 1), wrong: [...index(0, content.length - 1).wrong, [undefined, 'TypeError']] },
    (at) => reader.frameAt(at),
  ),
  row('SeekableReader.read from', from, (at) => reader.read(at)),
  row('SeekableReader.read to', to, (at) => reader.read(5, at)),
  ...optionRows('SeekableReader.read', (given) => reader.read(0, 5, given), { signal }),
  row('SeekableReader.readSync from', from, (at) => reader.readSync(at)),
  row('SeekableReader.readSync to', to, (at) => reader.readSync(5, at)),
  ...optionRows('SeekableReader.chunks', (given) => collect(reader.chunks(given)), { start: from, end: to, signal }, 'range', options),
  ...optionRows('SeekableReader.stream', part, { start: from, end: to }, 'range', options),
  row('SeekableReader.stream range.signal', signal, (given) => new Response(reader.stream({ signal: given })).arrayBuffer()),

  ...optionRows('new SeekableWriter', (given) => new SeekableWriter(new PieceWriter(), given), { ...LAYOUT, ...WRITE_SIZE }),
  row(
    'new SeekableWriter writer',
    object(() => [new PieceWriter()]),
    (target) => new SeekableWriter(target),
  ),
  bytesRow('SeekableWriter.write data', content, (data) => {
    const target = new PieceWriter();
    const writer = new SeekableWriter(target, { frameSize: 100 });
    writer.write(data);
    writer.close();
    return SeekableReader.openSync(target.bytes()).readSync();
  }),
  ...optionRows('new SeekableCompressionStream', (given) => through(new SeekableCompressionStream(given), content), LAYOUT),
  bytesRow('a chunk of SeekableCompressionStream', content, async (chunk) =>
    decompress(await through(new SeekableCompressionStream(), chunk)),
  ),
];
