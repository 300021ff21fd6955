import { version } from '../../package.json';
import { ZstdCompressionDict } from '../index';
import { type Environment, parseArguments } from './arguments';
import { benchmark } from './benchmark';
import type { References } from './convert';
import { CommandError, EXIT_DICTIONARY, EXIT_PATCH, EXIT_SAMPLES, UsageError } from './errors';
import { expand, readAll, type Terminal } from './files';
import { HELP } from './help';
import { listFiles } from './list';
import { hasCompressedSuffix, repeatedNames } from './names';
import type { Action, Settings } from './settings';
import { trainFiles } from './train';
import { forEachFile, type Run, say, transformFile, transformJoined } from './transform';

async function readReferences({ dictionary, patchFrom, frameSize }: Settings): Promise<References> {
  if (patchFrom !== undefined && frameSize !== undefined) throw new UsageError('--patch-from and --seekable cannot be used together');
  if (dictionary !== undefined && patchFrom !== undefined) throw new UsageError('-D and --patch-from cannot be used together');
  return {
    dictionary:
      dictionary === undefined
        ? undefined
        : new ZstdCompressionDict(await readAll(dictionary, `dictionary ${dictionary}`, EXIT_DICTIONARY)),
    patchFrom: patchFrom === undefined ? undefined : await readAll(patchFrom, `--patch-from=${patchFrom}`, EXIT_PATCH),
  };
}

/** What each action without names of files says. */
const NAMES_WANTED: Partial<Record<Action, string>> = {
  list: '-l wants names of files',
  train: '--train wants names of files, the samples',
};

/** The names in a file, one in each line. */
async function readList(list: string): Promise<string[]> {
  const text = new TextDecoder().decode(await readAll(list));
  // Nothing to do is more likely a mistake of what made the list than what was wanted.
  if (text === '') throw new UsageError(`${list}: is empty, no names of files`);
  return text.replace(/\n$/, '').split('\n');
}

/** The files that the command line stands for, and whether some of them cannot be taken. */
async function namesOf(run: Run): Promise<{ names: string[]; leftOut: boolean }> {
  const { files, fileLists, force, recursive, excludeCompressed, action } = run.settings;
  let leftOut = false;
  const warn = (message: string): void => {
    leftOut = true;
    say(run, 2, `purezstd: ${message}`);
  };
  const names = await expand(files, { followLinks: force, recursive }, warn);
  // Who lists links wants them.
  for (const list of fileLists) names.push(...(await expand(await readList(list), { followLinks: true, recursive }, warn)));
  return { names: excludeCompressed && action === 'compress' ? names.filter((name) => !hasCompressedSuffix(name)) : names, leftOut };
}

/** Does what is asked for. Returns the exit code. */
async function perform(run: Run): Promise<number> {
  const { settings } = run;
  const { action, output, files, fileLists, patchFrom, flatFolder, mirrorRoot } = settings;
  const { names, leftOut } = await namesOf(run);
  if (patchFrom !== undefined && names.length > 1) throw new UsageError('--patch-from wants one file');
  if (names.length === 0 && files.length + fileLists.length > 0 && action !== 'train') return leftOut ? 1 : 0;
  if (settings.bench) return benchmark(names, run);
  if (names.length === 0) {
    const wanted = NAMES_WANTED[action];
    if (wanted !== undefined) throw new UsageError(wanted, action === 'train' ? EXIT_SAMPLES : 1);
    names.push('-');
  }
  switch (action) {
    case 'list':
      return listFiles(names, run);
    case 'train':
      say(run, 2, await trainFiles(names, run));
      return 0;
    case 'test':
      return forEachFile(names, run, (name) => transformFile(name, run));
    default:
      if (names.length > 1 && output !== undefined && output !== '-') return transformJoined(names, output, run);
      if (flatFolder !== undefined && mirrorRoot === undefined && output === undefined) {
        for (const name of repeatedNames(names)) say(run, 2, `purezstd: more than one file is named ${name}`);
      }
      return forEachFile(names, run, (name) => transformFile(name, run));
  }
}

/**
 * Runs the command and returns its exit code; what it has to say goes to the terminal.
 *
 * @param words the words after the program's name
 * @param environment may hold ZSTD_CLEVEL and ZSTD_NBTHREADS, which stand for a level and a number of threads that are not given
 */
export async function runCommand(words: readonly string[], terminal: Terminal, environment: Environment = {}): Promise<number> {
  const complain = (message: string | undefined) => terminal.stderr.write(`purezstd: ${message}\n`);
  try {
    const settings = parseArguments(words, environment);
    if (settings.action === 'help' || settings.action === 'version') {
      terminal.stdout.write(`${settings.action === 'help' ? HELP : `purezstd ${version}`}\n`);
      return 0;
    }
    const run = { settings, terminal, references: await readReferences(settings) };
    for (const note of settings.notes) say(run, 2, `purezstd: ${note}`);
    return await perform(run);
  } catch (error) {
    if (error instanceof UsageError) complain(`${error.message} (-h shows the options)`);
    else complain(error instanceof CommandError ? error.message : (error as Error).stack);
    return error instanceof CommandError ? error.exitCode : 1;
  }
}
