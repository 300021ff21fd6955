import { dirname } from 'node:path';
import { convert, type References } from './convert';
import { EXIT_COMPRESSED, EXIT_DECOMPRESSED, FileError, fileError, UsageError } from './errors';
import {
  mirrorFolder,
  openFile,
  openNothing,
  openSource,
  openStdout,
  removeFile,
  type Source,
  STDOUT,
  type Target,
  type Terminal,
} from './files';
import { resultName } from './names';
import { formatPercent, formatSize } from './progress';
import type { Settings } from './settings';

/** One run of the command. */
export interface Run {
  readonly settings: Settings;
  readonly terminal: Terminal;
  readonly references: References;
}

/** Tells the user, if the command line asks for this verbosity or more. */
export function say({ settings, terminal }: Run, verbosity: number, text: string): void {
  if (settings.verbosity >= verbosity) terminal.stderr.write(`${text}\n`);
}

type Direction = 'compress' | 'decompress';
type OpenTarget = (name: string, source: Source, run: Run, direction: Direction) => Promise<Target>;

const EXIT_CODES = { compress: EXIT_COMPRESSED, decompress: EXIT_DECOMPRESSED };

const directionOf = ({ action }: Settings): Direction => (action === 'compress' ? 'compress' : 'decompress');

async function targetOf(name: string, source: Source, { settings, terminal }: Run, direction: Direction): Promise<Target> {
  const { output, force, mirrorRoot } = settings;
  const toStdout = output === '-' || (output === undefined && name === '-');
  if (!toStdout) {
    const result = output ?? resultName(name, direction, settings);
    if (output === undefined && mirrorRoot !== undefined) await mirrorFolder(mirrorRoot, dirname(name));
    return openFile(result, [source], force, EXIT_CODES[direction]);
  }
  if (direction === 'compress' && terminal.stdout.isTTY && !force) {
    throw new FileError('standard output is a terminal: compressed data is not written to it (-f forces)');
  }
  return openStdout(terminal);
}

/** Compresses, decompresses or tests one file. */
export async function transformFile(name: string, run: Run, openTarget: OpenTarget = targetOf): Promise<void> {
  const { settings, terminal, references } = run;
  const direction = directionOf(settings);
  const source = await openSource(name, terminal);
  const target = settings.action === 'test' ? openNothing() : await openTarget(name, source, run, direction);
  try {
    const { read, written } = await convert(direction, source, target, settings, references, terminal);
    await target.finish(source);
    // With the data on standard output, a summary is for those who ask for it.
    const level = target.label === STDOUT ? 3 : 2;
    const outcome =
      direction === 'compress'
        ? `${formatPercent(written, read).padStart(8)}   (${formatSize(read)} => ${formatSize(written)}, ${target.label})`
        : ` ${written} bytes`;
    say(run, level, `${source.label.padEnd(20)}:${outcome}`);
  } catch (error) {
    await target.abandon();
    throw fileError(target.label, 'cannot be completed', error) ?? error;
  }
  if (settings.removeSource && target.lasting && source.stats !== undefined) {
    // A pipe or a device is not ours to remove: `--rm /dev/null` would take it from the whole machine.
    if (!source.stats.isFile()) return say(run, 2, `purezstd: ${name} is no regular file: it is not removed`);
    await removeFile(name).catch((error) => {
      throw fileError(name, 'cannot be removed', error);
    });
  }
}

/** Runs `work` on each name; what fails one file is reported and the others go on. Returns the first failure's exit code, or 0. */
export async function forEachFile(names: readonly string[], run: Run, work: (name: string) => Promise<void>): Promise<number> {
  let exitCode = 0;
  for (const name of names) {
    try {
      await work(name);
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      exitCode ||= error.exitCode;
      say(run, 1, `purezstd: ${error.message}`);
    }
  }
  return exitCode;
}

/**
 * Several inputs into one file, frame after frame: a decoder gives their contents joined, and their names and bounds are lost, so it is
 * done only when forced. The file gets its name when all inputs are in it. Returns the exit code.
 */
export async function transformJoined(names: readonly string[], output: string, run: Run): Promise<number> {
  const { settings, terminal } = run;
  if (!settings.force) throw new UsageError(`${names.length} inputs would be joined in ${output}; -f does so`);
  if (settings.removeSource) say(run, 2, 'purezstd: joined inputs cannot be taken apart again: they are not removed');
  const sources = await Promise.all(names.map((name) => openSource(name, terminal)));
  const joined = await openFile(output, sources, true, EXIT_CODES[directionOf(settings)]);
  const part: Target = { ...joined, lasting: false, finish: async () => undefined, abandon: async () => undefined };
  try {
    const exitCode = await forEachFile(names, run, (name) => transformFile(name, run, async () => part));
    await (exitCode === 0 ? joined.finish() : joined.abandon());
    return exitCode;
  } catch (error) {
    await joined.abandon();
    throw error;
  }
}
