import { beforeAll, expect, it, vi } from 'vitest';
import { generate, kinds } from '../../corpus/generate';
import { compress, decompress, ZstdError } from '../../src/index';
import { joined, same } from '../helpers/content';
import { Random } from '../helpers/random';

// An engine that has run many sequences goes on with a loop that copies 8 bytes as one BigInt, where the optimising compiler makes that
// pay. By this the decoder tells; where the function does not exist, a stand-in has the loop run all the same.
(Math as { f16round?: unknown }).f16round ??= Math.fround;

// Words of eight bytes: many sequences.
const random = new Random(5);
const words = Array.from({ length: 200 }, () => random.bytes(8));
const text = joined(Array.from({ length: 50_000 }, () => random.pick(words)));
const frame = compress(text, 3);

/** How often 8 bytes are copied as one BigInt while the text is decoded. */
function copies(): number {
  const spy = vi.spyOn(DataView.prototype, 'setBigInt64');
  expect(same(decompress(frame), text)).toBe(true);
  const count = spy.mock.calls.length;
  spy.mockRestore();
  return count;
}

beforeAll(() => {
  expect(copies()).toBe(0);
  for (let i = 0; i < 100; i++) decompress(frame);
  expect(copies()).toBeGreaterThan(50_000);
});

it.each(kinds)('decodes %s as before', (kind) => {
  for (const size of [1, 100, 5_000, 200_000]) {
    const content = generate(kind, size);
    for (const level of [-5, 1, 9]) expect(same(decompress(compress(content, level)), content)).toBe(true);
  }
});

it('refuses what is corrupt, or decodes it within its size', () => {
  const sound = compress(text.subarray(0, 50_000), { level: 3, writeChecksum: true });
  let refused = 0;
  for (let i = 0; i < 300; i++) {
    const mutated = sound.slice();
    mutated[12 + random.below(sound.length - 16)] ^= 1 + random.below(255);
    try {
      decompress(mutated);
    } catch (error) {
      expect(error).toBeInstanceOf(ZstdError);
      refused++;
    }
  }
  expect(refused).toBeGreaterThan(290);
});
