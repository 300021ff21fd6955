import { encodeJob, type Job } from '../encoder/job';
import { compressBound } from '../format/compressBound';
import type { Task, TaskResult } from './tasks';

/** Compresses a stretch of a frame. */
export function* performBlocks(job: Job): Generator<number, TaskResult> {
  return { bytes: yield* encodeJob(job), sizes: [] };
}

export function blocksTask(job: Job): Task<Job> {
  return { kind: 'blocks', data: job, perform: performBlocks, room: compressBound(job.to - job.from), items: 0, lent: job.input };
}
