import { describe, expect, it } from 'vitest';
import {
  compress,
  decompress,
  type TrainingOptions,
  type TrainingProgress,
  trainDictionary,
  type ZstdCompressionDict,
} from '../../src/index';
import { records, referenceDecompressWith, referenceDictionary } from '../helpers/dictionaries';
import { thrownBy } from '../helpers/errors';
import { Random } from '../helpers/random';

const samples = records(400, 1);
const fresh = records(100, 999);

/** What the fresh records take with a dictionary. */
function sizeWith(dict: ZstdCompressionDict | Uint8Array, level = 3): number {
  return fresh.reduce((sum, record) => sum + compress(record, { level, dictData: dict }).length, 0);
}

describe('trained dictionaries', () => {
  for (const options of [
    {},
    { algorithm: 'cover' },
    { algorithm: 'cover', threads: 1, steps: 4 },
    { k: 200, d: 6 },
    { k: 100, d: 16, algorithm: 'cover' },
    { level: 19, accel: 3, splitPoint: 1 },
    { steps: 2, f: 14, dictId: 77 },
  ] as TrainingOptions[]) {
    it(`serve us and the reference: ${JSON.stringify(options)}`, () => {
      const dict = trainDictionary(8192, samples, options);
      expect(dict.length).toBeLessThanOrEqual(8192);
      expect(dict.length).toBeGreaterThan(2000);
      expect(dict.k).toBeGreaterThanOrEqual(50);
      expect(dict.d).toBe(options.d ?? (options.algorithm === 'cover' && options.threads ? dict.d : 8));
      if (options.dictId) expect(dict.dictId()).toBe(options.dictId);
      else expect(dict.dictId() >= 32768 && dict.dictId() < 2 ** 31).toBe(true);
      for (const level of [1, 3, 9, 19]) {
        const frames = fresh.map((record) => compress(record, { level, dictData: dict }));
        expect(Buffer.compare(referenceDecompressWith(Buffer.concat(frames), dict.asBytes()), Buffer.concat(fresh))).toBe(0);
        expect(Buffer.compare(decompress(Buffer.concat(frames), { dictData: dict }), Buffer.concat(fresh))).toBe(0);
      }
    });
  }

  it('of very long segments', () => {
    const long = Array.from({ length: 8 }, (_, i) => new Uint8Array(Buffer.concat(records(150, 40 + i))));
    for (const algorithm of ['fastcover', 'cover'] as const) {
      const dict = trainDictionary(100_000, long, { k: 70_000, d: 8, splitPoint: 1, algorithm });
      expect(dict.length).toBeGreaterThan(60_000);
      expect(sizeWith(dict)).toBeLessThan(0.5 * fresh.reduce((sum, record) => sum + compress(record).length, 0));
    }
  });

  it('are as good as the reference makes them', () => {
    const reference = referenceDictionary(8192);
    for (const algorithm of ['fastcover', 'cover'] as const) {
      const dict = trainDictionary(8192, samples, { algorithm });
      for (const level of [1, 3, 9, 19]) expect(sizeWith(dict, level)).toBeLessThan(1.02 * sizeWith(reference, level));
    }
  });

  it('are the same each time, whatever was done before', () => {
    for (const algorithm of ['fastcover', 'cover'] as const) {
      const first = trainDictionary(4096, samples, { algorithm }).asBytes();
      compress(samples[0], 19);
      trainDictionary(1024, records(50, 4));
      expect(Buffer.compare(trainDictionary(4096, samples, { algorithm }).asBytes(), first)).toBe(0);
    }
  });

  it('more values of k do not make the test samples larger; progress says so', () => {
    const steps: TrainingProgress[] = [];
    const dict = trainDictionary(4096, samples, { steps: 10, onProgress: (progress) => steps.push(progress) });
    expect(steps.map(({ done }) => done)).toEqual(Array.from({ length: 11 }, (_, i) => i + 1));
    expect(steps.every(({ total }) => total === 11)).toBe(true);
    expect(steps.map(({ k }) => k)).toEqual(Array.from({ length: 11 }, (_, i) => 50 + 195 * i));
    const { best } = steps[10];
    expect(Math.min(...steps.map(({ size }) => size))).toBe(best);
    expect(steps.find(({ size }) => size === best)?.k).toBe(dict.k);
  });

  it('shrink gives a smaller one that is nearly as good', () => {
    const whole = trainDictionary(16384, samples, { k: 200, d: 8 });
    const small = trainDictionary(16384, samples, { k: 200, d: 8, shrink: 30 });
    expect(small.length).toBeLessThan(whole.length);
    expect(sizeWith(small)).toBeLessThan(1.5 * sizeWith(whole));
    expect(trainDictionary(16384, samples, { k: 200, d: 8, shrink: 0 }).length).toBeLessThanOrEqual(whole.length);
  });

  it('of samples that leave little to say are small and valid', () => {
    const random = new Random(3);
    const cases = [
      Array.from({ length: 20 }, () => new TextEncoder().encode('foobar'.repeat(20))),
      Array.from({ length: 10 }, () => random.bytes(2000)),
      Array.from({ length: 50 }, (_, i) => new Uint8Array(100).fill(i % 3)),
      [...records(30, 2), new Uint8Array(0), new Uint8Array(3), new Uint8Array(300_000)],
    ];
    for (const some of cases) {
      for (const algorithm of ['fastcover', 'cover'] as const) {
        const dict = trainDictionary(8192, some, { algorithm });
        expect(dict.length).toBeLessThanOrEqual(8192);
        for (const level of [1, 3, 13, 19]) {
          const frames = some.map((sample) => compress(sample, { level, dictData: dict }));
          expect(Buffer.compare(referenceDecompressWith(Buffer.concat(frames), dict.asBytes()), Buffer.concat(some))).toBe(0);
        }
      }
    }
  });
});

describe('what cannot be trained', () => {
  it('says how much is needed', () => {
    for (const [attempt, code, message] of [
      [() => trainDictionary(8192, []), 'srcSize_wrong', 'cannot train dict: needs at least 5 samples, got 0'],
      [() => trainDictionary(8192, samples.slice(0, 3)), 'srcSize_wrong', 'needs at least 5 samples, got 3'],
      [() => trainDictionary(8192, samples.slice(0, 6)), 'srcSize_wrong', 'needs at least 5 samples that train (splitPoint), got 4'],
      [
        () =>
          trainDictionary(
            8192,
            samples.slice(0, 9).map(() => new Uint8Array(1)),
          ),
        'srcSize_wrong',
        'needs at least 8 bytes of samples, got 6',
      ],
      [() => trainDictionary(255, samples), 'dstSize_tooSmall', 'needs at least 256 bytes of dictionary, got 255'],
      [
        () =>
          trainDictionary(
            8192,
            samples.slice(0, 9).map(() => new Uint8Array(5)),
          ),
        'dictionaryCreation_failed',
        'nothing in common',
      ],
    ] as const) {
      expect(thrownBy(attempt)).toMatchObject({ name: 'ZstdError', code, message: expect.stringContaining(message) });
    }
  });

  it('arguments are checked', () => {
    for (const attempt of [
      () => trainDictionary('8192' as never, samples),
      () => trainDictionary(8192, 'samples' as never),
      () => trainDictionary(8192, samples[0] as never),
      () => trainDictionary(8192, ['text'] as never),
      () => trainDictionary(8192, samples, { k: '5' as never }),
      () => trainDictionary(8192, samples, { threads: '5' as never }),
    ]) {
      expect(thrownBy(attempt)).toBeInstanceOf(TypeError);
    }
    for (const options of [
      { k: 9000 },
      { k: 5, d: 6 },
      { d: 7 },
      { k: -1 },
      { steps: 1.5 },
      { splitPoint: 2 },
      { accel: 11 },
      { f: 30 },
      { dictId: 2 ** 32 },
      { level: 23 },
      { algorithm: 'best' as never },
    ]) {
      expect(thrownBy(() => trainDictionary(8192, samples, options))).toBeInstanceOf(RangeError);
    }
    expect(thrownBy(() => trainDictionary(-1, samples))).toBeInstanceOf(RangeError);
  });
});
