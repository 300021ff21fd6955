// node tools/determinism.mjs: hashes of what `dist` makes of generated data at every level, on each engine that is present (this one,
// `node24`, Bun). Each frame is made in one call, again after other frames, and streamed in uneven pieces with the size pledged: all three
// must be the same, and so must the engines' hashes.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { compress, ZstdCompressor } from '../dist/index.js';

const LEVELS = [-100, -7, -1, ...Array.from({ length: 22 }, (_, i) => i + 1)];

/** Text of few words, tables of numbers, noise, long repeats: some of each, so that blocks of all kinds occur. */
function content(size, seed) {
  const random = () => (seed = (Math.imul(seed, 1103515245) + 12345) | 0) >>> 8;
  const bytes = new Uint8Array(size);
  for (let at = 0; at < size; ) {
    const end = Math.min(size, at + 200 + (random() % 9000));
    const kind = random() % 4;
    const back = 1 + (random() % (at + 1));
    for (const from = at; at < end; at++) {
      if (kind === 0) bytes[at] = 97 + (random() % 7) * (random() % 4);
      else if (kind === 1) bytes[at] = (at - from) % 4 === 0 ? random() : (at - from) >> 6;
      else if (kind === 2) bytes[at] = random();
      else bytes[at] = at >= back ? bytes[at - back] : 0;
    }
  }
  return bytes;
}

function streamed(input, level) {
  const stream = new ZstdCompressor({ level, writeContentSize: true }).compressObj({ size: input.length });
  const parts = [];
  for (let at = 0, n = 1; at < input.length; at += n, n = 1 + ((n * 7919) % 100_003))
    parts.push(stream.compress(input.subarray(at, at + n)));
  parts.push(stream.flush());
  return Buffer.concat(parts);
}

/** One line per level: a hash over the frames of all contents. */
function hashes() {
  const contents = [0, 1, 1000, 10_000, 100_000, 200_000, 700_000, 1_500_000].map((size, i) => content(size, i + 1));
  return LEVELS.map((level) => {
    const hash = createHash('sha256');
    for (const input of contents) {
      const frame = compress(input, { level, writeContentSize: true });
      compress(contents[3], 1);
      for (const other of [compress(input, { level, writeContentSize: true }), streamed(input, level)]) {
        if (Buffer.compare(frame, other) !== 0) throw new Error(`level ${level}, ${input.length} bytes: frames differ`);
      }
      hash.update(frame);
    }
    return `${level} ${hash.digest('hex').slice(0, 32)}`;
  });
}

if (process.argv[2] === '--hashes') console.log(hashes().join('\n'));
else {
  const self = fileURLToPath(import.meta.url);
  const engines = [[process.execPath], ['node24'], ['node20'], ['bun'], ['npx', '-y', 'bun']];
  let expected;
  for (const [command, ...args] of engines) {
    const { status, stdout, stderr } = spawnSync(command, [...args, self, '--hashes'], { encoding: 'utf8' });
    const name = [command, ...args].join(' ');
    if (status === null) {
      console.log(`${name}: not here`);
      continue;
    }
    if (status !== 0) throw new Error(`${name}: ${stderr}`);
    expected ??= stdout;
    const same = stdout === expected;
    console.log(
      `${name}: ${LEVELS.length} levels, ${same ? 'the same' : 'DIFFERENT'} ${createHash('sha256').update(stdout).digest('hex').slice(0, 16)}`,
    );
    if (!same) process.exitCode = 1;
  }
}
