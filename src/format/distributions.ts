/** The predefined distributions of the sequence codes (RFC 8878 §3.1.1.3.2.2); −1 is a probability below one. */

/** Literal lengths, 36 codes. */
export const LL_DEFAULT: readonly number[] = [
  4, 3, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 2, 2, 3, 2, 1, 1, 1, 1, 1, -1, -1, -1, -1,
];
export const LL_DEFAULT_LOG = 6;
/** Match lengths, 53 codes. */
export const ML_DEFAULT: readonly number[] = [
  1, 4, 3, 2, 2, 2, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
  -1, -1, -1, -1, -1, -1, -1,
];
export const ML_DEFAULT_LOG = 6;
/** Offsets, 29 codes. */
export const OF_DEFAULT: readonly number[] = [1, 1, 1, 1, 1, 1, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, -1, -1, -1, -1, -1];
export const OF_DEFAULT_LOG = 5;
