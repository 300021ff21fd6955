import { ZstdError } from '../../format/errors';

/** Runs the work on one of several items; a {@link ZstdError} says which one it was. */
export function naming(what: string, run: () => void): void {
  try {
    run();
  } catch (error) {
    if (!(error instanceof ZstdError)) throw error;
    const { code, message, offset, dictId } = error;
    throw new ZstdError(code, `${what}: ${message}`, { offset, dictId });
  }
}
