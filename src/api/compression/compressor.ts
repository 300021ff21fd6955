import type { Frame } from '../../encoder/frame';
import type { FrameProgress } from '../../encoder/frameEnds';
import { frameMemory } from '../../encoder/memory';
import { COMPRESSION_RECOMMENDED_INPUT_SIZE, COMPRESSION_RECOMMENDED_OUTPUT_SIZE, CONTENTSIZE_UNKNOWN } from '../../format/constants';
import { createOutput, type Output } from '../../format/output';
import { framesTask } from '../../workers/framesTask';
import { gather } from '../../workers/groups';
import { JOBS_FROM } from '../../workers/jobs';
import { compressItems } from '../common/batch';
import type { BufferWithSegments, BufferWithSegmentsCollection } from '../common/buffers';
import { type Bytes, type BytesLike, toBytes } from '../common/bytes';
import { checkChunkSize, checkFlag, checkOptions, checkThreads, NO_OPTIONS } from '../common/checks';
import type { ReadOptions, WriteOptions } from '../common/chunkOptions';
import { OpenOperations } from '../common/openOperations';
import { createByteQueue } from '../pieces/byteQueue';
import { type ByteReader, type ByteWriter, checkWriter, NO_SOURCE, NO_SOURCE_TO_ITERATE, sourceOf } from '../pieces/byteStreams';
import { checkCopy, chunksOf, copyAll } from '../pieces/step';
import {
  type CheckedOptions,
  type CompressOptions,
  checkFrameOptions,
  createFrame,
  encodeWhole,
  type FramePrefix,
  pledgedSize,
  withPrefix,
} from './compress';
import { ZstdCompressionChunker } from './compressionChunker';
import { ZstdCompressionObj } from './compressionObj';
import { ZstdCompressionReader } from './compressionReader';
import { CompressionStep } from './compressionStep';
import { type WriterSettings, ZstdCompressionWriter } from './compressionWriter';

/** Bytes of a compressor without an open operation: the objects themselves. */
const OWN_SIZE = 512;

/** What all operations on content that comes in pieces can be told. */
export interface SizeOptions {
  /**
   * Bytes that will come, when that is known: the frame can state it, and small inputs compress better. Any other number is an error then.
   */
  size?: number;
}

/**
 * Compresses with settings that are checked once. Operations are independent of one another: several may be open at a time, and an error in
 * one leaves the others and the compressor usable.
 *
 * Other than in {@link compress}, the content size is only stated with `writeContentSize: true`, as in python-zstandard.
 *
 * @throws TypeError and RangeError from the constructor, for options that are wrong or exclude one another; ZstdError
 *   `dictionary_corrupted` or `dictionary_wrong` for a dictionary that is none
 * @example
 * ```ts
 * import { decompress, ZstdCompressor } from 'purezstd';
 * const compressor = new ZstdCompressor({ level: 1, writeChecksum: true });
 * console.log(decompress(compressor.compress(new Uint8Array(1000))).length); // 1000
 * ```
 */
export class ZstdCompressor {
  private readonly options: CheckedOptions;
  private readonly open = new OpenOperations(frameMemory);
  /** The progress of frames that are made within one call. One object serves all: messages come in great numbers. */
  private readonly whole: FrameProgress = { ingested: 0, consumed: 0, produced: 0 };
  private progress = this.whole;

  constructor(options: CompressOptions = {}) {
    this.options = checkFrameOptions(checkOptions(options), false);
  }

  /**
   * Bytes of memory that this compressor holds: its own, and the buffers of its open operations.
   *
   * @example
   * ```ts
   * import { ZstdCompressor } from 'purezstd';
   * const compressor = new ZstdCompressor();
   * const before = compressor.memorySize();
   * const stream = compressor.compressObj();
   * stream.compress(Uint8Array.of(1));
   * console.log(compressor.memorySize() > before); // true
   * ```
   */
  memorySize(): number {
    return OWN_SIZE + this.open.memorySize();
  }

  /**
   * How far the latest frame has come, in bytes: content taken in, of it compressed, and output handed out. Batches do not count.
   *
   * @example
   * ```ts
   * import { ZstdCompressor } from 'purezstd';
   * const compressor = new ZstdCompressor();
   * compressor.compress(new Uint8Array(1000));
   * const [ingested, consumed, produced] = compressor.frameProgression();
   * console.log(ingested, consumed, produced < 40); // 1000 1000 true
   * ```
   */
  frameProgression(): [ingested: number, consumed: number, produced: number] {
    const { ingested, consumed, produced } = this.progress;
    return [ingested, consumed, produced];
  }

  /**
   * Compresses bytes into one frame. Empty content makes an empty frame.
   *
   * @param options.allowEmpty accepted for the sake of code that comes from python-zstandard; empty input always works
   * @throws TypeError when `data` is not bytes, or `allowEmpty` no boolean; ZstdError `memory_allocation`
   * @example
   * ```ts
   * import { ZstdCompressor } from 'purezstd';
   * console.log(new ZstdCompressor().compress(new Uint8Array(100)).length < 20); // true
   * ```
   */
  compress(data: BytesLike, options: { allowEmpty?: boolean } = NO_OPTIONS): Bytes {
    const input = toBytes(data);
    checkFlag(checkOptions(options), 'allowEmpty', false);
    const frame = encodeWhole(input, this.options);
    const done = this.whole;
    done.ingested = done.consumed = input.length;
    done.produced = frame.length;
    this.progress = done;
    return frame;
  }

  /**
   * Starts compressing data that comes in pieces into one frame.
   *
   * @param options.prefix content that matches may refer to; see {@link FramePrefix}
   * @throws TypeError when `prefix` is not bytes, or `size` no number; RangeError when `size` is no number of bytes, or there is `dictData`
   *   beside `prefix`
   * @example
   * ```ts
   * import { decompress, ZstdCompressor } from 'purezstd';
   * const stream = new ZstdCompressor({ level: 1 }).compressObj();
   * const parts = [stream.compress(Uint8Array.of(1, 2)), stream.compress(Uint8Array.of(3)), stream.flush()];
   * console.log(decompress(new Uint8Array(parts.flatMap((part) => [...part])))); // Uint8Array(3) [ 1, 2, 3 ]
   * ```
   */
  compressObj(options: SizeOptions & FramePrefix = {}): ZstdCompressionObj {
    const { size, prefix } = checkOptions(options);
    const output = createOutput(Number.MAX_SAFE_INTEGER);
    return new ZstdCompressionObj(this.begin(pledgedSize(size), output, prefix), output);
  }

  /**
   * A reader of what the source's content compresses to. Nothing is read before the first `read`.
   *
   * @param source an object with a `read(size)` method, or bytes, whose size is known then
   * @throws TypeError when `source` is neither, or a size no number; RangeError for sizes out of range. What reading can meet is with
   *   {@link ZstdCompressionReader.read}
   * @example
   * ```ts
   * import { decompress, ZstdCompressor } from 'purezstd';
   * const reader = new ZstdCompressor().streamReader(new Uint8Array(1000));
   * const start = reader.read(4);
   * const rest = reader.readAll();
   * console.log(start.length, reader.tell() - rest.length, decompress(new Uint8Array([...start, ...rest])).length); // 4 4 1000
   * ```
   */
  streamReader(source: ByteReader | BytesLike, options: SizeOptions & ReadOptions = {}): ZstdCompressionReader {
    const queue = createByteQueue();
    return new ZstdCompressionReader(queue, this.step(source, options, queue, NO_SOURCE));
  }

  /**
   * A writer that compresses what is written to it and passes it on to `writer`. Its `write` and `flush` return the bytes passed on;
   * `close()` ends the frame.
   *
   * @param writer an object with a `write(data)` method
   * @throws TypeError when `writer` has no `write`, or a size is no number; RangeError for sizes out of range. What writing can meet is
   *   with {@link ZstdCompressionWriter.write}
   * @example
   * ```ts
   * import { decompress, ZstdCompressor } from 'purezstd';
   * const chunks: Uint8Array[] = [];
   * const writer = new ZstdCompressor().writeTo({ write: (chunk) => chunks.push(chunk) });
   * writer.write(new Uint8Array(1000));
   * writer.close();
   * console.log(chunks.length, decompress(chunks[0]).length); // 1 1000
   * ```
   */
  writeTo(writer: ByteWriter, options: SizeOptions & WriteOptions = {}): ZstdCompressionWriter {
    return this.writer(writer, options, { returnRead: false, closeTarget: false });
  }

  /**
   * The same as {@link writeTo}, in the manner of newer versions of python-zstandard: `write` returns the bytes taken in, and closing closes the target too, if it
   * has a `close()`.
   *
   * @param options.writeReturnRead false: `write` returns the bytes passed on. Default true
   * @param options.closeTarget false: the target stays open. Default true
   * @throws TypeError when `writer` has no `write`, or an option is of the wrong type; RangeError for sizes out of range
   * @example
   * ```ts
   * import { ZstdCompressor } from 'purezstd';
   * let closed = false;
   * const target = { write: (chunk: Uint8Array) => chunk.length, close: () => (closed = true) };
   * const writer = new ZstdCompressor().streamWriter(target);
   * console.log(writer.write(new Uint8Array(1000))); // 1000
   * writer.close();
   * console.log(closed); // true
   * ```
   */
  streamWriter(
    writer: ByteWriter,
    options: SizeOptions & WriteOptions & { writeReturnRead?: boolean; closeTarget?: boolean } = {},
  ): ZstdCompressionWriter {
    const given = checkOptions(options);
    return this.writer(writer, options, {
      returnRead: checkFlag(given, 'writeReturnRead', true),
      closeTarget: checkFlag(given, 'closeTarget', true),
    });
  }

  /**
   * An iterator over what the source's content compresses to, in chunks of at most `writeSize` bytes. Nothing is read before the first one
   * is asked for.
   *
   * @param source an object with a `read(size)` method, or bytes, whose size is known then
   * @throws TypeError when `source` is neither, or a size no number; RangeError for sizes out of range. The iterator: ZstdError
   *   `srcSize_wrong` when the source has not the declared size, `memory_allocation`; whatever the source's `read` throws, which ends it
   * @example
   * ```ts
   * import { decompress, ZstdCompressor } from 'purezstd';
   * const chunks = [...new ZstdCompressor().readToIter(new Uint8Array(1000), { writeSize: 10 })];
   * console.log(chunks[0].length, decompress(new Uint8Array(chunks.flatMap((chunk) => [...chunk]))).length); // 10 1000
   * ```
   */
  readToIter(source: ByteReader | BytesLike, options: SizeOptions & ReadOptions & WriteOptions = {}): IterableIterator<Bytes> {
    const { writeSize } = checkOptions(options);
    const chunkSize = checkChunkSize(writeSize, 'writeSize', COMPRESSION_RECOMMENDED_OUTPUT_SIZE);
    const queue = createByteQueue();
    const step = this.step(source, options, queue, NO_SOURCE_TO_ITERATE);
    return chunksOf(step, queue, chunkSize);
  }

  /**
   * Compresses all that `reader` gives and writes it to `writer`.
   *
   * @returns bytes read and bytes written
   * @throws TypeError when `reader` or `writer` lacks its method, or a size is no number; RangeError for sizes out of range; ZstdError
   *   `srcSize_wrong` when the reader does not give the declared size, `memory_allocation`; whatever `read` and `write` throw
   * @example
   * ```ts
   * import { ZstdCompressor } from 'purezstd';
   * const pieces = [new Uint8Array(600), new Uint8Array(400)];
   * const chunks: Uint8Array[] = [];
   * const reader = { read: () => pieces.pop() ?? new Uint8Array(0) };
   * const [bytesRead, bytesWritten] = new ZstdCompressor().copyStream(reader, { write: (chunk) => chunks.push(chunk) });
   * console.log(bytesRead, bytesWritten === chunks[0].length); // 1000 true
   * ```
   */
  copyStream(
    reader: ByteReader,
    writer: ByteWriter,
    options: SizeOptions & ReadOptions & WriteOptions = {},
  ): [bytesRead: number, bytesWritten: number] {
    const { size } = checkOptions(options);
    const { source, target, chunkSize } = checkCopy(
      reader,
      writer,
      options,
      COMPRESSION_RECOMMENDED_INPUT_SIZE,
      COMPRESSION_RECOMMENDED_OUTPUT_SIZE,
    );
    const queue = createByteQueue();
    const step = new CompressionStep(this.begin(pledgedSize(size), queue), source);
    const written = copyAll(step, queue, target, chunkSize);
    return [step.frame.progress.ingested, written];
  }

  /**
   * Starts compressing data that comes in pieces into one frame, given out in chunks that all have the same size, but for those that
   * `flush()` and `finish()` end with.
   *
   * @param chunkSize bytes of a chunk. Default: the recommended output size
   * @throws TypeError when a size is no number; RangeError for sizes out of range
   * @example
   * ```ts
   * import { ZstdCompressor } from 'purezstd';
   * const chunker = new ZstdCompressor().chunker(8);
   * const chunks = [...chunker.compress(new TextEncoder().encode('twenty-four characters! ')), ...chunker.finish()];
   * console.log(chunks.slice(0, -1).every((chunk) => chunk.length === 8)); // true
   * ```
   */
  chunker(chunkSize?: number, options: SizeOptions = {}): ZstdCompressionChunker {
    const size = checkChunkSize(chunkSize, 'chunkSize', COMPRESSION_RECOMMENDED_OUTPUT_SIZE);
    const queue = createByteQueue();
    return new ZstdCompressionChunker(this.begin(pledgedSize(checkOptions(options).size), queue), queue, size);
  }

  /**
   * Compresses many inputs, each into a frame of its own, the same as {@link compress} makes. All frames share one buffer.
   *
   * @param data the inputs: an array of bytes, or the segments of a buffer or of a collection of them
   * @param options.threads threads to use: 0 (default) for none, negative for one per processor. The result is always the same
   * @throws TypeError for other data, or `threads` that is no number; RangeError when there are no inputs, or all are empty; ZstdError
   *   `memory_allocation`, with the input's number
   * @example
   * ```ts
   * import { decompress, ZstdCompressor } from 'purezstd';
   * const frames = new ZstdCompressor().multiCompressToBuffer([new Uint8Array(10), new Uint8Array(20)]);
   * console.log([...frames].map((frame) => decompress(frame.bytes).length).join(' ')); // 10 20
   * ```
   */
  multiCompressToBuffer(
    data: readonly BytesLike[] | BufferWithSegments | BufferWithSegmentsCollection,
    options: { threads?: number } = {},
  ): BufferWithSegmentsCollection {
    const threads = checkThreads(checkOptions(options).threads);
    return compressItems(data, (input) => encodeWhole(input, this.options), {
      threads,
      longest: this.options.threads > 0 ? JOBS_FROM : Number.POSITIVE_INFINITY,
      task: (group, items, buffers) => {
        const { bytes, sizes } = gather(items, group, buffers);
        return framesTask(bytes, sizes, this.options, true);
      },
    });
  }

  private begin(size: number, output: Output, prefix?: BytesLike): Frame {
    const frame = createFrame(withPrefix(this.options, prefix), size, output);
    this.progress = frame.progress;
    this.open.add(frame);
    return frame;
  }

  private step(source: unknown, options: SizeOptions & ReadOptions, output: Output, message: string): CompressionStep {
    const { size, readSize } = checkOptions(options);
    const from = sourceOf(source, checkChunkSize(readSize, 'readSize', COMPRESSION_RECOMMENDED_INPUT_SIZE), message);
    const pledged = pledgedSize(size);
    return new CompressionStep(this.begin(pledged === CONTENTSIZE_UNKNOWN ? (from.size ?? pledged) : pledged, output), from);
  }

  private writer(
    writer: ByteWriter,
    options: SizeOptions & WriteOptions,
    behaviour: Pick<WriterSettings, 'returnRead' | 'closeTarget'>,
  ): ZstdCompressionWriter {
    const target = checkWriter(writer);
    const { size = CONTENTSIZE_UNKNOWN, writeSize } = checkOptions(options);
    const settings = {
      size: pledgedSize(size),
      writeSize: checkChunkSize(writeSize, 'writeSize', COMPRESSION_RECOMMENDED_OUTPUT_SIZE),
      ...behaviour,
    };
    return new ZstdCompressionWriter(target, settings, (pledged, output) => this.begin(pledged, output));
  }
}
