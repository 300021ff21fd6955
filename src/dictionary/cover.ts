import type { Samples } from '../encoder/measure';
import type { Dmers, SegmentRules } from './segments';

/** COVER: exact dmers, each part of the samples is visited about four times, and segments lose what gains nothing at their ends. */
export const COVER_RULES: SegmentRules = {
  passes: 4,
  trim: true,
  fruitless: (epochs) => Math.max(10, Math.min(100, epochs >> 3)),
};

/** Entries of the smallest table, log2. */
const TABLE_LOG_MIN = 8;

/**
 * Numbers the distinct dmers of the first `count` samples and counts in how many samples each occurs. (The reference sorts suffixes for that; a hash table
 * gives the same numbers but for their order, which nothing depends on.)
 */
export function coverDmers({ bytes, offsets }: Samples, count: number, d: number): Dmers {
  const end = offsets[count];
  const slots = new Int32Array(Math.max(end - d + 1, 0));
  // Where each dmer was met last, plus one, found by its hash.
  let table = new Int32Array(2 ** Math.max(31 - Math.clz32(slots.length), TABLE_LOG_MIN));
  let distinct = 0;

  /** The place in the table of the dmer at `p`, or the free one where it belongs. */
  function find(p: number): number {
    let hash = 0;
    for (let i = 0; i < d; i++) hash = Math.imul(hash ^ bytes[p + i], 0x01000193) ^ (hash >>> 15);
    const mask = table.length - 1;
    let at = (Math.imul(hash, 0x9e3779b1) >>> 4) & mask;
    while (table[at] !== 0 && !same(bytes, table[at] - 1, p, d)) at = (at + 1) & mask;
    return at;
  }

  function grow(): void {
    const old = table;
    table = new Int32Array(2 * old.length);
    for (const entry of old) if (entry !== 0) table[find(entry - 1)] = entry;
  }

  for (let sample = 0; sample < count; sample++) {
    const from = offsets[sample];
    const last = offsets[sample + 1] - d;
    for (let p = from; p <= last; p++) {
      const at = find(p);
      const before = table[at] - 1;
      table[at] = p + 1;
      slots[p] = before < 0 ? distinct++ : slots[before];
      if (distinct * 3 > table.length * 2) grow();
    }
    // Dmers that reach into the next sample are none.
    slots.fill(-1, Math.max(last + 1, from), offsets[sample + 1]);
  }
  const frequencies = new Int32Array(distinct + 1);
  const seen = new Int32Array(distinct);
  for (let sample = 0, p = 0; sample < count; sample++) {
    for (const next = Math.min(offsets[sample + 1], slots.length); p < next; p++) {
      const id = slots[p];
      if (id < 0) slots[p] = distinct;
      else if (seen[id] <= sample) {
        seen[id] = sample + 1;
        frequencies[id]++;
      }
    }
  }
  return { d, slots, frequencies };
}

function same(bytes: Uint8Array, a: number, b: number, d: number): boolean {
  for (let i = 0; i < d; i++) if (bytes[a + i] !== bytes[b + i]) return false;
  return true;
}
