import { type EncoderDictionary, readEncoderDictionary } from '../../encoder/dictionary';
import { type Frame, FrameEncoder } from '../../encoder/frame';
import type { FrameSettings } from '../../encoder/frameEnds';
import { encodeFrame, type FrameOptions, fillFrame, frameSettings } from '../../encoder/frameOptions';
import {
  CONTENTSIZE_UNKNOWN,
  DEFAULT_COMPRESSION_LEVEL,
  FORMAT_ZSTD1_MAGICLESS,
  MAX_COMPRESSION_LEVEL,
  MIN_COMPRESSION_LEVEL,
} from '../../format/constants';
import type { Output } from '../../format/output';
import { createJobFrame } from '../../workers/jobFrame';
import { JOBS_FROM, type JobLayout, jobLayout } from '../../workers/jobs';
import { type Bytes, type BytesLike, toBytes } from '../common/bytes';
import { checkFlag, checkInteger, checkSize, checkThreads } from '../common/checks';
import type { DictionaryData, DictionarySource } from '../common/dictionarySource';
import type { CompressionParameters } from './compressionParameters';

/** The dictionary to compress with. */
export interface DictionaryOption {
  /**
   * A dictionary, full or raw content, which decompressing will need too. Given as a `ZstdCompressionDict`, it is indexed once for any
   * number of frames; given as bytes, for each call or compressor.
   */
  dictData?: DictionaryData;
}

/** What a single frame can be told beside {@link CompressOptions}. */
export interface FramePrefix {
  /**
   * Content that matches may refer to, such as an older version of the data; decompressing needs the same bytes as `dictData`. It is
   * indexed for this frame alone. Not together with `dictData`.
   */
  prefix?: BytesLike;
}

/** What a level decides. */
export interface LevelOptions extends DictionaryOption {
  /** 1 (fast) to 22 (small), or −1 to −131072 for more speed than level 1. Default 3. */
  level?: number;
  /** Ends the frame with a checksum of the content, which decompressing verifies. Default false. */
  writeChecksum?: boolean;
  /** States the content's size in the frame's header. Default true, where it is known; false for {@link ZstdCompressor}. */
  writeContentSize?: boolean;
  /** States the dictionary's ID in the frame's header, where it has one. Default true. */
  writeDictId?: boolean;
  /**
   * Threads to use for content of more than a job's size: 0 (default) for none, negative for one per processor. The result is made in jobs,
   * and does not depend on the number of threads, or on whether there are any.
   */
  threads?: number;
  compressionParams?: undefined;
}

/** Every parameter by itself; they exclude the options that they hold too. */
export interface ParameterOptions extends DictionaryOption {
  /** What to compress with. */
  compressionParams: CompressionParameters;
  level?: undefined;
  writeChecksum?: undefined;
  writeContentSize?: undefined;
  writeDictId?: undefined;
  threads?: undefined;
}

/** What {@link compress} and {@link ZstdCompressor} can be told: a level with some switches, or all parameters. */
export type CompressOptions = LevelOptions | ParameterOptions;

/** Checks a compression level; leaving it out means the default one. */
export function checkLevel(level: unknown): number {
  const checked = checkInteger(level, 'level', DEFAULT_COMPRESSION_LEVEL, MIN_COMPRESSION_LEVEL, Number.MAX_SAFE_INTEGER);
  if (checked === 0) throw new RangeError('level must not be 0');
  if (checked > MAX_COMPRESSION_LEVEL) throw new RangeError(`level must be less than ${MAX_COMPRESSION_LEVEL + 1}`);
  return checked;
}

/** What the frames of an operation are made of, checked. */
export interface CheckedOptions extends FrameOptions {
  readonly params: CompressionParameters | undefined;
  readonly threads: number;
}

/** Reads a dictionary option, or takes what was read from it before. */
function encoderDictionary(dictData: DictionaryData | undefined): EncoderDictionary | undefined {
  if (dictData === undefined) return undefined;
  const source = dictData as Partial<DictionarySource<EncoderDictionary, never>> | null;
  return source?.forEncoder?.(readEncoderDictionary) ?? readEncoderDictionary(toBytes(dictData as BytesLike, 'dictData'));
}

const EXCLUDED = ['level', 'writeChecksum', 'writeContentSize', 'writeDictId', 'threads'] as const;

export function checkFrameOptions(options: CompressOptions, writeContentSize: boolean): CheckedOptions {
  const { compressionParams: params } = options;
  const dictionary = encoderDictionary(options.dictData);
  if (params === undefined) {
    return {
      level: checkLevel(options.level),
      params,
      writeChecksum: checkFlag(options, 'writeChecksum', false),
      writeContentSize: checkFlag(options, 'writeContentSize', writeContentSize),
      writeDictId: checkFlag(options, 'writeDictId', true),
      magicless: false,
      threads: checkThreads(options.threads),
      dictionary,
    };
  }
  // Not by class: that would put the class into every bundle that compresses.
  if (typeof params?.resolve !== 'function') throw new TypeError('compressionParams must be CompressionParameters');
  for (const name of EXCLUDED) {
    if (options[name] !== undefined) throw new RangeError(`cannot define compressionParams and ${name}`);
  }
  return { ...params, level: 0, params, magicless: params.format === FORMAT_ZSTD1_MAGICLESS, dictionary };
}

/** Checks a level or options for content that is there as a whole. */
export function checkCompressOptions(options: number | CompressOptions): CheckedOptions {
  if (typeof options === 'number') return checkFrameOptions({ level: options }, true);
  if (options === null || typeof options !== 'object') throw new TypeError('options must be a level or an object');
  return checkFrameOptions(options, true);
}

/** What a frame is made of, and how it is cut into jobs, if it is. */
export interface FramePlan {
  readonly settings: FrameSettings;
  readonly layout: JobLayout | undefined;
}

/** The options of a frame that has a prefix, if there is one. */
export function withPrefix(options: CheckedOptions, prefix: BytesLike | undefined): CheckedOptions {
  return prefix === undefined ? options : { ...options, prefix: toBytes(prefix, 'prefix') };
}

/**
 * Plans a frame for `sourceSize` bytes, −1 if that is not known. With threads, long ones are made in jobs, whether or not there are workers
 * to share them.
 */
export function planFrame(options: CheckedOptions, sourceSize: number): FramePlan {
  const { threads, params } = options;
  const settings = frameSettings(options, sourceSize);
  if (threads === 0) return { settings, layout: undefined };
  const layout = jobLayout(settings.compression, params?.jobSize, params?.overlapSizeLog);
  const cut = sourceSize === CONTENTSIZE_UNKNOWN || sourceSize > layout.size;
  return { settings, layout: cut ? layout : undefined };
}

/** Begins a frame for `sourceSize` bytes, −1 if that is not known. */
export function createFrame(options: CheckedOptions, sourceSize: number, output: Output): Frame {
  const { settings, layout } = planFrame(options, sourceSize);
  return layout === undefined ? new FrameEncoder(settings, output) : createJobFrame(settings, layout, options.threads, output);
}

/** Compresses all of the input into one frame. */
export function encodeWhole(input: Uint8Array, options: CheckedOptions): Bytes {
  if (options.threads > 0 && input.length > JOBS_FROM) {
    return fillFrame(input, (output) => createFrame(options, input.length, output));
  }
  return encodeFrame(input, options);
}

/** Checks a declared size; −1 and nothing mean that it is not known. */
export function pledgedSize(size: number | undefined): number {
  return size === CONTENTSIZE_UNKNOWN ? size : (checkSize(size, 'size') ?? CONTENTSIZE_UNKNOWN);
}

/**
 * Compresses bytes into one Zstandard frame (RFC 8878).
 *
 * @param data the content; it is not changed
 * @param options the level, or {@link CompressOptions} and a prefix ({@link FramePrefix})
 * @returns the frame, in a fresh array of exactly its size
 * @throws TypeError when `data` is not bytes, or an option of the wrong type; RangeError when the level is out of range, or options exclude
 *   one another; ZstdError `memory_allocation` for windows that do not fit, `dictionary_corrupted` or `dictionary_wrong` for a dictionary
 *   that is none
 * @example
 * ```ts
 * import { compress, decompress } from 'purezstd';
 * const content = new TextEncoder().encode('hello '.repeat(1000));
 * const frame = compress(content, { level: 3, writeChecksum: true });
 * console.log(frame.length < 40, decompress(frame).length); // true 6000
 * ```
 */
export function compress(data: BytesLike, options: number | (CompressOptions & FramePrefix) = {}): Bytes {
  const input = toBytes(data);
  const checked = checkCompressOptions(options);
  return encodeWhole(input, typeof options === 'number' ? checked : withPrefix(checked, options.prefix));
}
