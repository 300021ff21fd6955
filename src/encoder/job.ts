import { type Bytes, createOutput } from '../format/output';
import type { CompressionSettings } from '../match/parameters';
import { releaseEngine, startFrame } from './enginePool';
import { OUT_ROOM } from './frame';
import type { FrameHistory } from './history';

/** A stretch of a frame that is compressed by itself, so that others can be compressed at the same time. */
export interface Job {
  readonly compression: CompressionSettings;
  /** What stands before the stretch: the frame's dictionary, or with {@link FrameHistory.continued} the end of the stretch before. */
  readonly history: FrameHistory | undefined;
  /** Bytes of the stretch; of the frame's first one, bytes of the frame, Infinity if they are not known. */
  readonly expected: number;
  /** Whether the frame ends with it. */
  readonly last: boolean;
  /** It is bytes [from, to) of these. */
  readonly input: Uint8Array;
  readonly from: number;
  readonly to: number;
}

/**
 * Compresses the stretch into blocks, and pauses after each. The bytes depend on the job alone. Unlike a FrameEncoder it has all of its
 * input, so that no full block waits for more to come, and neither header nor checksum.
 */
export function* encodeJob(job: Job): Generator<number, Bytes> {
  const { compression, history, expected, last, input, to } = job;
  let { from } = job;
  const output = createOutput(Number.MAX_SAFE_INTEGER);
  const engine = startFrame(job, compression, expected, history);
  try {
    const { outBytes } = engine;
    let outEnd = 0;
    for (let done = from === to && !last; !done; ) {
      from += engine.fill(input, from, to);
      done = from === to;
      outEnd = engine.compressPending(last && done, outEnd);
      if (done || outEnd + OUT_ROOM > outBytes.length) {
        output.write(outBytes, 0, outEnd);
        outEnd = 0;
      }
      yield 1;
    }
    return output.take();
  } finally {
    releaseEngine(engine);
  }
}
