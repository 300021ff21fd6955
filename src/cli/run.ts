import { version } from '../../package.json';
import { ZstdCompressionDict } from '../index';
import { parseArguments, type Settings, UsageError } from './arguments';
import { benchmark } from './benchmark';
import { convert, type References } from './convert';
import {
  decompressedName,
  expand,
  FileError,
  fileError,
  openFile,
  openNothing,
  openSource,
  openStdout,
  readDictionary,
  removeFile,
  type Source,
  STDOUT,
  SUFFIX,
  type Target,
  type Terminal,
} from './files';
import { formatDetails, formatListing, formatTotals, type Listing, listFile, listingHeader } from './list';
import { formatPercent, formatSize } from './progress';
import { trainFiles } from './train';

const HELP = `purezstd: compress and decompress .zst files, in pure JavaScript.

Usage: purezstd [options] [files…]     without files, or with -, standard input to standard output

  -#              level 1 to 19, default 3
  --fast[=#]      faster than level 1, the more the higher #
  --ultra         allows levels 20 to 22
  -d              decompress
  -t              test: decompress and throw the result away
  -l              list what is in compressed files (-lv: in detail)
  -c              write to standard output
  -o FILE         write to FILE
  -f              overwrite files, write to terminals, follow links; -dcf leaves data that is not zstd's as it is
  -k, --rm        keep source files (default), or remove them when done
  -r              take the files in directories
  -T#             compresses or trains with # threads, 0 for one per processor; the result does not depend on their number
  --seekable[=#]  frames of # bytes of content (default 1M) and a table of them, for reading parts; any decoder reads it all
  --long[=#]      looks for matches far back, in a window of 2^# bytes (default 27), and accepts such a window
  -D FILE         compress or decompress with the dictionary in FILE
  --patch-from=FILE    the same with another version of the data, which may be large
  --zstd=NAME=#,…      parameters by their names or short names: wlog, clog, hlog, slog, mml, tlen, strat, ovlog, lhlog, lmml, lblog, lhrlog
  --stream-size=#      bytes that standard input will give, for the frame's header and better parameters
  --no-dictID     do not state the dictionary's ID
  --train FILES   make a dictionary of samples (-o FILE, default "dictionary"; -r takes directories)
  --train-cover[=k=#,d=#,steps=#,split=#,shrink[=#]], --train-fastcover[=…,f=#,accel=#]
                  the same by a certain algorithm; without parameters all values are tried
  --maxdict=#, --dictID=#, -B#   the dictionary's size (default 110 KiB) and ID; cut files into samples of # bytes
  -M#, --memory=# largest window accepted (default 128 MiB)
  --[no-]check         end frames with a checksum, and verify it when decompressing (default)
  --[no-]content-size  state the content's size (default, where it is known)
  --[no-]progress      progress bar (default: on terminals)
  -b#             benchmark level # (-e#: up to level #, -i#: seconds each)
  -v, -q          say more, say less
  -h, -V          this help, the version`;

/** One run of the command. */
interface Run {
  readonly settings: Settings;
  readonly terminal: Terminal;
  readonly references: References;
}

function say({ settings, terminal }: Run, verbosity: number, text: string): void {
  if (settings.verbosity >= verbosity) terminal.stderr.write(`${text}\n`);
}

async function openTarget(
  name: string,
  source: Source,
  { settings, terminal }: Run,
  direction: 'compress' | 'decompress',
): Promise<Target> {
  const { output, force } = settings;
  const toStdout = output === '-' || (output === undefined && name === '-');
  if (!toStdout) return openFile(output ?? (direction === 'compress' ? name + SUFFIX : decompressedName(name)), source, force);
  if (direction === 'compress' && terminal.stdout.isTTY && !force) {
    throw new FileError('standard output is a terminal: compressed data is not written to it (-f forces)');
  }
  return openStdout(terminal);
}

async function runFile(name: string, run: Run): Promise<void> {
  const { settings, terminal, references } = run;
  const direction = settings.action === 'compress' ? 'compress' : 'decompress';
  const testing = settings.action === 'test';
  const source = await openSource(name, terminal);
  if (direction === 'compress' && name.endsWith(SUFFIX) && settings.output === undefined && !settings.force) {
    throw new FileError(`${name} has the suffix ${SUFFIX} already -- ignored (-f compresses it again)`);
  }
  const target = testing ? openNothing() : await openTarget(name, source, run, direction);
  try {
    const { read, written } = await convert(direction, source, target, settings, references, terminal);
    await target.finish(source);
    // With the data on standard output, a summary is for those who ask for it.
    const level = target.label === STDOUT ? 3 : 2;
    if (testing) say(run, level, `${source.label.padEnd(20)}: ${written} bytes`);
    else if (direction === 'compress') {
      say(
        run,
        level,
        `${source.label.padEnd(20)}:${formatPercent(written, read).padStart(8)}   (${formatSize(read)} => ${formatSize(written)}, ${target.label})`,
      );
    } else say(run, level, `${source.label.padEnd(20)}: ${written} bytes`);
  } catch (error) {
    await target.abandon();
    throw fileError(target.label, 'cannot be completed', error) ?? error;
  }
  if (settings.removeSource && target.lasting && source.stats !== undefined) {
    await removeFile(name).catch((error) => {
      throw fileError(name, 'cannot be removed', error);
    });
  }
}

async function runList(names: readonly string[], run: Run): Promise<number> {
  const { settings, terminal } = run;
  let failures = 0;
  const listings: Listing[] = [];
  const details = settings.verbosity > 2;
  if (!details) terminal.stdout.write(`${listingHeader()}\n`);
  for (const name of names) {
    try {
      const listing = await listFile(name);
      listings.push(listing);
      terminal.stdout.write(`${details ? formatDetails(listing, name) : formatListing(listing, name)}\n`);
    } catch (error) {
      failures++;
      say(run, 1, `purezstd: ${error instanceof FileError ? error.message : `${name}: ${(error as Error).message}`}`);
    }
  }
  if (!details && names.length > 1) terminal.stdout.write(`${formatTotals(listings)}\n`);
  return failures;
}

async function readReferences({ dictionary, patchFrom, frameSize }: Settings): Promise<References> {
  if (patchFrom !== undefined && frameSize !== undefined) throw new UsageError('--patch-from and --seekable cannot be used together');
  if (dictionary !== undefined && patchFrom !== undefined) throw new UsageError('-D and --patch-from cannot be used together');
  return {
    dictionary: dictionary === undefined ? undefined : new ZstdCompressionDict(await readDictionary(dictionary)),
    patchFrom: patchFrom === undefined ? undefined : await readDictionary(patchFrom),
  };
}

async function perform(settings: Settings, terminal: Terminal): Promise<number> {
  if (settings.action === 'help' || settings.action === 'version') {
    terminal.stdout.write(`${settings.action === 'help' ? HELP : `purezstd ${version}`}\n`);
    return 0;
  }
  for (const note of settings.notes) if (settings.verbosity >= 2) terminal.stderr.write(`purezstd: ${note}\n`);
  let leftOut = 0;
  const names = await expand(settings.files, settings.force, settings.recursive, (message) => {
    leftOut++;
    if (settings.verbosity >= 2) terminal.stderr.write(`purezstd: ${message}\n`);
  });
  if (names.length === 0 && leftOut > 0) return 1;
  if (settings.action === 'list') {
    if (names.length === 0 || names.includes('-')) throw new UsageError('-l wants names of files');
    return (await runList(names, { settings, terminal, references: { dictionary: undefined, patchFrom: undefined } })) > 0 ? 1 : 0;
  }
  if (names.length === 0) {
    if (settings.files.length > 0) return 0;
    if (settings.action === 'bench') throw new UsageError('-b wants names of files');
    if (settings.action === 'train') throw new UsageError('--train wants names of files, the samples');
    names.push('-');
  }
  if (settings.action === 'train') {
    try {
      const summary = await trainFiles(names, settings, terminal);
      if (settings.verbosity >= 2) terminal.stderr.write(`${summary}\n`);
      return 0;
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      if (settings.verbosity >= 1) terminal.stderr.write(`purezstd: ${error.message}\n`);
      return 1;
    }
  }
  if (settings.output !== undefined && settings.output !== '-' && names.length > 1) {
    throw new UsageError('-o takes one input; several would overwrite one another');
  }
  const run = { settings, terminal, references: await readReferences(settings) };
  let failures = 0;
  for (const name of names) {
    try {
      if (settings.action === 'bench') {
        await benchmark(name, settings, (line) => terminal.stdout.write(`${line}\n`));
      } else await runFile(name, run);
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      failures++;
      say(run, 1, `purezstd: ${error.message}`);
    }
  }
  return failures > 0 ? 1 : 0;
}

/**
 * Runs the command and returns its exit code; what it has to say goes to the terminal.
 *
 * @param words the words after the program's name
 */
export async function runCommand(words: readonly string[], terminal: Terminal): Promise<number> {
  try {
    return await perform(parseArguments(words), terminal);
  } catch (error) {
    const message = error instanceof UsageError ? `${error.message} (-h shows the options)` : (error as Error).stack;
    terminal.stderr.write(`purezstd: ${message}\n`);
    return 1;
  }
}
