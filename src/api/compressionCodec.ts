import { BLOCK_SIZE_MAX, CONTENTSIZE_UNKNOWN } from '../format/constants';
import { createByteQueue } from './byteQueue';
import type { Bytes } from './bytes';
import { checkFlag, checkOptions } from './checks';
import type { ChunkCodec } from './chunkCodec';
import { type CompressOptions, checkFrameOptions, createFrame, pledgedSize } from './compress';

/** What a stream that compresses can be told. */
export type CompressionStreamOptions = CompressOptions & {
  /** Bytes that will come, when that is known; any other number is an error then. */
  size?: number;
  /** Ends a block with every chunk, so that the other side can decompress it at once; costs some size. Default false. */
  flushEachChunk?: boolean;
};

/** A codec that can end blocks and frames in between. */
export interface CompressionCodec extends ChunkCodec {
  /** Ends a block. */
  flush(): Iterator<Bytes>;
}

/** Compresses chunks into one frame; a chunk after `end()` begins another one. */
export function createCompressionCodec(options: CompressionStreamOptions = {}): CompressionCodec {
  const { size, flushEachChunk } = checkOptions(options);
  const checked = checkFrameOptions(options, true);
  const flushing = checkFlag(flushEachChunk, 'flushEachChunk', false);
  const queue = createByteQueue();
  let frame: ReturnType<typeof createFrame> | undefined = createFrame(checked, pledgedSize(size), queue);
  const current = (): NonNullable<typeof frame> => {
    frame ??= createFrame(checked, CONTENTSIZE_UNKNOWN, queue);
    return frame;
  };

  function* taken(): Generator<Bytes, void> {
    if (queue.length() > 0) yield queue.take();
  }

  return {
    *chunk(input: Uint8Array): Generator<Bytes, void> {
      for (let at = 0; at < input.length; at += BLOCK_SIZE_MAX) {
        current().write(input, at, Math.min(at + BLOCK_SIZE_MAX, input.length));
        current().drain();
        yield* taken();
      }
      if (flushing) yield* this.flush() as Generator<Bytes, void>;
    },

    *flush(): Generator<Bytes, void> {
      current().flush();
      yield* taken();
    },

    *end(): Generator<Bytes, void> {
      current().end();
      frame = undefined;
      yield* taken();
    },

    release(): void {
      frame?.release();
    },
  };
}
