import { once } from 'node:events';
import { createReadStream, type Stats } from 'node:fs';
import { type FileHandle, mkdtemp, open, readdir, rename, rm, stat, unlink, utimes } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { UsageError } from './arguments';

/** What a file's name ends with when it is compressed. */
export const SUFFIX = '.zst';
/** Bytes read at a time: eight blocks. */
const CHUNK = 1 << 20;

/** A refusal or a failure that concerns one file; the others go on. */
export class FileError extends Error {}

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
    return { label: 'stdin', stats: undefined, chunks: () => stdin as AsyncIterable<Uint8Array> };
  }
  let stats: Stats;
  try {
    stats = await stat(name);
  } catch {
    throw new FileError(`${name}: no such file`);
  }
  if (stats.isDirectory()) throw new FileError(`${name} is a directory -- ignored (-r takes directories)`);
  return { label: name, stats, chunks: () => createReadStream(name, { highWaterMark: CHUNK }) };
}

/** Where results go. Nothing is left behind by a target that is abandoned. */
export interface Target {
  readonly label: string;
  write(bytes: Uint8Array): Promise<void>;
  /** All is written: gives a file its name, and the times and mode of its source. */
  finish(source: Source): Promise<void>;
  abandon(): Promise<void>;
}

/** The label of standard output. */
export const STDOUT = '/*stdout*\\';

export function openStdout({ stdout }: Terminal): Target {
  return {
    label: STDOUT,
    async write(bytes) {
      if (bytes.length > 0 && !stdout.write(bytes)) await once(stdout, 'drain');
    },
    finish: async () => undefined,
    abandon: async () => undefined,
  };
}

/** Swallows what is written: for testing. */
export function openNothing(): Target {
  return { label: '', write: async () => undefined, finish: async () => undefined, abandon: async () => undefined };
}

/**
 * Opens a file for writing, under a name of its own until it is complete.
 *
 * @param overwrite replaces an existing file instead of refusing
 */
export async function openFile(name: string, overwrite: boolean): Promise<Target> {
  const existing = await stat(name).catch(() => undefined);
  if (existing?.isDirectory()) throw new FileError(`${name} is a directory`);
  if (existing !== undefined && !existing.isFile()) return openHandle(name);
  if (existing !== undefined && !overwrite) throw new FileError(`${name} already exists; not overwritten (-f overwrites)`);
  let folder: string;
  let handle: FileHandle;
  try {
    folder = await mkdtemp(join(dirname(name), '.purezstd-'));
    handle = await open(join(folder, 'partial'), 'w');
  } catch (error) {
    throw new FileError(`${name}: cannot be written (${(error as NodeJS.ErrnoException).code})`);
  }
  const partial = join(folder, 'partial');
  return {
    label: name,
    async write(bytes) {
      await writeAll(handle, bytes);
    },
    async finish({ stats }) {
      if (stats?.isFile()) await handle.chmod(stats.mode & 0o777).catch(() => undefined);
      await handle.close();
      if (stats?.isFile()) await utimes(partial, stats.atime, stats.mtime);
      await rename(partial, name);
      await rm(folder, { recursive: true });
    },
    async abandon() {
      await handle.close().catch(() => undefined);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** A device or a pipe: written in place. */
async function openHandle(name: string): Promise<Target> {
  const handle = await open(name, 'w');
  return {
    label: name,
    write: (bytes) => writeAll(handle, bytes),
    finish: () => handle.close(),
    abandon: () => handle.close(),
  };
}

async function writeAll(handle: FileHandle, bytes: Uint8Array): Promise<void> {
  for (let at = 0; at < bytes.length; ) at += (await handle.write(bytes, at, bytes.length - at)).bytesWritten;
}

/** The name that a compressed file loses its suffix to. */
export function decompressedName(name: string): string {
  for (const [suffix, replacement] of [
    [SUFFIX, ''],
    ['.tzst', '.tar'],
  ]) {
    if (name.endsWith(suffix) && name.length > suffix.length) return name.slice(0, -suffix.length) + replacement;
  }
  throw new FileError(`${name}: unknown suffix (${SUFFIX} or .tzst expected); -o names the output`);
}

/** Replaces directories by the files in them. */
export async function expand(names: readonly string[], recursive: boolean): Promise<string[]> {
  if (!recursive) return [...names];
  const files: string[] = [];
  for (const name of names) {
    const stats = name === '-' ? undefined : await stat(name).catch(() => undefined);
    if (!stats?.isDirectory()) files.push(name);
    else {
      const entries = await readdir(name, { withFileTypes: true });
      entries.sort((a, b) => (a.name < b.name ? -1 : 1));
      for (const entry of entries) if (entry.isDirectory() || entry.isFile()) files.push(...(await expand([join(name, entry.name)], true)));
    }
  }
  return files;
}

export async function readDictionary(name: string): Promise<Uint8Array> {
  const handle = await open(name, 'r').catch(() => {
    throw new UsageError(`dictionary ${name} cannot be read`);
  });
  try {
    return new Uint8Array(await handle.readFile());
  } finally {
    await handle.close();
  }
}

export const removeFile = (name: string): Promise<void> => unlink(name);
