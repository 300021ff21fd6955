import type { Output } from '../../format/output';
import type { Crew, Pending } from '../../workers/crew';
import { crewOf } from '../../workers/loader';
import type { Task } from '../../workers/tasks';
import { SeekableCutter } from './seekableCutter';
import type { SeekablePlan } from './seekableOptions';

/**
 * Cuts content into frames and lists them. The bytes do not depend on how the input is cut. A few tasks at a time are on their way where
 * several threads make the frames: whoever writes more waits for the oldest one, and does another one meanwhile.
 */
export class SeekableEncoder {
  private readonly cutter: SeekableCutter;
  private readonly crew: Crew;
  private readonly tasks: Pending[] = [];

  /** @param size bytes that will come, Infinity if that is not known */
  constructor(
    plan: SeekablePlan,
    private readonly output: Output,
    size: number,
  ) {
    // More would have nothing to do.
    const threads = Math.min(plan.options.threads, Math.ceil(size / plan.groupSize));
    this.crew = crewOf(threads);
    this.cutter = new SeekableCutter(plan, threads > 1 ? this.crew : undefined);
  }

  /** Takes the next piece of content. */
  write(input: Uint8Array): void {
    for (const task of this.cutter.write(input, 0, input.length)) this.submit(task);
  }

  /** Ends the frame where content waits for its end. */
  endFrame(): void {
    this.submit(this.cutter.endFrame());
  }

  /** Ends the last frame and writes the table. */
  finish(): void {
    this.submit(this.cutter.end(), 0);
    const table = this.cutter.trailer();
    this.output.write(table, 0, table.length);
  }

  /** Bytes that it holds, of tasks on their way and of their results too. */
  memorySize(): number {
    return this.cutter.memorySize(this.tasks.length);
  }

  /** Has a task done, if there is one, and hands out results until no more than this many are on their way. An error ends all. */
  private submit(task: Task | undefined, left = this.crew.depth): void {
    try {
      if (task !== undefined) this.tasks.push(this.crew.submit(task));
      while (this.tasks.length > left) {
        const [first] = this.tasks;
        const result = first.result();
        first.task.note?.(result);
        this.output.write(result.bytes, 0, result.bytes.length);
        this.tasks.shift();
        first.release();
      }
    } catch (error) {
      for (const task of this.tasks.splice(0)) task.release();
      throw error;
    }
  }
}
