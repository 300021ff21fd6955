import { builtin } from './builtin';

/** A worker, of whatever kind: Node's, or the web's. */
export interface WorkerLike {
  postMessage(message: unknown): void;
  terminate(): unknown;
  ref?(): void;
  unref?(): void;
  /** Node's way to listen; the web's are properties. */
  on?: unknown;
  onmessage?: unknown;
  onerror?: unknown;
  onmessageerror?: unknown;
}

interface NodeThreads {
  Worker: new (url: URL | string, options?: object) => WorkerLike;
  parentPort: WorkerPort | null;
}

/** A worker's own end. */
export interface WorkerPort {
  postMessage(message: unknown, transfer: ArrayBuffer[]): void;
  onmessage: ((event: { data: unknown }) => void) | null;
}

/** Node's threads, where they are. */
export const nodeThreads = (): NodeThreads | undefined => builtin('node:worker_threads');

declare const Worker: new (url: URL | string, options?: object) => WorkerLike;

const NAME = 'purezstd';

/** Starts a worker with a script of somebody's choice. */
export function createWorker(url: URL | string): WorkerLike {
  const threads = nodeThreads();
  // Flags of the process, such as loaders, are not the worker's business.
  return threads === undefined ? new Worker(url, { name: NAME, type: 'module' }) : new threads.Worker(url, { name: NAME, execArgv: [] });
}

/** Starts a worker with the script that lies beside this one. */
export function startWorker(): WorkerLike {
  if (nodeThreads() !== undefined) return createWorker(new URL('./worker.js', import.meta.url));
  // Spelled out: bundlers look for these words.
  return new Worker(new URL('./worker.js', import.meta.url), { name: NAME, type: 'module' });
}

/** Connects a worker; `down` is called once when it has ended or cannot go on. */
export function connect(worker: WorkerLike, message: (data: unknown) => void, down: () => void): void {
  if (typeof worker.on === 'function') {
    const { on } = worker as { on(event: string, listener: (value: unknown) => void): void };
    on.call(worker, 'message', message);
    for (const event of ['messageerror', 'error', 'exit']) on.call(worker, event, down);
    return;
  }
  worker.onmessage = (event: { data: unknown }) => message(event.data);
  worker.onmessageerror = down;
  worker.onerror = (event: { preventDefault?(): void }) => {
    event.preventDefault?.();
    down();
  };
}
