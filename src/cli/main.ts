#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import { parseArguments, type Settings, UsageError } from './arguments';
import { benchmark } from './benchmark';
import { convert } from './convert';
import {
  decompressedName,
  expand,
  FileError,
  openFile,
  openNothing,
  openSource,
  openStdout,
  readDictionary,
  removeFile,
  STDOUT,
  SUFFIX,
  type Target,
} from './files';
import { formatDetails, formatListing, listFile, listingHeader } from './list';
import { formatPercent, formatSize } from './progress';

const HELP = `purezstd: compress and decompress .zst files, in pure JavaScript.

Usage: purezstd [options] [files…]     without files, or with -, standard input to standard output

  -#              level 1 to 19, default 3 (levels above 4 work like 4 in this version)
  --fast[=#]      faster than level 1, the more the higher #
  --ultra         allows levels 20 to 22
  -d              decompress
  -t              test: decompress and throw the result away
  -l              list what is in compressed files (-lv: in detail)
  -c              write to standard output
  -o FILE         write to FILE
  -f              overwrite files, and write to terminals
  -k, --rm        keep source files (default), or remove them when done
  -r              take the files in directories
  -D FILE         decompress with the dictionary in FILE
  -M#, --memory=# largest window accepted (default 128 MiB)
  --[no-]check         end frames with a checksum (default)
  --[no-]content-size  state the content's size (default, where it is known)
  --[no-]progress      progress bar (default: on terminals)
  -b#             benchmark level # (-e#: up to level #, -i#: seconds each)
  -v, -q          say more, say less
  -h, -V          this help, the version`;

const say = (settings: Settings, verbosity: number, text: string): void => {
  if (settings.verbosity >= verbosity) process.stderr.write(`${text}\n`);
};

function version(): string {
  const { version: number } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { version: string };
  return `purezstd ${number}`;
}

async function openTarget(name: string, settings: Settings, direction: 'compress' | 'decompress'): Promise<Target> {
  const { output, force } = settings;
  const toStdout = output === '-' || (output === undefined && name === '-');
  if (!toStdout) return openFile(output ?? (direction === 'compress' ? name + SUFFIX : decompressedName(name)), force);
  if (direction === 'compress' && process.stdout.isTTY && !force) {
    throw new FileError('standard output is a terminal: compressed data is not written to it (-f forces)');
  }
  return openStdout();
}

async function runFile(name: string, settings: Settings, dictionary: Uint8Array | undefined): Promise<void> {
  const direction = settings.action === 'compress' ? 'compress' : 'decompress';
  const testing = settings.action === 'test';
  const source = await openSource(name);
  if (direction === 'compress' && name.endsWith(SUFFIX) && settings.output === undefined && !settings.force) {
    throw new FileError(`${name} has the suffix ${SUFFIX} already -- ignored (-f compresses it again)`);
  }
  const target = testing ? openNothing() : await openTarget(name, settings, direction);
  try {
    const { read, written } = await convert(direction, source, target, settings, dictionary);
    await target.finish(source);
    // With the data on standard output, a summary is for those who ask for it.
    const level = target.label === STDOUT ? 3 : 2;
    if (testing) say(settings, level, `${source.label.padEnd(20)}: ${written} bytes`);
    else if (direction === 'compress') {
      say(
        settings,
        level,
        `${source.label.padEnd(20)}:${formatPercent(written, read).padStart(8)}   (${formatSize(read)} => ${formatSize(written)}, ${target.label})`,
      );
    } else say(settings, level, `${source.label.padEnd(20)}: ${written} bytes`);
  } catch (error) {
    await target.abandon();
    throw error;
  }
  if (settings.removeSource && !testing && name !== '-' && settings.output !== '-') await removeFile(name);
}

async function runList(names: readonly string[], settings: Settings): Promise<number> {
  let failures = 0;
  const details = settings.verbosity > 2;
  if (!details) process.stdout.write(`${listingHeader()}\n`);
  for (const name of names) {
    try {
      const listing = await listFile(name);
      process.stdout.write(`${details ? formatDetails(listing, name) : formatListing(listing, name)}\n`);
    } catch (error) {
      failures++;
      say(settings, 1, `purezstd: ${error instanceof FileError ? error.message : `${name}: ${(error as Error).message}`}`);
    }
  }
  return failures;
}

async function run(settings: Settings): Promise<number> {
  if (settings.action === 'help' || settings.action === 'version') {
    process.stdout.write(`${settings.action === 'help' ? HELP : version()}\n`);
    return 0;
  }
  const names = await expand(settings.files, settings.recursive);
  if (settings.action === 'list') {
    if (names.length === 0 || names.includes('-')) throw new UsageError('-l wants names of files');
    return (await runList(names, settings)) > 0 ? 1 : 0;
  }
  if (names.length === 0) {
    if (settings.files.length > 0) return 0;
    names.push('-');
  }
  if (settings.output !== undefined && settings.output !== '-' && names.length > 1) {
    throw new UsageError('-o takes one input; several would overwrite one another');
  }
  const dictionary = settings.dictionary === undefined ? undefined : await readDictionary(settings.dictionary);
  if (dictionary !== undefined && settings.action === 'compress') throw new UsageError('-D is for decompression in this version');
  let failures = 0;
  for (const name of names) {
    try {
      if (settings.action === 'bench') {
        await benchmark(name, settings.level, settings.lastLevel, settings.seconds, (line) => process.stdout.write(`${line}\n`));
      } else await runFile(name, settings, dictionary);
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      failures++;
      say(settings, 1, `purezstd: ${error.message}`);
    }
  }
  return failures > 0 ? 1 : 0;
}

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  // Whoever read our output has seen enough.
  process.exit(error.code === 'EPIPE' ? 0 : 1);
});

try {
  process.exitCode = await run(parseArguments(process.argv.slice(2)));
} catch (error) {
  if (error instanceof UsageError) process.stderr.write(`purezstd: ${error.message} (-h shows the options)\n`);
  else process.stderr.write(`purezstd: ${(error as Error).stack ?? error}\n`);
  process.exitCode = 1;
}
