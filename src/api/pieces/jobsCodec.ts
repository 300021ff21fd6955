import { AsyncJobs } from '../../workers/asyncJobs';
import type { Cutter } from '../../workers/cutter';
import { AsyncOperation } from '../../workers/operation';
import type { Buffers } from '../../workers/tasks';
import type { Bytes } from '../common/bytes';
import type { ChunkCodec, Pieces } from './chunkCodec';

const NOTHING: Bytes = /* @__PURE__ */ new Uint8Array(0);

/**
 * Compresses chunks in tasks that workers do.
 *
 * @param cutter makes what cuts the content of a frame or file into tasks
 * @param flushing whether each chunk ends a block
 */
export function createJobsCodec(
  threads: number,
  cutter: (buffers: Buffers) => Cutter,
  flushing: boolean,
): ChunkCodec & { flush(): Pieces } {
  let operation: AsyncOperation | undefined;
  let jobs: AsyncJobs | undefined;
  let released = false;

  async function start(): Promise<Bytes> {
    operation = await AsyncOperation.start(threads);
    if (released) operation.cancel(undefined);
    return NOTHING;
  }

  function* current(): Generator<Promise<Bytes>, AsyncJobs> {
    if (operation === undefined) yield start();
    if (jobs === undefined) {
      const mine = operation as AsyncOperation;
      jobs = new AsyncJobs(cutter(mine.buffers), mine);
    }
    return jobs;
  }

  return {
    *chunk(input: Uint8Array) {
      const frame = yield* current();
      yield* frame.write(input, 0, input.length);
      if (flushing) yield* frame.flush();
    },

    *flush() {
      yield* (yield* current()).flush();
    },

    *end() {
      yield* (yield* current()).end();
      jobs = undefined;
    },

    release(): void {
      released = true;
      jobs?.release();
    },
  };
}
