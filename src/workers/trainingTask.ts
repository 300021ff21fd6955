import { type Candidate, Trainer, type TrainingPlan } from '../dictionary/train';
import type { Samples } from '../encoder/measure';
import type { Task, TaskResult } from './tasks';

/** Values of k and d to try on samples. */
export interface TrainingData {
  readonly samples: Samples;
  readonly plan: TrainingPlan;
}

/** What comes before the sizes of the tries: the best k and d, and its size. */
const HEAD = 3;
/**
 * Milliseconds between two signs of life: as long as reading the samples and compressing them takes where that is slow, 10 µs a byte, and a
 * second.
 */
const PATIENCE_LEAST = 1000;
const PATIENCE_MOST = 60_000;
const BYTES_PER_MILLISECOND = 100;

/** Tries them, in their order. */
export function* performTraining({ samples, plan }: TrainingData): Generator<number, TaskResult> {
  const tries = new Trainer(samples, plan).search(false);
  const sizes: number[] = [];
  for (;;) {
    const { done, value } = tries.next();
    if (done) return { bytes: value?.content ?? new Uint8Array(0), sizes: [value?.k ?? 0, value?.d ?? 0, value?.size ?? 0, ...sizes] };
    sizes.push(value.size);
    yield 1;
  }
}

export function trainingTask(samples: Samples, plan: TrainingPlan): Task<TrainingData> {
  const items = HEAD + plan.ds.length * plan.ks.length;
  const patience = Math.min(PATIENCE_LEAST + samples.bytes.length / BYTES_PER_MILLISECOND, PATIENCE_MOST);
  return { kind: 'training', data: { samples, plan }, perform: performTraining, room: plan.capacity, items, patience };
}

/** The best candidate of a task, and the sizes of all its tries. */
export function readTraining({ bytes, sizes }: TaskResult): { candidate: Candidate | undefined; sizes: readonly number[] } {
  const [k, d, size] = sizes;
  return { candidate: bytes.length === 0 ? undefined : { content: bytes.slice(), k, d, size }, sizes: sizes.slice(HEAD) };
}
