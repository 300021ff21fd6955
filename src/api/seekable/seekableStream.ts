import type { Bytes } from '../common/bytes';
import { checkOptions } from '../common/checks';
import { createByteQueue } from '../pieces/byteQueue';
import type { ChunkCodec } from '../pieces/chunkCodec';
import { createJobsCodec } from '../pieces/jobsCodec';
import { StreamPair } from '../pieces/streamPair';
import { SeekableCutter } from './seekableCutter';
import { SeekableEncoder } from './seekableEncoder';
import { checkSeekableOptions, type SeekableOptions } from './seekableOptions';

/** Compresses chunks into frames and a seek table. */
function createSeekableCodec(options: SeekableOptions): ChunkCodec {
  const plan = checkSeekableOptions(checkOptions(options));
  const { threads } = plan.options;
  if (threads > 0) return createJobsCodec(threads, (buffers) => new SeekableCutter(plan, buffers), false);
  const queue = createByteQueue();
  const encoder = new SeekableEncoder(plan, queue, Number.POSITIVE_INFINITY);

  function* taken(): Generator<Bytes, void> {
    if (queue.length() > 0) yield queue.take();
  }

  return {
    *chunk(input: Uint8Array): Generator<Bytes, void> {
      for (let at = 0; at < input.length; at += plan.groupSize) {
        encoder.write(input.subarray(at, at + plan.groupSize));
        yield* taken();
      }
    },
    *end(): Generator<Bytes, void> {
      encoder.finish();
      yield* taken();
    },
    // Its memory goes with it: it holds no engine between frames.
    release: () => undefined,
  };
}

/**
 * Compresses a Web Stream for random access, in the shape of the platform's `CompressionStream`: all that is written becomes what
 * {@link compressSeekable} makes of it.
 *
 * @throws TypeError and RangeError from the constructor, for wrong options
 * @example
 * ```ts
 * import { SeekableCompressionStream, SeekableReader } from 'purezstd/seekable';
 * const content = new Blob(['hello '.repeat(100_000)]);
 * const file = await new Response(content.stream().pipeThrough(new SeekableCompressionStream({ frameSize: 65536 }))).blob();
 * const reader = await SeekableReader.open(file);
 * console.log(reader.size, new TextDecoder().decode(await reader.read(300_000, 300_005))); // 600000 hello
 * ```
 */
export class SeekableCompressionStream extends StreamPair {
  constructor(options: SeekableOptions = {}) {
    super(createSeekableCodec(options));
  }
}
