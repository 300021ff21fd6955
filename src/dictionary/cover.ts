import type { Samples } from '../encoder/measure';
import type { SegmentFinder } from './segments';

/** Lists of distinct dmers, log2: at the least, and how many bytes of samples there are for each. */
const LISTS_LOG_MIN = 8;
const LIST_SHARE_LOG = 2;

/**
 * Numbers the dmers of the first `count` samples, from 0; returns how many distinct ones there are, which is the number of positions where
 * none begins.
 */
type DmerReader = (d: number, count: number) => number;

/**
 * Numbers dmers exactly, as COVER does. (The reference sorts suffixes for that; hashing gives the same numbers but for their order, which
 * nothing depends on.)
 *
 * @param slots receives the number at each position
 */
export function createDmerReader({ bytes, offsets }: Samples, slots: Int32Array): DmerReader {
  /** Of all distinct dmers with the same hash: where the last one that was found begins, plus one. */
  const heads = new Int32Array(2 ** Math.max(31 - Math.clz32(slots.length) - LIST_SHARE_LOG, LISTS_LOG_MIN));

  /**
   * Gives each dmer's first occurrence a link to that of the dmer before in its list (below 0), and each other occurrence the position of
   * the first.
   */
  function link(d: number, count: number): number {
    const mask = heads.length - 1;
    let distinct = 0;
    heads.fill(0);
    for (let sample = 0; sample < count; sample++) {
      const last = offsets[sample + 1] - d;
      for (let p = offsets[sample]; p <= last; p++) {
        let hash = 0;
        for (let i = 0; i < d; i++) hash = Math.imul(hash ^ bytes[p + i], 0x01000193) ^ (hash >>> 15);
        const list = (Math.imul(hash, 0x9e3779b1) >>> 4) & mask;
        const head = heads[list];
        let first = head - 1;
        while (first >= 0 && !same(first, p, d)) first = -2 - slots[first];
        if (first >= 0) slots[p] = first;
        else {
          slots[p] = -1 - head;
          heads[list] = p + 1;
          distinct++;
        }
      }
    }
    return distinct;
  }

  function same(a: number, b: number, d: number): boolean {
    for (let i = 0; i < d; i++) if (bytes[a + i] !== bytes[b + i]) return false;
    return true;
  }

  return (d, count) => {
    const distinct = link(d, count);
    let slot = 0;
    for (let sample = 0; sample < count; sample++) {
      const to = Math.max(offsets[sample + 1] - d + 1, offsets[sample]);
      for (let p = offsets[sample]; p < to; p++) slots[p] = slots[p] < 0 ? slot++ : slots[slots[p]];
      // What reaches into the next sample is no dmer.
      slots.fill(distinct, to, offsets[sample + 1]);
    }
    return distinct;
  };
}

/**
 * COVER: exact dmers, and in how many samples each occurs; each part of the samples is visited about four times, and segments lose what
 * gains nothing at their ends. It takes two and a half words per byte of samples at the most.
 *
 * @param longest largest k that will be asked for
 */
export function createCover(samples: Samples, longest: number): SegmentFinder {
  const { offsets } = samples;
  const slots = new Int32Array(offsets[offsets.length - 1]);
  const read = createDmerReader(samples, slots);
  /** What covering each dmer gains, above 0; the last one is for positions where none begins, and gains nothing. Below 0 while it is covered. */
  let frequencies = new Int32Array(0);
  /** How often each dmer stands in the window. */
  let active = new Uint16Array(0) as Uint16Array | Int32Array;
  let size = 0;
  /** The best segment's first dmer, and the one behind its last. */
  let first = 0;
  let after = 0;

  /** Counts each once in each sample. */
  function tally(count: number): void {
    for (let sample = 0; sample < count; sample++) {
      const from = offsets[sample];
      const to = offsets[sample + 1];
      // Below 0: has been counted in this sample.
      for (let p = from; p < to; p++) if (frequencies[slots[p]] >= 0) frequencies[slots[p]] = -1 - frequencies[slots[p]];
      for (let p = from; p < to; p++) frequencies[slots[p]] = Math.abs(frequencies[slots[p]]);
    }
  }

  /**
   * The best segment of at most `width` dmers at positions [from, to). Score: the frequencies of its distinct dmers that are not covered
   * yet.
   */
  function select(from: number, to: number, width: number): number {
    const F = frequencies;
    const A = active;
    let score = 0;
    let best = 0;
    let left = from;
    for (let p = from; p < to; p++) {
      const slot = slots[p];
      const times = A[slot];
      A[slot] = times + 1;
      if (times === 0) score += Math.max(F[slot], 0);
      if (p - left === width) {
        const out = slots[left++];
        const rest = A[out] - 1;
        A[out] = rest;
        if (rest === 0) score -= Math.max(F[out], 0);
      }
      if (score > best) {
        best = score;
        first = left;
        after = p + 1;
      }
    }
    for (let p = left; p < to; p++) A[slots[p]] = 0;
    return best;
  }

  const finder: SegmentFinder = {
    passes: 4,
    positions: 0,
    begin: 0,
    end: 0,
    fruitless: (epochs) => Math.max(10, Math.min(100, epochs >> 3)),

    start(d: number, count: number): void {
      const none = read(d, count);
      size = d;
      finder.positions = Math.max(offsets[count] - d + 1, 0);
      frequencies = new Int32Array(none + 1);
      active = longest < 65536 ? new Uint16Array(none + 1) : new Int32Array(none + 1);
      tally(count);
      frequencies[none] = 0;
    },

    find(from: number, to: number, k: number): number {
      const score = select(from, to, k - size + 1);
      if (score > 0) {
        while (frequencies[slots[first]] <= 0) first++;
        while (frequencies[slots[after - 1]] <= 0) after--;
      }
      finder.begin = first;
      finder.end = after + size - 1;
      return score;
    },

    cover(): void {
      for (let p = first; p < after; p++) frequencies[slots[p]] = -Math.abs(frequencies[slots[p]]);
    },

    uncoverAll(): void {
      for (let slot = 0; slot < frequencies.length; slot++) frequencies[slot] = Math.abs(frequencies[slot]);
    },
  };
  return finder;
}
