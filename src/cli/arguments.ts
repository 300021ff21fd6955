import {
  CompressionParameters,
  DEFAULT_COMPRESSION_LEVEL,
  MAX_COMPRESSION_LEVEL,
  MIN_COMPRESSION_LEVEL,
  STRATEGY_FAST,
  WINDOWLOG_MAX,
  WINDOWLOG_MIN,
} from '../index';
import { EXIT_PARAMETER, UsageError } from './errors';
import { LETTERS, OPTIONS, type Option } from './options';
import { sizeOf, startOfNumber } from './quantities';
import { defaultSettings, type Settings } from './settings';

/** The highest level without --ultra. */
const LEVEL_MAX = 19;

export type Environment = Readonly<Record<string, string | undefined>>;

/** A number of the environment; what the command line would not take is not taken here either, but it stops nobody. */
function numberIn(environment: Environment, name: string, signed: boolean, notes: string[]): number | undefined {
  const value = environment[name];
  if (value === undefined) return undefined;
  const sign = signed && /^[+-]/.test(value) ? value[0] : '';
  try {
    const size = sizeOf(name, value.slice(sign.length));
    return sign === '-' ? -size : size;
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    notes.push(`the environment's ${name}=${value} is no number that is possible: it is ignored`);
    return undefined;
  }
}

/** What the environment says goes before the command line. */
function readEnvironment(settings: Settings, environment: Environment): void {
  settings.level = numberIn(environment, 'ZSTD_CLEVEL', true, settings.notes) ?? settings.level;
  const threads = numberIn(environment, 'ZSTD_NBTHREADS', false, settings.notes);
  if (threads !== undefined) settings.threads = threads || -1;
}

/**
 * Reads a command line in the manner of the `zstd` command: flags of one letter can be joined and can carry a number, the last of
 * contradicting ones wins.
 *
 * @param words the words after the program's name
 * @throws UsageError for what is unknown or incomplete
 */
export function parseArguments(words: readonly string[], environment: Environment = {}): Settings {
  const settings = defaultSettings();
  readEnvironment(settings, environment);
  const rest = [...words];
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    if (word === '--') settings.files.push(...rest.splice(0));
    else if (word === '-' || !word.startsWith('-')) settings.files.push(word);
    else if (word.startsWith('--')) readLong(settings, word, rest);
    else readLetters(settings, word, rest);
  }
  checkLevels(settings);
  // What --long has compressed, --long decompresses.
  if (settings.longLog !== undefined) settings.maxWindowSize ??= 2 ** settings.longLog;
  checkLiterals(settings);
  checkMemory(settings);
  return settings;
}

/** The next word, which `option` needs. */
function take(rest: string[], option: string): string {
  const word = rest.shift();
  if (word === undefined) throw new UsageError(`${option} wants a value`);
  return word;
}

/** `--name` or `--name=value`, or a value in the next word where an option cannot be without. */
function readLong(settings: Settings, word: string, rest: string[]): void {
  const equals = word.indexOf('=');
  const name = word.slice(2, equals < 0 ? undefined : equals);
  const option: Option | undefined = Object.hasOwn(OPTIONS, name) ? OPTIONS[name] : undefined;
  if (option === undefined || (equals >= 0 && option.value === undefined)) throw new UsageError(`unknown option ${word}`);
  const value = equals >= 0 ? word.slice(equals + 1) : option.value === 'needed' ? take(rest, word) : undefined;
  option.set(settings, value, `--${name}`);
}

/** `-19dof NAME`: letters in one word. */
function readLetters(settings: Settings, word: string, rest: string[]): void {
  for (let at = 1; at < word.length; ) {
    const level = startOfNumber(word.slice(at));
    if (level !== '') {
      settings.level = sizeOf(`-${level}`, level);
      at += level.length;
      continue;
    }
    const letter = word[at++];
    const option: Option | undefined = Object.hasOwn(LETTERS, letter) ? LETTERS[letter] : undefined;
    if (option === undefined) throw new UsageError(`unknown option -${letter}${word.length > 2 ? ` in ${word}` : ''}`);
    let value: string | undefined;
    if (option.letterTakes === 'number') {
      value = startOfNumber(word.slice(at)) || undefined;
      at += value?.length ?? 0;
    } else if (option.letterTakes === 'word') {
      value = word[at] === '=' ? word.slice(at + 1) : take(rest, `-${letter}`);
      if (word[at] === '=') at = word.length;
    }
    option.set(settings, value, `-${letter}`);
  }
}

/** Brings the levels into their range, as the reference does: a script that asks for too much gets the most there is. */
function checkLevels(settings: Settings): void {
  const most = settings.ultra ? MAX_COMPRESSION_LEVEL : LEVEL_MAX;
  if (settings.level === 0) settings.level = DEFAULT_COMPRESSION_LEVEL;
  if (settings.level > most) {
    const hint = settings.level <= MAX_COMPRESSION_LEVEL ? ' (--ultra allows it)' : '';
    settings.notes.push(`level ${settings.level} is above the highest${hint}: ${most} is used`);
  }
  settings.level = Math.min(Math.max(settings.level, MIN_COMPRESSION_LEVEL), most);
  settings.lastLevel = Number.isNaN(settings.lastLevel) ? settings.level : Math.min(Math.max(settings.lastLevel, settings.level), most);
}

/** Whether literals are compressed follows from the parameters: the other way cannot be had. */
function checkLiterals({ action, level, parameters, compressLiterals }: Settings): void {
  if (compressLiterals === undefined || action !== 'compress') return;
  const { compressionStrategy, targetLength } = CompressionParameters.fromLevel(level);
  const strategy = parameters.compressionStrategy || compressionStrategy;
  if (compressLiterals !== (strategy === STRATEGY_FAST && (parameters.targetLength || targetLength) > 0)) return;
  throw new UsageError(
    compressLiterals ? '--compress-literals wants a level from 1: --fast leaves them as they are' : '--no-compress-literals wants --fast',
  );
}

/** What no frame can need, or each needs, is no limit of memory. */
function checkMemory({ action, maxWindowSize = 2 ** WINDOWLOG_MAX }: Settings): void {
  if (action !== 'decompress' && action !== 'test') return;
  if (maxWindowSize >= 2 ** WINDOWLOG_MIN && maxWindowSize <= 2 ** WINDOWLOG_MAX) return;
  throw new UsageError(`-M wants ${2 ** WINDOWLOG_MIN} to ${2 ** WINDOWLOG_MAX} bytes, not ${maxWindowSize}`, EXIT_PARAMETER);
}
