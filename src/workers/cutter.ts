import type { Bytes } from '../format/output';
import type { Task } from './tasks';

/** Makes tasks of content that comes in pieces; their results, in order, between {@link header} and {@link trailer} are what it becomes. */
export interface Cutter {
  /** What stands before the first task's result. */
  header(): Bytes;
  /** Takes input bytes [from, to) and gives each task that has its bytes. */
  write(input: Uint8Array, from: number, to: number): Generator<Task, void>;
  /** The task of what has not been given yet, if there is anything: where output can be asked for in between. */
  flush?(): Task | undefined;
  /** The last task, if there is one. */
  end(): Task | undefined;
  /** What follows the last task's result, when all of them are known. */
  trailer(): Bytes;
  /** Gives its memory back, at any time. */
  release(): void;
}
