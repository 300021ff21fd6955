import type { Samples } from '../encoder/measure';
import type { Dmers, SegmentRules } from './segments';

/** COVER: exact dmers, each part of the samples is visited about four times, and segments lose what gains nothing at their ends. */
export const COVER_RULES: SegmentRules = {
  passes: 4,
  trim: true,
  fruitless: (epochs) => Math.max(10, Math.min(100, epochs >> 3)),
};

/** Lists of distinct dmers, log2: at the least, and how many bytes of samples there are for each. */
const LISTS_LOG_MIN = 8;
const LIST_SHARE_LOG = 2;

/**
 * Numbers the distinct dmers of the first `count` samples and counts in how many samples each occurs. (The reference sorts suffixes for that; hashing gives the
 * same numbers but for their order, which nothing depends on.) A word per byte and a quarter is all that it needs: it serves one d after the other.
 */
export function createCoverReader({ bytes, offsets }: Samples, count: number): (d: number) => Dmers {
  const end = offsets[count];
  const slots = new Int32Array(end);
  /** Of all distinct dmers with the same hash: where the last one that was found begins, plus one. */
  const heads = new Int32Array(2 ** Math.max(31 - Math.clz32(end) - LIST_SHARE_LOG, LISTS_LOG_MIN));

  /**
   * Gives each dmer's first occurrence a link to that of the dmer before in its list (below 0), and each other occurrence the position of the first.
   * Returns the number of distinct dmers.
   */
  function link(d: number): number {
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

  return (d) => {
    const distinct = link(d);
    const frequencies = new Int32Array(distinct + 1);
    let slot = 0;
    for (let sample = 0; sample < count; sample++) {
      const from = offsets[sample];
      const to = Math.max(offsets[sample + 1] - d + 1, from);
      // Below 0: has been counted in this sample.
      for (let p = from; p < to; p++) {
        const of = slots[p] < 0 ? slot++ : slots[slots[p]];
        slots[p] = of;
        if (frequencies[of] >= 0) frequencies[of] = -1 - frequencies[of];
      }
      for (let p = from; p < to; p++) frequencies[slots[p]] = Math.abs(frequencies[slots[p]]);
      // Dmers that reach into the next sample are none.
      slots.fill(distinct, to, offsets[sample + 1]);
    }
    return { d, positions: Math.max(end - d + 1, 0), frequencies, slots, seek: () => 0 };
  };
}
