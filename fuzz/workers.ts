import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { Random } from '../test/helpers/random';
import { workerScript } from '../test/helpers/workers';

/**
 * How a worker comes to its end by itself: never, or with one of its messages: before it is read, when its task has just been claimed, or
 * when that has been done.
 */
export type End = { readonly when: 'never' } | { readonly when: 'before' | 'claimed' | 'after'; readonly message: number };

/** Runs the script of workers, and ends the thread where it is told to. */
const WRAPPER = `const { parentPort, workerData: { script, when, message } } = require('node:worker_threads');
let left = message;
const count = () => { if (--left === 0) process.exit(); };
if (when === 'claimed') {
  const { compareExchange } = Atomics;
  // The first exchange of each task is its claim.
  Atomics.compareExchange = (words, at, free, claimed) => {
    const found = compareExchange(words, at, free, claimed);
    if (found === free && claimed === free + 1) count();
    return found;
  };
}
import(script).then(() => {
  // In the place of the script's listener rather than beside it: no message may be missed.
  const { onmessage } = parentPort;
  if (when === 'before' || when === 'after') parentPort.onmessage = (event) => {
    if (when === 'before') count();
    onmessage(event);
    if (when === 'after') count();
  };
});`;

/** Starts workers that end in the ways that they are told to, and knows which are running. */
export class MortalWorkers {
  /** How the next ones end. */
  end: End = { when: 'never' };
  started = 0;
  /** How many have ended in the middle of something: by themselves, or because {@link kill} said so. */
  deaths = 0;
  private readonly alive = new Set<Worker>();
  private script = '';

  async prepare(): Promise<void> {
    this.script = pathToFileURL(await workerScript()).href;
  }

  readonly create = (): Worker => {
    const worker = new Worker(WRAPPER, { eval: true, workerData: { script: this.script, ...this.end }, execArgv: [] });
    this.started++;
    this.alive.add(worker);
    worker.once('exit', (code) => {
      this.alive.delete(worker);
      // Those that are closed end with 1.
      if (code === 0) this.deaths++;
    });
    return worker;
  };

  /** Ends one of them from outside, if there is one. */
  kill(random: Random): void {
    if (this.alive.size === 0) return;
    this.deaths++;
    random.pick([...this.alive]).terminate();
  }

  /** Whether all that were told to end have done so, after a while. */
  async gone(): Promise<boolean> {
    for (let i = 0; i < 500 && this.alive.size > 0; i++) await new Promise((resolve) => setTimeout(resolve, 10));
    return this.alive.size === 0;
  }
}
