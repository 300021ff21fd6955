import { compress, decompress } from '../index';
import { compressOptions } from './convert';
import { FileError, readAll } from './files';
import type { Settings } from './settings';

/** Runs `work` for about so many milliseconds and returns the best time of one run. */
function bestTime(work: () => void, milliseconds: number): number {
  let best = Number.POSITIVE_INFINITY;
  const end = performance.now() + milliseconds;
  do {
    const start = performance.now();
    work();
    best = Math.min(best, performance.now() - start);
  } while (performance.now() < end);
  return best;
}

/** Measures a file at each level from `first` to `last`, as `zstd -b` does, and prints a line each. */
export async function benchmark(name: string, settings: Settings, print: (line: string) => void): Promise<void> {
  const { level: first, lastLevel: last, seconds, maxWindowSize } = settings;
  const content = await readAll(name);
  for (let level = first; level <= last; level++) {
    if (level === 0) continue;
    let frame = new Uint8Array(0);
    const compressing = bestTime(() => {
      frame = compress(content, compressOptions(settings, level, { writeChecksum: false, writeContentSize: true }));
    }, seconds * 500);
    let result = frame;
    const decompressing = bestTime(() => {
      result = decompress(frame, { maxWindowSize });
    }, seconds * 500);
    if (Buffer.compare(result, content) !== 0) throw new FileError(`${name}: level ${level} does not decompress to the original`);
    const speed = (time: number): string => `${(content.length / 1000 / time).toFixed(1)} MB/s`;
    const ratio = frame.length === 0 ? '' : `(${(content.length / frame.length).toFixed(3)})`;
    print(
      `${String(level).padStart(3)}# ${name}  ${content.length} -> ${frame.length} ${ratio}  ${speed(compressing)}  ${speed(decompressing)}`,
    );
  }
}
