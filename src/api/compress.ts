import {
  type DictionarySettings,
  type EncoderDictionary,
  readEncoderDictionary,
  settingsForDictionary,
  settingsForPrefix,
} from '../encoder/dictionary';
import { encodeBlockFrame, FrameEncoder } from '../encoder/frame';
import {
  BLOCK_SIZE_MAX,
  CONTENTSIZE_UNKNOWN,
  FORMAT_ZSTD1_MAGICLESS,
  MAX_COMPRESSION_LEVEL,
  MIN_COMPRESSION_LEVEL,
} from '../format/constants';
import { createOutput, type Output } from '../format/output';
import { settingsForLevel } from '../match/parameters';
import { type Bytes, type BytesLike, checkSize, toBytes } from './bytes';
import { checkFlag, checkThreads } from './checks';
import type { CompressionParameters } from './compressionParameters';
import type { DictionaryData, DictionarySource } from './dictionarySource';

/** The dictionary to compress with. */
export interface DictionaryOption {
  /**
   * A dictionary, full or raw content, which decompressing will need too. Given as a `ZstdCompressionDict`, it is indexed once for any number of frames;
   * given as bytes, for each call or compressor.
   */
  dictData?: DictionaryData;
}

/** What a single frame can be told beside {@link CompressOptions}. */
export interface FramePrefix {
  /**
   * Content that matches may refer to, such as an older version of the data; decompressing needs the same bytes as `dictData`. It is indexed for this frame alone.
   * Not together with `dictData`.
   */
  prefix?: BytesLike;
}

/** What a level decides. */
export interface LevelOptions extends DictionaryOption {
  /** 1 (fast) to 22 (small), or −1 to −131072 for more speed than level 1. Default 3. */
  level?: number;
  /** Ends the frame with a checksum of the content, which decompressing verifies. Default false. */
  writeChecksum?: boolean;
  /** States the content's size in the frame's header. Default true for {@link compress}, false for {@link ZstdCompressor}. */
  writeContentSize?: boolean;
  /** States the dictionary's ID in the frame's header, where it has one. Default true. */
  writeDictId?: boolean;
  /** Threads to use: 0 (default) for none, negative for one per processor. */
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

/** Checks a compression level. */
export function checkLevel(level: unknown): number {
  if (typeof level !== 'number') throw new TypeError(`level must be a number, not ${typeof level}`);
  if (!Number.isInteger(level) || level === 0) throw new RangeError(`level must be a whole number other than 0, not ${level}`);
  if (level > MAX_COMPRESSION_LEVEL) throw new RangeError(`level must be less than ${MAX_COMPRESSION_LEVEL + 1}`);
  if (level < MIN_COMPRESSION_LEVEL) throw new RangeError(`level must be at least ${MIN_COMPRESSION_LEVEL}`);
  return level;
}

/** What the frames of an operation are made of, checked. */
export interface FrameOptions {
  readonly level: number;
  readonly params: CompressionParameters | undefined;
  readonly writeChecksum: boolean;
  readonly writeContentSize: boolean;
  readonly writeDictId: boolean;
  readonly magicless: boolean;
  readonly threads: number;
  readonly dictionary: EncoderDictionary | undefined;
}

/** Reads a dictionary option, or takes what was read from it before. */
function encoderDictionary(dictData: DictionaryData | undefined): EncoderDictionary | undefined {
  if (dictData === undefined) return undefined;
  const source = dictData as Partial<DictionarySource<EncoderDictionary, never>> | null;
  return source?.forEncoder?.(readEncoderDictionary) ?? readEncoderDictionary(toBytes(dictData as BytesLike, 'dictData'));
}

const EXCLUDED = ['level', 'writeChecksum', 'writeContentSize', 'writeDictId', 'threads'] as const;

export function checkFrameOptions(options: CompressOptions, writeContentSize: boolean): FrameOptions {
  const { compressionParams: params } = options;
  const dictionary = encoderDictionary(options.dictData);
  if (params === undefined) {
    return {
      level: checkLevel(options.level === undefined ? 3 : options.level),
      params,
      writeChecksum: checkFlag(options.writeChecksum, 'writeChecksum', false),
      writeContentSize: checkFlag(options.writeContentSize, 'writeContentSize', writeContentSize),
      writeDictId: checkFlag(options.writeDictId, 'writeDictId', true),
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
export function checkCompressOptions(options: number | CompressOptions): FrameOptions {
  if (typeof options === 'number') return checkFrameOptions({ level: options }, true);
  if (options === null || typeof options !== 'object') throw new TypeError('options must be a level or an object');
  return checkFrameOptions(options, true);
}

/** How a frame for `sourceSize` bytes is compressed, and what stands before it. */
function settingsFor({ level, params, dictionary }: FrameOptions, sourceSize: number, prefix: BytesLike | undefined): DictionarySettings {
  if (prefix !== undefined) {
    if (dictionary !== undefined) throw new RangeError('must only specify one of prefix or dictData');
    return settingsForPrefix(params ?? level, sourceSize, toBytes(prefix, 'prefix'));
  }
  if (dictionary !== undefined) return settingsForDictionary(dictionary, params ?? level, sourceSize);
  return { compression: params === undefined ? settingsForLevel(level, sourceSize) : params.resolve(sourceSize, 0), history: undefined };
}

const dictIdOf = ({ writeDictId, dictionary }: FrameOptions): number => (writeDictId && dictionary !== undefined ? dictionary.id : 0);

/** Begins a frame for `sourceSize` bytes, −1 if that is not known. */
export function createFrame(options: FrameOptions, sourceSize: number, output: Output, prefix?: BytesLike): FrameEncoder {
  const { writeChecksum, writeContentSize, magicless } = options;
  const settings = settingsFor(options, sourceSize, prefix);
  return new FrameEncoder({ ...settings, sourceSize, writeContentSize, writeChecksum, magicless, dictId: dictIdOf(options) }, output);
}

/** Compresses all of the input into one frame. */
export function encodeFrame(input: Uint8Array, options: FrameOptions, prefix?: BytesLike): Bytes {
  if (prefix === undefined && !options.magicless && input.length <= BLOCK_SIZE_MAX) {
    const { compression, history } = settingsFor(options, input.length, prefix);
    return encodeBlockFrame(input, compression, history, dictIdOf(options), options.writeContentSize, options.writeChecksum);
  }
  const output = createOutput(Number.MAX_SAFE_INTEGER);
  const frame = createFrame(options, input.length, output, prefix);
  try {
    frame.write(input, 0, input.length);
    frame.end();
    return output.take();
  } finally {
    frame.release();
  }
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
 * @throws TypeError when `data` is not bytes; RangeError when the level is out of range, or options exclude one another; ZstdError `memory_allocation` for
 *   windows that do not fit
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
  return encodeFrame(input, checked, typeof options === 'number' ? undefined : options.prefix);
}
