/** What a trainer knows of its samples: which dmer (d consecutive bytes) begins at each position, and how much each dmer is worth. */
export interface Dmers {
  readonly d: number;
  /** Dmers begin at positions [0, positions). */
  readonly positions: number;
  /** What covering a slot's dmer gains, above 0; the last slot stands for none, and gains nothing. Whoever covers a dmer turns its sign for the time being. */
  readonly frequencies: Int32Array;
  /** The slots of the dmers at consecutive positions, as {@link seek} says. */
  slots: Int32Array;
  /** Makes `slots` those of positions [from, to), and maybe others; returns the position of the first one. */
  seek(from: number, to: number): number;
}

/** How segments are chosen; COVER and FastCOVER differ in these. */
export interface SegmentRules {
  /** How often each part of the samples should be visited. */
  readonly passes: number;
  /** Whether a segment's ends that gain nothing are cut off. */
  readonly trim: boolean;
  /** After so many segments in a row that gain nothing there is nothing left. */
  readonly fruitless: (epochs: number) => number;
}

/** Parts of the samples are at least so many segments long. */
const EPOCH_SEGMENTS = 10;

/** Chooses segments for one d; working memory is kept from one call to the next. */
export interface SegmentChooser {
  /**
   * Up to `size` bytes of segments of `k` bytes; what is chosen first stands last, nearest to the data that will be compressed. The result is only
   * valid until the next call.
   */
  choose(bytes: Uint8Array, size: number, k: number, rules: SegmentRules): Uint8Array;
}

/**
 * The common part of COVER and FastCOVER (Liao, Petri, Moffat, Wirth: Effective Construction of Relative Lempel-Ziv Dictionaries, 2016): the samples are cut into
 * epochs, and each in turn gives its segment that covers the most frequent dmers, which count no more from then on.
 *
 * @param longest largest k that will be asked for
 */
export function createSegmentChooser(dmers: Dmers, longest: number): SegmentChooser {
  const { d, positions, frequencies } = dmers;
  // How often each dmer stands in the window.
  const active = longest < 65536 ? new Uint16Array(frequencies.length) : new Int32Array(frequencies.length);

  // The best segment of a stretch: its first dmer, one past its last, and its score.
  const found = new Float64Array(3);
  let content = new Uint8Array(0);

  /** The best segment of at most `width` dmers among `slots` [from, to). Score: the frequencies of its distinct dmers that are not covered yet. */
  function select(slots: Int32Array, from: number, to: number, width: number): void {
    const F = frequencies;
    const A = active;
    let score = 0;
    let best = 0;
    let bestFrom = from;
    let bestTo = from;
    let first = from;
    for (let p = from; p < to; p++) {
      const slot = slots[p];
      const times = A[slot];
      A[slot] = times + 1;
      if (times === 0) score += Math.max(F[slot], 0);
      if (p - first === width) {
        const left = slots[first++];
        const rest = A[left] - 1;
        A[left] = rest;
        if (rest === 0) score -= Math.max(F[left], 0);
      }
      if (score > best) {
        best = score;
        bestFrom = first;
        bestTo = p + 1;
      }
    }
    for (let p = first; p < to; p++) A[slots[p]] = 0;
    found[0] = bestFrom;
    found[1] = bestTo;
    found[2] = best;
  }

  // Loops of their own: a function that leaves a loop that V8 has compiled on the way goes on in the interpreter.
  function cover(slots: Int32Array, from: number, to: number): void {
    for (let i = from; i < to; i++) if (frequencies[slots[i]] > 0) frequencies[slots[i]] *= -1;
  }

  function uncoverAll(): void {
    for (let i = 0; i < frequencies.length; i++) if (frequencies[i] < 0) frequencies[i] *= -1;
  }

  return {
    choose(bytes: Uint8Array, size: number, k: number, { passes, trim, fruitless }: SegmentRules): Uint8Array {
      if (content.length < size) content = new Uint8Array(size);
      const width = k - d + 1;
      let epochs = Math.max(1, Math.floor(size / k / passes));
      let epochSize = Math.floor(positions / epochs);
      if (epochSize < EPOCH_SEGMENTS * k) {
        epochSize = Math.min(EPOCH_SEGMENTS * k, positions);
        epochs = Math.floor(positions / epochSize);
      }
      const limit = fruitless(epochs);
      const end = content.length;
      let tail = end;
      let misses = 0;
      for (let epoch = 0; tail > end - size; epoch = (epoch + 1) % epochs) {
        const epochAt = epoch * epochSize;
        const base = dmers.seek(epochAt, epochAt + epochSize);
        const { slots } = dmers;
        select(slots, epochAt - base, epochAt - base + epochSize, width);
        let from = found[0] | 0;
        let to = found[1] | 0;
        if (found[2] === 0) {
          misses++;
          if (misses >= limit) break;
          continue;
        }
        misses = 0;
        if (trim) {
          while (from < to && frequencies[slots[from]] <= 0) from++;
          while (to > from && frequencies[slots[to - 1]] <= 0) to--;
        }
        const length = Math.min(to - from + d - 1, tail - (end - size));
        if (length < d) break;
        cover(slots, from, to);
        tail -= length;
        content.set(bytes.subarray(base + from, base + from + length), tail);
      }
      uncoverAll();
      return content.subarray(tail);
    },
  };
}
