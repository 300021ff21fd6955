import {
  decompress,
  decompressAsync,
  frameContentSize,
  frameHeaderSize,
  getFrameParameters,
  ZstdCompressor,
  ZstdDecompressor,
} from '../../../src/index';
import { also, bytes, chunkSize, flag, type Kind, object, signal, threads, whole } from '../../helpers/badArguments';
import { joined, PieceWriter } from '../../helpers/content';
import {
  bytesRow,
  content,
  DECOMPRESS_OPTIONS,
  frame,
  optionRows,
  READ_SIZE,
  type Row,
  readerOf,
  row,
  viewsRow,
  WRITE_SIZE,
} from './table';

const decompressor = new ZstdDecompressor();
const { maxOutputSize, ...constructorOptions } = DECOMPRESS_OPTIONS;
const source: Kind = also(bytes(frame), [{ read: 1 }, 'TypeError']);
const reader = object(() => [readerOf(frame)]);
const writer = object(() => [new PieceWriter()]);
const list = also(
  object(() => [[frame], [frame, frame]]),
  [[], 'RangeError'],
  [frame, 'TypeError'],
  [[frame, 'text'], 'TypeError'],
);
const withDictionary = new ZstdCompressor({ dictData: content, writeContentSize: true }).compress(content);

export const rows: Row[] = [
  bytesRow('decompress data', frame, (data) => decompress(data)),
  ...optionRows('decompress', (options) => decompress(frame, options), DECOMPRESS_OPTIONS),
  viewsRow('decompress options.dictData', content, (dictData) => decompress(withDictionary, { dictData })),
  bytesRow('decompressAsync data', frame, (data) => decompressAsync(data)),
  ...optionRows('decompressAsync', (options) => decompressAsync(frame, options), { ...DECOMPRESS_OPTIONS, threads, signal }),

  bytesRow('getFrameParameters data', frame, (data) => getFrameParameters(data) && content),
  bytesRow('frameContentSize data', frame, (data) => frameContentSize(data) && content),
  bytesRow('frameHeaderSize data', frame, (data) => frameHeaderSize(data) && content),

  ...optionRows('new ZstdDecompressor', (options) => new ZstdDecompressor(options).decompress(frame), constructorOptions),
  viewsRow('new ZstdDecompressor options.dictData', content, (dictData) => new ZstdDecompressor({ dictData }).decompress(withDictionary)),
  bytesRow('a dictionary among several of ZstdDecompressor', content, (one) =>
    new ZstdDecompressor({ dictData: [one] }).decompress(withDictionary),
  ),
  bytesRow('ZstdDecompressor.decompress data', frame, (data) => decompressor.decompress(data)),
  ...optionRows('ZstdDecompressor.decompress', (options) => decompressor.decompress(frame, options), {
    readAcrossFrames: flag,
    maxOutputSize,
    allowExtraData: flag,
  }),
  bytesRow('ZstdDecompressionObj.decompress data', frame, (data) => decompressor.decompressObj().decompress(data)),
  ...optionRows('ZstdDecompressor.decompressObj', (options) => decompressor.decompressObj(options).decompress(frame), {
    ...WRITE_SIZE,
    readAcrossFrames: flag,
  }),

  bytesRow('ZstdDecompressor.streamReader source', frame, (data) => decompressor.streamReader(data).readAll()),
  row('ZstdDecompressor.streamReader source', source, (given) => decompressor.streamReader(given)),
  bytesRow(
    'what read() of a source of ZstdDecompressor.streamReader returns',
    frame,
    // A source that ends at once has no frame to end in.
    (data) => decompressor.streamReader(readerOf(data)).readAll(),
    undefined,
    null,
  ),
  ...optionRows('ZstdDecompressor.streamReader', (options) => decompressor.streamReader(readerOf(frame), options).readAll(), {
    ...READ_SIZE,
    readAcrossFrames: flag,
  }),
  row('ZstdDecompressionReader.read size', whole(1, Number.MAX_SAFE_INTEGER, undefined, 1, 2 ** 40), (size) =>
    decompressor.streamReader(frame).read(size),
  ),
  bytesRow('ZstdDecompressionReader.readInto view', content.slice(), (view) => {
    const given = view as DataView | ArrayBuffer;
    decompressor.streamReader(frame).readInto(view);
    return ArrayBuffer.isView(given)
      ? new Uint8Array(given.buffer, given.byteOffset, given.byteLength).slice()
      : new Uint8Array(given).slice();
  }),
  row('ZstdDecompressionReader.seek position', whole(0, Number.MAX_SAFE_INTEGER, 0, 5, 2 ** 40), (position) =>
    decompressor.streamReader(frame).seek(position),
  ),
  row('ZstdDecompressionReader.seek whence', whole(0, 1, undefined, 0, 1), (whence) => decompressor.streamReader(frame).seek(5, whence)),

  row('ZstdDecompressor.writeTo writer', writer, (target) => decompressor.writeTo(target).write(frame)),
  ...optionRows('ZstdDecompressor.writeTo', (options) => decompressor.writeTo(new PieceWriter(), options).write(frame), WRITE_SIZE),
  bytesRow('ZstdDecompressionWriter.write data', frame, (data) => {
    const target = new PieceWriter();
    decompressor.writeTo(target).write(data);
    return target.bytes();
  }),

  bytesRow('ZstdDecompressor.readToIter source', frame, (data) => joined(decompressor.readToIter(data))),
  row('ZstdDecompressor.readToIter source', source, (given) => decompressor.readToIter(given)),
  bytesRow(
    'what read() of a source of ZstdDecompressor.readToIter returns',
    frame,
    (data) => joined(decompressor.readToIter(readerOf(data))),
    undefined,
    null,
  ),
  ...optionRows('ZstdDecompressor.readToIter', (options) => [...decompressor.readToIter(readerOf(frame), options)], {
    ...READ_SIZE,
    ...WRITE_SIZE,
    readAcrossFrames: flag,
    skipBytes: whole(0, 131_074, undefined, 0),
  }),

  row('ZstdDecompressor.copyStream reader', reader, (from) => decompressor.copyStream(from, new PieceWriter())),
  row('ZstdDecompressor.copyStream writer', writer, (to) => decompressor.copyStream(readerOf(frame), to)),
  bytesRow(
    'what read() of a source of ZstdDecompressor.copyStream returns',
    frame,
    (data) => {
      const target = new PieceWriter();
      decompressor.copyStream(readerOf(data), target);
      return target.bytes();
    },
    undefined,
    null,
  ),
  ...optionRows('ZstdDecompressor.copyStream', (options) => decompressor.copyStream(readerOf(frame), new PieceWriter(), options), {
    readSize: chunkSize,
    writeSize: chunkSize,
  }),

  row('ZstdDecompressor.multiDecompressToBuffer frames', list, (frames) => decompressor.multiDecompressToBuffer(frames)),
  bytesRow('an item of ZstdDecompressor.multiDecompressToBuffer', frame, (data) =>
    decompressor.multiDecompressToBuffer([data]).segment(0).toBytes(),
  ),
  ...optionRows('ZstdDecompressor.multiDecompressToBuffer', (options) => decompressor.multiDecompressToBuffer([frame], options), {
    threads,
  }),
  bytesRow(
    'ZstdDecompressor.multiDecompressToBuffer options.decompressedSizes',
    new Uint8Array(new BigUint64Array([BigInt(content.length)]).buffer),
    (decompressedSizes) => decompressor.multiDecompressToBuffer([frame], { decompressedSizes }).segment(0).toBytes(),
    undefined,
  ),
  row('ZstdDecompressor.decompressContentDictChain frames', { ...list, right: () => [[frame]] }, (frames) =>
    decompressor.decompressContentDictChain(frames),
  ),
  bytesRow('an item of ZstdDecompressor.decompressContentDictChain', frame, (data) => decompressor.decompressContentDictChain([data])),
];
