/**
 * Writes an FSE table description (RFC 8878 §4.1.1) and returns the index after it: the exact reverse of `readDistribution`.
 *
 * @param normalized probabilities of symbols 0 to `maxSymbol` from index `from` on, none of them −1; they sum to 2^log
 */
export function writeDistribution(
  out: Uint8Array,
  at: number,
  normalized: Int32Array,
  from: number,
  maxSymbol: number,
  log: number,
): number {
  let accumulator = log - 5;
  let bits = 4;
  // What is left to give out, plus one; see readDistribution for the variable width of a value.
  let remaining = (1 << log) + 1;
  let width = log + 1;
  let symbol = 0;
  while (remaining > 1 && symbol <= maxSymbol) {
    const probability = normalized[from + symbol++];
    let value = probability + 1;
    const half = 1 << (width - 1);
    const shortValues = 2 * half - 1 - remaining;
    let length = width;
    if (value < shortValues) length--;
    else if (value >= half) value += shortValues;
    accumulator |= value << bits;
    bits += length;
    if (probability === 0) {
      let run = 0;
      while (symbol <= maxSymbol && normalized[from + symbol] === 0) {
        run++;
        symbol++;
      }
      for (; ; run -= 3) {
        accumulator |= Math.min(run, 3) << bits;
        bits += 2;
        while (bits >= 8) {
          out[at++] = accumulator;
          accumulator >>>= 8;
          bits -= 8;
        }
        if (run < 3) break;
      }
    } else {
      remaining -= probability;
      while (remaining < 1 << (width - 1)) width--;
    }
    while (bits >= 8) {
      out[at++] = accumulator;
      accumulator >>>= 8;
      bits -= 8;
    }
  }
  if (bits > 0) out[at++] = accumulator;
  return at;
}
