import { ZstdError } from '../../src/index';

/** The code of the ZstdError that `run` throws, the class of another error, or 'no error'. */
export function errorOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    return error instanceof ZstdError ? error.code : (error as Error).name;
  }
  return 'no error';
}
