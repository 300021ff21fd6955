import { ZstdError } from '../../format/errors';

/** Runs work on one of several items; a {@link ZstdError} of it gets a message that begins with `context`, which says which one it was. */
export function withContext(context: string, run: () => void): void {
  try {
    run();
  } catch (error) {
    if (!(error instanceof ZstdError)) throw error;
    const { code, message, offset, dictId } = error;
    throw new ZstdError(code, `${context}: ${message}`, { offset, dictId });
  }
}
