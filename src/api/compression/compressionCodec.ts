import { type Frame, FrameEncoder } from '../../encoder/frame';
import { BLOCK_SIZE_MAX, CONTENTSIZE_UNKNOWN } from '../../format/constants';
import { JobCutter } from '../../workers/jobCutter';
import type { JobLayout } from '../../workers/jobs';
import type { Buffers } from '../../workers/tasks';
import type { Bytes } from '../common/bytes';
import { checkFlag, checkOptions } from '../common/checks';
import { createByteQueue } from '../pieces/byteQueue';
import type { ChunkCodec, Pieces } from '../pieces/chunkCodec';
import { createJobsCodec } from '../pieces/jobsCodec';
import { type CompressOptions, checkFrameOptions, createFrame, planFrame, pledgedSize } from './compress';

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
  flush(): Pieces;
}

/** Compresses chunks into one frame; a chunk after `end()` begins another one. */
export function createCompressionCodec(options: CompressionStreamOptions = {}): CompressionCodec {
  const given = checkOptions(options);
  const checked = checkFrameOptions(options, true);
  const flushing = checkFlag(given, 'flushEachChunk', false);
  const first = planFrame(checked, pledgedSize(given.size));
  if (first.layout !== undefined) {
    let plan = first;
    const cutter = (buffers: Buffers): JobCutter => {
      const { settings, layout } = plan;
      plan = planFrame(checked, CONTENTSIZE_UNKNOWN);
      return new JobCutter(settings, layout as JobLayout, buffers);
    };
    return createJobsCodec(checked.threads, cutter, flushing);
  }
  const queue = createByteQueue();
  let frame: Frame | undefined = new FrameEncoder(first.settings, queue);
  const current = (): Frame => {
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
