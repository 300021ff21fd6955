import { WINDOWLOG_MAX, WINDOWLOG_MIN } from '../index';
import { EXIT_PARAMETER, UsageError } from './errors';
import { readParameters, readTraining } from './parameters';
import { sizeOf } from './quantities';
import type { Action, Settings } from './settings';

/** An option of the command line, whichever of its spellings is used. */
export interface Option {
  /** Whether `--name` takes a value: `possible`: after `=`, or none; `needed`: after `=`, or in the next word; undefined: never. */
  readonly value?: 'possible' | 'needed';
  /**
   * What the option's letter takes of what follows: digits with a unit if they come at once, or the rest of the word behind a `=`, else the
   * next word.
   */
  readonly letterTakes?: 'number' | 'word';
  /** @param spelling how the option was written, for messages */
  set(settings: Settings, value: string | undefined, spelling: string): void;
}

/**
 * Says what is the case anyhow, or how something is to be done that is done in one way: files are read and written asynchronously, all of a
 * result is written, the window decides how matches are found, a benchmark has a line for each file.
 */
const NOTHING: Option = { set: () => undefined };

/** What the reference has and this command has not: to ignore it would give another result than the one that is expected. */
const refused = (why: string): Option => ({
  value: 'possible',
  set(_settings, _value, spelling) {
    throw new UsageError(`${spelling} is not supported: ${why}`);
  },
});

/** No name is more likely that of a variable that is not set than that of the folder one is in. */
function folderOf(spelling: string, value: string | undefined): string {
  if (!value) throw new UsageError(`${spelling} wants a folder, "." for this one`);
  return value;
}

const act = (action: Action): Option => ({ set: (settings) => (settings.action = action) });

/** Window log of --long without a number. */
const LONG_LOG_DEFAULT = 27;
/** Bytes of content of a frame, of --seekable. */
const FRAME_SIZE_DEFAULT = 2 ** 20;
const FRAME_SIZE_MAX = 2 ** 30;

/** The options with names, as in `--name`. */
export const OPTIONS: Record<string, Option> = {
  compress: act('compress'),
  decompress: act('decompress'),
  uncompress: act('decompress'),
  test: act('test'),
  list: act('list'),
  help: act('help'),
  version: act('version'),
  train: act('train'),

  stdout: { set: (settings) => (settings.output = '-') },
  force: { set: (settings) => (settings.force = true) },
  keep: { set: (settings) => (settings.removeSource = false) },
  rm: { set: (settings) => (settings.removeSource = true) },
  ultra: { set: (settings) => (settings.ultra = true) },
  check: { set: (settings) => (settings.check = true) },
  'no-check': { set: (settings) => (settings.check = false) },
  'content-size': { set: (settings) => (settings.contentSize = true) },
  'no-content-size': { set: (settings) => (settings.contentSize = false) },
  progress: { set: (settings) => (settings.progress = true) },
  'no-progress': { set: (settings) => (settings.progress = false) },
  verbose: { set: (settings) => settings.verbosity++ },
  quiet: { set: (settings) => settings.verbosity-- },
  'exclude-compressed': { set: (settings) => (settings.excludeCompressed = true) },
  'single-thread': { set: (settings) => (settings.threads = 0) },
  'pass-through': { set: (settings) => (settings.passThrough = true) },
  'no-pass-through': { set: (settings) => (settings.passThrough = false) },
  'no-dictID': { set: (settings) => (settings.writeDictId = false) },

  asyncio: NOTHING,
  'no-asyncio': NOTHING,
  sparse: NOTHING,
  'no-sparse': NOTHING,
  'row-match-finder': NOTHING,
  'no-row-match-finder': NOTHING,
  'auto-threads': {
    value: 'needed',
    set(_settings, value) {
      // Of -T0: the processors that the system counts, whichever is meant; their number does not change the result.
      if (value !== 'physical' && value !== 'logical') throw new UsageError(`--auto-threads wants physical or logical, not "${value}"`);
    },
  },
  format: {
    value: 'needed',
    set(_settings, value) {
      if (value !== 'zstd') throw new UsageError(`--format=${value}: there is none but zstd's`);
    },
  },
  adapt: refused('the level stays the one that is given'),
  rsyncable: refused('frames are not cut where their content says'),
  'target-compressed-block-size': refused('blocks are cut by what they hold'),
  'train-legacy': refused('--train-cover and --train-fastcover are'),
  'compress-literals': { set: (settings) => (settings.compressLiterals = true) },
  'no-compress-literals': { set: (settings) => (settings.compressLiterals = false) },

  filelist: { value: 'needed', set: ({ fileLists }, value = '') => fileLists.push(value) },
  'output-dir-flat': { value: 'needed', set: (settings, value, spelling) => (settings.flatFolder = folderOf(spelling, value)) },
  'output-dir-mirror': { value: 'needed', set: (settings, value, spelling) => (settings.mirrorRoot = folderOf(spelling, value)) },

  fast: {
    value: 'possible',
    set(settings, value, spelling) {
      const n = value === undefined ? 1 : sizeOf(spelling, value);
      if (n < 1) throw new UsageError(`--fast wants a whole number from 1, not "${value}"`);
      settings.level = -n;
    },
  },
  long: {
    value: 'possible',
    set(settings, value, spelling) {
      const log = value === undefined ? LONG_LOG_DEFAULT : sizeOf(spelling, value);
      if (log < WINDOWLOG_MIN || log > WINDOWLOG_MAX) {
        throw new UsageError(`--long wants the window's size, log2, ${WINDOWLOG_MIN} to ${WINDOWLOG_MAX}, not ${value}`, EXIT_PARAMETER);
      }
      settings.longLog = log;
    },
  },
  seekable: {
    value: 'possible',
    set(settings, value, spelling) {
      const size = value === undefined ? FRAME_SIZE_DEFAULT : sizeOf(spelling, value);
      if (size < 1 || size > FRAME_SIZE_MAX) throw new UsageError(`--seekable wants the frames' size, 1 to 1G, not "${value}"`);
      settings.frameSize = size;
    },
  },
  threads: {
    value: 'needed',
    letterTakes: 'number',
    set(settings, value, spelling) {
      // On a command line, 0 and a letter alone stand for one per processor.
      settings.threads = (value === undefined ? 0 : sizeOf(spelling, value)) || -1;
    },
  },
  memory: {
    value: 'needed',
    letterTakes: 'number',
    set(settings, value, spelling) {
      // 0 and a letter alone stand for the default.
      settings.maxWindowSize = (value === undefined ? 0 : sizeOf(spelling, value)) || undefined;
    },
  },
  'stream-size': {
    value: 'needed',
    set: (settings, value, spelling) => (settings.streamSize = sizeOf(spelling, value, Number.MAX_SAFE_INTEGER)),
  },
  'size-hint': {
    value: 'needed',
    set: (settings, value, spelling) => (settings.sizeHint = sizeOf(spelling, value, Number.MAX_SAFE_INTEGER)),
  },
  'patch-from': { value: 'needed', set: (settings, value) => (settings.patchFrom = value) },
  zstd: { value: 'possible', set: readParameters },

  maxdict: { value: 'needed', set: ({ training }, value, spelling) => (training.dictSize = sizeOf(spelling, value)) },
  dictID: { value: 'needed', set: ({ training }, value, spelling) => (training.dictId = sizeOf(spelling, value)) },
  'train-cover': { value: 'possible', set: (settings, value) => readTraining(settings, 'cover', value) },
  'train-fastcover': { value: 'possible', set: (settings, value) => readTraining(settings, 'fastcover', value) },
};

/** The options with letters, as in `-l`. */
export const LETTERS: Record<string, Option> = {
  z: OPTIONS.compress,
  d: OPTIONS.decompress,
  t: OPTIONS.test,
  l: OPTIONS.list,
  h: OPTIONS.help,
  H: OPTIONS.help,
  V: OPTIONS.version,
  c: OPTIONS.stdout,
  f: OPTIONS.force,
  k: OPTIONS.keep,
  C: OPTIONS.check,
  q: OPTIONS.quiet,
  v: OPTIONS.verbose,
  T: OPTIONS.threads,
  M: OPTIONS.memory,
  S: NOTHING,
  r: { set: (settings) => (settings.recursive = true) },
  o: { letterTakes: 'word', set: (settings, value) => (settings.output = value) },
  D: { letterTakes: 'word', set: (settings, value) => (settings.dictionary = value) },
  b: {
    letterTakes: 'number',
    set(settings, value, spelling) {
      settings.bench = true;
      if (value !== undefined) settings.level = sizeOf(spelling, value);
    },
  },
  e: {
    letterTakes: 'number',
    set: (settings, value, spelling) => (settings.lastLevel = value === undefined ? Number.NaN : sizeOf(spelling, value)),
  },
  i: {
    letterTakes: 'number',
    set(settings, value, spelling) {
      if (value !== undefined) settings.seconds = sizeOf(spelling, value);
    },
  },
  B: {
    letterTakes: 'number',
    set: (settings, value, spelling) => (settings.blockSize = value === undefined ? 0 : sizeOf(spelling, value)),
  },
};
