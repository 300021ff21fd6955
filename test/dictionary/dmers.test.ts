import { describe, expect, it } from 'vitest';
import { createCover } from '../../src/dictionary/cover';
import { createFastCover } from '../../src/dictionary/fastCover';
import { chooseSegments, type SegmentFinder } from '../../src/dictionary/segments';
import type { Samples } from '../../src/encoder/measure';
import { Random } from '../helpers/random';

/** Samples of few different bytes, some of them shorter than a dmer, some empty. */
function randomSamples(random: Random, count: number): Samples {
  const lengths = Array.from({ length: count }, () => (random.below(5) === 0 ? random.below(9) : random.below(60)));
  const offsets = Int32Array.from(
    [0, ...lengths],
    (
      (sum: number) => (n: number) =>
        (sum += n)
    )(0),
  );
  return { bytes: Uint8Array.from({ length: offsets[count] }, () => random.below(3)), offsets };
}

/** The dmer at each position in hex, undefined where it (or what is read for it) would reach into the next sample. */
function dmersOf({ bytes, offsets }: Samples, count: number, d: number, read: number): (string | undefined)[] {
  const result: (string | undefined)[] = [];
  for (let sample = 0; sample < count; sample++) {
    for (let p = offsets[sample]; p < offsets[sample + 1]; p++) {
      result.push(p + read <= offsets[sample + 1] ? Buffer.from(bytes.subarray(p, p + d)).toString('hex') : undefined);
    }
  }
  return result;
}

/** A hash of so many bits tells all dmers of these samples apart. */
const F = 22;
const COUNT = 25;

/** Both kinds of finders, the dmers of d bytes that they should see, and how often each should count. */
function cases(seed: number, ds: readonly number[]) {
  const random = new Random(seed);
  const samples = randomSamples(random, 30);
  const sampleOf = (p: number): number => samples.offsets.findIndex((offset) => offset > p);
  const kinds = [
    { finder: createCover(samples, 60), least: 0, once: true },
    { finder: createFastCover(samples, F, 0, 60), least: 8, once: false },
  ];
  return kinds.flatMap(({ finder, least, once }) =>
    ds.map((d) => {
      const names = dmersOf(samples, COUNT, d, Math.max(d, least));
      const counts = new Map<string, number>();
      const seen = new Set<string>();
      for (const [p, name] of names.entries()) {
        if (name === undefined || (once && seen.has(`${sampleOf(p)} ${name}`))) continue;
        seen.add(`${sampleOf(p)} ${name}`);
        counts.set(name, (counts.get(name) ?? 0) + 1);
      }
      return { random, samples, finder, d, names, counts, start: () => finder.start(d, COUNT) };
    }),
  );
}

/** What the distinct dmers at positions [from, to) are worth. */
function worth(names: readonly (string | undefined)[], counts: ReadonlyMap<string, number>, from: number, to: number): number {
  let sum = 0;
  for (const name of new Set(names.slice(from, to))) if (name !== undefined) sum += counts.get(name) ?? 0;
  return sum;
}

describe('finders of segments', () => {
  it('count dmers: COVER once in each sample, FastCOVER each time, for one d after the other', () => {
    for (let seed = 1; seed <= 10; seed++) {
      for (const { finder, d, names, counts, start } of cases(seed, [6, 8])) {
        start();
        for (let p = 0; p < finder.positions; p++) {
          const name = names[p];
          expect(finder.find(p, p + 1, d)).toBe(name === undefined ? 0 : counts.get(name));
        }
      }
    }
  });

  it('find the segment that is worth most, less what is covered', () => {
    for (let seed = 1; seed <= 5; seed++) {
      for (const { random, finder, d, names, counts, start } of cases(seed, [6, 8])) {
        start();
        for (let round = 0; round < 4; round++) {
          const left = new Map(counts);
          const firsts: unknown[] = [];
          for (let i = 0; i < 6; i++) {
            const [from, to] = i < 2 ? [0, finder.positions] : [0, 0].map(() => random.below(finder.positions)).sort((a, b) => a - b);
            const k = d + random.below(40);
            const width = k - d + 1;
            let best = 0;
            for (let p = from; p < to; p++) best = Math.max(best, worth(names, left, p, Math.min(p + width, to)));
            expect(finder.find(from, to, k)).toBe(best);
            if (best === 0) continue;
            const { begin, end } = finder;
            expect(begin >= from && end <= to + d - 1 && end - begin <= k).toBe(true);
            expect(worth(names, left, begin, end - d + 1)).toBe(best);
            finder.cover();
            for (const name of names.slice(begin, end - d + 1)) if (name !== undefined) left.set(name, 0);
            firsts.push(best);
          }
          expect(firsts.length).toBeGreaterThan(0);
          finder.uncoverAll();
        }
      }
    }
  });

  it('start over: other samples, the same result as a new one', () => {
    const samples = randomSamples(new Random(7), 60);
    const content = (finder: SegmentFinder): Uint8Array => chooseSegments(samples.bytes, finder, 300, 6, 50);
    for (const create of [() => createCover(samples, 60), () => createFastCover(samples, 14, 0, 60)]) {
      const used = create();
      used.start(8, 30);
      content(used);
      used.start(6, 60);
      const fresh = create();
      fresh.start(6, 60);
      expect(content(used)).toEqual(content(fresh));
      expect(content(used)).toEqual(content(fresh));
      expect(content(used).length).toBeGreaterThan(290);
    }
  });

  it('FastCOVER: frequencies stop growing where segments are very long, and segments are no longer than can be counted', () => {
    const bytes = new Uint8Array(40_000);
    const finder = createFastCover({ bytes, offsets: Int32Array.of(0, bytes.length) }, 10, 0, 2 ** 24);
    finder.start(8, 1);
    expect(finder.find(0, finder.positions, 2 ** 24)).toBe(255);
    const counted = createFastCover({ bytes, offsets: Int32Array.of(0, bytes.length) }, 10, 1, 2000);
    counted.start(8, 1);
    expect(counted.find(0, counted.positions, 2000)).toBe(Math.ceil(counted.positions / 2));
  });
});
