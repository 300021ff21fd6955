import { Transform, type TransformCallback, type TransformOptions } from 'node:stream';
import type { Bytes } from '../common/bytes';
import { checkInteger } from '../common/checks';
import { addDisposal, type Disposal } from '../common/closable';
import { type CompressionCodec, createCompressionCodec } from '../compression/compressionCodec';
import { createDecompressionCodec } from '../decompression/decompressionCodec';
import type { Pieces } from '../pieces/chunkCodec';
import { constants } from './nodeConstants';
import { chunkSizeOf, compressionOptionsOf, decompressOptionsOf, type ZstdOptions } from './nodeOptions';

type Codec = ReturnType<typeof createDecompressionCodec> & Partial<Pick<CompressionCodec, 'flush'>>;

/** What Node's streams can be told, and the zstd functions; `flush` is the latter's. */
export type NodeStreamOptions = ZstdOptions & Omit<TransformOptions, 'flush' | 'transform' | 'final'>;

/** Adds what `using` calls; for `await using` Node's streams have a method, which waits for the stream's end. */
export interface ZstdTransform extends Disposal {}

/** What whoever still waits is told when a stream is destroyed without a reason. */
const destroyed = (): Error => Object.assign(new Error('the stream was destroyed'), { code: 'ERR_STREAM_DESTROYED' });

/** What both kinds of streams have in common with those of `node:zlib`. */
// biome-ignore lint/suspicious/noUnsafeDeclarationMerging: the method is there when the first stream is made
export abstract class ZstdTransform extends Transform {
  /** Bytes of input that have been processed. */
  bytesWritten = 0;
  private readonly codec: Codec;
  private readonly chunkSize: number;
  /** Empty chunks that stand for a flush among the others. */
  private readonly flushes = new WeakMap<object, number>();
  /** Continues work that stopped because the reader's buffer was full; given an error, ends it with that. */
  private resumption: ((error?: Error) => void) | undefined;

  constructor(codec: Codec, options: NodeStreamOptions) {
    // As node:zlib, bytes on both sides whatever the options say.
    const bytes = { objectMode: false, readableObjectMode: false, writableObjectMode: false, decodeStrings: true, encoding: undefined };
    super({ ...options, ...bytes, flush: undefined, transform: undefined });
    addDisposal(ZstdTransform.prototype);
    this.codec = codec;
    this.chunkSize = chunkSizeOf(options);
  }

  /**
   * Ends a block, or with `constants.ZSTD_e_end` the frame, behind everything written so far. What decompresses only calls back.
   *
   * @throws TypeError and RangeError for another kind than these and `ZSTD_e_continue`
   * @param callback called when that has been done
   */
  flush(kind?: number | (() => void), callback?: () => void): void {
    const done = typeof kind === 'function' ? kind : callback;
    const operation =
      typeof kind === 'function' ? constants.ZSTD_e_flush : checkInteger(kind, 'kind', constants.ZSTD_e_flush, 0, constants.ZSTD_e_end);
    if (done !== undefined && typeof done !== 'function') throw new TypeError('callback must be a function');
    if (this.writableEnded || this.destroyed) {
      if (done !== undefined) process.nextTick(done);
      return;
    }
    const mark = Buffer.alloc(0);
    this.flushes.set(mark, operation);
    this.write(mark, () => done?.());
  }

  /** Gives the stream up, and its memory. */
  close(callback?: () => void): void {
    if (callback !== undefined) {
      if (this.closed) process.nextTick(callback);
      else this.once('close', callback);
    }
    this.destroy();
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, callback: TransformCallback): void {
    const kind = this.flushes.get(chunk);
    if (kind !== undefined) {
      // What decompresses has nothing to flush, and its input ends where it ends.
      const { codec } = this;
      this.run(() => codec.flush && (kind === constants.ZSTD_e_end ? codec.end() : codec.flush()), callback);
      return;
    }
    this.run(
      () => this.codec.chunk(new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.length)),
      (error) => {
        if (!error) this.bytesWritten += chunk.length;
        callback(error);
      },
    );
  }

  override _flush(callback: TransformCallback): void {
    this.run(() => this.codec.end(), callback);
  }

  override _read(size: number): void {
    const { resumption } = this;
    if (resumption === undefined) {
      super._read(size);
      return;
    }
    this.resumption = undefined;
    resumption();
  }

  override _destroy(error: Error | null, callback: (error?: Error | null) => void): void {
    const { resumption } = this;
    this.resumption = undefined;
    this.codec.release();
    callback(error);
    // Nobody reads on, and whoever waits for a write, a flush or the end is told.
    resumption?.(error ?? destroyed());
  }

  /** Hands on what the work gives, no faster than it is read. */
  private run(start: () => Pieces | undefined, callback: (error?: Error | null) => void): void {
    let output: ReturnType<ZstdTransform['slices']> | undefined;
    let next: IteratorResult<Buffer | Promise<Bytes>> | undefined;
    let received: Bytes | undefined;
    const go = (): void => {
      try {
        output ??= this.slices(start());
        next ??= output.next(received as Bytes);
        while (!next.done) {
          if (next.value instanceof Promise) {
            next.value.then((bytes) => {
              received = bytes;
              next = undefined;
              go();
            }, callback);
            return;
          }
          const wanted = this.push(next.value);
          if (this.destroyed) throw destroyed();
          next = output.next(received as Bytes);
          // Only with something in hand: Node asks no second time when it has asked and nothing came.
          if (!wanted && !next.done) {
            this.resumption = (error) => (error ? callback(error) : go());
            return;
          }
        }
      } catch (error) {
        callback(error as Error);
        return;
      }
      callback();
    };
    go();
  }

  /** The pieces in slices. A piece that is a promise is yielded as it is; `next` must be given its bytes. */
  private *slices(output: Pieces | undefined): Generator<Buffer | Promise<Bytes>, void, Bytes> {
    for (let next = output?.next(); next !== undefined && !next.done; next = output?.next()) {
      const value = next.value instanceof Promise ? yield next.value : next.value;
      for (let at = 0; at < value.length; at += this.chunkSize) {
        yield Buffer.from(value.buffer as ArrayBuffer, value.byteOffset + at, Math.min(this.chunkSize, value.length - at));
      }
    }
  }
}

/**
 * A `stream.Transform` that compresses; see {@link createZstdCompress}.
 *
 * @throws TypeError and RangeError from the constructor, for wrong options
 * @example
 * ```ts
 * import { ZstdCompress, zstdDecompressSync } from 'purezstd/node';
 * const stream = new ZstdCompress();
 * stream.end('hello');
 * console.log(zstdDecompressSync((await stream.toArray())[0]).toString()); // hello
 * ```
 */
export class ZstdCompress extends ZstdTransform {
  constructor(options: NodeStreamOptions = {}) {
    super(createCompressionCodec(compressionOptionsOf(options)), options);
  }
}

/**
 * A `stream.Transform` that decompresses; see {@link createZstdDecompress}.
 *
 * @throws TypeError and RangeError from the constructor, for wrong options
 * @example
 * ```ts
 * import { ZstdDecompress, zstdCompressSync } from 'purezstd/node';
 * const stream = new ZstdDecompress();
 * stream.end(zstdCompressSync('hello'));
 * console.log((await stream.toArray()).join('')); // hello
 * ```
 */
export class ZstdDecompress extends ZstdTransform {
  constructor(options: NodeStreamOptions = {}) {
    super(createDecompressionCodec(decompressOptionsOf(options)), options);
  }
}

/**
 * A Node stream that compresses all that is written to it into one frame, in the shape of `zlib.createZstdCompress`.
 *
 * @throws TypeError and RangeError for wrong options. The stream fails with a ZstdError `srcSize_wrong` when `pledgedSrcSize` is not what
 *   is written, and `memory_allocation`
 * @example
 * ```ts
 * import { createZstdCompress, zstdDecompressSync } from 'purezstd/node';
 * const stream = createZstdCompress();
 * stream.end('hello');
 * const chunks = [];
 * for await (const chunk of stream) chunks.push(chunk);
 * console.log(zstdDecompressSync(Buffer.concat(chunks)).toString()); // hello
 * ```
 */
export function createZstdCompress(options?: NodeStreamOptions): ZstdCompress {
  return new ZstdCompress(options);
}

/**
 * A Node stream that decompresses any number of frames, in the shape of `zlib.createZstdDecompress`.
 *
 * @throws TypeError and RangeError for wrong options. The stream fails with a ZstdError for invalid or incomplete data, with the codes of
 *   `decompress`: `dstSize_tooSmall` for more than `maxOutputLength`
 * @example
 * ```ts
 * import { createZstdDecompress, zstdCompressSync } from 'purezstd/node';
 * const stream = createZstdDecompress();
 * stream.end(zstdCompressSync('hello'));
 * for await (const chunk of stream) console.log(chunk.toString()); // hello
 * ```
 */
export function createZstdDecompress(options?: NodeStreamOptions): ZstdDecompress {
  return new ZstdDecompress(options);
}
