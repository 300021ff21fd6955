import { readLittleEndian } from '../../format/littleEndian';
import { type Bytes, type BytesLike, toBytes } from './bytes';

/** Bytes of a segment's entry: offset and length, each a 64-bit little-endian number. */
const ENTRY_SIZE = 16;

/** Checks an index; negative ones count from the end. */
function checkIndex(index: unknown, length: number): number {
  if (typeof index !== 'number') throw new TypeError('offset must be a number');
  if (!Number.isInteger(index)) throw new RangeError(`offset must be a whole number, not ${index}`);
  const at = index < 0 ? index + length : index;
  if (at < 0) throw new RangeError('offset must be non-negative');
  if (at >= length) throw new RangeError(`offset must be less than ${length}`);
  return at;
}

/**
 * One part of a {@link BufferWithSegments}.
 *
 * @example
 * ```ts
 * import { BufferWithSegments } from 'purezstd';
 * const [segment] = new BufferWithSegments(Uint8Array.of(7, 8, 9), new BigUint64Array([1n, 2n]));
 * console.log(segment.offset, segment.length, segment.bytes); // 1 2 Uint8Array(2) [ 8, 9 ]
 * ```
 */
export class BufferSegment {
  /** @internal */
  constructor(
    /** The segment's bytes, not copied. */
    readonly bytes: Uint8Array,
    /** Where it begins in its buffer, in bytes. */
    readonly offset: number,
  ) {}

  /** Bytes of the segment. */
  get length(): number {
    return this.bytes.length;
  }

  /** A copy of the segment's bytes. */
  toBytes(): Bytes {
    return new Uint8Array(this.bytes);
  }
}

/**
 * Where the parts of a {@link BufferWithSegments} lie.
 *
 * @example
 * ```ts
 * import { BufferWithSegments } from 'purezstd';
 * const { segments } = new BufferWithSegments(Uint8Array.of(7, 8, 9), new BigUint64Array([1n, 2n]));
 * console.log(segments.length, segments.get(0).offset, segments.get(0).length); // 1 1 2
 * ```
 */
export class BufferSegments {
  /** @internal */
  constructor(private readonly entries: Uint8Array) {}

  /** How many segments there are. */
  get length(): number {
    return this.entries.length / ENTRY_SIZE;
  }

  /**
   * Offset and length of a segment, in bytes; negative indices count from the end.
   *
   * @throws TypeError for what is no number; RangeError when there is no such segment
   */
  get(index: number): { offset: number; length: number } {
    const at = ENTRY_SIZE * checkIndex(index, this.length);
    return { offset: readLittleEndian(this.entries, at, 8), length: readLittleEndian(this.entries, at + 8, 8) };
  }

  /** All of them as they are given to the constructor of {@link BufferWithSegments}: pairs of 64-bit little-endian numbers. */
  toBytes(): Bytes {
    return new Uint8Array(this.entries);
  }

  *[Symbol.iterator](): IterableIterator<{ offset: number; length: number }> {
    for (let i = 0; i < this.length; i++) yield this.get(i);
  }
}

/**
 * One buffer that holds many items, the segments: what functions on many inputs take and return, so that not every item needs memory of its
 * own.
 *
 * @example
 * ```ts
 * import { BufferWithSegments } from 'purezstd';
 * const entries = new BigUint64Array([0n, 3n, 3n, 4n]); // offset, length; offset, length
 * const buffer = new BufferWithSegments(new TextEncoder().encode('onefour'), entries);
 * console.log([...buffer].map((segment) => new TextDecoder().decode(segment.bytes)).join(' ')); // one four
 * ```
 */
export class BufferWithSegments {
  private readonly data: Uint8Array;
  private readonly entries: Bytes;

  /**
   * @param data the buffer; it is not copied
   * @param segments pairs of offset and length, 64-bit little-endian numbers, in any kind of bytes; copied
   * @throws TypeError when one of them is not bytes; RangeError for an incomplete pair, or a segment that is not within `data`
   */
  constructor(data: BytesLike, segments: BytesLike) {
    this.data = toBytes(data);
    this.entries = new Uint8Array(toBytes(segments, 'segments'));
    if (this.entries.length % ENTRY_SIZE !== 0) throw new RangeError(`segments array size is not a multiple of ${ENTRY_SIZE}`);
    for (let at = 0; at < this.entries.length; at += ENTRY_SIZE) {
      if (readLittleEndian(this.entries, at, 8) + readLittleEndian(this.entries, at + 8, 8) > this.data.length) {
        throw new RangeError('offset within segments array references memory outside buffer');
      }
    }
  }

  /** How many segments there are. */
  get length(): number {
    return this.entries.length / ENTRY_SIZE;
  }

  /** Bytes of the whole buffer. */
  get size(): number {
    return this.data.length;
  }

  /** Where the segments lie. */
  get segments(): BufferSegments {
    return new BufferSegments(this.entries);
  }

  /**
   * A segment; negative indices count from the end.
   *
   * @throws TypeError for what is no number; RangeError when there is no such segment
   */
  segment(index: number): BufferSegment {
    const at = ENTRY_SIZE * checkIndex(index, this.length);
    const offset = readLittleEndian(this.entries, at, 8);
    return new BufferSegment(this.data.subarray(offset, offset + readLittleEndian(this.entries, at + 8, 8)), offset);
  }

  /** A copy of the whole buffer. */
  toBytes(): Bytes {
    return new Uint8Array(this.data);
  }

  *[Symbol.iterator](): IterableIterator<BufferSegment> {
    for (let i = 0; i < this.length; i++) yield this.segment(i);
  }
}

/**
 * Several {@link BufferWithSegments} as one sequence of segments.
 *
 * @example
 * ```ts
 * import { BufferWithSegments, BufferWithSegmentsCollection } from 'purezstd';
 * const one = new BufferWithSegments(Uint8Array.of(1, 2, 3), new BigUint64Array([0n, 1n, 1n, 2n]));
 * const all = new BufferWithSegmentsCollection(one, one);
 * console.log(all.length, all.size, all.segment(3).length); // 4 6 2
 * ```
 */
export class BufferWithSegmentsCollection {
  private readonly buffers: readonly BufferWithSegments[];
  /** Of each buffer: the index after its last segment. */
  private readonly ends: readonly number[];

  /**
   * @throws TypeError for anything but `BufferWithSegments`; RangeError for none, or one without segments
   */
  constructor(...buffers: BufferWithSegments[]) {
    if (buffers.length === 0) throw new RangeError('must pass at least 1 argument');
    let end = 0;
    this.ends = buffers.map((buffer) => {
      if (!(buffer instanceof BufferWithSegments)) throw new TypeError('arguments must be BufferWithSegments instances');
      if (buffer.length === 0) throw new RangeError('ZstdBufferWithSegments cannot be empty');
      end += buffer.length;
      return end;
    });
    this.buffers = buffers;
  }

  /** How many segments there are in all. */
  get length(): number {
    return this.ends[this.ends.length - 1];
  }

  /** Bytes of all segments together. */
  get size(): number {
    let total = 0;
    for (const segment of this) total += segment.length;
    return total;
  }

  /**
   * A segment; negative indices count from the end.
   *
   * @throws TypeError for what is no number; RangeError when there is no such segment
   */
  segment(index: number): BufferSegment {
    const at = checkIndex(index, this.length);
    const buffer = this.ends.findIndex((end) => at < end);
    return this.buffers[buffer].segment(at - (buffer === 0 ? 0 : this.ends[buffer - 1]));
  }

  *[Symbol.iterator](): IterableIterator<BufferSegment> {
    for (const buffer of this.buffers) yield* buffer;
  }
}
