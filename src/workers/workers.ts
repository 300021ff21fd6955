import { createWorker, type WorkerLike } from './host';
import { WorkerPool } from './pool';

/** What operations with threads ask for. */
export type Workers = Pick<WorkerPool, 'take' | 'give' | 'takeBack' | 'crew' | 'run' | 'cancel' | 'close'>;

/**
 * Makes a pool of workers; none is started before it is needed.
 *
 * @param source their script, or who starts them; the script beside this one by default
 */
export function createWorkers(source?: string | URL | (() => WorkerLike), idleTime?: number): Workers {
  const create = source === undefined || typeof source === 'function' ? source : () => createWorker(source);
  return new WorkerPool(create, idleTime);
}
