import { builtin } from '../../workers/builtin';

/** Checks of arguments that are no bytes: `TypeError` for the wrong type, `RangeError` for a value out of range. */

/** No options, for functions that are called in great numbers: one object serves all calls. */
export const NO_OPTIONS = {};

/** Checks an optional size: `undefined`, or a whole number from 0 to 2^53 − 1. */
export function checkSize(value: unknown, name: string): number | undefined {
  if (value === undefined) return undefined;
  if (typeof value !== 'number') throw new TypeError(`${name} must be a number`);
  if (!Number.isSafeInteger(value) || value < 0) throw new RangeError(`${name} must be a whole number, not ${value}`);
  return value;
}

/** Checks an options object; leaving it out means none. */
export function checkOptions<T extends object>(options = {} as T): T {
  if (typeof options !== 'object' || options === null) throw new TypeError('options must be an object');
  return options;
}

/** Checks a switch among the options. */
export function checkFlag<Name extends string>(options: { readonly [name in Name]?: unknown }, name: Name, fallback: boolean): boolean {
  const value = options[name];
  if (value === undefined) return fallback;
  if (typeof value !== 'boolean') throw new TypeError(`${name} must be true or false`);
  return value;
}

/** Whether something is a URL: text, or an object for one, of whatever realm. */
export function isUrl(value: unknown): value is string | URL {
  return typeof value === 'string' || typeof (value as URL | null | undefined)?.href === 'string';
}

/** Checks an optional whole number from `least` to `most`. */
export function checkInteger(value: unknown, name: string, fallback: number, least: number, most: number): number {
  if (value === undefined) return fallback;
  if (typeof value !== 'number') throw new TypeError(`${name} must be a number`);
  if (!Number.isInteger(value)) throw new RangeError(`${name} must be a whole number, not ${value}`);
  if (value < least || value > most) throw new RangeError(`${name} must be from ${least} to ${most}, not ${value}`);
  return value;
}

/** Checks the size of chunks to read or write. */
export function checkChunkSize(value: unknown, name: string, fallback: number): number {
  if (value === undefined) return fallback;
  if (typeof value !== 'number') throw new TypeError(`${name} must be a number`);
  if (!Number.isSafeInteger(value) || value <= 0) throw new RangeError(`${name} must be positive`);
  return value;
}

/** As far as the platform tells; Node 20 has no `navigator`. */
function processors(): number {
  const { navigator } = globalThis as { navigator?: { hardwareConcurrency?: number } };
  return navigator?.hardwareConcurrency ?? builtin<{ availableParallelism(): number }>('node:os')?.availableParallelism() ?? 1;
}

/** Most threads that an operation may use: the reference's limit. */
const THREADS_MAX = 200;

/** Checks a number of threads; negative means one for each processor. */
export function checkThreads(value: unknown): number {
  const threads = checkInteger(value, 'threads', 0, Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER);
  return Math.min(threads < 0 ? processors() : threads, THREADS_MAX);
}
