/** Words of a made-up language, and how often they are used: the first ones most. */
const WORDS = 4096;
const WORD_MOST = 11;
/** One token in this many is a number. */
const NUMBERS = 9;

/** Text and numbers to measure with where no file is named: always the same ones. They compress to about a third. */
export function makeSample(size: number): Uint8Array {
  let state = 0x2545f491;
  /** A whole number below `limit`, by a 32-bit xorshift. */
  const below = (limit: number): number => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % limit;
  };
  const words = Array.from({ length: WORDS }, () =>
    Array.from({ length: 2 + below(WORD_MOST - 1) }, (_, i) => 'etaoinshrdlucmfwypvbgkqjxz'[below(i % 2 === 0 ? 26 : 8)]).join(''),
  );
  const tokens: string[] = [];
  for (let length = 0; length < size; ) {
    const token = below(NUMBERS) === 0 ? String(below(100_000)) : words[below(1 + below(WORDS))];
    tokens.push(token);
    length += token.length + 1;
  }
  return Buffer.from(tokens.join(' ').padEnd(size)).subarray(0, size);
}
