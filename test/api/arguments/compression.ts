import { CompressionParameters, compress, compressAsync, compressBound, decompress, ZstdCompressor } from '../../../src/index';
import {
  also,
  bytes,
  chunkSize,
  flag,
  index,
  type Kind,
  levelOrOptions,
  object,
  signal,
  size,
  threads,
  whole,
} from '../../helpers/badArguments';
import { joined, PieceWriter } from '../../helpers/content';
import { bytesRow, COMPRESS_OPTIONS, content, DECLARED, optionRows, READ_SIZE, type Row, readerOf, row, WRITE_SIZE } from './table';

const compressor = new ZstdCompressor({ writeContentSize: true });
const ofContent = { wrong: DECLARED.wrong, right: (): unknown[] => [undefined, content.length, -1] };
/** A source is bytes, or has `read`. */
const source: Kind = also(bytes(content), [{ read: 1 }, 'TypeError']);
const reader = object(() => [readerOf(content)]);
const writer = object(() => [new PieceWriter()]);
const PARAMETERS = {
  format: whole(0, 1),
  compressionLevel: whole(-131_072, Number.MAX_SAFE_INTEGER, undefined, 0, 22, 100),
  windowLog: whole(10, 31, undefined, 0, 10, 20),
  hashLog: whole(6, 30, undefined, 0, 6, 20),
  chainLog: whole(6, 30, undefined, 0, 6, 20),
  searchLog: whole(1, 30, undefined, 0, 1, 30),
  minMatch: whole(3, 7, undefined, 0, 3, 7),
  targetLength: whole(0, 131_072),
  compressionStrategy: whole(1, 9, undefined, 0, 1, 9),
  writeContentSize: flag,
  writeChecksum: flag,
  writeDictId: flag,
  jobSize: also(whole(0, 2 ** 30, undefined, 0), [1 << 20, 'RangeError']),
  overlapSizeLog: also(whole(0, 9, undefined, 0), [6, 'RangeError']),
  forceMaxWindow: flag,
  enableLdm: flag,
  ldmHashLog: whole(6, 30, undefined, 0, 6, 30),
  ldmMinMatch: whole(4, 4096, undefined, 0, 4, 4096),
  ldmBucketSizeLog: whole(0, 8),
  ldmHashEveryLog: whole(0, 25),
  threads,
};
const FROM_LEVEL = { ...PARAMETERS, sourceSize: size, dictSize: size };

const throughWriter = (made: ReturnType<ZstdCompressor['writeTo']>, target: PieceWriter, data: never): Uint8Array => {
  made.write(data);
  made.close();
  return decompress(target.bytes());
};
const stream = compressor.compressObj();
const open = compressor.writeTo(new PieceWriter());

export const rows: Row[] = [
  bytesRow('compress data', content, (data) => decompress(compress(data))),
  ...optionRows('compress', (options) => compress(content, options), COMPRESS_OPTIONS, 'options', levelOrOptions),
  bytesRow('compress options.prefix', content, (prefix) => decompress(compress(content, { prefix }), { dictData: content }), undefined),
  bytesRow(
    'compress options.dictData',
    content,
    (dictData) => decompress(compress(content, { dictData }), { dictData: content }),
    undefined,
  ),
  bytesRow('compressAsync data', content, async (data) => decompress(await compressAsync(data))),
  ...optionRows('compressAsync', (options) => compressAsync(content, options), { ...COMPRESS_OPTIONS, signal }, 'options', levelOrOptions),
  bytesRow(
    'compressAsync options.prefix',
    content,
    async (prefix) => decompress(await compressAsync(content, { prefix }), { dictData: content }),
    undefined,
  ),
  row('compressBound size', index(0, Number.MAX_SAFE_INTEGER), (given) => compressBound(given)),

  ...optionRows('new CompressionParameters', (options) => new CompressionParameters(options), PARAMETERS),
  row('CompressionParameters.fromLevel level', whole(-131_072, Number.MAX_SAFE_INTEGER, 0, 22, 99), (given) =>
    CompressionParameters.fromLevel(given),
  ),
  ...optionRows('CompressionParameters.fromLevel', (options) => CompressionParameters.fromLevel(3, options), FROM_LEVEL),

  ...optionRows('new ZstdCompressor', (options) => new ZstdCompressor(options).compress(content), COMPRESS_OPTIONS),
  bytesRow('ZstdCompressor.compress data', content, (data) => decompress(compressor.compress(data))),
  ...optionRows('ZstdCompressor.compress', (options) => compressor.compress(content, options), { allowEmpty: flag }),

  ...optionRows('ZstdCompressor.compressObj', (options) => compressor.compressObj(options).compress(content), { size: ofContent }),
  bytesRow(
    'ZstdCompressor.compressObj options.prefix',
    content,
    (prefix) => {
      const one = compressor.compressObj({ prefix });
      return decompress(joined([one.compress(content), one.flush()]), { dictData: content });
    },
    undefined,
  ),
  bytesRow('ZstdCompressionObj.compress data', content, (data) => {
    const one = compressor.compressObj();
    return decompress(joined([one.compress(data), one.flush()]));
  }),
  row('ZstdCompressionObj.flush mode', whole(0, 1, 1), (mode) => stream.flush(mode)),

  bytesRow('ZstdCompressor.streamReader source', content, (data) => decompress(compressor.streamReader(data).readAll())),
  row('ZstdCompressor.streamReader source', source, (given) => compressor.streamReader(given)),
  bytesRow(
    'what read() of a source of ZstdCompressor.streamReader returns',
    content,
    (data) => decompress(compressor.streamReader({ read: readerOf(data).read }).readAll()),
    undefined,
    null,
  ),
  ...optionRows('ZstdCompressor.streamReader', (options) => compressor.streamReader(readerOf(content), options).readAll(), {
    ...READ_SIZE,
    size: ofContent,
  }),
  row('ZstdCompressionReader.read size', whole(1, Number.MAX_SAFE_INTEGER, undefined, 1, 2 ** 40), (given) =>
    compressor.streamReader(content).read(given),
  ),
  bytesRow('ZstdCompressionReader.readInto view', content.slice(), (view) => {
    const target = new Uint8Array(2000);
    const reading = compressor.streamReader(content);
    const n = reading.readInto(view);
    const into = ArrayBuffer.isView(view)
      ? new Uint8Array((view as DataView).buffer, (view as DataView).byteOffset, n)
      : new Uint8Array(view, 0, n);
    target.set(into);
    return decompress(target.subarray(0, n + reading.readInto(target.subarray(n))));
  }),

  row('ZstdCompressor.writeTo writer', writer, (target) => compressor.writeTo(target).write(content)),
  ...optionRows('ZstdCompressor.writeTo', (options) => compressor.writeTo(new PieceWriter(), options).write(content), {
    ...WRITE_SIZE,
    size: ofContent,
  }),
  bytesRow('ZstdCompressionWriter.write data', content, (data) => {
    const target = new PieceWriter();
    return throughWriter(compressor.writeTo(target), target, data);
  }),
  row('ZstdCompressionWriter.flush mode', whole(0, 1, undefined, 1, 0), (mode) => open.flush(mode)),
  row('ZstdCompressor.streamWriter writer', writer, (target) => compressor.streamWriter(target).write(content)),
  ...optionRows('ZstdCompressor.streamWriter', (options) => compressor.streamWriter(new PieceWriter(), options).write(content), {
    ...WRITE_SIZE,
    size: ofContent,
    writeReturnRead: flag,
    closeTarget: flag,
  }),
  bytesRow('what is written to ZstdCompressor.streamWriter', content, (data) => {
    const target = new PieceWriter();
    return throughWriter(compressor.streamWriter(target), target, data);
  }),

  bytesRow('ZstdCompressor.readToIter source', content, (data) => decompress(joined(compressor.readToIter(data)))),
  row('ZstdCompressor.readToIter source', source, (given) => compressor.readToIter(given)),
  bytesRow(
    'what read() of a source of ZstdCompressor.readToIter returns',
    content,
    (data) => decompress(joined(compressor.readToIter(readerOf(data)))),
    undefined,
    null,
  ),
  ...optionRows('ZstdCompressor.readToIter', (options) => [...compressor.readToIter(readerOf(content), options)], {
    ...READ_SIZE,
    ...WRITE_SIZE,
    size: ofContent,
  }),

  row('ZstdCompressor.copyStream reader', reader, (from) => compressor.copyStream(from, new PieceWriter())),
  row('ZstdCompressor.copyStream writer', writer, (to) => compressor.copyStream(readerOf(content), to)),
  bytesRow(
    'what read() of a source of ZstdCompressor.copyStream returns',
    content,
    (data) => {
      const target = new PieceWriter();
      compressor.copyStream(readerOf(data), target);
      return decompress(target.bytes());
    },
    undefined,
    null,
  ),
  ...optionRows('ZstdCompressor.copyStream', (options) => compressor.copyStream(readerOf(content), new PieceWriter(), options), {
    ...READ_SIZE,
    ...WRITE_SIZE,
    size: ofContent,
  }),

  row('ZstdCompressor.chunker chunkSize', chunkSize, (given) => compressor.chunker(given)),
  ...optionRows('ZstdCompressor.chunker', (options) => [...compressor.chunker(10, options).compress(content)], { size: ofContent }),
  bytesRow('ZstdCompressionChunker.compress data', content, (data) => {
    const chunker = compressor.chunker(10);
    return decompress(joined([...chunker.compress(data), ...chunker.finish()]));
  }),

  row(
    'ZstdCompressor.multiCompressToBuffer data',
    also(
      object(() => [[content], [content, content]]),
      [[], 'RangeError'],
      [[new Uint8Array(0)], 'RangeError'],
      [content, 'TypeError'],
      [[content, 'text'], 'TypeError'],
    ),
    (data) => compressor.multiCompressToBuffer(data),
  ),
  bytesRow('an item of ZstdCompressor.multiCompressToBuffer', content, (data) =>
    decompress(compressor.multiCompressToBuffer([data]).segment(0).bytes),
  ),
  ...optionRows('ZstdCompressor.multiCompressToBuffer', (options) => compressor.multiCompressToBuffer([content], options), { threads }),
];
