import type { Samples } from '../encoder/measure';
import { readUint32 } from '../format/littleEndian';
import { HASH_LONG_HIGH, HASH_LONG_LOW, highMask } from '../match/hash';
import type { SegmentFinder } from './segments';

/** FastCOVER reads this many bytes at each position. */
const READ = 8;
/** Segments are no longer than that, so that frequencies have at least 8 bits. */
const LONGEST = 2 ** 23 - 1;
/** Bit of a word. */
const COVERED = 1 << 31;

/**
 * FastCOVER: dmers of 6 or 8 bytes are hashed into 2^f slots, all their occurrences count, there is one visit to each part of the samples,
 * and segments stay whole. The slots of positions are not kept: hashing anew takes less time than anything else that is done with them.
 *
 * Its functions end with their loops: V8 compiles them once, and early. One that went on behind a loop that was compiled while it ran would
 * do so in the interpreter, time and again (seen with --trace-deopt).
 *
 * @param skip positions left out after each that is counted
 * @param longest largest k that will be asked for
 */
export function createFastCover({ bytes, offsets }: Samples, f: number, skip: number, longest: number): SegmentFinder {
  const shift = 32 - f;
  const none = 2 ** f;
  /**
   * A word per slot, so that one access serves all: the dmer's frequency (at most `once` − 1), how often it stands in the window as a
   * multiple of `once`, and whether it is covered. The last word is for what is no dmer.
   */
  const words = new Int32Array(none + 1);
  const once = 2 ** (Math.clz32(Math.min(longest, LONGEST)) - 1);
  let size = 0;
  let mask = 0;
  /** Slots at the positions of a stretch. */
  let slots = new Int32Array(0);
  /** The sample that was hashed last. */
  let sample = 0;
  /** In the stretch: the best segment's first dmer and the one behind its last, and the first one that is in the window in the end. */
  let first = 0;
  let after = 0;
  let open = 0;
  /** Slots that are covered. */
  let covered = new Int32Array(0);
  let coveredCount = 0;

  function hash(from: number, to: number, at: number): void {
    const B = bytes;
    const S = slots;
    // The eight bytes that begin a position before; the first of them is not looked at.
    let lo = readUint32(B, from) << 8;
    let hi = readUint32(B, from + 3) | 0;
    for (let p = from; p < to; p++) {
      lo = (lo >>> 8) | (hi << 24);
      hi = (hi >>> 8) | (B[p + READ - 1] << 24);
      S[at++] = ((Math.imul(lo, HASH_LONG_LOW) + Math.imul(hi & mask, HASH_LONG_HIGH)) | 0) >>> shift;
    }
  }

  /** Fills in the slots of the dmers at positions [from, to). */
  function seek(from: number, to: number): void {
    if (slots.length < to - from) slots = new Int32Array(Math.max(to - from, 2 * slots.length));
    while (offsets[sample] > from) sample--;
    for (let at = from; at < to; at = offsets[sample + 1]) {
      while (offsets[sample + 1] <= at) sample++;
      // Dmers that reach into the next sample are none.
      const last = Math.max(Math.min(offsets[sample + 1] - READ + 1, to), at);
      if (last > at) hash(at, last, at - from);
      slots.fill(none, last - from, Math.min(offsets[sample + 1], to) - from);
    }
  }

  function tally(count: number): void {
    const W = words;
    for (let i = 0; i < count; i += skip + 1) if (W[slots[i]] < once - 1) W[slots[i]]++;
  }

  /** The best segment of at most `width` dmers among the first `count`; the window is not emptied. */
  function select(count: number, width: number): number {
    const W = words;
    const S = slots;
    let score = 0;
    let best = 0;
    let left = 0;
    for (let i = 0; i < count; i++) {
      const slot = S[i];
      const before = W[slot];
      W[slot] = before + once;
      // Adds what is in [0, once): a dmer that is not in the window, nor covered.
      score += before & (((before - once) & ~before) >> 31);
      if (i - left === width) {
        const out = S[left++];
        const rest = W[out] - once;
        W[out] = rest;
        score -= rest & (((rest - once) & ~rest) >> 31);
      }
      if (score > best) {
        best = score;
        first = left;
        after = i + 1;
      }
    }
    open = left;
    return best;
  }

  function empty(count: number): void {
    const W = words;
    for (let i = open; i < count; i++) W[slots[i]] -= once;
  }

  function coverSlots(): void {
    const W = words;
    for (let i = first; i < after; i++) {
      const slot = slots[i];
      if (W[slot] < 0) continue;
      W[slot] |= COVERED;
      covered[coveredCount++] = slot;
    }
  }

  const finder: SegmentFinder = {
    passes: 1,
    positions: 0,
    begin: 0,
    end: 0,
    fruitless: () => 10,

    start(d: number, count: number): void {
      size = d;
      mask = highMask(d);
      finder.positions = Math.max(offsets[count] - READ + 1, 0);
      words.fill(0);
      for (let i = 0; i < count; i++) {
        const from = offsets[i];
        const to = offsets[i + 1] - READ + 1;
        if (to <= from) continue;
        seek(from, to);
        tally(to - from);
      }
      words[none] = COVERED;
    },

    find(from: number, to: number, k: number): number {
      seek(from, to);
      const score = select(to - from, Math.min(k, LONGEST) - size + 1);
      empty(to - from);
      finder.begin = from + first;
      finder.end = from + after + size - 1;
      return score;
    },

    cover(): void {
      if (covered.length < coveredCount + after - first) {
        const more = new Int32Array(2 * (coveredCount + after - first));
        more.set(covered);
        covered = more;
      }
      coverSlots();
    },

    uncoverAll(): void {
      for (let i = 0; i < coveredCount; i++) words[covered[i]] &= ~COVERED;
      coveredCount = 0;
    },
  };
  return finder;
}
