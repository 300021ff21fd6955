export { configureWorkers, type WorkerOptions } from './api/workers';
export type { WorkerLike } from './workers/host';
export { closeWorkers } from './workers/loader';
