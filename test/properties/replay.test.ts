import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkDecode, checkSeekable, checkStream } from '../../fuzz/checks';
import { mutate, seedFrames } from '../../fuzz/mutate';
import { createOracle } from '../../fuzz/oracle';
import { damaged, seedFiles } from '../../fuzz/seekable';
import { compress, decompress } from '../../src/index';
import { FRAMES } from '../conformance/handMade';
import { Random } from '../helpers/random';

const folder = join(import.meta.dirname, '../../fuzz/replay');
const kept = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.bin'));

/** What must hold for any frame, whole or damaged, and for any content. */
function passes(name: string, input: Uint8Array): void {
  expect(checkDecode(input, oracle), name).toBeUndefined();
  expect(checkStream(input, new Random(1)), name).toBeUndefined();
  for (const level of [-5, 1, 3]) expect(Buffer.compare(decompress(compress(input, level)), input), name).toBe(0);
}

/** Once for all tests: initialised three times in a process, the WebAssembly build refused a frame that it reads. */
const oracle = await createOracle();

describe('fuzz', () => {
  it('every input that ever failed passes now', () => {
    expect(kept.length).toBeGreaterThan(0);
    for (const name of kept) {
      const input = new Uint8Array(readFileSync(join(folder, name)));
      if (name.startsWith('seekable')) {
        for (let seed = 1; seed <= 20; seed++) expect(checkSeekable(input, new Random(seed)), name).toBeUndefined();
      } else passes(name, input);
    }
  });

  it('so do the frames made by hand, and as content', () => {
    for (const [name, hex] of FRAMES) {
      // The WebAssembly build asks the first frame for the size of the content, also where that is a skippable one.
      if (!/^5.2a4d18/.test(hex)) passes(name, Uint8Array.from(Buffer.from(hex, 'hex')));
    }
  });

  it('a short campaign on damaged frames', () => {
    const frames = seedFrames();
    const random = new Random(2026);
    for (let i = 0; i < 20_000; i++) {
      const input = mutate(random.pick(frames), frames, random);
      expect(checkDecode(input, oracle), Buffer.from(input).toString('hex')).toBeUndefined();
      if (i % 4 === 0) expect(checkStream(input, random), Buffer.from(input).toString('hex')).toBeUndefined();
    }
  });

  it('a short campaign on damaged files for random access', () => {
    const files = seedFiles();
    const random = new Random(2027);
    for (let i = 0; i < 5000; i++) {
      const input = damaged(files, random);
      expect(checkSeekable(input, random), Buffer.from(input).toString('hex')).toBeUndefined();
    }
  });
});
