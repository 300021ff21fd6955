/** Costs in units of 1/256 bit. */
export const BIT = 256;
/** A cost that no choice survives. */
export const IMPOSSIBLE = 0x3fffffff;

const LOG2_SIZE = 4096;
let log2Table: Int32Array | undefined;

/**
 * log2(n) · 256 for n ≥ 1; a table serves what block statistics mostly hold. It is filled as it is used: filling it at once made 200 KB of
 * garbage.
 */
export function log2Fixed(n: number): number {
  if (n === 1) return 0;
  log2Table ??= new Int32Array(LOG2_SIZE);
  const known = n < LOG2_SIZE ? log2Table[n] : 0;
  if (known !== 0) return known;
  const bits = Math.round(Math.log2(n) * BIT);
  if (n < LOG2_SIZE) log2Table[n] = bits;
  return bits;
}

/** The least that coding these counts can cost with any table, its description left out. */
export function entropy(counts: Int32Array, from: number, maxSymbol: number, total: number): number {
  let cost = total * log2Fixed(total);
  for (let s = from; s <= from + maxSymbol; s++) {
    const count = counts[s];
    if (count > 1) cost -= count * log2Fixed(count);
  }
  return cost;
}

/**
 * What coding these counts costs with a table of these probabilities; {@link IMPOSSIBLE} when it misses a symbol that occurs. −1 counts as
 * 1.
 */
export function crossEntropy(
  counts: Int32Array,
  from: number,
  maxSymbol: number,
  normalized: ArrayLike<number>,
  at: number,
  symbols: number,
  log: number,
): number {
  let cost = 0;
  for (let s = 0; s <= maxSymbol; s++) {
    const count = counts[from + s];
    if (count === 0) continue;
    const n = s < symbols ? Math.abs(normalized[at + s]) : 0;
    if (n === 0) return IMPOSSIBLE;
    cost += count * (log * BIT - log2Fixed(n));
  }
  return cost;
}
