import { once } from 'node:events';
import { createReadStream, fstatSync, rmSync, type Stats } from 'node:fs';
import { type FileHandle, lstat, mkdir, mkdtemp, open, readdir, readFile, rename, rm, stat, unlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { EXIT_READ, FileError, fileError, type ReadExitCodes, readError, type WriteExitCodes } from './errors';

/** Bytes read at a time: eight blocks. */
const CHUNK = 1 << 20;

/** All of a file, or of a pipe. */
export async function readAll(name: string, label: string = name, exitCodes?: ReadExitCodes): Promise<Uint8Array> {
  try {
    return new Uint8Array(await readFile(name));
  } catch (error) {
    throw readError(label, error, exitCodes);
  }
}

/** The three streams of a process. */
export interface Terminal {
  readonly stdin: NodeJS.ReadableStream & { isTTY?: boolean };
  readonly stdout: NodeJS.WritableStream & { isTTY?: boolean };
  readonly stderr: NodeJS.WritableStream & { isTTY?: boolean };
}

/** Where a file's bytes come from: name `-` is standard input. */
export interface Source {
  readonly label: string;
  readonly stats: Stats | undefined;
  chunks(): AsyncIterable<Uint8Array>;
}

export async function openSource(name: string, { stdin }: Terminal): Promise<Source> {
  if (name === '-') {
    if (stdin.isTTY) throw new FileError('standard input is a terminal: nothing to read');
    // Its stream would end at once.
    if (stdin === process.stdin && fstatSync(0).isDirectory()) throw new FileError('standard input is a directory', EXIT_READ);
    return { label: 'stdin', stats: undefined, chunks: () => stdin as AsyncIterable<Uint8Array> };
  }
  const stats = await stat(name).catch((error) => {
    throw readError(name, error);
  });
  if (stats.isDirectory()) throw new FileError(`${name} is a directory -- ignored (-r takes directories)`);
  if (!stats.isFile() && !stats.isFIFO() && !stats.isBlockDevice()) throw new FileError(`${name} is not a regular file -- ignored`);
  return { label: name, stats, chunks: () => createReadStream(name, { highWaterMark: CHUNK }) };
}

/** Where results go. Nothing is left behind by a target that is abandoned. */
export interface Target {
  readonly label: string;
  /** Whether what was written is there afterwards, so that its source may be removed. */
  readonly lasting: boolean;
  write(bytes: Uint8Array): Promise<void>;
  /** All is written: gives a file its name, and the times and mode of its source, where there is one. */
  finish(source?: Source): Promise<void>;
  abandon(): Promise<void>;
}

/** The label of standard output. */
export const STDOUT = '/*stdout*\\';

export function openStdout({ stdout }: Terminal): Target {
  return {
    label: STDOUT,
    lasting: false,
    async write(bytes) {
      if (bytes.length > 0 && !stdout.write(bytes)) await once(stdout, 'drain');
    },
    finish: async () => undefined,
    abandon: async () => undefined,
  };
}

/** Swallows what is written: for testing. */
export function openNothing(): Target {
  return { label: '', lasting: false, write: async () => undefined, finish: async () => undefined, abandon: async () => undefined };
}

/** Folders that hold what is not complete yet. */
const unfinished = new Set<string>();

/** Removes what is not complete, at once: for a process that ends before its work does. */
export function removeUnfinished(): void {
  for (const folder of unfinished) rmSync(folder, { recursive: true, force: true });
  unfinished.clear();
}

/**
 * Opens a file for writing, under a name of its own until it is complete.
 *
 * @param sources where the bytes will come from: never the file itself, which `--rm` would remove
 * @param overwrite replaces an existing file instead of refusing
 */
export async function openFile(name: string, sources: readonly Source[], overwrite: boolean, exitCodes: WriteExitCodes): Promise<Target> {
  const existing = await stat(name).catch(() => undefined);
  if (existing?.isDirectory()) throw new FileError(`${name} is a directory`, exitCodes.opened);
  if (existing !== undefined && !existing.isFile()) return openInPlace(name, false, exitCodes);
  const link = existing === undefined && (await lstat(name).catch(() => undefined))?.isSymbolicLink();
  if (link) throw new FileError(`${name} is a link to what does not exist; not overwritten`);
  if (sources.some(({ stats }) => existing !== undefined && stats?.ino === existing.ino && stats.dev === existing.dev)) {
    throw new FileError(`${name} is the input itself; not overwritten`);
  }
  if (existing !== undefined && !overwrite) throw new FileError(`${name} already exists; not overwritten (-f overwrites)`);
  let folder: string;
  let handle: FileHandle;
  try {
    folder = await mkdtemp(join(dirname(name), '.purezstd-'));
    unfinished.add(folder);
    handle = await open(join(folder, 'partial'), 'w');
  } catch (error) {
    // A file that may be written, where none may be made.
    const refused = REFUSED.includes((error as NodeJS.ErrnoException).code ?? '');
    if (existing !== undefined && refused) return openInPlace(name, true, exitCodes);
    throw fileError(name, WRITING, error, exitCodes.opened);
  }
  const partial = join(folder, 'partial');
  return {
    label: name,
    lasting: true,
    write: (bytes) => writeAll(name, handle, bytes, exitCodes.written),
    async finish(source) {
      await likeSource(handle, source);
      await handle.close();
      await rename(partial, name);
      await rm(folder, { recursive: true });
      unfinished.delete(folder);
    },
    async abandon() {
      await handle.close().catch(() => undefined);
      await rm(folder, { recursive: true, force: true });
      unfinished.delete(folder);
    },
  };
}

/** Gives a file the owner, the mode and the times of its source, as far as that is allowed. */
async function likeSource(handle: FileHandle, source: Source | undefined): Promise<void> {
  const stats = source?.stats;
  if (!stats?.isFile()) return;
  // The owner first: changing it can take from the mode.
  await handle.chown(stats.uid, stats.gid).catch(() => undefined);
  await handle.chmod(stats.mode & 0o777).catch(() => undefined);
  await handle.utimes(stats.atime, stats.mtime).catch(() => undefined);
}

/** The mode of a folder that its owner can fill. */
const OWN = 0o700;

/** Why no file can be made beside another. */
const REFUSED = ['EACCES', 'EPERM', 'EROFS'];

/** Writes without a name of its own: devices and pipes, and files in folders where no other can be made. */
async function openInPlace(name: string, lasting: boolean, exitCodes: WriteExitCodes): Promise<Target> {
  const handle = await open(name, 'w').catch((error) => {
    throw fileError(name, WRITING, error, exitCodes.opened);
  });
  return {
    label: name,
    lasting,
    write: (bytes) => writeAll(name, handle, bytes, exitCodes.written),
    async finish(source) {
      if (lasting) await likeSource(handle, source);
      await handle.close();
    },
    abandon: () => handle.close(),
  };
}

const WRITING = 'cannot be written';

async function writeAll(name: string, handle: FileHandle, bytes: Uint8Array, exitCode: number): Promise<void> {
  try {
    for (let at = 0; at < bytes.length; ) at += (await handle.write(bytes, at, bytes.length - at)).bytesWritten;
  } catch (error) {
    throw fileError(name, WRITING, error, exitCode);
  }
}

/** Whether a name is a link to a file or directory; links to pipes are how shells pass them. */
async function isLink(name: string): Promise<boolean> {
  if (name === '-' || !(await lstat(name).catch(() => undefined))?.isSymbolicLink()) return false;
  const stats = await stat(name).catch(() => undefined);
  return stats === undefined || stats.isFile() || stats.isDirectory();
}

/**
 * The files that names stand for: links are left out, so that nothing is done twice, and directories replaced by what is in them.
 *
 * @param options.followLinks keeps links among the names; those in directories are always left out, so that no circle is walked
 * @param options.recursive replaces directories
 * @param warn is told what is left out
 */
export async function expand(
  names: readonly string[],
  { followLinks, recursive }: { followLinks: boolean; recursive: boolean },
  warn: (message: string) => void,
): Promise<string[]> {
  const files: string[] = [];
  for (const name of names) {
    if (!followLinks && (await isLink(name))) {
      warn(`${name} is a symbolic link -- ignored (-f follows it)`);
      continue;
    }
    const stats = recursive && name !== '-' ? await stat(name).catch(() => undefined) : undefined;
    if (!stats?.isDirectory()) {
      files.push(name);
      continue;
    }
    const entries = await readdir(name, { withFileTypes: true }).catch((error) => {
      warn(`${name}: cannot be read (${error.code}) -- ignored`);
      return [];
    });
    entries.sort((a, b) => (a.name < b.name ? -1 : 1));
    for (const entry of entries) {
      if (entry.isDirectory() || entry.isFile())
        files.push(...(await expand([join(name, entry.name)], { followLinks: true, recursive }, warn)));
    }
  }
  return files;
}

/**
 * Makes a folder's likeness in `root`, and those of the folders that it is in, where they are not there. Who may not look into a folder may
 * not look into its likeness.
 */
export async function mirrorFolder(root: string, folder: string): Promise<void> {
  const likeness = join(root, folder);
  const parent = dirname(folder);
  try {
    if (parent === folder) await mkdir(root, { recursive: true });
    else if (!(await stat(likeness).catch(() => undefined))?.isDirectory()) {
      await mirrorFolder(root, parent);
      await mkdir(likeness, { mode: ((await stat(folder)).mode & 0o777) | OWN });
    }
  } catch (error) {
    throw fileError(likeness, 'cannot be made', error) ?? error;
  }
}

export const removeFile = (name: string): Promise<void> => unlink(name);
