/** Finds the segments of samples that cover the most frequent dmers (d consecutive bytes); COVER and FastCOVER differ in how. */
export interface SegmentFinder {
  /** How often each part of the samples should be visited. */
  readonly passes: number;
  /** Dmers begin at positions [0, positions). */
  positions: number;
  /** The bytes of the segment that was found: [begin, end). */
  begin: number;
  end: number;
  /** After this many segments in a row that gain nothing there is nothing left. */
  fruitless(epochs: number): number;
  /** Counts the dmers of the first `count` samples. */
  start(d: number, count: number): void;
  /**
   * Finds the segment of at most `k` bytes, of dmers at positions [from, to), whose distinct dmers that are not covered yet are the most
   * frequent ones in all. Returns the sum of their frequencies.
   */
  find(from: number, to: number, k: number): number;
  /** Its dmers gain nothing from now on. */
  cover(): void;
  /** All dmers are worth what they were. */
  uncoverAll(): void;
}

/** Parts of the samples are at least this many segments long. */
const EPOCH_SEGMENTS = 10;

/**
 * Chooses up to `size` bytes of segments of `k` bytes; what is chosen first stands last, nearest to the data that will be compressed. This
 * is the common part of COVER and FastCOVER (Liao, Petri, Moffat, Wirth: Effective Construction of Relative Lempel-Ziv Dictionaries, 2016):
 * the samples are cut into epochs, and each in turn gives its segment that covers the most frequent dmers, which count no more from then
 * on.
 */
export function chooseSegments(bytes: Uint8Array, finder: SegmentFinder, size: number, d: number, k: number): Uint8Array<ArrayBuffer> {
  const { positions, passes } = finder;
  let epochs = Math.max(1, Math.floor(size / k / passes));
  let epochSize = Math.floor(positions / epochs);
  if (epochSize < EPOCH_SEGMENTS * k) {
    epochSize = Math.min(EPOCH_SEGMENTS * k, positions);
    epochs = Math.floor(positions / epochSize);
  }
  const limit = finder.fruitless(epochs);
  const content = new Uint8Array(size);
  let tail = size;
  let misses = 0;
  for (let epoch = 0; tail > 0; epoch = (epoch + 1) % epochs) {
    const from = epoch * epochSize;
    if (finder.find(from, from + epochSize, k) === 0) {
      misses++;
      if (misses >= limit) break;
      continue;
    }
    misses = 0;
    const { begin, end } = finder;
    const length = Math.min(end - begin, tail);
    if (length < d) break;
    finder.cover();
    tail -= length;
    content.set(bytes.subarray(begin, begin + length), tail);
  }
  finder.uncoverAll();
  return content.subarray(tail);
}
