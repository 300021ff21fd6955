import type { Bytes } from '../format/output';

/** What workers know how to do. */
export type TaskKind = 'blocks' | 'contents' | 'frames' | 'training';

/**
 * Work that a worker can do as well as the calling thread, with the same result. `data` is posted to workers: it holds plain objects and
 * bytes.
 */
export interface Task<Data = unknown> {
  /** Under which name a worker knows the work. */
  readonly kind: TaskKind;
  readonly data: Data;
  /** Does it, with pauses: each says what share of a turn was used since the last one. After a turn, others should have theirs. */
  perform(data: Data): Generator<number, TaskResult>;
  /** At most this many bytes and sizes will be the result. */
  readonly room: number;
  readonly items: number;
  /** Milliseconds that it may take from one pause to the next, 1000 unless it says so: whoever is silent for longer is taken for dead. */
  readonly patience?: number;
  /** A buffer of {@link Buffers} that nobody needs when the task is done. */
  readonly lent?: Uint8Array | undefined;
  /** Is told the result by whoever uses it, in the order of the tasks. */
  note?(result: TaskResult): void;
}

/** What comes of a task. */
export interface TaskResult {
  readonly bytes: Bytes;
  /** Of the parts of it, where there are several. */
  readonly sizes: readonly number[];
}

/** Memory that goes round. */
export interface Buffers {
  /** A buffer of at least `size` bytes, its content unknown. */
  take(size: number): Uint8Array;
  /** Nobody reads or writes it any more. */
  give(buffer: Uint8Array): void;
}

/** Does a task here and now. */
export function performNow({ perform, data }: Task): TaskResult {
  const work = perform(data);
  for (;;) {
    const { done, value } = work.next();
    if (done) return value;
  }
}

/** Bytes without others in the same buffer, all of which would be posted with them. */
export function postable(bytes: Uint8Array): Uint8Array {
  return bytes.length === bytes.buffer.byteLength ? bytes : bytes.slice();
}
