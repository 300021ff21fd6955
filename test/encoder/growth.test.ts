import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import { build } from 'esbuild';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { duplicateModulesEsbuild } from '../../tools/duplicateModules';
import { Random } from '../helpers/random';

/** Above 256 KiB, so that a level means the same for both. */
const SMALL = 300_000;
const TIMES = 3;
/**
 * Work per byte may grow to so much of what it was, as in bench/growth.mjs; quadratic work would be {@link TIMES}. The most seen is 1.43:
 * zeros, level 1.
 */
const LIMIT = 1.6;

/**
 * A de Bruijn sequence over 4 symbols: each string of 10 occurs once, by the shift register that takes the successor whenever it is new.
 */
function deBruijn(size: number): Uint8Array {
  const mask = 4 ** 10 - 1;
  const seen = new Uint8Array(mask + 1);
  let state = 0;
  return Uint8Array.from({ length: size }, () => {
    let symbol = 3;
    while (symbol > 0 && seen[((state << 2) | symbol) & mask] === 1) symbol--;
    state = ((state << 2) | symbol) & mask;
    seen[state] = 1;
    return symbol;
  });
}

/** A period of 20,000 bytes, with one byte changed in each. */
function repeats(size: number): Uint8Array {
  const bytes = new Random(1).bytes(size);
  for (let i = 20_000; i < size; i++) if (i % 20_000 !== (i >> 4) % 19_991) bytes[i] = bytes[i - 20_000];
  return bytes;
}

/** Inputs that are hard on match finders: bench/growth.mjs times the same kinds, and larger ones. */
const KINDS: Readonly<Record<string, (size: number) => Uint8Array>> = {
  zeros: (size) => new Uint8Array(size),
  alternating: (size) => Uint8Array.from({ length: size }, (_, i) => i & 1),
  repeats,
  'de Bruijn': deBruijn,
  'sorted numbers': (size) => new Uint8Array(Uint32Array.from({ length: size / 4 }, (_, i) => i * 3).buffer),
  random: (size) => new Random(2).bytes(size),
};

/**
 * Work without a clock: how often V8 entered the busiest block of each function, its loops' bodies among them. (Not all blocks: those that
 * are entered as often as what is around them are not listed.) Each call has a thread of its own: apart from the tests' coverage, and with
 * an engine whose window begins anew, so that the count is the same each time.
 */
const COUNTER = `
  import { Session } from 'node:inspector';
  import { parentPort, workerData } from 'node:worker_threads';
  const session = new Session();
  session.connect();
  const post = (method, params) => {
    let result;
    session.post('Profiler.' + method, params, (error, value) => {
      if (error) throw error;
      result = value;
    });
    return result;
  };
  post('enable');
  post('startPreciseCoverage', { callCount: true, detailed: true });
  const { url, content, level } = workerData;
  const { compress } = await import(url);
  compress(content, level);
  let count = 0;
  for (const script of post('takePreciseCoverage').result)
    if (script.url === url) for (const { ranges } of script.functions) count += Math.max(...ranges.map((range) => range.count));
  parentPort.postMessage(count);
`;

const folder = mkdtempSync(join(tmpdir(), 'purezstd-growth-'));
const outfile = join(folder, 'compress.mjs');
const script = join(folder, 'counter.mjs');

beforeAll(async () => {
  await build({
    ...{
      entryPoints: ['src/compress.ts'],
      bundle: true,
      outfile,
      format: 'esm',
      platform: 'neutral',
      target: 'es2020',
      external: ['node:*'],
    },
    ...{ plugins: [duplicateModulesEsbuild(process.cwd())], logOverride: { 'ignored-bare-import': 'silent' } },
  });
  writeFileSync(script, COUNTER);
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** How much work it is to compress. */
async function work(content: Uint8Array, level: number): Promise<number> {
  const counter = new Worker(script, { workerData: { url: pathToFileURL(outfile).href, content, level }, execArgv: [] });
  const [count] = await once(counter, 'message');
  await counter.terminate();
  return count;
}

for (const level of [1, 3, 5, 8, 13, 16, 19]) {
  it(`work grows with the input at level ${level}, however hard it is`, async () => {
    for (const [kind, make] of Object.entries(KINDS)) {
      const small = await work(make(SMALL), level);
      const large = await work(make(TIMES * SMALL), level);
      expect(small, kind).toBeGreaterThan(0);
      expect(large / small / TIMES, kind).toBeLessThan(LIMIT);
    }
  });
}
