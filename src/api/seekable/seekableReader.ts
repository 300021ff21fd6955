import type { DecoderSettings } from '../../decoder/frame';
import { allocating, fail, ZstdError } from '../../format/errors';
import { createOutput, type Output, plausibleSize } from '../../format/output';
import { frameIndexAt, readSeekTable, readSeekTableFooter, type SeekTable, type SeekTableFooter } from '../../format/seekTable';
import { type Bytes, type BytesLike, toBytes } from '../common/bytes';
import { type AbortOptions, checkSignal } from '../common/cancel';
import { checkInteger, checkOptions, checkSize, checkThreads } from '../common/checks';
import { Closable } from '../common/closable';
import { type DictionaryLike, decoderSettings, prepareDictionaries } from '../decompression/decompress';
import { decodeFrame, decodeFrames } from './decodeFrames';
import { FrameLoader } from './frameLoader';
import { TAIL_SIZE } from './httpRange';
import { type OpenSource, openBytes, type RandomAccessSource } from './randomAccess';
import { openSource, type SeekableSource } from './seekableSource';

/** What a {@link SeekableReader} can be told. */
export interface SeekableReaderOptions {
  /** The dictionary that the frames were made with: full, or raw content. Given several, each frame's dictionary ID chooses. */
  dictData?: DictionaryLike;
  /** Largest window that a frame may ask for, in bytes. Default 2^27 (128 MiB). */
  maxWindowSize?: number;
  /** Whether checksums are verified, those in the seek table and those of the frames. Default true. */
  verifyChecksum?: boolean;
  /** Threads that decode: 0 (default) for the calling one, negative for one per processor. `readSync` does not use them. */
  threads?: number;
  /** Most bytes of decoded frames to keep for the reads that follow. Default 2^23 (8 MiB). */
  cacheSize?: number;
}

/** A part of the content. */
export interface SeekableRange extends AbortOptions {
  /** Where it begins, in bytes from the content's start. Default 0. */
  start?: number;
  /** Where it ends, exclusive. Default: the content's end. */
  end?: number;
}

/** What the seek table says of a frame. */
export interface SeekableFrame {
  /** Where it begins in the file. */
  compressedOffset: number;
  /** Its bytes in the file. */
  compressedSize: number;
  /** Where its content begins. */
  decompressedOffset: number;
  /** Bytes of its content: 0 for skippable frames. */
  decompressedSize: number;
  /** The low 32 bits of its content's XXH64, where the table has them. */
  checksum: number | undefined;
}

/** The options, checked. */
interface ReaderSettings {
  readonly cacheSize: number;
  readonly threads: number;
  readonly decoding: DecoderSettings;
}

const CACHE_SIZE = 1 << 23;
const CLOSED = 'reader is closed';
/**
 * Frames are read and decoded together up to this many bytes of the file and of content: a range request's worth, and what may be held beside
 * the result.
 */
const BATCH_COMPRESSED = 1 << 22;
const BATCH_DECOMPRESSED = 1 << 23;

/** A frame's content, and which bytes of it are wanted. */
interface Part {
  content: Bytes;
  from: number;
  to: number;
}

/**
 * Reads parts of a file in the seekable format: only the frames that hold them are read and decoded. Any number of reads may be under way
 * at a time.
 *
 * What the seek table says of a frame is compared with the frame when that is decoded. The table has no checksum of its own: where it is
 * wrong about frames that a read does not touch, the bytes may be those of another position.
 *
 * @example
 * ```ts
 * import { compressSeekable, SeekableReader } from 'purezstd/seekable';
 * const file = compressSeekable(new TextEncoder().encode('0123456789'.repeat(100_000)), { frameSize: 100_000 });
 * const reader = await SeekableReader.open(new Blob([file]));
 * console.log(reader.size, reader.frames); // 1000000 10
 * console.log(new TextDecoder().decode(await reader.read(500_003, 500_007))); // 3456
 * reader.close();
 * ```
 */
export class SeekableReader extends Closable {
  /** Bytes of the content. */
  readonly size: number;
  /** Frames that the seek table lists. */
  readonly frames: number;
  private readonly loader: FrameLoader;
  private done = false;

  private constructor(
    private readonly opened: OpenSource,
    private readonly seekTable: SeekTable,
    { cacheSize, threads, decoding }: ReaderSettings,
  ) {
    super();
    this.frames = seekTable.frames;
    this.size = seekTable.decompressedOffsets[seekTable.frames];
    this.loader = new FrameLoader({
      table: seekTable,
      cacheSize,
      verifyChecksum: decoding.verifyChecksum,
      read: opened.read,
      decode: decodeFrames(decoding, threads),
      decodeSync: (frame) => decodeFrame(frame, decoding),
    });
  }

  /**
   * Opens a file: reads its end, which has the seek table.
   *
   * @param source bytes, which must not change; a `Blob`; a `FileHandle`, which stays open until its owner closes it; an HTTP URL, or
   *   `{ url, fetch, headers }`; or any {@link RandomAccessSource}
   * @throws ZstdError, in the promise: `prefix_unknown` for a file without a seek table at its end, `corruption_detected` for a table that
   *   does not fit the file, `srcSize_wrong` for a file that is cut, `frameParameter_unsupported` for tables of a later version,
   *   `memory_allocation`, `dictionary_corrupted`; {@link HttpRangeError}; TypeError and RangeError for wrong arguments; what the source
   *   throws
   * @example
   * ```ts
   * import { compressSeekable, SeekableReader } from 'purezstd/seekable';
   * const file = compressSeekable(new TextEncoder().encode('hello, hello'));
   * const storage = { size: file.length, read: async (from: number, to: number) => file.slice(from, to) };
   * const reader = await SeekableReader.open(storage);
   * console.log(new TextDecoder().decode(await reader.read(7))); // hello
   * ```
   */
  static open(source: RandomAccessSource, options?: SeekableReaderOptions & AbortOptions): Promise<SeekableReader>;
  static open(source: SeekableSource, options?: SeekableReaderOptions & AbortOptions): Promise<SeekableReader>;
  static async open(source: SeekableSource, options: SeekableReaderOptions & AbortOptions = {}): Promise<SeekableReader> {
    const settings = readerSettings(options);
    const signal = checkSignal(options.signal);
    if (signal?.aborted) throw signal.reason;
    const opened = await openSource(source, signal);
    const { size } = opened;
    const tail = size === 0 ? new Uint8Array(0) : await opened.read(Math.max(size - TAIL_SIZE, 0), size, signal);
    const footer = readSeekTableFooter(tail, size);
    const { tableSize } = footer;
    const table = tableSize <= tail.length ? tail.subarray(tail.length - tableSize) : await opened.read(size - tableSize, size, signal);
    return new SeekableReader(opened, readTable(table, footer, size), settings);
  }

  /**
   * The same as {@link open} for bytes, at once.
   *
   * @throws what the promise of {@link open} is rejected with
   * @example
   * ```ts
   * import { compressSeekable, SeekableReader } from 'purezstd/seekable';
   * const reader = SeekableReader.openSync(compressSeekable(new TextEncoder().encode('hello, hello')));
   * console.log(new TextDecoder().decode(reader.readSync(7, 9))); // he
   * ```
   */
  static openSync(data: BytesLike, options: SeekableReaderOptions = {}): SeekableReader {
    const bytes = toBytes(data);
    const settings = readerSettings(options);
    const footer = readSeekTableFooter(bytes, bytes.length);
    const table = readTable(bytes.subarray(bytes.length - footer.tableSize), footer, bytes.length);
    return new SeekableReader(openBytes(bytes), table, settings);
  }

  /**
   * What the seek table says of a frame.
   *
   * @param index 0 to {@link frames} − 1
   * @throws RangeError for another index, TypeError for what is no number
   * @example
   * ```ts
   * import { compressSeekable, SeekableReader } from 'purezstd/seekable';
   * const reader = SeekableReader.openSync(compressSeekable(new Uint8Array(250), { frameSize: 100 }));
   * const { decompressedOffset, decompressedSize } = reader.frameInfo(2);
   * console.log(decompressedOffset, decompressedSize); // 200 50
   * ```
   */
  frameInfo(index: number): SeekableFrame {
    const { frames } = this;
    if (frames === 0) throw new RangeError('there are no frames');
    const i = checkInteger(index ?? null, 'index', 0, 0, frames - 1);
    const { compressedOffsets, decompressedOffsets, checksums } = this.seekTable;
    return {
      compressedOffset: compressedOffsets[i],
      compressedSize: compressedOffsets[i + 1] - compressedOffsets[i],
      decompressedOffset: decompressedOffsets[i],
      decompressedSize: decompressedOffsets[i + 1] - decompressedOffsets[i],
      checksum: checksums?.[i],
    };
  }

  /**
   * The index of the frame that a byte of the content is in.
   *
   * @param offset 0 to {@link size} − 1
   * @throws RangeError for another offset, TypeError for what is no number
   * @example
   * ```ts
   * import { compressSeekable, SeekableReader } from 'purezstd/seekable';
   * const reader = SeekableReader.openSync(compressSeekable(new Uint8Array(250), { frameSize: 100 }));
   * console.log(reader.frameAt(99), reader.frameAt(100)); // 0 1
   * ```
   */
  frameAt(offset: number): number {
    if (this.size === 0) throw new RangeError('there is no content');
    return frameIndexAt(this.seekTable.decompressedOffsets, checkInteger(offset ?? null, 'offset', 0, 0, this.size - 1));
  }

  /**
   * Reads a part of the content.
   *
   * @param from where it begins, in bytes. Default 0
   * @param to where it ends, exclusive. Default: the content's end
   * @returns a promise of all of its bytes, in a fresh array
   * @throws RangeError, in the promise, when the part is not within the content; ZstdError `stage_wrong` after `close()`, and what
   *   `decompress` throws, with the frame's number and the `offset` in the file; `checksum_wrong` and `corruption_detected` also for frames
   *   that are not what the table says; the signal's reason; what the source throws
   * @example
   * ```ts
   * import { compressSeekable, SeekableReader } from 'purezstd/seekable';
   * const reader = await SeekableReader.open(compressSeekable(new TextEncoder().encode('hello, hello')));
   * const parts = await Promise.all([reader.read(0, 5), reader.read(7)]);
   * console.log(parts.map((part) => new TextDecoder().decode(part)).join(' ')); // hello hello
   * ```
   */
  async read(from: number = 0, to: number = this.size, options: AbortOptions = {}): Promise<Bytes> {
    const output = this.resultOf(from, to);
    const signal = checkSignal(checkOptions(options).signal);
    for await (const part of this.parts(from, to, signal)) output.write(part.content, part.from, part.to);
    return allocating(() => output.take());
  }

  /**
   * The same as {@link read} where the source is bytes, at once.
   *
   * @throws what the promise of {@link read} is rejected with; ZstdError `stage_wrong` for other sources
   * @example
   * ```ts
   * import { compressSeekable, SeekableReader } from 'purezstd/seekable';
   * const reader = SeekableReader.openSync(compressSeekable(new Uint8Array(1000)));
   * console.log(reader.readSync(10, 30).length); // 20
   * ```
   */
  readSync(from: number = 0, to: number = this.size): Bytes {
    const { bytes } = this.opened;
    const output = this.resultOf(from, to);
    if (bytes === undefined) fail('stage_wrong', 'readSync() needs a source in memory');
    this.check(undefined);
    const { decompressedOffsets } = this.seekTable;
    for (const index of this.indicesOf(from, to)) {
      const at = decompressedOffsets[index];
      const content = this.loader.loadSync(index, bytes);
      output.write(content, Math.max(from - at, 0), Math.min(to - at, content.length));
    }
    return allocating(() => output.take());
  }

  /**
   * The content, or a part of it, in chunks of a frame at the most. Some megabytes are read ahead.
   *
   * @returns an async generator; what {@link read} is rejected with comes out of it
   * @throws RangeError and TypeError for wrong arguments, at once
   * @example
   * ```ts
   * import { compressSeekable, SeekableReader } from 'purezstd/seekable';
   * const reader = await SeekableReader.open(compressSeekable(new Uint8Array(250), { frameSize: 100 }));
   * const sizes: number[] = [];
   * for await (const chunk of reader.chunks({ start: 50 })) sizes.push(chunk.length);
   * console.log(sizes.join(' ')); // 50 100 50
   * ```
   */
  chunks(range: SeekableRange = {}): AsyncGenerator<Bytes, void, undefined> {
    const { start = 0, end = this.size, signal: given } = checkOptions(range);
    const signal = checkSignal(given);
    this.checkRange(start, end);
    const parts = this.parts(start, end, signal);
    return (async function* () {
      for await (const { content, from, to } of parts) yield content.slice(from, to);
    })();
  }

  /**
   * The same as {@link chunks} as a Web Stream, with back-pressure.
   *
   * @example
   * ```ts
   * import { compressSeekable, SeekableReader } from 'purezstd/seekable';
   * const reader = await SeekableReader.open(compressSeekable(new TextEncoder().encode('hello, hello')));
   * console.log(await new Response(reader.stream({ end: 5 })).text()); // hello
   * ```
   */
  stream(range: SeekableRange = {}): ReadableStream<Bytes> {
    const chunks = this.chunks(range);
    return new ReadableStream<Bytes>(
      {
        async pull(controller) {
          const { done, value } = await chunks.next();
          if (done) controller.close();
          else controller.enqueue(value);
        },
        async cancel() {
          await chunks.return();
        },
      },
      { highWaterMark: 0 },
    );
  }

  /** Ends all reads with a ZstdError `stage_wrong`, and gives the memory back. The source is its owner's to close. */
  close(): void {
    this.done = true;
    this.loader.close(new ZstdError('stage_wrong', CLOSED));
  }

  private check(signal: AbortSignal | undefined): void {
    if (this.done) fail('stage_wrong', CLOSED);
    if (signal?.aborted) throw signal.reason;
  }

  /** Checks a part of the content. */
  private checkRange(start: number, end: number): void {
    const from = checkSize(start, 'start') ?? 0;
    const to = checkSize(end, 'end') ?? this.size;
    if (from > to || to > this.size) throw new RangeError(`${from} to ${to} is not within the content, which has ${this.size} bytes`);
  }

  /** Where a part of the content, checked, is put together. */
  private resultOf(from: number, to: number): Output {
    this.checkRange(from, to);
    const output = createOutput(to - from);
    if (from === to) return output;
    const { compressedOffsets, decompressedOffsets } = this.seekTable;
    const compressed =
      compressedOffsets[frameIndexAt(decompressedOffsets, to - 1) + 1] - compressedOffsets[frameIndexAt(decompressedOffsets, from)];
    if (to - from <= plausibleSize(compressed)) allocating(() => output.expect(to - from));
    return output;
  }

  /**
   * The frames that have bytes [from, to) of the content. Those without content are among them, since they might have some after all: that
   * way, reading everything holds the whole table to the frames.
   */
  private *indicesOf(from: number, to: number): Generator<number, void> {
    const { decompressedOffsets: at, frames } = this.seekTable;
    if (from === to) return;
    for (let i = from === 0 ? 0 : frameIndexAt(at, from); i < frames && (at[i] < to || to === this.size); i++) yield i;
  }

  /** The same, as many at a time as are read together. */
  private *batchesOf(from: number, to: number): Generator<number[], void> {
    const { compressedOffsets, decompressedOffsets } = this.seekTable;
    let batch: number[] = [];
    for (const i of this.indicesOf(from, to)) {
      const first = batch[0] ?? i;
      const compressed = compressedOffsets[i + 1] - compressedOffsets[first];
      const decompressed = decompressedOffsets[i + 1] - decompressedOffsets[first];
      if (batch.length > 0 && (compressed > BATCH_COMPRESSED || decompressed > BATCH_DECOMPRESSED)) {
        yield batch;
        batch = [];
      }
      batch.push(i);
    }
    if (batch.length > 0) yield batch;
  }

  private async *parts(from: number, to: number, signal: AbortSignal | undefined): AsyncGenerator<Part, void, undefined> {
    const { decompressedOffsets } = this.seekTable;
    this.check(signal);
    for (const batch of this.batchesOf(from, to)) {
      const contents = await this.loader.load(batch, signal);
      this.check(signal);
      for (const [i, content] of contents.entries()) {
        const at = decompressedOffsets[batch[i]];
        yield { content, from: Math.max(from - at, 0), to: Math.min(to - at, content.length) };
      }
    }
  }
}

/** Checks the options, and reads the dictionaries. */
function readerSettings(options: SeekableReaderOptions): ReaderSettings {
  const { dictData, maxWindowSize, verifyChecksum, cacheSize, threads } = checkOptions(options);
  return {
    cacheSize: checkSize(cacheSize, 'cacheSize') ?? CACHE_SIZE,
    threads: checkThreads(threads),
    decoding: decoderSettings({ maxWindowSize, verifyChecksum }, prepareDictionaries(dictData), false),
  };
}

/** Reads the table that ends a file of `size` bytes. */
function readTable(table: Uint8Array, footer: SeekTableFooter, size: number): SeekTable {
  return allocating(() => readSeekTable(table, footer, size - footer.tableSize));
}
