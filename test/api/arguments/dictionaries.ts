import { compressDcz, decompressDcz } from '../../../src/dictionary';
import {
  BufferWithSegments,
  BufferWithSegmentsCollection,
  CompressionParameters,
  dictionaryId,
  trainDictionary,
  ZstdCompressionDict,
} from '../../../src/index';
import {
  also,
  bytes,
  callback,
  index,
  level,
  levelOrOptions,
  object,
  options,
  severalBytes,
  threads,
  whole,
} from '../../helpers/badArguments';
import { bytesRow, COMPRESS_OPTIONS, content, DECOMPRESS_OPTIONS, optionRows, type Row, row, viewsRow } from './table';

const dict = new ZstdCompressionDict(content);
const transported = compressDcz(content, content);
const samples = Array.from({ length: 40 }, (_, i) =>
  new TextEncoder().encode(`a record, number ${i * i * 7919}, like the others, number ${i}`),
);
const train = (given: object): unknown => trainDictionary(1024, samples, given);
const entries = new Uint8Array(new BigUint64Array([0n, BigInt(content.length)]).buffer);
const buffer = new BufferWithSegments(content, entries);
const collection = new BufferWithSegmentsCollection(buffer, buffer);
const { writeDictId: _, dictData: __, compressionParams: ___, ...transportOptions } = COMPRESS_OPTIONS;
const { dictData: ____, ...receivingOptions } = DECOMPRESS_OPTIONS;
/** A dictionary, or an array of them. */
const oneOrSeveral = also(
  { ...severalBytes(content, dict), right: () => [content, [content], dict, [new Uint8Array(3), dict]] },
  [new Set([content]), 'TypeError'],
  [[], 'dictionary_wrong'],
);
/** Negative indices count from the end. */
const segment = (length: number) => ({ ...index(-length, length - 1), right: () => [0, length - 1, -1, -length] });

export const rows: Row[] = [
  bytesRow('new ZstdCompressionDict data', content, (data) => new ZstdCompressionDict(data).asBytes()),
  ...optionRows('new ZstdCompressionDict', (given) => new ZstdCompressionDict(content, given), { dictMode: whole(0, 2, undefined, 0, 1) }),
  ...optionRows(
    'ZstdCompressionDict.precomputeCompress',
    (given: { level?: number; compressionParams?: never } | undefined) => dict.precomputeCompress(given as never),
    // More than the most is the most, as in the seed.
    {
      level: {
        ...level,
        wrong: [...level.wrong.filter(([value]) => value !== 23 && value !== 2 ** 31), [undefined, 'RangeError']],
        right: () => [1, -5, 100],
      },
    },
    'options',
    also({ ...options, right: () => [{ level: 1 }] }, [undefined, 'RangeError'], [{}, 'RangeError']),
  ),
  row(
    'ZstdCompressionDict.precomputeCompress options.compressionParams',
    object(() => []),
    (compressionParams) => dict.precomputeCompress({ level: compressionParams === undefined ? ('x' as never) : 0, compressionParams }),
  ),
  bytesRow('dictionaryId dict', content, (data) => dictionaryId(data) === 0 && content),
  row('dictionaryId dict', bytes(content, dict), (data) => dictionaryId(data)),

  row('trainDictionary dictSize', also(whole(0, 2 ** 30, 1024), [undefined, 'TypeError'], [255, 'dstSize_tooSmall']), (size) =>
    trainDictionary(size, samples),
  ),
  row(
    'trainDictionary samples',
    also(
      object(() => [samples]),
      [[], 'srcSize_wrong'],
      [[content, 'text'], 'TypeError'],
      [content, 'TypeError'],
      [new Set(samples), 'TypeError'],
    ),
    (given) => trainDictionary(1024, given),
  ),
  bytesRow('an item of trainDictionary samples', content, (sample) => trainDictionary(1024, [sample, ...samples]).length > 0 && content),
  ...optionRows('trainDictionary', train, {
    algorithm: {
      wrong: [
        ...['zstd', ''].map((value) => [value, 'RangeError'] as const),
        ...[5, null, {}, true].map((value) => [value, 'TypeError'] as const),
      ],
      right: () => [undefined, 'cover'],
    },
    k: also(whole(0, 2 ** 30, undefined, 0, 100), [1025, 'RangeError']),
    d: also(whole(0, 2 ** 30, undefined, 0, 6, 8), [7, 'RangeError']),
    steps: whole(0, 2 ** 30, undefined, 0, 2),
    dictId: whole(0, 2 ** 32 - 1),
    level: { ...level, wrong: level.wrong.filter(([value]) => value !== 0), right: () => [undefined, 0, 1, -5] },
    f: whole(0, 26, undefined, 0, 12),
    accel: whole(0, 10),
    splitPoint: {
      wrong: [
        ...['0.5', '', null, true, {}, 1n].map((value) => [value, 'TypeError'] as const),
        ...[-0.5, 1.5, Number.NaN, Number.POSITIVE_INFINITY].map((value) => [value, 'RangeError'] as const),
      ],
      right: () => [undefined, 0, 0.5, 1],
    },
    shrink: {
      ...whole(0, Number.MAX_SAFE_INTEGER, undefined, 0, 3),
      wrong: whole(0, Number.MAX_SAFE_INTEGER).wrong.filter(([value]) => value !== 0.5),
    },
    threads,
    notifications: { ...whole(0, 4), right: () => [undefined, 0] },
    onProgress: callback(undefined, () => undefined),
  }),

  bytesRow('compressDcz data', content, (data) => decompressDcz(compressDcz(data, content), content)),
  bytesRow('compressDcz dict', content, (given) => decompressDcz(compressDcz(content, given), content)),
  ...optionRows('compressDcz', (given) => compressDcz(content, content, given), transportOptions, 'options', levelOrOptions),
  // The level decides about the window.
  row(
    'compressDcz options.compressionParams',
    also(
      object(() => [], undefined),
      [new CompressionParameters(), 'RangeError'],
    ),
    (compressionParams) => compressDcz(content, content, { compressionParams }),
  ),
  bytesRow('decompressDcz data', transported, (data) => decompressDcz(data, content)),
  viewsRow('decompressDcz dict', content, (given) => decompressDcz(transported, given)),
  row('decompressDcz dict', oneOrSeveral, (given) => decompressDcz(transported, given)),
  bytesRow('a dictionary among several of decompressDcz', content, (given) => decompressDcz(transported, [given])),
  ...optionRows('decompressDcz', (given) => decompressDcz(transported, content, given), receivingOptions),

  bytesRow('new BufferWithSegments data', content, (data) => new BufferWithSegments(data, entries).toBytes()),
  bytesRow('new BufferWithSegments segments', entries, (segments) => new BufferWithSegments(content, segments).segment(0).toBytes()),
  row('BufferWithSegments.segment index', segment(1), (at) => buffer.segment(at)),
  row('BufferSegments.get index', segment(1), (at) => buffer.segments.get(at)),
  row('BufferWithSegmentsCollection.segment index', segment(2), (at) => collection.segment(at)),
  row(
    'new BufferWithSegmentsCollection buffers',
    also(
      object(() => [buffer]),
      [content, 'TypeError'],
      [new BufferWithSegments(content, new Uint8Array(0)), 'RangeError'],
    ),
    (one) => new BufferWithSegmentsCollection(buffer, one),
  ),
];
