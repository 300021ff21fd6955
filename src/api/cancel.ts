import type { AsyncOperation } from '../workers/operation';

/** How what runs asynchronously can be given up. */
export interface CancelOptions {
  /** Gives the operation up when it is aborted: its promise is rejected with the signal's reason. */
  signal?: AbortSignal;
}

/** Less is done sooner than a worker is told of it. */
export const WORTH_A_WORKER = 64 << 10;
/** Bytes that are copied in one go: less than a millisecond. */
const COPY_SLICE = 2 << 20;

/** Runs something that a signal cancels; what is on its way when it fails is given up too. */
export async function cancelledBy<T>(signal: AbortSignal | undefined, operation: AsyncOperation, run: () => Promise<T>): Promise<T> {
  if (signal !== undefined && typeof signal?.addEventListener !== 'function') throw new TypeError('signal must be an AbortSignal');
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

/** The input where workers can read it; the input itself where there are none. */
export async function copySlowly(input: Uint8Array, operation: AsyncOperation): Promise<{ contents: Uint8Array; lent: boolean }> {
  if (!operation.shared) return { contents: input, lent: false };
  const buffer = operation.buffers.take(input.length);
  for (let at = 0; at < input.length; at += COPY_SLICE) {
    if (at > 0) await operation.pause();
    buffer.set(input.subarray(at, at + COPY_SLICE), at);
  }
  return { contents: buffer, lent: true };
}
