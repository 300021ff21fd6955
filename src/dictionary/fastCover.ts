import type { Samples } from '../encoder/measure';
import { readUint32 } from '../format/frameHeader';
import { HASH_LONG_HIGH, HASH_LONG_LOW, highMask } from '../match/hash';
import type { Dmers, SegmentRules } from './segments';

/** FastCOVER: hashed dmers, one visit to each part of the samples, whole segments. */
export const FAST_COVER_RULES: SegmentRules = { passes: 1, trim: false, fruitless: () => 10 };

/** FastCOVER reads this many bytes at each position. */
const READ = 8;

/**
 * Hashes the dmers of the first `count` samples into 2^f slots and counts all their occurrences. The slots of positions are not kept: hashing anew takes less time than
 * anything else that is done with them.
 *
 * @param d 6 or 8
 * @param skip positions left out after each that is counted
 */
export function fastCoverDmers({ bytes, offsets }: Samples, count: number, d: number, f: number, skip: number): Dmers {
  const none = 2 ** f;
  const frequencies = new Int32Array(none + 1);
  const shift = 32 - f;
  const mask = highMask(d);
  /** The sample that was hashed last. */
  let sample = 0;

  const dmers: Dmers = {
    d,
    positions: Math.max(offsets[count] - READ + 1, 0),
    frequencies,
    slots: new Int32Array(0),

    seek(from: number, to: number): number {
      if (dmers.slots.length < to - from) dmers.slots = new Int32Array(Math.max(to - from, 2 * dmers.slots.length));
      const { slots } = dmers;
      while (offsets[sample] > from) sample--;
      for (let p = from; p < to; ) {
        while (offsets[sample + 1] <= p) sample++;
        const next = Math.min(offsets[sample + 1], to);
        const end = Math.min(offsets[sample + 1] - READ + 1, to);
        if (p < end) {
          let lo = readUint32(bytes, p) | 0;
          let hi = readUint32(bytes, p + 4) | 0;
          for (; p < end; p++) {
            slots[p - from] = ((Math.imul(lo, HASH_LONG_LOW) + Math.imul(hi & mask, HASH_LONG_HIGH)) | 0) >>> shift;
            lo = (lo >>> 8) | (hi << 24);
            hi = (hi >>> 8) | (bytes[p + READ] << 24);
          }
        }
        // Dmers that reach into the next sample are none.
        for (; p < next; p++) slots[p - from] = none;
      }
      return from;
    },
  };

  for (let i = 0; i < count; i++) {
    const from = offsets[i];
    const size = offsets[i + 1] - READ + 1 - from;
    dmers.seek(from, from + size);
    for (let at = 0; at < size; at += skip + 1) frequencies[dmers.slots[at]]++;
  }
  return dmers;
}
