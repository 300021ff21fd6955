import type { Samples } from '../encoder/measure';
import { readUint32 } from '../format/frameHeader';
import { HASH_LONG_HIGH, HASH_LONG_LOW, highMask } from '../match/hash';
import type { Dmers, SegmentRules } from './segments';

/** FastCOVER: hashed dmers, one visit to each part of the samples, whole segments. */
export const FAST_COVER_RULES: SegmentRules = { passes: 1, trim: false, fruitless: () => 10 };

/** FastCOVER reads this many bytes at each position. */
const READ = 8;

/**
 * Hashes the dmers of the first `count` samples into 2^f slots and counts all their occurrences.
 *
 * @param d 6 or 8
 * @param skip positions left out after each that is counted
 */
export function fastCoverDmers({ bytes, offsets }: Samples, count: number, d: number, f: number, skip: number): Dmers {
  const end = offsets[count];
  const slots = new Int32Array(Math.max(end - READ + 1, 0));
  const none = 2 ** f;
  const frequencies = new Int32Array(none + 1);
  const shift = 32 - f;
  const mask = highMask(d);
  for (let sample = 0; sample < count; sample++) {
    const from = offsets[sample];
    const last = offsets[sample + 1] - READ;
    if (last >= from) {
      let lo = readUint32(bytes, from) | 0;
      let hi = readUint32(bytes, from + 4) | 0;
      for (let p = from; p <= last; p++) {
        slots[p] = ((Math.imul(lo, HASH_LONG_LOW) + Math.imul(hi & mask, HASH_LONG_HIGH)) | 0) >>> shift;
        lo = (lo >>> 8) | (hi << 24);
        hi = (hi >>> 8) | (bytes[p + READ] << 24);
      }
      for (let p = from; p <= last; p += skip + 1) frequencies[slots[p]]++;
    }
    // Dmers that reach into the next sample are none.
    const next = Math.min(offsets[sample + 1], slots.length);
    if (next > from) slots.fill(none, Math.max(last + 1, from), next);
  }
  return { d, slots, frequencies };
}
