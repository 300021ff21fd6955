import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { build } from 'esbuild';
import { duplicateModulesEsbuild } from '../../tools/duplicateModules';

/** The script of workers, made of the sources, in a folder that goes with the process. */
export async function workerScript(): Promise<string> {
  const { outputFiles } = await build({
    ...{ entryPoints: ['src/workers/script.ts'], bundle: true, write: false, format: 'esm', platform: 'neutral', target: 'es2020' },
    ...{ plugins: [duplicateModulesEsbuild(process.cwd())], logOverride: { 'ignored-bare-import': 'silent' } },
  });
  const folder = mkdtempSync(join(tmpdir(), 'purezstd-worker-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const path = join(folder, 'worker.mjs');
  writeFileSync(path, outputFiles[0].contents);
  return path;
}

/** Starts workers, and knows those that it has started. */
export class WorkerMaker {
  readonly started: Worker[] = [];

  constructor(readonly script: string) {}

  readonly create = (): Worker => {
    const worker = new Worker(this.script, { execArgv: [] });
    this.started.push(worker);
    return worker;
  };

  /** How many of them are running. */
  running(): number {
    return this.started.filter(({ threadId }) => threadId > 0).length;
  }
}
