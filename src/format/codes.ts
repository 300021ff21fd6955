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
/** The baselines that follow from extra bits: each code begins where the one before it ends. */
function baselines(first: number, bits: readonly number[]): readonly number[] {
  let next = first;
  return bits.map((n) => {
    const base = next;
    next += 1 << n;
    return base;
  });
}

/** Smallest literal length of each code. */
export const LL_BASE: readonly number[] = /* @__PURE__ */ baselines(0, LL_BITS);
/** Smallest match length of each code. */
export const ML_BASE: readonly number[] = /* @__PURE__ */ baselines(MATCH_LENGTH_MIN, ML_BITS);

/**
 * The codes of short literal lengths (below 64) and of short match lengths less 3 (below 128); of longer ones the code is their log2 plus
 * 19 or 36.
 */
export function createCodeTables(): { llCode: Uint8Array; mlCode: Uint8Array } {
  // 64 bytes would do, but V8 keeps arrays of up to 64 on its heap, where their address is no constant.
  const llCode = new Uint8Array(128);
  const mlCode = new Uint8Array(128);
  for (let code = 0; code < 25; code++) llCode.fill(code, LL_BASE[code]);
  for (let code = 0; code < 43; code++) mlCode.fill(code, ML_BASE[code] - MATCH_LENGTH_MIN);
  return { llCode, mlCode };
}
