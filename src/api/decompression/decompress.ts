import { prepareDictionary } from '../../decoder/dictionary';
import type { DecoderDictionary } from '../../decoder/engine';
import { createFrameDecoder, type DecoderSettings } from '../../decoder/frame';
import { DEFAULT_MAX_WINDOW_SIZE, FORMAT_ZSTD1, FORMAT_ZSTD1_MAGICLESS } from '../../format/constants';
import { createOutput, type Output } from '../../format/output';
import { type Bytes, type BytesLike, toBytes } from '../common/bytes';
import { checkFlag, checkOptions, checkSize } from '../common/checks';
import type { DictionaryData, DictionarySource } from '../common/dictionarySource';

/** A dictionary that may be one that keeps what is read from it. */
type MaybePrepared = Partial<DictionarySource<never, DecoderDictionary>>;

/** One dictionary, or several to choose from by the ID that a frame states. */
export type DictionaryLike = DictionaryData | Iterable<DictionaryData>;

/** What {@link decompress} can be told. */
export interface DecompressOptions {
  /** Most bytes that the result may have; more is a `ZstdError` `dstSize_tooSmall`. Default: no limit. */
  maxOutputSize?: number;
  /** Largest window that a frame may ask for, in bytes. Default, and 0: 2^27 (128 MiB), the reference's; at most 2^31. */
  maxWindowSize?: number;
  /** The dictionary that the frames were made with: full, or raw content. Given several, the frame's dictionary ID chooses. */
  dictData?: DictionaryLike;
  /** Whether content checksums are verified. Default true. */
  verifyChecksum?: boolean;
  /** `FORMAT_ZSTD1` (default), or `FORMAT_ZSTD1_MAGICLESS` for frames without their four magic bytes. */
  format?: number;
}

/** Checks a dictionary option and reads the dictionaries. */
export function prepareDictionaries(dictData: DictionaryLike | undefined): readonly DecoderDictionary[] {
  if (dictData === undefined) return [];
  const several = typeof dictData === 'object' && Symbol.iterator in Object(dictData) && !ArrayBuffer.isView(dictData);
  return Array.from(
    several ? (dictData as Iterable<DictionaryData>) : [dictData as DictionaryData],
    (one) =>
      (one as MaybePrepared | undefined)?.forDecoder?.(prepareDictionary) ?? prepareDictionary(toBytes(one as BytesLike, 'dictData')),
  );
}

/** Checks the options that say which frames are accepted. */
export function decoderSettings(
  options: { maxWindowSize?: number; format?: number; verifyChecksum?: boolean },
  dictionaries: readonly DecoderDictionary[],
  streaming: boolean,
): DecoderSettings {
  const format = checkSize(options.format, 'format') ?? FORMAT_ZSTD1;
  const verifyChecksum = checkFlag(options, 'verifyChecksum', true);
  if (format !== FORMAT_ZSTD1 && format !== FORMAT_ZSTD1_MAGICLESS) throw new RangeError('format must be a FORMAT constant');
  const maxWindowSize = checkSize(options.maxWindowSize, 'maxWindowSize') || DEFAULT_MAX_WINDOW_SIZE;
  return { maxWindowSize, magicless: format === FORMAT_ZSTD1_MAGICLESS, verifyChecksum, dictionaries, streaming };
}

/** Decodes whole frames, one after the other. */
export function decodeAll(input: Uint8Array, settings: DecoderSettings, output: Output): void {
  const decoder = createFrameDecoder(settings, output);
  try {
    let at = 0;
    do at = decoder.push(input, at, input.length);
    while (at < input.length);
    decoder.finish();
  } finally {
    decoder.release();
  }
}

/**
 * Decompresses Zstandard data: any number of frames one after the other, with or without a stated content size; skippable frames are
 * skipped. Memory grows with what the data proves to hold, never with what a header claims.
 *
 * @param data one or more complete frames
 * @returns the content, in a fresh array of exactly its size
 * @throws TypeError when `data` is not bytes, or an option of the wrong type; RangeError for options out of range; ZstdError
 *   `prefix_unknown` for data that is no frame, `srcSize_wrong` when it is empty or ends early, `corruption_detected`,
 *   `literals_headerWrong`, `checksum_wrong`, `dictionary_wrong` and `dictionary_corrupted`, `frameParameter_windowTooLarge`,
 *   `frameParameter_unsupported`, `dstSize_tooSmall`, `memory_allocation`
 * @example
 * ```ts
 * import { compress, decompress } from 'purezstd';
 * const frame = compress(new TextEncoder().encode('hello hello hello'));
 * console.log(new TextDecoder().decode(decompress(frame))); // hello hello hello
 * ```
 */
export function decompress(data: BytesLike, options: DecompressOptions = {}): Bytes {
  const input = toBytes(data);
  const output = createOutput(checkSize(checkOptions(options).maxOutputSize, 'maxOutputSize') ?? Number.MAX_SAFE_INTEGER);
  decodeAll(input, decoderSettings(options, prepareDictionaries(options.dictData), false), output);
  return output.take();
}
