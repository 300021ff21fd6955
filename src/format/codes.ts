/**
 * Codes of literal lengths, match lengths and offsets (RFC 8878 §3.1.1.3.2.1.1): a code stands for a baseline plus a number of extra bits.
 * Offsets need no table: code `c` means `2^c` plus `c` extra bits.
 */

/** Largest literal length code. */
export const LL_CODE_MAX = 35;
/** Largest match length code. */
export const ML_CODE_MAX = 52;
/** Largest offset code. */
export const OF_CODE_MAX = 31;
/** Largest table logs (RFC 8878 §3.1.1.3.2.1). */
export const LL_LOG_MAX = 9;
export const ML_LOG_MAX = 9;
export const OF_LOG_MAX = 8;
/** Shortest match that the format can express. */
export const MATCH_LENGTH_MIN = 3;

/** Extra bits of each literal length code. */
export const LL_BITS: readonly number[] = [
  0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 3, 3, 4, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16,
];
/** Extra bits of each match length code. */
export const ML_BITS: readonly number[] = [
  0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 3, 3, 4, 4, 5, 7, 8, 9,
  10, 11, 12, 13, 14, 15, 16,
];
/** Smallest literal length of each code. */
export const LL_BASE: readonly number[] = [
  0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 18, 20, 22, 24, 28, 32, 40, 48, 64, 128, 256, 512, 1024, 2048, 4096, 8192,
  16384, 32768, 65536,
];
/** Smallest match length of each code. */
export const ML_BASE: readonly number[] = [
  3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 37, 39, 41,
  43, 47, 51, 59, 67, 83, 99, 131, 259, 515, 1027, 2051, 4099, 8195, 16387, 32771, 65539,
];
