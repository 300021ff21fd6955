import { ZstdError } from '../../src/index';

/** What `run` throws; it must throw something. */
export function thrownBy(run: () => unknown): unknown {
  try {
    run();
  } catch (error) {
    return error;
  }
  throw new Error('no error');
}

/** The code of the ZstdError that `run` throws, the class of another error, or 'no error'. */
export function errorOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    return error instanceof ZstdError ? error.code : (error as Error).name;
  }
  return 'no error';
}

/** The same of what a promise is rejected with. */
export async function rejectionOf(promise: Promise<unknown>): Promise<string> {
  try {
    await promise;
  } catch (error) {
    return errorOf(() => {
      throw error;
    });
  }
  return 'no error';
}
