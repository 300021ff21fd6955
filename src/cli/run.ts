import { version } from '../../package.json';
import { ZstdCompressionDict } from '../index';
import { parseArguments } from './arguments';
import { benchmark } from './benchmark';
import type { References } from './convert';
import { expand, FileError, readAll, type Terminal } from './files';
import { HELP } from './help';
import { listFiles } from './list';
import { type Action, type Settings, UsageError } from './settings';
import { trainFiles } from './train';
import { forEachFile, type Run, say, transformFile, transformJoined } from './transform';

async function readReferences({ dictionary, patchFrom, frameSize }: Settings): Promise<References> {
  if (patchFrom !== undefined && frameSize !== undefined) throw new UsageError('--patch-from and --seekable cannot be used together');
  if (dictionary !== undefined && patchFrom !== undefined) throw new UsageError('-D and --patch-from cannot be used together');
  return {
    dictionary: dictionary === undefined ? undefined : new ZstdCompressionDict(await readAll(dictionary, `dictionary ${dictionary}`)),
    patchFrom: patchFrom === undefined ? undefined : await readAll(patchFrom, `--patch-from=${patchFrom}`),
  };
}

/** What each action without names of files says. */
const NAMES_WANTED: Partial<Record<Action, string>> = {
  list: '-l wants names of files',
  bench: '-b wants names of files',
  train: '--train wants names of files, the samples',
};

/** Does what is asked for. Returns how many files failed. */
async function perform(run: Run): Promise<number> {
  const { settings, terminal } = run;
  const { action, output, force, recursive } = settings;
  let leftOut = 0;
  const names = await expand(settings.files, { followLinks: force, recursive }, (message) => {
    leftOut++;
    say(run, 2, `purezstd: ${message}`);
  });
  if (names.length === 0) {
    if (settings.files.length > 0) return leftOut;
    const wanted = NAMES_WANTED[action];
    if (wanted !== undefined) throw new UsageError(wanted);
    names.push('-');
  }
  switch (action) {
    case 'list':
      return listFiles(names, run);
    case 'train':
      say(run, 2, await trainFiles(names, settings, terminal));
      return 0;
    case 'bench':
      return forEachFile(names, run, (name) => benchmark(name, settings, (line) => terminal.stdout.write(`${line}\n`)));
    case 'test':
      return forEachFile(names, run, (name) => transformFile(name, run));
    default:
      if (names.length > 1 && output !== undefined && output !== '-') return transformJoined(names, output, run);
      return forEachFile(names, run, (name) => transformFile(name, run));
  }
}

/**
 * Runs the command and returns its exit code; what it has to say goes to the terminal.
 *
 * @param words the words after the program's name
 */
export async function runCommand(words: readonly string[], terminal: Terminal): Promise<number> {
  const complain = (message: string | undefined) => terminal.stderr.write(`purezstd: ${message}\n`);
  try {
    const settings = parseArguments(words);
    if (settings.action === 'help' || settings.action === 'version') {
      terminal.stdout.write(`${settings.action === 'help' ? HELP : `purezstd ${version}`}\n`);
      return 0;
    }
    const run = { settings, terminal, references: await readReferences(settings) };
    for (const note of settings.notes) say(run, 2, `purezstd: ${note}`);
    return (await perform(run)) > 0 ? 1 : 0;
  } catch (error) {
    if (error instanceof FileError) complain(error.message);
    else complain(error instanceof UsageError ? `${error.message} (-h shows the options)` : (error as Error).stack);
    return 1;
  }
}
