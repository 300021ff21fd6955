/**
 * Texts that its users know from the reference, for what both halves of the codec meet. What only a decoder meets has its text where it is
 * thrown: an encoder's bundle does without.
 */
const MESSAGES: { readonly [code in ZstdErrorCode]?: string } = {
  corruption_detected: 'Data corruption detected',
  dictionary_corrupted: 'Dictionary is corrupted',
  dictionary_wrong: 'Dictionary mismatch',
  memory_allocation: 'Allocation error : not enough memory',
  dstSize_tooSmall: 'Destination buffer is too small',
  srcSize_wrong: 'Src size is incorrect',
};

/**
 * Machine-readable reason of a {@link ZstdError}: the reference's own error names.
 *
 * - `prefix_unknown`: no frame begins here (RFC 8878 §3.1), or no seek table ends the file.
 * - `frameParameter_unsupported`: a header sets its reserved bit, or states a size above 2^53 − 1; a seek table of a later version, or with
 *   too many frames.
 * - `frameParameter_windowTooLarge`: a frame's window is larger than `maxWindowSize`, or than any decoder here can have.
 * - `corruption_detected`: the data breaks the format, or the content has not the size that its frame or a seek table states.
 * - `checksum_wrong`: the content is not what its checksum says (RFC 8878 §3.1.1).
 * - `literals_headerWrong`: a block's literals section has four streams for fewer than six bytes (RFC 8878 §3.1.1.3.1).
 * - `dictionary_corrupted`: a full dictionary breaks the format (RFC 8878 §5), or a block uses a Huffman table that neither a dictionary
 *   nor a block has given.
 * - `dictionary_wrong`: the dictionary that the data asks for was not given, or one that must be full is not.
 * - `dictionaryCreation_failed`: no dictionary can be trained from these samples, or indexed from these bytes.
 * - `dstSize_tooSmall`: the result would be larger than allowed; a dictionary cannot be as small as asked for.
 * - `srcSize_wrong`: the input ends early, goes on where it must not, has not its declared size, or does not state a size that is needed;
 *   samples are too few.
 * - `memory_allocation`: there is not enough memory for a window, for tables or for the result.
 * - `stage_wrong`: the object cannot do that now: it is closed, finished, or in the middle of something else.
 */
export type ZstdErrorCode =
  | 'prefix_unknown'
  | 'frameParameter_unsupported'
  | 'frameParameter_windowTooLarge'
  | 'corruption_detected'
  | 'checksum_wrong'
  | 'literals_headerWrong'
  | 'dictionary_corrupted'
  | 'dictionary_wrong'
  | 'dictionaryCreation_failed'
  | 'dstSize_tooSmall'
  | 'srcSize_wrong'
  | 'memory_allocation'
  | 'stage_wrong';

/**
 * Everything that compression or decompression itself can meet: corrupt or truncated data, a wrong checksum, dictionary or window, an
 * output limit, and calls in a wrong state. Wrong arguments are `TypeError` and `RangeError` instead.
 *
 * @example
 * ```ts
 * import { decompress, ZstdError } from 'purezstd';
 * try {
 *   decompress(new Uint8Array([1, 2, 3, 4]));
 * } catch (error) {
 *   if (error instanceof ZstdError && error.code === 'prefix_unknown') console.log(error.code); // prefix_unknown
 * }
 * ```
 */
export class ZstdError extends Error {
  override readonly name = 'ZstdError';
  /** Machine-readable reason. */
  readonly code: ZstdErrorCode;
  /** Where in the input it was noticed, in bytes from its start, where that is known. */
  readonly offset: number | undefined;
  /** For `dictionary_wrong`: the ID of the dictionary that the frame asks for. */
  readonly dictId: number | undefined;

  constructor(code: ZstdErrorCode, message: string | undefined = MESSAGES[code], details: { offset?: number; dictId?: number } = {}) {
    super(message);
    this.code = code;
    this.offset = details.offset;
    this.dictId = details.dictId;
  }
}

/** Throws the error of data that breaks the format. */
export function corrupt(): never {
  throw new ZstdError('corruption_detected');
}

/** Throws the error of bytes that begin no frame. */
export function unknownPrefix(): never {
  throw new ZstdError('prefix_unknown', 'Unknown frame descriptor');
}

/** Throws the error of a frame that asks for what its reader cannot do. */
export function unsupportedParameter(): never {
  throw new ZstdError('frameParameter_unsupported', 'Unsupported frame parameter');
}

/** Throws the error of content that is not what its checksum says. */
export function wrongChecksum(): never {
  throw new ZstdError('checksum_wrong', "Restored data doesn't match checksum");
}

/** Throws the error of a window that is larger than its reader allows. */
export function windowTooLarge(): never {
  throw new ZstdError('frameParameter_windowTooLarge', 'Frame requires too much memory for decoding');
}

/** Makes something large; that there is no memory for it is `memory_allocation`. */
export function allocating<T>(make: () => T): T {
  try {
    return make();
  } catch (error) {
    throw error instanceof RangeError ? new ZstdError('memory_allocation') : error;
  }
}

/** Throws a {@link ZstdError}; kept out of line so that hot functions stay small. */
export function fail(code: ZstdErrorCode, message?: string, details?: { offset?: number; dictId?: number }): never {
  throw new ZstdError(code, message, details);
}
