import { builtin } from './builtin';
import { ALONE, type Crew } from './crew';
import type { Workers } from './workers';

/** The module that makes workers, `dist/pool`. */
interface WorkersModule {
  createWorkers(): Workers;
}

/** Of a Node that can load it without a pause. */
interface NodeModule {
  createRequire(path: string): (path: string) => WorkersModule;
}

let workers: Workers | undefined;
let missing = false;

/** Makes these the workers that everything uses. */
export function installWorkers(these: Workers): void {
  workers?.close();
  workers = these;
}

/**
 * Ends all workers; new ones are started when they are needed.
 *
 * @example
 * ```ts
 * import { compressAsync } from 'purezstd';
 * import { closeWorkers } from 'purezstd/workers';
 * const frame = await compressAsync(new Uint8Array(3_000_000), { level: 1, threads: 2 });
 * closeWorkers(); // rather than after ten seconds without work
 * console.log(frame.length < 1000); // true
 * ```
 */
export function closeWorkers(): void {
  workers?.close();
}

/**
 * The workers, for a call that blocks; none where they cannot be loaded at once: in browsers, unless they were installed before, and in
 * Nodes without `process.getBuiltinModule`. Only who uses threads loads them: they are no part of bundles.
 */
function workersNow(): Workers | undefined {
  if (workers !== undefined || missing) return workers;
  try {
    workers = builtin<NodeModule>('node:module')
      ?.createRequire(import.meta.url)('./pool.cjs')
      .createWorkers();
  } catch {}
  missing = workers === undefined;
  return workers;
}

/** This many threads for a call that blocks: the calling one alone where there are no workers. */
export function crewOf(threads: number): Crew {
  return (threads > 1 ? workersNow()?.crew(threads) : undefined) ?? ALONE;
}

/** The workers, for a call that does not block; none where they cannot be loaded at all. */
export async function workersSoon(): Promise<Workers | undefined> {
  if (workers !== undefined) return workers;
  try {
    const { createWorkers }: WorkersModule = await import('./workers');
    // Somebody else may have been faster.
    workers ??= createWorkers();
  } catch {}
  return workers;
}
