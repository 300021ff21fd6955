// node bench/growth.mjs [--levels 1,3,…]: time per byte at 16 MB against 1 MB on inputs that are hard on match finders; 1.6 and more fails.
// Processor time, and as many bytes in small calls as in a large one: a call of 1 MB can take 0.3 ms, in which one collection or compilation is most of it.
// For two seconds at least: the first five rounds of random data at level 3 are as much compilation and collection as work, and said 1.9 for 1.25.
import { parseArgs } from 'node:util';
import { compress } from '../dist/index.js';
import { measure, ratio } from './measure.mjs';
import { table } from './report.mjs';

const LIMIT = 1.6;
const SMALL = 1 << 20;
const LARGE = 16 << 20;
const { values } = parseArgs({ options: { levels: { type: 'string', default: '1,3,5,6,8,13,16,18,19' } } });

/** A de Bruijn sequence over 4 symbols in which each string of 12 occurs once, by the shift register that takes the successor whenever it is new. */
function deBruijn(size) {
  const bytes = new Uint8Array(size);
  const seen = new Uint8Array(4 ** 12);
  let state = 0;
  for (let i = 0; i < size; i++) {
    let symbol = 3;
    while (symbol > 0 && seen[((state << 2) | symbol) & (4 ** 12 - 1)] === 1) symbol--;
    state = ((state << 2) | symbol) & (4 ** 12 - 1);
    seen[state] = 1;
    bytes[i] = symbol;
  }
  return bytes;
}

function random(size) {
  let seed = 1;
  return Uint8Array.from({ length: size }, () => (seed = (Math.imul(seed, 1103515245) + 12345) | 0) >>> 16);
}

/** A period of 100,000 bytes with one byte changed in each. */
function repeats(size) {
  const bytes = random(size);
  for (let i = 100_000; i < size; i++) bytes[i] = i % 100_000 === (i >> 4) % 99_991 ? i : bytes[i - 100_000];
  return bytes;
}

const KINDS = {
  zeros: (size) => new Uint8Array(size),
  alternating: (size) => Uint8Array.from({ length: size }, (_, i) => i & 1),
  repeats,
  'de Bruijn': deBruijn,
  'sorted numbers': (size) => new Uint8Array(Uint32Array.from({ length: size / 4 }, (_, i) => i * 3).buffer),
  random,
};

/** Processor time per byte, large against small. */
function growth(small, large, level) {
  const times = measure(
    {
      small: () => {
        for (let at = 0; at < LARGE; at += SMALL) compress(small, level);
      },
      large: () => compress(large, level),
    },
    { seconds: 2, warmUp: 1 },
  );
  return ratio(times, 'small', ['large']);
}

const rows = [];
let failed = false;
for (const [kind, make] of Object.entries(KINDS)) {
  const small = make(SMALL);
  const large = make(LARGE);
  const row = [kind];
  for (const level of values.levels.split(',').map(Number)) {
    const grown = growth(small, large, level);
    failed ||= grown >= LIMIT;
    row.push(grown.toFixed(2));
  }
  rows.push(row);
  console.error(row.join(' '));
}
console.log(table(['time per byte, 16 MB / 1 MB', ...values.levels.split(',').map((level) => `level ${level}`)], rows));
process.exitCode = failed ? 1 : 0;
