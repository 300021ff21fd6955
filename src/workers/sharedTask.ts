import type { Bytes } from '../format/output';
import type { TaskResult } from './tasks';

/**
 * A task's state in memory that threads share: [state, beats, bytes of the result, unused] as 32-bit words, then the result's sizes as
 * doubles, then its bytes. The state is a phase and the number of the task, since the memory goes round: who asks for an old task does not
 * find it.
 */
const STATE = 0;
const BEATS = 1;
const LENGTH = 2;
const HEAD = 16;

/** Phases of a task: offered to whoever claims it; somebody's; done, with a result; ended without one. */
export const FREE = 0;
export const CLAIMED = 1;
export const DONE = 2;
export const FAILED = 3;
const PHASES = 4;
/** Numbers of tasks go round before states leave 32 bits. */
export const NUMBERS = 2 ** 28;

/** Whether memory can be shared. */
export const canShare = (): boolean => typeof SharedArrayBuffer === 'function';

/** Whether this thread may wait for others. The main thread of a browser may not. */
export function canWait(): boolean {
  try {
    return Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 1) === 'not-equal';
  } catch {
    return false;
  }
}

/** Bytes of memory that a task's state and result may take. */
export function sharedRoom(room: number, items: number): number {
  return HEAD + 8 * items + room;
}

/** One side's view of a task in shared memory. */
export class SharedTask {
  private readonly words: Int32Array;
  private readonly base: number;
  private lastBeats = 0;

  constructor(
    readonly memory: SharedArrayBuffer,
    readonly number: number,
    private readonly items: number,
  ) {
    this.words = new Int32Array(memory, 0, HEAD / 4);
    this.base = number * PHASES;
  }

  /** Offers the task to whoever claims it first. */
  offer(): void {
    Atomics.store(this.words, BEATS, 0);
    Atomics.store(this.words, STATE, this.base + FREE);
  }

  /** Makes the task the caller's, if it is nobody's. */
  claim(): boolean {
    const free = this.base + FREE;
    if (Atomics.compareExchange(this.words, STATE, free, this.base + CLAIMED) !== free) return false;
    Atomics.notify(this.words, STATE);
    return true;
  }

  /** Whether it is still the claimer's to do. Says at the same time that the claimer is alive. */
  beat(): boolean {
    Atomics.add(this.words, BEATS, 1);
    return this.phase === CLAIMED;
  }

  /** One of the phases, for as long as the memory is this task's. */
  get phase(): number {
    return Atomics.load(this.words, STATE) - this.base;
  }

  /** Tells the claimer to stop. */
  cancel(): void {
    Atomics.compareExchange(this.words, STATE, this.base + CLAIMED, this.base + FAILED);
  }

  /** Waits this many milliseconds for the next phase; false when it has not come. */
  changes(phase: number, milliseconds: number): boolean {
    return Atomics.wait(this.words, STATE, this.base + phase, milliseconds) !== 'timed-out';
  }

  /** Waits for the claimer's end; false when it has given no sign of life for this many milliseconds. */
  wait(patience: number): boolean {
    if (this.changes(CLAIMED, patience)) return true;
    const beats = Atomics.load(this.words, BEATS);
    const alive = beats !== this.lastBeats;
    this.lastBeats = beats;
    return alive;
  }

  /** Ends the claimer's work: with a result, or without one where it failed or does not fit. */
  end(result: TaskResult | undefined): void {
    const { memory, words, items } = this;
    let phase = FAILED;
    if (result !== undefined && result.sizes.length === items && result.bytes.length <= memory.byteLength - sharedRoom(0, items)) {
      new Float64Array(memory, HEAD, items).set(result.sizes);
      new Uint8Array(memory, HEAD + 8 * items).set(result.bytes);
      Atomics.store(words, LENGTH, result.bytes.length);
      phase = DONE;
    }
    Atomics.compareExchange(words, STATE, this.base + CLAIMED, this.base + phase);
    Atomics.notify(words, STATE);
  }

  /** The result of a task that is done; the bytes are not copied. */
  result(): TaskResult {
    const { memory, items } = this;
    const length = Atomics.load(this.words, LENGTH);
    return {
      bytes: new Uint8Array(memory, HEAD + 8 * items, length) as Uint8Array as Bytes,
      sizes: [...new Float64Array(memory, HEAD, items)],
    };
  }
}
