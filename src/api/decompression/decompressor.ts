import type { DecoderDictionary } from '../../decoder/engine';
import { createFrameDecoder, type DecoderSettings, type FrameDecoder } from '../../decoder/frame';
import { DECODER_MEMORY, TABLES_SIZE } from '../../decoder/memory';
import {
  CONTENTSIZE_UNKNOWN,
  DECOMPRESSION_RECOMMENDED_INPUT_SIZE,
  DECOMPRESSION_RECOMMENDED_OUTPUT_SIZE,
  MAGIC_NUMBER,
} from '../../format/constants';
import { fail } from '../../format/errors';
import { type FrameHeader, findFrameHeader, isSkippableMagic, SKIPPABLE_HEADER_SIZE } from '../../format/frameHeader';
import { readLittleEndian, readUint32 } from '../../format/littleEndian';
import { createOutput, type Output, type ReusableOutput } from '../../format/output';
import { contentsTask } from '../../workers/contentsTask';
import { gather, sumOf } from '../../workers/groups';
import { decompressItems } from '../common/batch';
import type { BufferWithSegments, BufferWithSegmentsCollection } from '../common/buffers';
import { type Bytes, type BytesLike, toBytes } from '../common/bytes';
import { checkChunkSize, checkFlag, checkInteger, checkOptions, checkSize, checkThreads, NO_OPTIONS } from '../common/checks';
import type { ReadOptions, WriteOptions } from '../common/chunkOptions';
import { OpenOperations } from '../common/openOperations';
import { createByteQueue } from '../pieces/byteQueue';
import { type ByteReader, type ByteWriter, checkWriter, NO_SOURCE, NO_SOURCE_TO_ITERATE, sourceOf } from '../pieces/byteStreams';
import { checkCopy, chunksOf, copyAll } from '../pieces/step';
import { type DictionaryLike, decodeAll, decoderSettings, prepareDictionaries } from './decompress';
import { ZstdDecompressionObj } from './decompressionObj';
import { ZstdDecompressionReader } from './decompressionReader';
import { DecompressionStep } from './decompressionStep';
import { ZstdDecompressionWriter } from './decompressionWriter';
import { decodeChain } from './dictionaryChain';

/** Bytes of a decompressor without an open operation: the objects themselves. */
const OWN_SIZE = 512;

/** A decoder between two calls, and what it writes to. */
interface IdleDecoder {
  readonly decoder: FrameDecoder;
  readonly output: ReusableOutput;
}

/** What a {@link ZstdDecompressor} can be told. */
export interface DecompressorOptions {
  /** The dictionary that the frames were made with: full, or raw content. Given several, the frame's dictionary ID chooses. */
  dictData?: DictionaryLike;
  /** Largest window that a frame may ask for, in bytes. Default 2^27 (128 MiB). */
  maxWindowSize?: number;
  /** `FORMAT_ZSTD1` (default), or `FORMAT_ZSTD1_MAGICLESS` for frames without their four magic bytes. */
  format?: number;
  /** Whether content checksums are verified. Default true. */
  verifyChecksum?: boolean;
}

/** Whether all frames are read. */
export interface FramesOptions {
  /** Go on with the next frame after the end of one. Default false: stop there. Skippable frames are passed over in any case. */
  readAcrossFrames?: boolean;
}

/**
 * Bytes of memory that decompressing needs beside the window.
 *
 * @example
 * ```ts
 * import { estimateDecompressionContextSize } from 'purezstd';
 * console.log(estimateDecompressionContextSize() > 100_000); // true
 * ```
 */
export function estimateDecompressionContextSize(): number {
  return DECODER_MEMORY;
}

/**
 * Decompresses with settings that are checked, and dictionaries that are read, once. Operations are independent of one another: several may
 * be open at a time, and an error in one leaves the others and the decompressor usable.
 *
 * @throws TypeError and RangeError from the constructor, for wrong options; ZstdError `dictionary_corrupted` or `dictionary_wrong` for a
 *   dictionary that is none
 * @example
 * ```ts
 * import { compress, ZstdDecompressor } from 'purezstd';
 * const decompressor = new ZstdDecompressor({ maxWindowSize: 2 ** 23 });
 * console.log(decompressor.decompress(compress(new Uint8Array(1000))).length); // 1000
 * ```
 */
export class ZstdDecompressor {
  private readonly once: DecoderSettings;
  private readonly streaming: DecoderSettings;
  private readonly open = new OpenOperations<FrameDecoder>((decoder) => decoder.memorySize());
  private idle: IdleDecoder | undefined;
  /** Where the header of the frame at hand is read to: one object serves all frames. */
  private readonly header = {} as FrameHeader;

  constructor(options: DecompressorOptions = {}) {
    const dictionaries: readonly DecoderDictionary[] = prepareDictionaries(checkOptions(options).dictData);
    this.once = decoderSettings(options, dictionaries, false);
    this.streaming = { ...this.once, streaming: true, stepwise: true };
  }

  /**
   * Bytes of memory that this decompressor holds: its own, its dictionaries, and the buffers of its open operations.
   *
   * @example
   * ```ts
   * import { ZstdDecompressor } from 'purezstd';
   * console.log(new ZstdDecompressor().memorySize() < 1000); // true
   * ```
   */
  memorySize(): number {
    const dictionaries = this.once.dictionaries.map(({ content, entropy }) => content.length + (entropy === undefined ? 0 : TABLES_SIZE));
    return dictionaries.reduce((sum, size) => sum + size, OWN_SIZE + this.open.memorySize());
  }

  /**
   * Decompresses the first frame, or with `readAcrossFrames` all of them. A frame that does not state its content size needs
   * `maxOutputSize`.
   *
   * @param options.maxOutputSize most bytes that the result may have; 0 (default) means what the frame states
   * @param options.readAcrossFrames decompress all frames of the input; default false
   * @param options.allowExtraData ignore bytes after the first frame instead of rejecting them; default true
   * @throws TypeError when `data` is not bytes, or an option of the wrong type; RangeError for a `maxOutputSize` out of range; ZstdError
   *   for invalid data, with the codes of `decompress`; `srcSize_wrong` also for a frame that states no content size, without
   *   `maxOutputSize`, and for bytes after the frame, with `allowExtraData: false`
   * @example
   * ```ts
   * import { compress, ZstdDecompressor } from 'purezstd';
   * const text = new ZstdDecompressor().decompress(compress(new TextEncoder().encode('abc')));
   * console.log(new TextDecoder().decode(text)); // abc
   * ```
   */
  decompress(data: BytesLike, options: FramesOptions & { maxOutputSize?: number; allowExtraData?: boolean } = NO_OPTIONS): Bytes {
    const input = toBytes(data);
    const given = checkOptions(options);
    const limit = checkSize(given.maxOutputSize, 'maxOutputSize') || Number.MAX_SAFE_INTEGER;
    const allowExtraData = checkFlag(given, 'allowExtraData', true);
    if (checkFlag(given, 'readAcrossFrames', false)) {
      const all = createOutput(limit);
      decodeAll(input, this.once, all);
      return all.take();
    }
    const { magicless } = this.once;
    const from = skipSkippable(input, magicless);
    const size = statedSize(input, from, magicless, this.header);
    if (size === undefined && from === 0) {
      const code = !magicless && input.length >= 4 && readUint32(input, 0) !== MAGIC_NUMBER ? 'prefix_unknown' : 'srcSize_wrong';
      fail(code, 'error determining content size from frame header');
    }
    if (size === CONTENTSIZE_UNKNOWN && !given.maxOutputSize) {
      fail('srcSize_wrong', 'could not determine content size in frame header');
    }
    // Short messages come in great numbers: a decoder that has done its work well serves the next one.
    const ready = this.idle ?? createIdleDecoder(this.once);
    const { decoder, output } = ready;
    this.idle = undefined;
    try {
      output.restart(limit);
      decoder.restart();
      let end = 0;
      do end = decoder.push(input, end, input.length);
      while (end < input.length && !decoder.begun());
      decoder.finish();
      const content = output.take();
      this.idle = ready;
      if (end < input.length && !allowExtraData) {
        fail('srcSize_wrong', `compressed input contains ${input.length - end} bytes of unused data, which is disallowed`, { offset: end });
      }
      return content;
    } finally {
      decoder.release();
    }
  }

  /**
   * Starts decompressing data that arrives in pieces.
   *
   * @param options.writeSize accepted for the sake of code that comes from python-zstandard: a call always returns all that there is
   * @param options.readAcrossFrames go on with the next frame after the end of one; default false: stop there and keep the rest in
   *   `unusedData`
   * @throws TypeError for options of the wrong type; RangeError for a `writeSize` out of range
   * @example
   * ```ts
   * import { compress, ZstdDecompressor } from 'purezstd';
   * const frame = compress(new TextEncoder().encode('piece by piece'));
   * const stream = new ZstdDecompressor().decompressObj();
   * let text = '';
   * for (const byte of frame) text += new TextDecoder().decode(stream.decompress(Uint8Array.of(byte)));
   * stream.close();
   * console.log(text); // piece by piece
   * ```
   */
  decompressObj(options: FramesOptions & { writeSize?: number } = {}): ZstdDecompressionObj {
    const given = checkOptions(options);
    checkChunkSize(given.writeSize, 'writeSize', DECOMPRESSION_RECOMMENDED_OUTPUT_SIZE);
    const across = checkFlag(given, 'readAcrossFrames', false);
    const output = createOutput(Number.MAX_SAFE_INTEGER);
    return new ZstdDecompressionObj(this.begin(output, false), output, across);
  }

  /**
   * A reader of the content of the source's frames. Nothing is read before the first `read`.
   *
   * @param source an object with a `read(size)` method, or bytes
   * @throws TypeError when `source` is neither, or an option is of the wrong type; RangeError for a `readSize` out of range. What reading
   *   can meet is with {@link ZstdDecompressionReader.read}
   * @example
   * ```ts
   * import { compress, ZstdDecompressor } from 'purezstd';
   * const reader = new ZstdDecompressor().streamReader(compress(new TextEncoder().encode('one two three')));
   * reader.seek(4);
   * console.log(new TextDecoder().decode(reader.read(3)), reader.tell()); // two 7
   * ```
   */
  streamReader(source: ByteReader | BytesLike, options: FramesOptions & ReadOptions = {}): ZstdDecompressionReader {
    const given = checkOptions(options);
    const from = sourceOf(source, checkChunkSize(given.readSize, 'readSize', DECOMPRESSION_RECOMMENDED_INPUT_SIZE), NO_SOURCE);
    const across = checkFlag(given, 'readAcrossFrames', false);
    const queue = createByteQueue();
    return new ZstdDecompressionReader(queue, new DecompressionStep(this.begin(queue, true), from, across));
  }

  /**
   * A writer that decompresses what is written to it, any number of frames, and passes the content on to `writer`. Its `write` returns the
   * bytes passed on.
   *
   * @param writer an object with a `write(data)` method
   * @throws TypeError when `writer` has no `write`, or `writeSize` is no number; RangeError for a `writeSize` out of range. What writing
   *   can meet is with {@link ZstdDecompressionWriter.write}
   * @example
   * ```ts
   * import { compress, ZstdDecompressor } from 'purezstd';
   * const chunks: Uint8Array[] = [];
   * const writer = new ZstdDecompressor().writeTo({ write: (chunk) => chunks.push(chunk) });
   * console.log(writer.write(compress(new Uint8Array(1000))), chunks.length); // 1000 1
   * writer.close(); // throws if the data ended early
   * ```
   */
  writeTo(writer: ByteWriter, options: WriteOptions = {}): ZstdDecompressionWriter {
    const target = checkWriter(writer);
    const writeSize = checkChunkSize(checkOptions(options).writeSize, 'writeSize', DECOMPRESSION_RECOMMENDED_OUTPUT_SIZE);
    const queue = createByteQueue();
    return new ZstdDecompressionWriter(target, this.begin(queue, true), queue, writeSize);
  }

  /**
   * An iterator over the content of the first frame, or with `readAcrossFrames` of all, in chunks of at most `writeSize` bytes. Nothing is
   * read before the first one is asked for, and nothing after the frame's end.
   *
   * @param source an object with a `read(size)` method, or bytes
   * @param options.skipBytes bytes at the source's start that are no part of the data; they must come with the first piece. Default 0
   * @throws TypeError when `source` is neither, or an option is of the wrong type; RangeError for sizes out of range. The iterator:
   *   ZstdError for invalid data, with the codes of `decompress`; RangeError when the first piece has not more than `skipBytes` bytes;
   *   whatever the source's `read` throws, which ends it
   * @example
   * ```ts
   * import { compress, ZstdDecompressor } from 'purezstd';
   * const chunks = [...new ZstdDecompressor().readToIter(compress(new Uint8Array(1000)), { writeSize: 600 })];
   * console.log(chunks.map((chunk) => chunk.length).join(' ')); // 600 400
   * ```
   */
  readToIter(
    source: ByteReader | BytesLike,
    options: FramesOptions & ReadOptions & WriteOptions & { skipBytes?: number } = {},
  ): IterableIterator<Bytes> {
    const given = checkOptions(options);
    const readSize = checkChunkSize(given.readSize, 'readSize', DECOMPRESSION_RECOMMENDED_INPUT_SIZE);
    const writeSize = checkChunkSize(given.writeSize, 'writeSize', DECOMPRESSION_RECOMMENDED_OUTPUT_SIZE);
    const skipBytes = checkInteger(given.skipBytes, 'skipBytes', 0, 0, Number.MAX_SAFE_INTEGER);
    if (skipBytes >= readSize) throw new RangeError('skipBytes must be smaller than readSize');
    const from = sourceOf(source, readSize, NO_SOURCE_TO_ITERATE);
    const across = checkFlag(given, 'readAcrossFrames', false);
    const queue = createByteQueue();
    let skip = skipBytes;
    const next = (): Uint8Array | undefined => {
      const piece = from.next();
      if (piece === undefined || skip === 0) return piece;
      if (skip >= piece.length) {
        throw new RangeError('skipBytes larger than first input chunk; this scenario is currently unsupported');
      }
      const rest = piece.subarray(skip);
      skip = 0;
      return rest;
    };
    const step = new DecompressionStep(this.begin(queue, true), { size: undefined, next }, across);
    return chunksOf(step, queue, writeSize);
  }

  /**
   * Decompresses all that `reader` gives, any number of frames, and writes it to `writer`.
   *
   * @returns bytes read and bytes written
   * @throws TypeError when `reader` or `writer` lacks its method, or a size is no number; RangeError for sizes out of range; ZstdError for
   *   invalid data, with the codes of `decompress`; whatever `read` and `write` throw
   * @example
   * ```ts
   * import { compress, ZstdDecompressor } from 'purezstd';
   * const pieces = [compress(new Uint8Array(1000))];
   * const chunks: Uint8Array[] = [];
   * const reader = { read: () => pieces.pop() ?? new Uint8Array(0) };
   * const [bytesRead, bytesWritten] = new ZstdDecompressor().copyStream(reader, { write: (chunk) => chunks.push(chunk) });
   * console.log(bytesRead < 40, bytesWritten); // true 1000
   * ```
   */
  copyStream(reader: ByteReader, writer: ByteWriter, options: ReadOptions & WriteOptions = {}): [bytesRead: number, bytesWritten: number] {
    const { source, target, chunkSize } = checkCopy(
      reader,
      writer,
      checkOptions(options),
      DECOMPRESSION_RECOMMENDED_INPUT_SIZE,
      DECOMPRESSION_RECOMMENDED_OUTPUT_SIZE,
    );
    const queue = createByteQueue();
    const step = new DecompressionStep(this.begin(queue, true), source, true);
    const written = copyAll(step, queue, target, chunkSize);
    return [step.ingested, written];
  }

  /**
   * Decompresses many frames, each of which states its content size unless `decompressedSizes` does. All contents share one buffer.
   *
   * @param frames an array of frames, or the segments of a buffer or of a collection of them
   * @param options.decompressedSizes the contents' sizes: 64-bit little-endian numbers in any kind of bytes; 0 means what the frame states
   * @param options.threads threads to use: 0 (default) for none, negative for one per processor. The result is always the same
   * @throws TypeError for other arguments; RangeError for no frames, a wrong number of sizes, or an unknown size; ZstdError for invalid
   *   data
   * @example
   * ```ts
   * import { compress, ZstdDecompressor } from 'purezstd';
   * const contents = new ZstdDecompressor().multiDecompressToBuffer([compress(new Uint8Array(10)), compress(new Uint8Array(20))]);
   * console.log([...contents].map(({ offset, length }) => `${offset}+${length}`).join(' ')); // 0+10 10+20
   * ```
   */
  multiDecompressToBuffer(
    frames: readonly BytesLike[] | BufferWithSegments | BufferWithSegmentsCollection,
    options: { decompressedSizes?: BytesLike; threads?: number } = {},
  ): BufferWithSegmentsCollection {
    const { decompressedSizes, threads } = checkOptions(options);
    const threadCount = checkThreads(threads);
    const given = decompressedSizes === undefined ? undefined : toBytes(decompressedSizes, 'decompressedSizes');
    const sizes = (count: number): number[] | undefined => {
      if (given !== undefined && given.length !== 8 * count) {
        throw new RangeError(`decompressedSizes size mismatch; expected ${8 * count}, got ${given.length}`);
      }
      return given && Array.from({ length: count }, (_, i) => readLittleEndian(given, 8 * i, 8));
    };
    const sizeOf = (frame: Uint8Array): number => statedSize(frame, 0, this.once.magicless, this.header) ?? CONTENTSIZE_UNKNOWN;
    const decode = (input: Uint8Array, output: Output): void => decodeAll(input, this.once, output);
    return decompressItems(frames, sizes, sizeOf, decode, (contentSizes) => ({
      threads: threadCount,
      longest: Number.POSITIVE_INFINITY,
      task: (group, items, buffers) => {
        const { bytes, sizes: parts } = gather(items, group, buffers);
        const expected = contentSizes.slice(group.from, group.to);
        return contentsTask({ frames: bytes, sizes: parts, contentSizes: expected, limit: sumOf(expected), settings: this.once }, true);
      },
    }));
  }

  /**
   * Decompresses a chain of frames of which each was made with the content of the one before as its dictionary, and returns the content of
   * the last one. Each frame has to state its content size.
   *
   * @throws TypeError for other arguments; RangeError for no frames; ZstdError for invalid data
   * @example
   * ```ts
   * import { compress, ZstdDecompressor } from 'purezstd';
   * const [first, second] = ['once upon a time', 'twice upon a time'].map((text) => new TextEncoder().encode(text));
   * const chain = [compress(first), compress(second, { prefix: first })];
   * console.log(new TextDecoder().decode(new ZstdDecompressor().decompressContentDictChain(chain))); // twice upon a time
   * ```
   */
  decompressContentDictChain(frames: readonly BytesLike[]): Bytes {
    return decodeChain(frames, { ...this.once, magicless: false });
  }

  private begin(output: Output, stepwise: boolean): FrameDecoder {
    const decoder = createFrameDecoder({ ...this.streaming, stepwise }, output);
    this.open.add(decoder);
    return decoder;
  }
}

function createIdleDecoder(settings: DecoderSettings): IdleDecoder {
  const output = createOutput(0);
  return { output, decoder: createFrameDecoder(settings, output) };
}

/** Where the first frame that is not skippable begins; behind the input where there is none. */
function skipSkippable(input: Uint8Array, magicless: boolean): number {
  let at = 0;
  while (!magicless && input.length - at >= SKIPPABLE_HEADER_SIZE && isSkippableMagic(readUint32(input, at))) {
    at += SKIPPABLE_HEADER_SIZE + readUint32(input, at + 4);
  }
  return at;
}

/** The content size that the frame at `from` states, −1 where it states none, undefined where it cannot be read: the decoder says why. */
function statedSize(input: Uint8Array, from: number, magicless: boolean, header: FrameHeader): number | undefined {
  return findFrameHeader(input, from, magicless, header) ? header.contentSize : undefined;
}
