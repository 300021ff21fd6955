import type { AsyncOperation } from '../../workers/operation';

/** Something that can be given up. */
export interface AbortOptions {
  /** Gives it up when it is aborted: the promise is rejected with the signal's reason. */
  signal?: AbortSignal;
}

/** Checks a signal. */
export function checkSignal(signal: AbortSignal | undefined): AbortSignal | undefined {
  if (signal !== undefined && typeof signal?.addEventListener !== 'function') throw new TypeError('signal must be an AbortSignal');
  return signal;
}

/** Runs something that a signal cancels; what is on its way when it fails is given up too. */
export async function cancelledBy<T>(signal: AbortSignal | undefined, operation: AsyncOperation, run: () => Promise<T>): Promise<T> {
  const abort = (): void => operation.cancel(signal?.reason);
  if (signal?.aborted) throw signal.reason;
  signal?.addEventListener('abort', abort);
  try {
    return await run();
  } catch (error) {
    operation.cancel(error);
    throw error;
  } finally {
    signal?.removeEventListener('abort', abort);
  }
}
