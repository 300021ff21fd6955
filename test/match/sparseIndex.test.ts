import { describe, expect, it } from 'vitest';
import { compress, decompress } from '../../src/index';
import { joined, same } from '../helpers/content';
import { Random } from '../helpers/random';
import { referenceDecompress } from '../helpers/reference';

/** The size of a frame that both decoders read. */
function sizeOf(content: Uint8Array, level: number): number {
  const frame = compress(content, level);
  expect(same(decompress(frame), content)).toBe(true);
  expect(same(referenceDecompress(frame), content)).toBe(true);
  return frame.length;
}

describe('where positions are left out of the index', () => {
  const random = new Random(5);
  const noise = random.bytes(600_000);

  it.each([16, 18, 19, 22])('copies in random data are found all the same, level %i', (level) => {
    const content = joined([noise, noise.subarray(50_001, 250_000), random.bytes(30_000), noise.subarray(100, 90_000)]);
    // Of each copy, what comes before the first position that both stretches have been looked at.
    expect(sizeOf(content, level)).toBeLessThan(630_000 + 3_000);
  });

  it.each([16, 18, 19, 22])('copies are found at once where nothing had matched for 128 KiB, level %i', (level) => {
    const content = joined([noise, noise.subarray(200_001, 350_000), random.bytes(150_000), noise.subarray(300_003, 590_000)]);
    expect(sizeOf(content, level)).toBeLessThan(750_000 + 2_000);
  });

  it.each([13, 14, 15])('edits of long repeats cost little, level %i', (level) => {
    const period = noise.subarray(0, 100_000);
    const pieces: Uint8Array[] = [period];
    for (let i = 1; i <= 20; i++) {
      // Each has a byte changed, four swapped, and begins elsewhere: not all is at the repeat offset.
      const edited = period.slice(31 * i, period.length - 17 * i);
      edited[4_000 * i] ^= 0x55;
      edited.copyWithin(70_000 + 900 * i, 20_000 + 700 * i, 20_004 + 700 * i);
      pieces.push(edited);
    }
    expect(sizeOf(joined(pieces), level)).toBeLessThan(100_000 + 20 * 150);
  });
});
