/** What the command does with each of its files. */
export type Action = 'compress' | 'decompress' | 'test' | 'list' | 'bench' | 'train' | 'help' | 'version';

/** What `--train…` asks for; see `trainDictionary`. */
export interface Training {
  algorithm: 'fastcover' | 'cover';
  /** Bytes of the dictionary at the most. */
  dictSize: number;
  /** 0: derived from the content. */
  dictId: number;
  k?: number;
  d?: number;
  f?: number;
  steps?: number;
  accel?: number;
  splitPoint?: number;
  shrink?: number;
  /** Cuts files into samples of so many bytes; 0: a file is a sample. */
  blockSize: number;
}

/** A command line, understood. */
export interface Settings {
  action: Action;
  files: string[];
  /** Compression level, 1 to 22 or negative. */
  level: number;
  /** Last level of a benchmark, and how many seconds each takes. */
  lastLevel: number;
  seconds: number;
  ultra: boolean;
  /** Where all output goes: a file's name, `-` for standard output, or undefined for a name made from each input's. */
  output: string | undefined;
  force: boolean;
  removeSource: boolean;
  recursive: boolean;
  check: boolean;
  contentSize: boolean;
  dictionary: string | undefined;
  /** Bytes of content of each frame of a file for random access; undefined for one frame. */
  frameSize: number | undefined;
  /** Threads that compress; 0 for none beside the one that reads and writes, negative for one per processor. */
  threads: number;
  /** Window of long-distance matching, log2; undefined for compression without it. */
  longLog: number | undefined;
  /** Parameters that are given one by one, by the names of `CompressionParameters`. */
  parameters: Record<string, number>;
  /** Bytes that standard input will give. */
  streamSize: number | undefined;
  /** A file that matches may refer to, for this run only. */
  patchFrom: string | undefined;
  writeDictId: boolean;
  training: Training;
  /** Largest window accepted when decompressing, in bytes. */
  maxWindowSize: number | undefined;
  /** 0 silent, 1 errors, 2 normal, 3 and more talkative. */
  verbosity: number;
  /** undefined: when standard error is a terminal. */
  progress: boolean | undefined;
  /** What was understood otherwise than written, for the user to know. */
  notes: string[];
}

/** A command line that makes no sense; its message is for the user. */
export class UsageError extends Error {}

/** Window logs of --long. */
const LONG_LOG_DEFAULT = 27;
const LONG_LOG_MIN = 10;
const LONG_LOG_MAX = 31;
/** Bytes of content of a frame, of --seekable. */
const FRAME_SIZE_DEFAULT = 2 ** 20;
const FRAME_SIZE_MAX = 2 ** 30;
/** Lowest level, and the highest without and with --ultra. */
const LEVEL_MIN = -131072;
const LEVEL_MAX = 19;
const LEVEL_ULTRA = 22;

/** A number with an optional unit, as in `-M128MB`; the rest of the text after it is returned too. */
function readNumber(text: string, at: number): { value: number | undefined; next: number } {
  const match = /^\d+/.exec(text.slice(at));
  if (match === null) return { value: undefined, next: at };
  let next = at + match[0].length;
  let value = Number(match[0]);
  const unit = /^([KMG])(i?B)?/.exec(text.slice(next));
  if (unit !== null) {
    value *= { K: 2 ** 10, M: 2 ** 20, G: 2 ** 30 }[unit[1] as 'K' | 'M' | 'G'];
    next += unit[0].length;
  }
  return { value, next };
}

/**
 * Reads a command line in the manner of the `zstd` command: flags of one letter can be joined and can carry a number, the last of contradicting ones wins.
 *
 * @param words the words after the program's name
 * @throws UsageError for what is unknown or incomplete
 */
export function parseArguments(words: readonly string[]): Settings {
  const settings: Settings = {
    action: 'compress',
    files: [],
    level: 3,
    lastLevel: Number.NaN,
    seconds: 3,
    ultra: false,
    output: undefined,
    force: false,
    removeSource: false,
    recursive: false,
    check: true,
    contentSize: true,
    dictionary: undefined,
    frameSize: undefined,
    threads: 0,
    longLog: undefined,
    parameters: {},
    streamSize: undefined,
    patchFrom: undefined,
    writeDictId: true,
    training: { algorithm: 'fastcover', dictSize: 112_640, dictId: 0, blockSize: 0 },
    maxWindowSize: undefined,
    verbosity: 2,
    progress: undefined,
    notes: [],
  };
  const long: Record<string, (value: string | undefined) => void> = {
    compress: () => (settings.action = 'compress'),
    decompress: () => (settings.action = 'decompress'),
    uncompress: () => (settings.action = 'decompress'),
    test: () => (settings.action = 'test'),
    list: () => (settings.action = 'list'),
    help: () => (settings.action = 'help'),
    version: () => (settings.action = 'version'),
    stdout: () => (settings.output = '-'),
    force: () => (settings.force = true),
    keep: () => (settings.removeSource = false),
    rm: () => (settings.removeSource = true),
    ultra: () => (settings.ultra = true),
    check: () => (settings.check = true),
    'no-check': () => (settings.check = false),
    'content-size': () => (settings.contentSize = true),
    'no-content-size': () => (settings.contentSize = false),
    progress: () => (settings.progress = true),
    'no-progress': () => (settings.progress = false),
    verbose: () => settings.verbosity++,
    quiet: () => settings.verbosity--,
    fast: (value) => {
      const n = value === undefined ? 1 : Number(value);
      if (!Number.isInteger(n) || n < 1) throw new UsageError(`--fast wants a whole number from 1, not "${value}"`);
      settings.level = -n;
    },
    long: (value) => (settings.longLog = windowLogOf(value)),
    seekable: (value) => (settings.frameSize = frameSizeOf(value)),
    threads: (value) => (settings.threads = threadsOf(sizeOf('--threads', value))),
    'single-thread': () => (settings.threads = 0),
    'no-dictID': () => (settings.writeDictId = false),
    train: () => (settings.action = 'train'),
    'train-cover': (value) => readTraining(settings, 'cover', value),
    'train-fastcover': (value) => readTraining(settings, 'fastcover', value),
    maxdict: (value) => (settings.training.dictSize = sizeOf('--maxdict', value)),
    dictID: (value) => (settings.training.dictId = sizeOf('--dictID', value)),
    'patch-from': (value) => (settings.patchFrom = value),
    zstd: (value) => readParameters(settings, value),
    'stream-size': (value) => (settings.streamSize = sizeOf('--stream-size', value)),
    memory: (value) => (settings.maxWindowSize = sizeOf('--memory', value)),
  };
  /** Options with a value behind `=`; of these, the ones that may have it as the next word. */
  const takesValue = new Set([
    'fast',
    'long',
    'seekable',
    'threads',
    'memory',
    'train-cover',
    'train-fastcover',
    'maxdict',
    'dictID',
    'patch-from',
    'zstd',
    'stream-size',
  ]);
  const wantsWord = new Set(['threads', 'memory', 'maxdict', 'dictID', 'patch-from', 'stream-size']);

  for (let i = 0; i < words.length; i++) {
    const word = words[i];
    const nextWord = (option: string): string => {
      if (i + 1 >= words.length) throw new UsageError(`${option} wants a value`);
      return words[++i];
    };
    if (word === '--') {
      settings.files.push(...words.slice(i + 1));
      break;
    }
    if (word === '-' || !word.startsWith('-')) {
      settings.files.push(word);
      continue;
    }
    if (word.startsWith('--')) {
      const equals = word.indexOf('=');
      const name = word.slice(2, equals < 0 ? undefined : equals);
      const run = Object.hasOwn(long, name) ? long[name] : undefined;
      if (run === undefined || (equals >= 0 && !takesValue.has(name))) throw new UsageError(`unknown option ${word}`);
      run(equals >= 0 ? word.slice(equals + 1) : wantsWord.has(name) ? nextWord(word) : undefined);
      continue;
    }
    for (let at = 1; at < word.length; ) {
      const letter = word[at];
      if (letter >= '0' && letter <= '9') {
        const { value, next } = readNumber(word, at);
        settings.level = value as number;
        at = next;
        continue;
      }
      at++;
      const number = (): number | undefined => {
        const { value, next } = readNumber(word, at);
        at = next;
        return value;
      };
      const value = (): string => {
        const rest = word.slice(at);
        at = word.length;
        return rest === '' ? nextWord(`-${letter}`) : rest;
      };
      switch (letter) {
        case 'z':
          settings.action = 'compress';
          break;
        case 'd':
          settings.action = 'decompress';
          break;
        case 't':
          settings.action = 'test';
          break;
        case 'l':
          settings.action = 'list';
          break;
        case 'b':
          settings.action = 'bench';
          settings.level = number() ?? settings.level;
          break;
        case 'e':
          settings.lastLevel = number() ?? Number.NaN;
          break;
        case 'i':
          settings.seconds = number() ?? settings.seconds;
          break;
        case 'h':
        case 'H':
          settings.action = 'help';
          break;
        case 'V':
          settings.action = 'version';
          break;
        case 'c':
          settings.output = '-';
          break;
        case 'o':
          settings.output = value();
          break;
        case 'D':
          settings.dictionary = value();
          break;
        case 'B':
          settings.training.blockSize = number() ?? 0;
          break;
        case 'T': {
          const threads = number();
          if (threads === undefined) throw new UsageError('-T wants a number');
          settings.threads = threadsOf(threads);
          break;
        }
        case 'M':
          settings.maxWindowSize = number();
          if (settings.maxWindowSize === undefined) throw new UsageError('-M wants a size');
          break;
        case 'f':
          settings.force = true;
          break;
        case 'k':
          settings.removeSource = false;
          break;
        case 'r':
          settings.recursive = true;
          break;
        case 'C':
          settings.check = true;
          break;
        case 'q':
          settings.verbosity--;
          break;
        case 'v':
          settings.verbosity++;
          break;
        default:
          throw new UsageError(`unknown option -${letter}${word.length > 2 ? ` in ${word}` : ''}`);
      }
    }
  }
  checkLevels(settings);
  // What --long has compressed, --long decompresses.
  if (settings.longLog !== undefined) settings.maxWindowSize ??= 2 ** settings.longLog;
  return settings;
}

/** On a command line, 0 stands for one per processor. */
const threadsOf = (threads: number): number => (threads === 0 ? -1 : threads);

function windowLogOf(text: string | undefined): number {
  const log = text === undefined ? LONG_LOG_DEFAULT : Number(text || Number.NaN);
  if (!Number.isInteger(log) || log < LONG_LOG_MIN || log > LONG_LOG_MAX) {
    throw new UsageError(`--long wants the window's size, log2, ${LONG_LOG_MIN} to ${LONG_LOG_MAX}, not "${text}"`);
  }
  return log;
}

function frameSizeOf(text: string | undefined): number {
  const size = text === undefined ? FRAME_SIZE_DEFAULT : sizeOf('--seekable', text);
  if (size < 1 || size > FRAME_SIZE_MAX) throw new UsageError(`--seekable wants the frames' size, 1 to 1G, not "${text}"`);
  return size;
}

/** The parameters of `--train-cover=k=200,d=8,…`, by their names there. */
const TRAINING_NAMES = { k: 'k', d: 'd', f: 'f', steps: 'steps', accel: 'accel', split: 'splitPoint', shrink: 'shrink' } as const;
/** What `shrink` without a number allows frames to grow by, in percent. */
const SHRINK_DEFAULT = 1;

function readTraining(settings: Settings, algorithm: Training['algorithm'], text: string | undefined): void {
  settings.action = 'train';
  const { training } = settings;
  training.algorithm = algorithm;
  // As the command that this one follows does, all values of k and d are tried unless some are given.
  if (text === undefined || text === '') training.steps ??= 40;
  for (const part of (text ?? '').split(',').filter((word) => word !== '')) {
    const [name, value] = part.split('=');
    const known = Object.hasOwn(TRAINING_NAMES, name) ? TRAINING_NAMES[name as keyof typeof TRAINING_NAMES] : undefined;
    const number = value === undefined && name === 'shrink' ? SHRINK_DEFAULT : Number(value);
    if (known === undefined || !Number.isFinite(number)) throw new UsageError(`--train-${algorithm} does not understand "${part}"`);
    // Percent there, a share here.
    training[known] = known === 'splitPoint' ? number / 100 : number;
  }
}

/** The parameters of `--zstd=wlog=23,strat=5,…`, by their names and short names there. */
const PARAMETER_NAMES: Record<string, string> = {
  windowLog: 'windowLog',
  wlog: 'windowLog',
  chainLog: 'chainLog',
  clog: 'chainLog',
  hashLog: 'hashLog',
  hlog: 'hashLog',
  searchLog: 'searchLog',
  slog: 'searchLog',
  minMatch: 'minMatch',
  mml: 'minMatch',
  targetLength: 'targetLength',
  tlen: 'targetLength',
  strategy: 'strategy',
  strat: 'strategy',
  ldmHashLog: 'ldmHashLog',
  lhlog: 'ldmHashLog',
  ldmMinMatch: 'ldmMinMatch',
  lmml: 'ldmMinMatch',
  ldmBucketSizeLog: 'ldmBucketSizeLog',
  lblog: 'ldmBucketSizeLog',
  overlapLog: 'overlapSizeLog',
  ovlog: 'overlapSizeLog',
  ldmHashRateLog: 'ldmHashEveryLog',
  lhrlog: 'ldmHashEveryLog',
};

function readParameters(settings: Settings, text: string | undefined): void {
  if (!text) throw new UsageError('--zstd wants parameters, as in --zstd=wlog=23,strat=5');
  for (const part of text.split(',')) {
    const equals = part.indexOf('=');
    const name = part.slice(0, Math.max(equals, 0));
    if (!Object.hasOwn(PARAMETER_NAMES, name)) throw new UsageError(`--zstd does not understand "${part}"`);
    settings.parameters[PARAMETER_NAMES[name]] = sizeOf(`--zstd=${name}`, part.slice(equals + 1));
  }
}

function sizeOf(option: string, text: string | undefined): number {
  const { value, next } = readNumber(text ?? '', 0);
  if (value === undefined || next !== (text ?? '').length) throw new UsageError(`${option} wants a size, not "${text ?? ''}"`);
  return value;
}

/** Brings the levels into their range, as the reference does: a script that asks for too much gets the most there is. */
function checkLevels(settings: Settings): void {
  const most = settings.ultra ? LEVEL_ULTRA : LEVEL_MAX;
  if (settings.level === 0) settings.level = 3;
  if (settings.level > most) {
    const hint = settings.level <= LEVEL_ULTRA ? ' (--ultra allows it)' : '';
    settings.notes.push(`level ${settings.level} is above the highest${hint}: ${most} is used`);
  }
  settings.level = Math.min(Math.max(settings.level, LEVEL_MIN), most);
  settings.lastLevel = Number.isNaN(settings.lastLevel) ? settings.level : Math.min(Math.max(settings.lastLevel, settings.level), most);
}
