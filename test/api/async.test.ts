import { describe, expect, it } from 'vitest';
import { compress, compressAsync, decompress, decompressAsync } from '../../src/index';
import { joined, randomContent, same } from '../helpers/content';
import { rejectionOf } from '../helpers/errors';
import { Random } from '../helpers/random';

describe('compressAsync and decompressAsync', () => {
  it('give what the others give, many at a time', async () => {
    const random = new Random(12);
    await Promise.all(
      Array.from({ length: 40 }, async (_, i) => {
        const content = randomContent(random, 1_500_000);
        const options = { level: random.pick([-1, 1, 3, 4, 5]), writeChecksum: i % 2 === 0 };
        const frame = compress(content, options);
        const asynchronous = await compressAsync(content, i % 5 === 0 ? options.level : options);
        if (i % 5 > 0) expect(same(asynchronous, frame)).toBe(true);
        expect(same(await decompressAsync(joined([frame, asynchronous])), joined([content, content]))).toBe(true);
      }),
    );
  });

  it('let others have their turn', async () => {
    for (const work of [() => compressAsync(new Uint8Array(5_000_000)), () => decompressAsync(compress(new Uint8Array(20_000_000)))]) {
      let turns = 0;
      const timer = setInterval(() => turns++, 0);
      let ticks = 0;
      let going = true;
      const tick = (): void => {
        ticks++;
        if (going) setImmediate(tick);
      };
      tick();
      const { length } = await work();
      going = false;
      clearInterval(timer);
      expect(length).toBeGreaterThan(0);
      expect(ticks).toBeGreaterThan(5);
      expect(turns).toBeGreaterThan(0);
    }
  });

  it('are rejected, and do not throw', async () => {
    expect(await rejectionOf(compressAsync('text' as never))).toBe('TypeError');
    expect(await rejectionOf(compressAsync(new Uint8Array(1), 99))).toBe('RangeError');
    expect(await rejectionOf(compressAsync(new Uint8Array(1), 'x' as never))).toBe('TypeError');
    expect(await rejectionOf(decompressAsync(5 as never))).toBe('TypeError');
    expect(await rejectionOf(decompressAsync(new Uint8Array(0)))).toBe('srcSize_wrong');
    expect(await rejectionOf(decompressAsync(Buffer.from('junk')))).toBe('prefix_unknown');
    expect(await rejectionOf(decompressAsync(compress(new Uint8Array(10)), { maxOutputSize: 9 }))).toBe('dstSize_tooSmall');
    expect(await rejectionOf(decompressAsync(compress(new Uint8Array(10)), { maxOutputSize: -1 }))).toBe('RangeError');
    expect(decompress(compress(new Uint8Array(10))).length).toBe(10);
  });
});
