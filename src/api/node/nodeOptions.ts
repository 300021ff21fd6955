import { MAX_COMPRESSION_LEVEL, MIN_COMPRESSION_LEVEL, WINDOWLOG_MAX, WINDOWLOG_MIN } from '../../format/constants';
import { checkInteger, checkOptions, checkSize } from '../common/checks';
import type { DictionaryData } from '../common/dictionarySource';
import type { CompressionStreamOptions } from '../compression/compressionCodec';
import { CompressionParameters, type CompressionParametersOptions } from '../compression/compressionParameters';
import type { DecompressOptions } from '../decompression/decompress';
import { constants } from './nodeConstants';

/** What the zstd functions of `node:zlib` can be told. */
export interface ZstdOptions {
  /** `constants.ZSTD_e_flush` ends a block with every chunk that is written; default `ZSTD_e_continue`. */
  flush?: number;
  /** Accepted; the end of the input always ends the frame. */
  finishFlush?: number;
  /** Most bytes of a chunk of output, 64 at least. Default 65,536. */
  chunkSize?: number;
  /** Parameters by their numbers: keys are `constants.ZSTD_c_*` or `constants.ZSTD_d_*`; switches are 0 and 1, or booleans. */
  params?: { [key: number]: number | boolean };
  /** Most bytes of output of the functions that give it as a whole and, other than in `node:zlib`, of a stream that decompresses. */
  maxOutputLength?: number;
  /** Bytes that will be compressed, when that is known. */
  pledgedSrcSize?: number;
  /** The dictionary to compress with, or that the data was compressed with. Given as a `ZstdCompressionDict`, it is read once. */
  dictionary?: DictionaryData;
  /** Accepted, and not used: the functions give the result alone. */
  info?: boolean;
}

/** Smallest chunks that `node:zlib` makes. */
const CHUNK_SIZE_MIN = 64;

/** Which option each parameter with a number is. */
const PARAMETERS: { readonly [key: number]: keyof CompressionParametersOptions } = {
  [constants.ZSTD_c_compressionLevel]: 'compressionLevel',
  [constants.ZSTD_c_windowLog]: 'windowLog',
  [constants.ZSTD_c_hashLog]: 'hashLog',
  [constants.ZSTD_c_chainLog]: 'chainLog',
  [constants.ZSTD_c_searchLog]: 'searchLog',
  [constants.ZSTD_c_minMatch]: 'minMatch',
  [constants.ZSTD_c_targetLength]: 'targetLength',
  [constants.ZSTD_c_strategy]: 'compressionStrategy',
  [constants.ZSTD_c_ldmHashLog]: 'ldmHashLog',
  [constants.ZSTD_c_ldmMinMatch]: 'ldmMinMatch',
  [constants.ZSTD_c_ldmBucketSizeLog]: 'ldmBucketSizeLog',
  [constants.ZSTD_c_ldmHashRateLog]: 'ldmHashEveryLog',
  [constants.ZSTD_c_nbWorkers]: 'threads',
  [constants.ZSTD_c_jobSize]: 'jobSize',
  [constants.ZSTD_c_overlapLog]: 'overlapSizeLog',
};

/** Which option each parameter is that is 0 or 1 here and a boolean there. */
const SWITCHES: { readonly [key: number]: keyof CompressionParametersOptions } = {
  [constants.ZSTD_c_enableLongDistanceMatching]: 'enableLdm',
  [constants.ZSTD_c_contentSizeFlag]: 'writeContentSize',
  [constants.ZSTD_c_checksumFlag]: 'writeChecksum',
  [constants.ZSTD_c_dictIDFlag]: 'writeDictId',
};

function* parametersOf({ params }: ZstdOptions): Generator<[key: number, value: number]> {
  for (const [key, value] of Object.entries(checkOptions(params))) {
    if (typeof value !== 'number' && typeof value !== 'boolean') throw new TypeError(`params[${key}] must be a number or a boolean`);
    yield [Number(key), Number(value)];
  }
}

/** Checks what all take, whether or not it is of use to them. */
export function checkCommon(options: ZstdOptions): { flush: number; maxOutputSize: number | undefined } {
  const operation = (name: 'flush' | 'finishFlush'): number =>
    checkInteger(options[name], name, constants.ZSTD_e_continue, constants.ZSTD_e_continue, constants.ZSTD_e_end);
  chunkSizeOf(options);
  operation('finishFlush');
  return {
    flush: operation('flush'),
    maxOutputSize: checkInteger(options.maxOutputLength, 'maxOutputLength', 0, 1, Number.MAX_SAFE_INTEGER) || undefined,
  };
}

/** The options of a compressor. */
export function compressionOptionsOf(options: ZstdOptions): CompressionStreamOptions {
  const { pledgedSrcSize, dictionary } = checkOptions(options);
  const { flush } = checkCommon(options);
  const given: Record<string, number | boolean> = { writeContentSize: true, writeDictId: true };
  for (const [key, value] of parametersOf(options)) {
    if (SWITCHES[key] !== undefined) given[SWITCHES[key]] = value !== 0;
    else if (PARAMETERS[key] !== undefined) given[PARAMETERS[key]] = value;
    else throw new RangeError(`${key} is not a valid zstd parameter`);
  }
  // Where Node's functions go on, with the nearest level or without jobs, so do these.
  if (given.compressionLevel !== undefined) {
    given.compressionLevel = Math.min(Math.max(Number(given.compressionLevel), MIN_COMPRESSION_LEVEL), MAX_COMPRESSION_LEVEL);
  }
  if (!given.threads) Object.assign(given, { jobSize: 0, overlapSizeLog: 0 });
  return {
    compressionParams: new CompressionParameters(given),
    dictData: dictionary,
    size: checkSize(pledgedSrcSize, 'pledgedSrcSize'),
    flushEachChunk: flush !== constants.ZSTD_e_continue,
  };
}

/** The options of a decompressor. */
export function decompressOptionsOf(options: ZstdOptions): DecompressOptions {
  const { dictionary } = checkOptions(options);
  const { maxOutputSize } = checkCommon(options);
  let maxWindowSize: number | undefined;
  for (const [key, value] of parametersOf(options)) {
    if (key !== constants.ZSTD_d_windowLogMax) throw new RangeError(`${key} is not a valid zstd parameter`);
    // 0 stands for the default.
    if (value !== 0) maxWindowSize = 2 ** checkInteger(value, 'ZSTD_d_windowLogMax', 0, WINDOWLOG_MIN, WINDOWLOG_MAX);
  }
  return { dictData: dictionary, maxWindowSize, maxOutputSize };
}

export function chunkSizeOf({ chunkSize }: ZstdOptions): number {
  return checkInteger(chunkSize, 'chunkSize', 65536, CHUNK_SIZE_MIN, Number.MAX_SAFE_INTEGER);
}
