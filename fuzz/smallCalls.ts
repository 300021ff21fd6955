import { generate } from '../corpus/generate';
import { CompressionParameters, compress, compressAsync } from '../src/index';
import { closeWorkers, configureWorkers } from '../src/workers';
import type { Random } from '../test/helpers/random';
import type { Target } from './target';
import { MortalWorkers } from './workers';

/** The first calls fill pools and compile; memory is compared from then on. */
const WARM = 1000;
/**
 * Bytes that the process may grow by after that, however many calls there are: what the collector has not come to yet. Lost jobs would be
 * half a megabyte a call.
 */
const GROWTH = 48 << 20;
/** Calls from one look at the memory to the next. */
const INTERVAL = 100;

const workers = new MortalWorkers();
/** Memory of the process, as it was seen. */
const seen: number[] = [];

/** Memory in use, with the garbage gone where the collector can be called. */
function memory(): number {
  (globalThis as { gc?: () => void }).gc?.();
  return process.memoryUsage.rss();
}

/** Small calls with two threads, one after the other: what they give stays the same, and memory does. */
export const target: Target = {
  async prepare() {
    await workers.prepare();
    configureWorkers({ create: workers.create });
    const content = generate('text', 600_000, 1);
    const parameters = (threads: number): { compressionParams: CompressionParameters } => ({
      compressionParams: new CompressionParameters({ compressionLevel: -1, jobSize: 1 << 19, threads }),
    });
    const expected = compress(content, parameters(1));
    const twoThreads = parameters(2);
    let calls = 0;
    return async (random: Random) => {
      const frame = random.oneIn(3) ? await compressAsync(content, twoThreads) : compress(content, twoThreads);
      // What workers say is heard between calls.
      if (++calls % INTERVAL === 0) {
        await new Promise((resolve) => setImmediate(resolve));
        seen.push(memory());
      }
      return Buffer.compare(frame, expected) === 0 ? undefined : { what: `call ${calls} gave another frame`, input: content };
    };
  },

  async finish() {
    closeWorkers();
    await workers.gone();
    const warm = seen.slice(WARM / INTERVAL);
    if (warm.length < 4) return undefined;
    const quarter = Math.ceil(warm.length / 4);
    // The least of the first and of the last quarter: what comes and goes is neither.
    const [before, after] = [warm.slice(0, quarter), warm.slice(-quarter)].map((some) => Math.min(...some));
    console.log(
      `memory: ${(before / 2 ** 20).toFixed(1)} MiB after ${WARM} calls, ${(after / 2 ** 20).toFixed(1)} MiB at the end; ${workers.started} workers were started`,
    );
    return after - before > GROWTH ? `memory has grown by ${((after - before) / 2 ** 20).toFixed(1)} MiB` : undefined;
  },
};
