import { Random } from '../test/helpers/random';

/** Makes `size` bytes from a seed. */
type Generator = (size: number, random: Random) => Uint8Array;

const encoder = new TextEncoder();

/** Repeats a text-making step until there are enough bytes. */
function fromText(step: (random: Random, index: number) => string): Generator {
  return (size, random) => {
    const parts: string[] = [];
    for (let length = 0, index = 0; length < size; index++) {
      const part = step(random, index);
      parts.push(part);
      length += part.length;
    }
    return encoder.encode(parts.join('')).subarray(0, size);
  };
}

const fromBytes =
  (byte: (index: number, random: Random) => number): Generator =>
  (size, random) => {
    const bytes = new Uint8Array(size);
    for (let i = 0; i < size; i++) bytes[i] = byte(i, random);
    return bytes;
  };

const SYLLABLES = ['ka', 'lo', 'mi', 'ren', 'tas', 'vo', 'que', 'st', 'ing', 'er', 'an', 'du', 'pre', 'zi', 'ou'];

/** A word of a language that nobody speaks; low numbers are frequent words. */
function word(number: number): string {
  let text = '';
  for (let n = number + 1; n > 0; n = Math.floor(n / SYLLABLES.length)) text += SYLLABLES[n % SYLLABLES.length];
  return text;
}

/** Zipf's law, roughly: most words are among the first few. */
const frequent = (random: Random): number => Math.floor(3000 ** (random.below(10_000) / 10_000)) - 1;

const sentence = (random: Random): string => {
  const words = Array.from({ length: 4 + random.below(14) }, () => word(frequent(random)));
  return `${words.join(' ')}${random.pick(['. ', ', ', '; ', '.\n'])}`;
};

const record = (random: Random, index: number): string =>
  `${JSON.stringify({ id: index, name: word(random.below(400)), active: random.oneIn(2), score: random.below(100_000) / 100, tags: [word(random.below(9))] })},\n`;

const logLine = (random: Random, index: number): string =>
  `2026-11-${10 + (index % 19)}T${String(index % 24).padStart(2, '0')}:${10 + random.below(50)}:00Z ${random.pick(['INFO', 'INFO', 'WARN', 'ERROR'])} ` +
  `[${word(random.below(6))}] request ${random.next().toString(16)} took ${random.below(900)} ms\n`;

const source = (random: Random, index: number): string =>
  `function ${word(frequent(random))}${index % 97}(${word(random.below(20))}) {\n  return ${word(random.below(20))} + ${random.below(100)};\n}\n\n`;

/** De Bruijn sequence over 16 letters, order 4: every four-letter string once. */
function deBruijn(size: number): Uint8Array {
  const letters = 16;
  const order = 4;
  const word4 = new Uint8Array(letters * order);
  const out: number[] = [];
  const visit = (t: number, p: number): void => {
    if (out.length >= size) return;
    if (t > order) {
      if (order % p === 0) for (let i = 1; i <= p; i++) out.push(word4[i] + 97);
      return;
    }
    word4[t] = word4[t - p];
    visit(t + 1, p);
    for (let letter = word4[t - p] + 1; letter < letters; letter++) {
      word4[t] = letter;
      visit(t + 1, t);
    }
  };
  visit(1, 1);
  const bytes = new Uint8Array(size);
  for (let i = 0; i < size; i++) bytes[i] = out[i % out.length];
  return bytes;
}

/** Numbers of four bytes in ascending order with small steps. */
const ascending: Generator = (size, random) => {
  const bytes = new Uint8Array(size);
  const view = new DataView(bytes.buffer);
  for (let at = 0, value = 0; at + 4 <= size; at += 4) {
    value += random.below(50);
    view.setUint32(at, value, true);
  }
  return bytes;
};

/** Pieces of other kinds, so that statistics shift in the middle of blocks. */
const mixture: Generator = (size, random) => {
  const bytes = new Uint8Array(size);
  const kinds = [KINDS.text, KINDS.random, KINDS.zeros, KINDS.json, KINDS.fourLetters];
  for (let at = 0; at < size; ) {
    const length = Math.min(size - at, 500 + random.below(70_000));
    bytes.set(random.pick(kinds)(length, random), at);
    at += length;
  }
  return bytes;
};

const periodic =
  (period: number): Generator =>
  (size, random) => {
    const pattern = random.bytes(period);
    return Uint8Array.from({ length: size }, (_, i) => pattern[i % period]);
  };

const KINDS: Record<string, Generator> = {
  text: fromText(sentence),
  json: fromText(record),
  log: fromText(logLine),
  code: fromText(source),
  csv: fromText((random, index) => `${index},${word(random.below(50))},${random.below(1000)},${random.below(1000) / 10}\n`),
  binary: fromBytes((i, random) => (i % 16 < 4 ? (i >> 4) >> (8 * (i % 4)) : i % 16 < 12 ? random.below(9) : 0)),
  image: fromBytes((i, random) => 128 + 60 * Math.sin(i / 97) + 40 * Math.sin(i / 12_345) + random.below(5)),
  fourLetters: fromBytes((_, random) => 'ACGT'.charCodeAt(random.below(4))),
  skewed: fromBytes((_, random) => (random.oneIn(20) ? random.below(256) : random.oneIn(3) ? 1 : 0)),
  random: (size, random) => random.bytes(size),
  zeros: (size) => new Uint8Array(size),
  runs: (size, random) => {
    const bytes = new Uint8Array(size);
    for (let at = 0; at < size; ) {
      const end = at + 1 + random.below(random.pick([4, 40, 4000]));
      bytes.fill(random.below(256), at, end);
      at = end;
    }
    return bytes;
  },
  longRepeats: (size, random) => {
    const bytes = random.bytes(size);
    const unit = Math.max(1, size >> 3);
    for (let at = unit; at < size; at++) bytes[at] = at % 9973 === 0 ? bytes[at] : bytes[at - unit];
    return bytes;
  },
  ascending,
  deBruijn: (size) => deBruijn(size),
  mixture,
};

/** Names of the kinds of data that {@link generate} makes. */
export const kinds: readonly string[] = [...Object.keys(KINDS), ...[2, 3, 4, 5, 7, 8, 9, 16, 31, 40].map((n) => `period${n}`)];

/**
 * Makes test data: always the same bytes for the same name, size and seed.
 *
 * @param kind one of {@link kinds}
 */
export function generate(kind: string, size: number, seed = 1): Uint8Array {
  const period = /^period(\d+)$/.exec(kind);
  const generator = period === null ? KINDS[kind] : periodic(Number(period[1]));
  return generator(size, new Random(seed)).slice(0, size);
}

/** Sizes at which something changes: header forms, literals forms, stream counts, parameter tables, block borders. */
export const EDGE_SIZES: readonly number[] = [
  0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 15, 16, 17, 31, 32, 33, 63, 64, 65, 127, 128, 255, 256, 257, 1023, 1024, 4095, 4096, 16383, 16384, 16385,
  65535, 65536, 65791, 65792, 131071, 131072, 131073, 262143, 262144, 262145,
];
