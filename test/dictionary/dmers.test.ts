import { describe, expect, it } from 'vitest';
import { createCoverReader } from '../../src/dictionary/cover';
import { fastCoverDmers } from '../../src/dictionary/fastCover';
import { createSegmentChooser, type Dmers } from '../../src/dictionary/segments';
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
  return { bytes: Uint8Array.from({ length: offsets[count] + 8 }, () => random.below(3)), offsets };
}

const bytesOf = ({ buffer }: Int32Array): Uint8Array => new Uint8Array(buffer);

/** The dmer at each position in hex, undefined where it would reach into the next sample. */
function dmersOf({ bytes, offsets }: Samples, count: number, d: number, read = d): (string | undefined)[] {
  const result: (string | undefined)[] = [];
  for (let sample = 0; sample < count; sample++) {
    for (let p = offsets[sample]; p < offsets[sample + 1]; p++) {
      result.push(p + read <= offsets[sample + 1] ? Buffer.from(bytes.subarray(p, p + d)).toString('hex') : undefined);
    }
  }
  return result;
}

/** The slots of all positions, asked for in stretches from anywhere. */
function slotsOf(dmers: Dmers, random: Random): Int32Array {
  const slots = new Int32Array(dmers.positions).fill(-1);
  const ends = [0, dmers.positions, ...Array.from({ length: 5 }, () => random.below(dmers.positions))].sort((a, b) => a - b);
  for (const i of [3, 0, 5, 1, 4, 2]) {
    const base = dmers.seek(ends[i], ends[i + 1]);
    slots.set(dmers.slots.subarray(ends[i] - base, ends[i + 1] - base), ends[i]);
  }
  return slots;
}

describe('dmers', () => {
  it('COVER numbers each once and counts the samples that have it, for one d after the other', () => {
    for (let seed = 1; seed <= 20; seed++) {
      const random = new Random(seed);
      const samples = randomSamples(random, 30);
      const read = createCoverReader(samples, 25);
      for (const d of [3, 8, 5]) {
        const dmers = read(d);
        const names = dmersOf(samples, 25, d);
        const slots = slotsOf(dmers, random);
        const none = dmers.frequencies.length - 1;
        expect(new Set(names.filter((name) => name !== undefined)).size).toBe(none);
        const slotOf = new Map<string, number>();
        const having = new Map<string, Set<number>>();
        let sample = 0;
        for (const [p, slot] of slots.entries()) {
          while (samples.offsets[sample + 1] <= p) sample++;
          const name = names[p];
          if (name === undefined) expect(slot).toBe(none);
          else {
            if (!slotOf.has(name)) slotOf.set(name, slot);
            expect(slot).toBe(slotOf.get(name));
            having.set(name, (having.get(name) ?? new Set()).add(sample));
          }
        }
        expect(new Set(slotOf.values()).size).toBe(slotOf.size);
        for (const [name, slot] of slotOf) expect(dmers.frequencies[slot]).toBe(having.get(name)?.size);
        expect(dmers.frequencies[none]).toBe(0);
      }
    }
  });

  it('FastCOVER hashes the same bytes to the same slot wherever a stretch begins, and counts occurrences', () => {
    for (let seed = 1; seed <= 20; seed++) {
      const random = new Random(seed);
      const samples = randomSamples(random, 30);
      for (const d of [6, 8]) {
        const dmers = fastCoverDmers(samples, 25, d, 16, 0);
        const names = dmersOf(samples, 25, d, 8);
        const counts = new Int32Array(dmers.frequencies.length);
        const slotOf = new Map<string, number>();
        for (const [p, slot] of slotsOf(dmers, random).entries()) {
          const name = names[p];
          if (name === undefined) expect(slot).toBe(2 ** 16);
          else {
            counts[slot]++;
            expect(slot).toBe(slotOf.get(name) ?? slot);
            slotOf.set(name, slot);
          }
        }
        expect(Buffer.compare(bytesOf(dmers.frequencies), bytesOf(counts))).toBe(0);
      }
    }
  });

  it('count again once segments have been chosen', () => {
    const samples = randomSamples(new Random(7), 60);
    for (const dmers of [createCoverReader(samples, 60)(6), fastCoverDmers(samples, 60, 6, 14, 0)]) {
      const before = dmers.frequencies.slice();
      const chooser = createSegmentChooser(dmers, 60);
      const rules = { passes: 1, trim: true, fruitless: () => 10 };
      const first = chooser.choose(samples.bytes, 300, 50, rules).slice();
      expect(Buffer.compare(bytesOf(dmers.frequencies), bytesOf(before))).toBe(0);
      expect(chooser.choose(samples.bytes, 300, 50, rules)).toEqual(first);
    }
  });
});
