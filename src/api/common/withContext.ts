import { ZstdError } from '../../format/errors';

/** Runs work on one of several items; the message of a {@link ZstdError} that it throws begins with `context` and the item's index. */
export function withContext(context: string, index: number, run: () => void): void {
  try {
    run();
  } catch (error) {
    if (!(error instanceof ZstdError)) throw error;
    const { code, message, offset, dictId } = error;
    throw new ZstdError(code, `${context} ${index}: ${message}`, { offset, dictId });
  }
}
