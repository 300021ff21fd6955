import { generate, kinds } from '../corpus/generate';
import {
  CompressionParameters,
  compress,
  compressAsync,
  compressChunks,
  decompressAsync,
  trainDictionary,
  ZstdCompressor,
  ZstdDecompressor,
  ZstdError,
} from '../src/index';
import { compressSeekable, SeekableReader } from '../src/seekable';
import { closeWorkers, configureWorkers } from '../src/workers';
import { joined } from '../test/helpers/content';
import { records } from '../test/helpers/dictionaries';
import type { Random } from '../test/helpers/random';
import { collect } from '../test/helpers/streams';
import type { Target } from './target';
import { type End, MortalWorkers } from './workers';

/**
 * Milliseconds after which an operation counts as one that never ends: one that works takes a second, and another for each worker that is
 * waited for in vain.
 */
const HANGING = 20_000;

/** Something done by workers: what it gives, in parts, and what that must be. */
interface Work {
  readonly name: string;
  /** Whether the calling thread is blocked by it, so that only workers themselves can end. */
  readonly blocking: boolean;
  run(): Promise<Uint8Array> | Uint8Array;
  readonly expected: Uint8Array;
}

/** What can be done on threads, each with what it comes to on one. */
function prepareWork(): Work[] {
  const content = joined(kinds.map((kind, i) => generate(kind, 150_000, i + 1)));
  const parameters = (threads: number): { compressionParams: CompressionParameters } => ({
    compressionParams: new CompressionParameters({ compressionLevel: 3, jobSize: 1, writeChecksum: true, threads }),
  });
  const frame = compress(content, parameters(1));
  const items = records(1200);
  const frames = Array.from({ length: 6 }, (_, i) => compress(content.subarray(i * 300_000, i * 300_000 + 300_000)));
  const parts = joined(frames.map((_, i) => content.subarray(i * 300_000, i * 300_000 + 300_000)));
  const single = new ZstdCompressor({ writeContentSize: true });
  const each = items.map((item) => single.compress(item));
  const samples = records(200);
  const file = compressSeekable(content, { level: 1, frameSize: 100_000 });
  const twoThreads = parameters(2);
  return [
    { name: 'compress', blocking: true, run: () => compress(content, twoThreads), expected: frame },
    {
      name: 'compressObj',
      blocking: true,
      run() {
        const stream = new ZstdCompressor(twoThreads).compressObj({ size: content.length });
        const pieces: Uint8Array[] = [];
        for (let at = 0; at < content.length; at += 250_000) pieces.push(stream.compress(content.subarray(at, at + 250_000)));
        return joined([...pieces, stream.flush()]);
      },
      expected: frame,
    },
    {
      name: 'multiCompressToBuffer',
      blocking: true,
      run: () => joined(Array.from(single.multiCompressToBuffer(items, { threads: 2 }), ({ bytes }) => bytes)),
      expected: joined(each),
    },
    {
      name: 'multiDecompressToBuffer',
      blocking: true,
      run: () => joined(Array.from(new ZstdDecompressor().multiDecompressToBuffer(each, { threads: 2 }), ({ bytes }) => bytes)),
      expected: joined(items),
    },
    {
      name: 'trainDictionary',
      blocking: true,
      run: () => trainDictionary(2048, samples, { steps: 6, threads: 2 }).asBytes(),
      expected: trainDictionary(2048, samples, { steps: 6 }).asBytes(),
    },
    { name: 'compressAsync', blocking: false, run: () => compressAsync(content, twoThreads), expected: frame },
    { name: 'compressAsync on one', blocking: false, run: () => compressAsync(content, 5), expected: compress(content, 5) },
    { name: 'decompressAsync', blocking: false, run: () => decompressAsync(joined(frames), { threads: 2 }), expected: parts },
    {
      name: 'compressChunks',
      blocking: false,
      run: () =>
        collect(compressChunks([content.subarray(0, 999_999), content.subarray(999_999)], { ...twoThreads, size: content.length })),
      expected: frame,
    },
    {
      name: 'SeekableReader',
      blocking: false,
      async run() {
        const reader = await SeekableReader.open(file, { threads: 2, cacheSize: 0 });
        const all = await reader.read();
        reader.close();
        return all;
      },
      expected: content,
    },
  ];
}

const workers = new MortalWorkers();

/** Says so when something takes too long, unless it is there before. */
async function inTime<T>(promise: Promise<T>): Promise<T | 'hanging'> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<'hanging'>((resolve) => {
    timer = setTimeout(resolve, HANGING, 'hanging');
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

const NOTHING = new Uint8Array(0);

/** A worker ends in the middle of something: the result is right, or a ZstdError; nothing waits for ever, and no thread is left. */
export const target: Target = {
  async prepare() {
    await workers.prepare();
    const works = prepareWork();
    return async (random: Random) => {
      const { name, blocking, run, expected } = random.pick(works);
      // Where nothing blocks, it may also be the program that ends one.
      const end: End =
        !blocking && random.oneIn(2)
          ? { when: 'never' }
          : { when: random.pick(['before', 'claimed', 'after'] as const), message: 1 + random.below(4) };
      const fail = (what: string) => ({ what: `${name}, ${JSON.stringify(end)}: ${what}`, input: NOTHING });
      workers.end = end;
      configureWorkers({ create: workers.create });
      const timer = end.when === 'never' ? setTimeout(() => workers.kill(random), random.below(80)) : undefined;
      const start = performance.now();
      let result: Uint8Array | 'hanging' | undefined;
      try {
        result = await inTime((async () => run())());
      } catch (error) {
        if (!(error instanceof ZstdError)) return fail(`threw ${(error as Error).stack}`);
      }
      clearTimeout(timer);
      closeWorkers();
      // A call that blocks is not stopped, only late.
      if (result === 'hanging' || performance.now() - start > HANGING) return fail(`not done after ${HANGING} ms`);
      if (result !== undefined && Buffer.compare(result, expected) !== 0) return fail('another result');
      return (await workers.gone()) ? undefined : fail('a thread is left');
    };
  },

  async finish() {
    closeWorkers();
    await workers.gone();
    // Timers and ports that would keep the process from its end; what it writes to is its own.
    const left = process.getActiveResourcesInfo().filter((name) => !/^(TTYWrap|PipeWrap|FSReqPromise)$/.test(name));
    console.log(`${workers.started} workers were started, ${workers.deaths} ended in the middle`);
    return left.length === 0 ? undefined : `left: ${left.join(', ')}`;
  },
};
