/**
 * Hashes of 4 to 8 bytes as one sum of two 32-bit products; the table index is its top bits. The format does not prescribe a hash: this
 * costs 2.2 ns per position where the reference's 64-bit product takes 2.9–4.2 in 32-bit halves, and compresses alike. The multipliers
 * matter: the second pair made dfast's short hash lose 0.8 % on image data, where strategy fast gains 0.1 % by it.
 */
export const HASH_LOW = -830316165;
export const HASH_HIGH = 1384893379;
/** The pair for dfast's long hash, for strategy fast, and for what long-distance matching mixes. */
export const HASH_LONG_LOW = -1640531535;
export const HASH_LONG_HIGH = -2048144777;

/** Mask of the bytes beyond the fourth that a hash of `bytes` takes in. */
export function highMask(bytes: number): number {
  return bytes >= 8 ? -1 : (1 << (8 * (bytes - 4))) - 1;
}

/**
 * Mask of a tag: the upper `bits` bits of a table's entry, as an int32. An entry is position ^ tag, and the tag is bits 15 and below of the
 * position's hash, as many as there is room for: not the lowest ones, in which only two bytes have a say (they cost strategy fast 14 % on
 * image data). An entry ^ the tag looked for is the position if the tags are equal, and no position otherwise: one comparison dismisses most
 * candidates without touching the window. Positions must be below 2^(32 − bits).
 */
export function tagMaskOf(bits: number): number {
  return ~(2 ** (32 - bits) - 1);
}

/** Moves the first `used` entries of such a table `delta` positions down; those before the window's new begin become 0. */
export function rebaseTagged(table: Int32Array, used: number, tagMask: number, delta: number): void {
  for (let i = 0; i < used; i++) {
    const entry = table[i];
    const p = (entry & ~tagMask) - delta;
    table[i] = p > 0 ? p | (entry & tagMask) : 0;
  }
}
