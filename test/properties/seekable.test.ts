import { describe, expect, it } from 'vitest';
import { compressSeekable, SeekableReader } from '../../src/seekable';
import { randomContent, randomSize, same } from '../helpers/content';
import { Random } from '../helpers/random';
import { PROPERTY_RUNS } from '../helpers/runs';
import { collect } from '../helpers/streams';

/** Every way to read a part. That writing does not depend on how the content is cut is a property of test/api/seekable.test.ts. */
const ways: readonly (readonly [name: string, read: (reader: SeekableReader, start: number, end: number) => Promise<Uint8Array>])[] = [
  ['read', (reader, start, end) => reader.read(start, end)],
  ['readSync', async (reader, start, end) => reader.readSync(start, end)],
  ['chunks', (reader, start, end) => collect(reader.chunks({ start, end }))],
  ['stream', (reader, start, end) => collect(reader.stream({ start, end }))],
];

describe('any part of a file for random access is that part of the content', () => {
  for (const [seed, [name, read]] of ways.entries()) {
    it(`${name}, ${PROPERTY_RUNS} runs`, async () => {
      const random = new Random(500 + seed);
      for (let i = 0; i < PROPERTY_RUNS; i++) {
        const content = randomContent(random, 100_000);
        // As many frames as there may be without making them being all that is done.
        const frameSize = Math.max(randomSize(random, 1 << 16), content.length >> 6);
        const file = compressSeekable(content, {
          level: random.pick([-5, -1, 1, 3]),
          frameSize,
          frameChecksums: random.oneIn(2),
          writeContentSize: random.oneIn(2),
        });
        const source =
          random.oneIn(2) || name === 'readSync'
            ? file
            : { size: file.length, read: (from: number, to: number) => file.subarray(from, to) };
        const reader = await SeekableReader.open(source as Uint8Array, { cacheSize: random.pick([0, 1000, 100_000]) });
        for (let n = 0; n < 3; n++) {
          const start = random.below(content.length + 1);
          const end = start + random.below(content.length + 1 - start);
          expect(same(await read(reader, start, end), content.subarray(start, end)), `run ${i}`).toBe(true);
        }
        expect(same(await read(reader, 0, reader.size), content), `run ${i}`).toBe(true);
        reader.close();
      }
    });
  }
});
