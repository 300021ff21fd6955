import { ZstdError } from '../index';

/** What a file that cannot be read exits with. */
export interface ReadExitCodes {
  readonly missing: number;
  readonly unreadable: number;
}

/** Exit codes of failures that scripts may tell apart, as the reference has them; all others exit with 1. */
export const EXIT_PARAMETER = 11;
export const EXIT_SAMPLES = 14;
export const EXIT_READ = 37;
export const EXIT_WRITE = 70;
export const EXIT_DICTIONARY: ReadExitCodes = { missing: 31, unreadable: 32 };
export const EXIT_PATCH: ReadExitCodes = { missing: 42, unreadable: 42 };

/** What the command ends with and tells the user in one line. */
export class CommandError extends Error {
  constructor(
    message: string,
    readonly exitCode = 1,
  ) {
    super(message);
  }
}

/** A command line that makes no sense. */
export class UsageError extends CommandError {}

/** A refusal or a failure that concerns one file; the others go on. */
export class FileError extends CommandError {}

/** What to tell of an error that a file's operation ended in; undefined for errors that no file causes. */
export function fileError(label: string, what: string, error: unknown, exitCode?: number): FileError | undefined {
  if (error instanceof FileError) return error;
  const { code, syscall } = error as NodeJS.ErrnoException;
  return syscall === undefined ? undefined : new FileError(`${label}: ${what} (${code})`, exitCode);
}

/**
 * What to throw for an error that reading a file, or its frames, ended in. That there is none is said in words: no other reason is as
 * common.
 */
export function readError(label: string, error: unknown, exitCodes?: ReadExitCodes): unknown {
  if ((error as NodeJS.ErrnoException).code === 'ENOENT') return new FileError(`${label}: no such file`, exitCodes?.missing);
  if (error instanceof ZstdError) return new FileError(`${label}: ${error.message} (${error.code})`);
  return fileError(label, 'cannot be read', error, exitCodes?.unreadable) ?? error;
}
