import { compressBound } from '../../format/compressBound';
import { fail } from '../../format/errors';
import { type Output, plausibleSize } from '../../format/output';
import { performAll } from '../../workers/crew';
import { type Group, groupsOf, sumOf } from '../../workers/groups';
import { crewOf } from '../../workers/loader';
import type { Buffers, Task } from '../../workers/tasks';
import { BufferWithSegments, BufferWithSegmentsCollection } from './buffers';
import { type Bytes, type BytesLike, toBytes } from './bytes';
import { withContext } from './withContext';

/** One buffer that the results of many items are written to, one after the other. */
class BatchOutput implements Output {
  private bytes: Bytes;
  private limit = Number.MAX_SAFE_INTEGER;
  length = 0;

  constructor(capacity: number) {
    this.bytes = new Uint8Array(capacity);
  }

  /** Sets how many bytes the next item may have at the most. */
  allow(size: number): void {
    this.limit = this.length + size;
  }

  announce(length: number): void {
    if (this.length + length > this.limit) fail('dstSize_tooSmall');
  }

  expect(): void {}

  write(bytes: Uint8Array, from: number, to: number): void {
    const end = this.length + to - from;
    this.announce(to - from);
    if (end > this.bytes.length) {
      const larger = new Uint8Array(Math.max(end, 2 * this.bytes.length));
      larger.set(this.bytes.subarray(0, this.length));
      this.bytes = larger;
    }
    this.bytes.set(bytes.subarray(from, to), this.length);
    this.length = end;
  }

  take(): Bytes {
    return this.length === this.bytes.length ? this.bytes : this.bytes.slice(0, this.length);
  }
}

/** Notes where each item's result ends, and makes the buffer of them. */
class BatchResult {
  private readonly entries: DataView;
  private done = 0;
  private at = 0;

  constructor(
    items: number,
    readonly output: BatchOutput,
  ) {
    this.entries = new DataView(new ArrayBuffer(16 * items));
  }

  next(): void {
    this.note(this.output.length - this.at);
  }

  /** The results of several items, one after the other. */
  add(bytes: Uint8Array, sizes: readonly number[]): void {
    this.output.write(bytes, 0, bytes.length);
    for (const size of sizes) this.note(size);
  }

  /** Forgets all results. */
  restart(): void {
    this.output.length = 0;
    this.done = 0;
    this.at = 0;
  }

  take(): BufferWithSegments {
    return new BufferWithSegments(this.output.take(), this.entries);
  }

  private note(size: number): void {
    this.put(this.at);
    this.put(size);
    this.at += size;
  }

  private put(value: number): void {
    this.entries.setUint32(this.done, value, true);
    this.entries.setUint32(this.done + 4, value / 2 ** 32, true);
    this.done += 8;
  }
}

/** The inputs, checked. */
function itemsOf(data: unknown, message: string): Uint8Array[] {
  if (data instanceof BufferWithSegments || data instanceof BufferWithSegmentsCollection) return Array.from(data, ({ bytes }) => bytes);
  if (!Array.isArray(data)) throw new TypeError(message);
  return data.map((item: unknown, i) => {
    try {
      return toBytes(item as BytesLike);
    } catch {
      throw new TypeError(`item ${i} not a bytes like object`);
    }
  });
}

/** Tasks for groups of items; what they give is the same as without them. */
export interface SharedWork {
  readonly threads: number;
  /** Longer items, in bytes, are not put into groups: the threads share each of them. */
  readonly longest: number;
  task(group: Group, items: readonly Uint8Array[], buffers: Buffers): Task;
}

/**
 * Has items done in groups by several threads, where that is worth it. A failure is left to whoever then does them one by one, and can name
 * the item.
 */
function shareOut(
  items: readonly Uint8Array[],
  sizes: readonly number[],
  { threads, longest, task }: SharedWork,
  result: BatchResult,
): boolean {
  const groups = groupsOf(sizes, threads);
  if (groups.length < 2 || items.some(({ length }) => length > longest)) return false;
  const crew = crewOf(Math.min(threads, groups.length));
  function* tasks(): Generator<Task> {
    for (const group of groups) yield task(group, items, crew);
  }
  try {
    performAll(crew, tasks(), ({ bytes, sizes: parts }) => result.add(bytes, parts));
    return true;
  } catch {
    result.restart();
    return false;
  }
}

/** Compresses many inputs into one buffer; see {@link ZstdCompressor.multiCompressToBuffer}. */
export function compressItems(data: unknown, encode: (input: Uint8Array) => Uint8Array, shared: SharedWork): BufferWithSegmentsCollection {
  const items = itemsOf(data, 'argument must be list of BufferWithSegments');
  if (items.length === 0) throw new RangeError('no source elements found');
  if (items.every(({ length }) => length === 0)) throw new RangeError('source elements are empty');
  const sizes = items.map(({ length }) => length);
  const output = new BatchOutput(sumOf(sizes.map(compressBound)));
  const result = new BatchResult(items.length, output);
  if (shareOut(items, sizes, shared, result)) return new BufferWithSegmentsCollection(result.take());
  for (const [i, input] of items.entries()) {
    withContext('error compressing item', i, () => {
      const frame = encode(input);
      output.write(frame, 0, frame.length);
    });
    result.next();
  }
  return new BufferWithSegmentsCollection(result.take());
}

/**
 * Decompresses many frames into one buffer; see {@link ZstdDecompressor.multiDecompressToBuffer}.
 *
 * @param sizes of the contents, undefined where the frames say
 * @param sizeOf the content size that a frame states, −1 for none
 */
export function decompressItems(
  frames: unknown,
  sizes: (count: number) => readonly number[] | undefined,
  sizeOf: (frame: Uint8Array) => number,
  decode: (input: Uint8Array, output: Output) => void,
  shared: (contentSizes: readonly number[]) => SharedWork,
): BufferWithSegmentsCollection {
  const items = itemsOf(frames, 'argument must be list or BufferWithSegments');
  if (items.length === 0) throw new RangeError('no source elements found');
  const given = sizes(items.length);
  const expected = items.map((item, i) => {
    const size = given?.[i] || sizeOf(item);
    if (size < 0) throw new RangeError(`could not determine decompressed size of item ${i}`);
    return size;
  });
  const plausible = plausibleSize(sumOf(items.map(({ length }) => length)));
  const total = sumOf(expected);
  const output = new BatchOutput(Math.min(total, plausible));
  const result = new BatchResult(items.length, output);
  if (total <= plausible && shareOut(items, expected, shared(expected), result)) return new BufferWithSegmentsCollection(result.take());
  for (const [i, input] of items.entries()) {
    const from = output.length;
    output.allow(expected[i]);
    withContext('error decompressing item', i, () => {
      decode(input, output);
      const size = output.length - from;
      if (size !== expected[i]) fail('srcSize_wrong', `decompressed ${size} bytes; expected ${expected[i]}`);
    });
    result.next();
  }
  return new BufferWithSegmentsCollection(result.take());
}
