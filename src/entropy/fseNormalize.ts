/** Smallest table log that the format can express. */
const LOG_MIN = 5;

/**
 * The table log that suits `total` symbols: small tables for few of them, never larger than `maxLog`, always with room for a state per
 * symbol.
 *
 * @param maxSymbol largest symbol that occurs
 */
export function chooseTableLog(total: number, maxSymbol: number, maxLog: number): number {
  const bySize = 31 - Math.clz32(total - 1) - 2;
  const least = Math.min(32 - Math.clz32(total), 33 - Math.clz32(maxSymbol));
  return Math.min(Math.max(Math.min(maxLog, bySize), least, LOG_MIN), maxLog);
}

/**
 * Scales counts to probabilities that sum to exactly 2^log, at least 1 for every symbol that occurs (RFC 8878 §4.1.1). Rounding first, then
 * the difference is given or taken where it changes the coded size least: n → n + 1 gains count · log2((n + 1) / n) bits, which is
 * nearly proportional to count / (2n + 1), and n → n − 1 loses about count / (2n − 1) of the same unit.
 *
 * @param counts how often each symbol occurs, from index `from` on; at least two symbols do
 * @param into receives the probabilities of symbols 0 to `maxSymbol`, from index `to` on
 */
export function normalizeCounts(
  counts: Int32Array,
  from: number,
  maxSymbol: number,
  total: number,
  log: number,
  into: Int32Array,
  to: number,
): void {
  const size = 1 << log;
  const scale = size / total;
  let left = size;
  for (let s = 0; s <= maxSymbol; s++) {
    const count = counts[from + s];
    const n = count === 0 ? 0 : Math.max(1, Math.round(count * scale));
    into[to + s] = n;
    left -= n;
  }
  while (left !== 0) {
    let best = -1;
    let bestGain = 0;
    const step = left > 0 ? 1 : -1;
    for (let s = 0; s <= maxSymbol; s++) {
      const n = into[to + s];
      if (n + step < 1 || n === 0) continue;
      const gain = (counts[from + s] * step) / (2 * n + step);
      if (best < 0 || gain > bestGain) {
        bestGain = gain;
        best = s;
      }
    }
    into[to + best] += step;
    left -= step;
  }
}
