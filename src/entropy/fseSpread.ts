/**
 * Spreads symbols over the states of an FSE table (RFC 8878 §4.1.1 "From normalized distribution to decoding tables"): symbols of
 * probability "less than one" take the last states, the others follow a fixed stride that visits every state once. Reader and writer share
 * it.
 *
 * @param spread receives the symbol of each of the 2^log states
 */
export function spreadSymbols(counts: ArrayLike<number>, from: number, symbols: number, log: number, spread: Uint8Array): void {
  const size = 1 << log;
  const mask = size - 1;
  const step = (size >> 1) + (size >> 3) + 3;
  let high = size - 1;
  for (let s = 0; s < symbols; s++) if (counts[from + s] === -1) spread[high--] = s;
  let position = 0;
  for (let s = 0; s < symbols; s++) {
    const count = counts[from + s];
    for (let i = 0; i < count; i++) {
      spread[position] = s;
      do position = (position + step) & mask;
      while (position > high);
    }
  }
}
