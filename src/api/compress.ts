import {
  type EncoderDictionary,
  prefixHistory,
  readEncoderDictionary,
  settingsForDictionary,
  settingsForPrefix,
} from '../encoder/dictionary';
import { encodeBlockFrame, FrameEncoder } from '../encoder/frame';
import { BLOCK_SIZE_MAX, CONTENTSIZE_UNKNOWN, MAX_COMPRESSION_LEVEL, MIN_COMPRESSION_LEVEL } from '../format/constants';
import { createOutput, type Output } from '../format/output';
import { settingsForLevel } from '../match/parameters';
import { type BytesLike, toBytes } from './bytes';
import type { DictionaryData, DictionarySource } from './dictionarySource';

/** What {@link compress} can be told. */
export interface CompressOptions {
  /**
   * 1 (fast) to 22 (small), or −1 to −131072 for more speed than level 1. Default 3. In this version levels above 4 work like level 4.
   */
  level?: number;
  /** Ends the frame with a checksum of the content, which decompressing verifies. Default false. */
  writeChecksum?: boolean;
  /** States the content's size in the frame's header. Default true. */
  writeContentSize?: boolean;
  /**
   * A dictionary, full or raw content, which decompressing will need too. Given as a `ZstdCompressionDict`, it is indexed once for any number of frames;
   * given as bytes, for each call or compressor.
   */
  dictData?: DictionaryData;
  /** States the dictionary's ID in the frame's header, where it has one. Default true. */
  writeDictId?: boolean;
}

/** What a single frame can be told beside {@link CompressOptions}. */
export interface FramePrefix {
  /**
   * Content that matches may refer to, such as an older version of the data; decompressing needs the same bytes as `dictData`. It is indexed for this frame alone.
   * Not together with `dictData`.
   */
  prefix?: BytesLike;
}

/** Checks a compression level. */
export function checkLevel(level: unknown): number {
  if (typeof level !== 'number') throw new TypeError(`level must be a number, not ${typeof level}`);
  if (!Number.isInteger(level) || level === 0) throw new RangeError(`level must be a whole number other than 0, not ${level}`);
  if (level > MAX_COMPRESSION_LEVEL) throw new RangeError(`level must be less than ${MAX_COMPRESSION_LEVEL + 1}`);
  if (level < MIN_COMPRESSION_LEVEL) throw new RangeError(`level must be at least ${MIN_COMPRESSION_LEVEL}`);
  return level;
}

/** Checks a switch. */
export function checkFlag(value: unknown, name: string, fallback: boolean): boolean {
  if (value === undefined) return fallback;
  if (typeof value !== 'boolean') throw new TypeError(`${name} must be true or false`);
  return value;
}

/** What a frame of an operation is made of, checked. */
export interface FrameOptions {
  readonly level: number;
  readonly writeChecksum: boolean;
  readonly writeContentSize: boolean;
  readonly writeDictId: boolean;
  readonly dictionary: EncoderDictionary | undefined;
}

/** Reads a dictionary option, or takes what was read from it before. */
function encoderDictionary(dictData: DictionaryData | undefined): EncoderDictionary | undefined {
  if (dictData === undefined) return undefined;
  const source = dictData as Partial<DictionarySource<EncoderDictionary, never>> | null;
  return source?.forEncoder?.(readEncoderDictionary) ?? readEncoderDictionary(toBytes(dictData as BytesLike, 'dictData'));
}

export function checkFrameOptions(options: CompressOptions, writeContentSize: boolean): FrameOptions {
  return {
    level: checkLevel(options.level === undefined ? 3 : options.level),
    writeChecksum: checkFlag(options.writeChecksum, 'writeChecksum', false),
    writeContentSize: checkFlag(options.writeContentSize, 'writeContentSize', writeContentSize),
    writeDictId: checkFlag(options.writeDictId, 'writeDictId', true),
    dictionary: encoderDictionary(options.dictData),
  };
}

/** Begins a frame for `sourceSize` bytes, −1 if that is not known. */
export function createFrame(options: FrameOptions, sourceSize: number, output: Output, prefix?: BytesLike): FrameEncoder {
  const { level, writeChecksum, writeContentSize, writeDictId, dictionary } = options;
  const frame = { sourceSize, writeContentSize, writeChecksum, magicless: false };
  if (prefix !== undefined) {
    if (dictionary !== undefined) throw new RangeError('must only specify one of prefix or dictData');
    const content = toBytes(prefix, 'prefix');
    const compression = settingsForPrefix(level, sourceSize, content.length);
    return new FrameEncoder({ ...frame, compression, history: prefixHistory(content) }, output);
  }
  if (dictionary === undefined) return new FrameEncoder({ ...frame, compression: settingsForLevel(level, sourceSize) }, output);
  const dictId = writeDictId ? dictionary.id : 0;
  return new FrameEncoder({ ...frame, ...settingsForDictionary(dictionary, level, sourceSize), dictId }, output);
}

/** Compresses all of the input into one frame. */
export function encodeFrame(input: Uint8Array, options: FrameOptions, prefix?: BytesLike): Uint8Array<ArrayBuffer> {
  if (prefix === undefined && input.length <= BLOCK_SIZE_MAX) {
    const { level, writeChecksum, writeContentSize, writeDictId, dictionary } = options;
    if (dictionary === undefined)
      return encodeBlockFrame(input, settingsForLevel(level, input.length), undefined, 0, writeContentSize, writeChecksum);
    const { compression, history } = settingsForDictionary(dictionary, level, input.length);
    return encodeBlockFrame(input, compression, history, writeDictId ? dictionary.id : 0, writeContentSize, writeChecksum);
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

/** The size as FrameEncoder wants it: what was declared, or unknown. */
export function pledgedSize(size: number | undefined): number {
  return size === undefined || size < 0 ? CONTENTSIZE_UNKNOWN : size;
}

/**
 * Compresses bytes into one Zstandard frame (RFC 8878).
 *
 * @param data the content; it is not changed
 * @param options the level, or {@link CompressOptions} and a prefix ({@link FramePrefix})
 * @returns the frame, in a fresh array of exactly its size
 * @throws TypeError when `data` is not bytes; RangeError when the level is out of range
 * @example
 * ```ts
 * import { compress, decompress } from 'purezstd';
 * const content = new TextEncoder().encode('hello '.repeat(1000));
 * const frame = compress(content, { level: 3, writeChecksum: true });
 * console.log(frame.length < 40, decompress(frame).length); // true 6000
 * ```
 */
export function compress(data: BytesLike, options: number | (CompressOptions & FramePrefix) = {}): Uint8Array<ArrayBuffer> {
  const input = toBytes(data);
  if (options === null || (typeof options !== 'object' && typeof options !== 'number')) {
    throw new TypeError('options must be a level or an object');
  }
  if (typeof options === 'number') return encodeFrame(input, checkFrameOptions({ level: options }, true));
  return encodeFrame(input, checkFrameOptions(options, true), options.prefix);
}
