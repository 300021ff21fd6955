import type { WorkerLike } from './host';
import { WorkerPool } from './pool';

/** What operations with threads ask for. */
export type Workers = Pick<WorkerPool, 'take' | 'give' | 'takeBack' | 'crew' | 'run' | 'cancel' | 'close'>;

/** Makes a pool of workers; none is started before it is needed. */
export function createWorkers(create?: () => WorkerLike, idleTime?: number): Workers {
  return new WorkerPool(create, idleTime);
}
