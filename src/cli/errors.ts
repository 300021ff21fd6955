import { ZstdError } from '../index';

/** What a file that cannot be read exits with. */
export interface ReadExitCodes {
  readonly missing: number;
  readonly directory: number;
  readonly unreadable: number;
}

/** What a file exits with that cannot be opened for writing, or that takes no more. */
export interface WriteExitCodes {
  readonly opened: number;
  readonly written: number;
}

/** Exit codes of failures that scripts may tell apart, as the reference has them; all others exit with 1. */
export const EXIT_PARAMETER = 11;
export const EXIT_SAMPLES = 14;
export const EXIT_READ = 37;
export const EXIT_WRITE = 70;
export const EXIT_COMPRESSED: WriteExitCodes = { opened: 1, written: EXIT_WRITE };
export const EXIT_DECOMPRESSED: WriteExitCodes = { opened: 1, written: 93 };
export const EXIT_TRAINED: WriteExitCodes = { opened: 3, written: 5 };
export const EXIT_DICTIONARY: ReadExitCodes = { missing: 31, directory: 32, unreadable: 33 };
export const EXIT_PATCH: ReadExitCodes = { missing: 42, directory: 42, unreadable: 33 };

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
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT') return new FileError(`${label}: no such file`, exitCodes?.missing);
  if (error instanceof ZstdError) return new FileError(`${label}: ${error.message} (${error.code})`);
  return fileError(label, 'cannot be read', error, code === 'EISDIR' ? exitCodes?.directory : exitCodes?.unreadable) ?? error;
}
