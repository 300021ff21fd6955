import { type CompressOptions, compress, decompress } from '../index';
import { compressOptions } from './convert';
import { FileError, readError } from './errors';
import { readAll } from './files';
import { makeSample } from './sample';
import { forEachFile, type Run } from './transform';

/** Bytes of the sample, as many as in the reference. */
const SAMPLE = 10_000_000;

/** Runs `work` for about this many milliseconds; returns the best time of one run, and what came of it. */
function measure<T>(work: () => T, milliseconds: number): { time: number; result: T } {
  let time = Number.POSITIVE_INFINITY;
  let result: T;
  const end = performance.now() + milliseconds;
  do {
    const start = performance.now();
    result = work();
    time = Math.min(time, performance.now() - start);
  } while (performance.now() < end);
  return { time, result };
}

const speed = (bytes: number, time: number): string => `${(bytes / 1000 / time).toFixed(1)} MB/s`;

/** Measures `data` at each level and prints a line each; with -d, how fast it decompresses. */
function measureLevels(name: string, data: Uint8Array, { settings, terminal, references }: Run): void {
  const { level: first, lastLevel: last, seconds, maxWindowSize, action } = settings;
  const dictData = references.dictionary;
  const print = (head: string, content: Uint8Array, frame: Uint8Array, speeds: string[]): void => {
    const ratio = `(${(content.length / frame.length).toFixed(3)})`;
    terminal.stdout.write(`${head} ${name}  ${content.length} -> ${frame.length} ${ratio}  ${speeds.join('  ')}\n`);
  };
  const unpack = (frame: Uint8Array, share: number) =>
    measure(() => decompress(frame, { maxWindowSize, dictData, verifyChecksum: settings.check }), seconds * share);
  if (action === 'decompress') {
    const { time, result } = unpack(data, 1000);
    print('  d#', result, data, [speed(result.length, time)]);
    return;
  }
  for (let level = first; level <= last; level++) {
    if (level === 0) continue;
    const options: CompressOptions = {
      ...compressOptions(settings, level, { writeChecksum: false, writeContentSize: true }),
      dictData,
    };
    const packed = measure(() => compress(data, options), seconds * 500);
    const unpacked = unpack(packed.result, 500);
    if (Buffer.compare(unpacked.result, data) !== 0) throw new FileError(`${name}: level ${level} does not decompress to the original`);
    print(`${String(level).padStart(3)}#`, data, packed.result, [speed(data.length, packed.time), speed(data.length, unpacked.time)]);
  }
}

/** Measures each file, as `zstd -b` does, or a sample where there is none. Returns the exit code. */
export async function benchmark(names: readonly string[], run: Run): Promise<number> {
  if (names.length === 0) {
    measureLevels('sample', makeSample(SAMPLE), run);
    return 0;
  }
  return forEachFile(names, run, async (name) => {
    const data = await readAll(name);
    if (data.length === 0) throw new FileError(`${name}: is empty, nothing to measure`);
    try {
      measureLevels(name, data, run);
    } catch (error) {
      throw readError(name, error);
    }
  });
}
