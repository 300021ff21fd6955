import type { WorkerLike } from '../workers/host';
import { installWorkers } from '../workers/loader';
import { createWorkers } from '../workers/workers';
import { checkInteger, checkOptions, isUrl } from './common/checks';

/** What {@link configureWorkers} can be told. */
export interface WorkerOptions {
  /**
   * Where the script of workers is, where it is not beside the library's own files: a copy of `purezstd/dist/worker.js`, which needs no
   * other file.
   */
  url?: string | URL;
  /** Starts a worker with that script, in whatever way a platform or a content security policy wants. Instead of `url`. */
  create?: () => WorkerLike;
  /** Milliseconds after which workers without work are ended. Default 10,000. */
  idleTime?: number;
}

/**
 * Says how workers are started; earlier ones are ended. It is only needed where the default does not work: in Node, Deno and Bun
 * everything that takes `threads` finds its workers by itself, and in browsers what returns promises or streams does. Inside a Web Worker,
 * calls that block use workers once this has been called.
 *
 * Where no worker can be started, the same work is done by the calling thread, with the same result.
 *
 * @throws TypeError and RangeError for wrong options
 * @example
 * ```ts
 * import { compressAsync } from 'purezstd';
 * import { closeWorkers, configureWorkers } from 'purezstd/workers';
 * configureWorkers({ idleTime: 1000 });
 * const frame = await compressAsync(new Uint8Array(3_000_000), { level: 1, threads: 2 });
 * closeWorkers();
 * console.log(frame.length < 1000); // true
 * ```
 */
export function configureWorkers(options: WorkerOptions = {}): void {
  const { url, create, idleTime } = checkOptions(options);
  if (create !== undefined && typeof create !== 'function') throw new TypeError('create must be a function');
  if (url !== undefined && !isUrl(url)) throw new TypeError('url must be a string or a URL');
  if (create !== undefined && url !== undefined) throw new RangeError('must only specify one of url or create');
  const milliseconds = idleTime === undefined ? undefined : checkInteger(idleTime, 'idleTime', 0, 0, 2 ** 31 - 1);
  installWorkers(createWorkers(create ?? url, milliseconds));
}
