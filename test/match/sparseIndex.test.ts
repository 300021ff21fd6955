import { describe, expect, it } from 'vitest';
import { compress, decompress, ZstdCompressor } from '../../src/index';
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

  it.each([16, 19])('what comes after a block does not count, level %i', (level) => {
    // Positions were once chosen by bytes beyond the block's end, which were whatever a frame before had left there.
    const content = new Uint8Array(140_000);
    const compressor = new ZstdCompressor({ level, writeContentSize: true });
    for (let i = 0; i < 200; i++) {
      content.set(random.bytes(content.length));
      // A long copy, after which each position is looked at, and a short one of what stands behind the end of the first block.
      content.copyWithin(132_000, 100_000, 101_000);
      content.copyWithin(133_010, 131_072 + (i % 24), 131_078 + (i % 24));
      const stream = compressor.compressObj({ size: content.length });
      const pieces = [stream.compress(content.subarray(0, 131_073)), stream.compress(content.subarray(131_073)), stream.flush()];
      expect(same(joined(pieces), compressor.compress(content))).toBe(true);
    }
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
