import { type CompressionStreamOptions, createCompressionCodec } from '../compression/compressionCodec';
import type { DecompressOptions } from '../decompression/decompress';
import { createDecompressionCodec } from '../decompression/decompressionCodec';
import { StreamPair } from '../pieces/streamPair';

/**
 * Compresses a Web Stream, in the shape of the platform's `CompressionStream`: all that is written becomes one frame. Back-pressure goes
 * through, and an abort or an error of one side reaches the other.
 *
 * @throws TypeError and RangeError from the constructor, for wrong options
 * @example
 * ```ts
 * import { ZstdCompressionStream, ZstdDecompressionStream } from 'purezstd/streams';
 * const content = new Blob(['hello '.repeat(1000)]).stream();
 * const back = content.pipeThrough(new ZstdCompressionStream({ level: 3 })).pipeThrough(new ZstdDecompressionStream());
 * console.log((await new Response(back).text()).length); // 6000
 * ```
 */
export class ZstdCompressionStream extends StreamPair {
  constructor(options: CompressionStreamOptions = {}) {
    super(createCompressionCodec(options));
  }
}

/**
 * Decompresses a Web Stream, in the shape of the platform's `DecompressionStream`: any number of frames. Back-pressure goes through, also
 * within a chunk that becomes very much, and an abort or an error of one side reaches the other.
 *
 * @throws TypeError and RangeError from the constructor, for wrong options; the streams fail with a ZstdError for invalid or incomplete
 *   data, and with `dstSize_tooSmall` beyond `maxOutputSize`
 * @example
 * ```ts
 * import { compress } from 'purezstd';
 * import { ZstdDecompressionStream } from 'purezstd/streams';
 * const body = new Response(compress(new TextEncoder().encode('hello'))).body as ReadableStream<Uint8Array<ArrayBuffer>>;
 * console.log(await new Response(body.pipeThrough(new ZstdDecompressionStream())).text()); // hello
 * ```
 */
export class ZstdDecompressionStream extends StreamPair {
  constructor(options: DecompressOptions = {}) {
    super(createDecompressionCodec(options));
  }
}
