/** What decoding can meet, in the reference's names and with the texts that its users know. */
const MESSAGES = {
  prefix_unknown: 'Unknown frame descriptor',
  frameParameter_unsupported: 'Unsupported frame parameter',
  frameParameter_windowTooLarge: 'Frame requires too much memory for decoding',
  corruption_detected: 'Data corruption detected',
  checksum_wrong: "Restored data doesn't match checksum",
  literals_headerWrong: "Header of Literals' block doesn't respect format specification",
  dictionary_corrupted: 'Dictionary is corrupted',
  dictionary_wrong: 'Dictionary mismatch',
  dstSize_tooSmall: 'Destination buffer is too small',
  srcSize_wrong: 'Src size is incorrect',
  memory_allocation: 'Allocation error : not enough memory',
} as const;

/** Machine-readable reason of a {@link ZstdError}: the reference's own error names. */
export type ZstdErrorCode = keyof typeof MESSAGES | 'dictionaryCreation_failed' | 'stage_wrong';

/**
 * Everything that compression or decompression itself can meet: corrupt or truncated data, a wrong checksum, dictionary or window, an output
 * limit, and calls in a wrong state. Wrong arguments are `TypeError` and `RangeError` instead.
 *
 * @example
 * ```ts
 * import { decompress, ZstdError } from 'purezstd';
 * try {
 *   decompress(new Uint8Array([1, 2, 3, 4]));
 * } catch (error) {
 *   if (error instanceof ZstdError && error.code === 'prefix_unknown') console.log('not zstd data');
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

  constructor(
    code: ZstdErrorCode,
    message: string = MESSAGES[code as keyof typeof MESSAGES],
    details: { offset?: number; dictId?: number } = {},
  ) {
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

/** Throws a {@link ZstdError}; kept out of line so that hot functions stay small. */
export function fail(code: ZstdErrorCode, message?: string, details?: { offset?: number; dictId?: number }): never {
  throw new ZstdError(code, message, details);
}
