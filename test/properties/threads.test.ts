import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { generate, kinds } from '../../corpus/generate';
import { CompressionParameters, compressChunks, decompress, ZstdCompressionStream, ZstdCompressor } from '../../src/index';
import { constants, createZstdCompress } from '../../src/node';
import { closeWorkers, configureWorkers } from '../../src/workers';
import { joined, randomPieces, same } from '../helpers/content';
import { Random } from '../helpers/random';
import { JOB_RUNS } from '../helpers/runs';
import { collect, streamOf } from '../helpers/streams';
import { WorkerMaker, workerScript } from '../helpers/workers';
import { compressing } from './ways';

/** The least size of a job, so that little content has several. */
const JOB_SIZE = 1 << 19;
/** Making content would take longer than compressing it: it is cut out of this. */
const pool = joined(kinds.map((kind, i) => generate(kind, 200_000, i + 7)));

function randomCut(random: Random): Uint8Array {
  // Some are too short to be made in jobs.
  const size = random.oneIn(10) ? random.below(JOB_SIZE) : JOB_SIZE + random.below(JOB_SIZE);
  const from = random.below(pool.length - size);
  return pool.subarray(from, from + size);
}

const parametersOf = (random: Random, threads: number): CompressionParameters =>
  new CompressionParameters({
    compressionLevel: random.pick([-7, -5, -1, 1]),
    windowLog: 12 + random.below(8),
    jobSize: JOB_SIZE,
    overlapSizeLog: random.below(10),
    writeChecksum: random.oneIn(4),
    writeContentSize: random.oneIn(2),
    threads,
  });

beforeAll(async () => configureWorkers({ create: new WorkerMaker(await workerScript()).create }));
afterAll(() => {
  closeWorkers();
  configureWorkers();
});

describe('the frame that is made in jobs does not depend on how the content is cut', () => {
  it(`every call that blocks, in turn or by workers, ${JOB_RUNS} runs`, async () => {
    const random = new Random(400);
    for (let i = 0; i < JOB_RUNS; i++) {
      const [name, run] = random.pick(compressing);
      const compressionParams = parametersOf(random, 1 + random.below(2));
      const compressor = new ZstdCompressor({ compressionParams });
      const content = randomCut(random);
      const frame = run(compressor, content, random, content.length);
      expect(same(frame, compressor.compress(content)), `run ${i}, ${name}`).toBe(true);
      if (i % 8 === 0) expect(same(decompress(frame), content), `run ${i}, ${name}`).toBe(true);
      // What workers say between two calls is heard.
      if (i % 16 === 0) await new Promise((resolve) => setImmediate(resolve));
    }
  });

  it(`streams of the web and of Node, and iteration, by workers, ${JOB_RUNS} runs`, async () => {
    const random = new Random(450);
    const ways: ((compressionParams: CompressionParameters, pieces: Uint8Array[], size: number) => Promise<Uint8Array>)[] = [
      (compressionParams, pieces, size) => collect(compressChunks(pieces, { compressionParams, size })),
      (compressionParams, pieces, size) => collect(streamOf(pieces).pipeThrough(new ZstdCompressionStream({ compressionParams, size }))),
      async (compressionParams, pieces, size) => {
        const params = {
          [constants.ZSTD_c_compressionLevel]: compressionParams.compressionLevel,
          [constants.ZSTD_c_windowLog]: compressionParams.windowLog,
          [constants.ZSTD_c_jobSize]: compressionParams.jobSize,
          [constants.ZSTD_c_overlapLog]: compressionParams.overlapSizeLog,
          [constants.ZSTD_c_checksumFlag]: compressionParams.writeChecksum,
          [constants.ZSTD_c_contentSizeFlag]: compressionParams.writeContentSize,
          [constants.ZSTD_c_nbWorkers]: compressionParams.threads,
        };
        const stream = createZstdCompress({ params, pledgedSrcSize: size, chunkSize: 64 + random.below(1 << random.below(20)) });
        return joined(await Readable.from(pieces, { objectMode: false }).pipe(stream).toArray());
      },
    ];
    for (let i = 0; i < JOB_RUNS; i++) {
      const compressionParams = parametersOf(random, 1 + random.below(2));
      const content = randomCut(random);
      const frame = await random.pick(ways)(compressionParams, randomPieces(random, content), content.length);
      expect(same(frame, new ZstdCompressor({ compressionParams }).compress(content)), `run ${i}`).toBe(true);
    }
  });
});
