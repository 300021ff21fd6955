import { CONTENTSIZE_UNKNOWN, STRATEGY_DFAST, STRATEGY_FAST, WINDOWLOG_MIN } from '../format/constants';
import { type CompressionSettings, ldmSettings, log2Ceil, settingsForLevel } from '../match/parameters';
import { DFAST_HASH_LOG_MAX, FAST_HASH_LOG_MAX } from '../match/strategies';
import { compressesLiterals } from './blockSettings';
import type { EncoderDictionary } from './dictionary';
import { digestFor } from './digests';
import type { FrameCompression } from './history';

/** Parameters one by one, instead of a level; the attributes are 0 where they leave something to the level. */
export interface ExplicitParameters {
  readonly hashLog: number;
  readonly chainLog: number;
  readonly minMatch: number;
  readonly compressionStrategy: number;
  readonly forceMaxWindow: boolean;
  resolve(sourceSize: number, dictSize: number): CompressionSettings;
}

/** What a message is expected to have beside the dictionary, as the reference assumes. */
const MESSAGE_SIZE = 500;
/** A dictionary and a stream of unknown size are taken for at least this much together. */
const STREAM_SIZE = 128 << 10;
/**
 * Longer sources get settings, and an index of the dictionary, of their own: from this size on, if they are this many times the dictionary's.
 */
const OWN_SETTINGS_FROM = 128 << 10;
const OWN_SETTINGS_TIMES = 6;
/** Choices kept for the messages of one dictionary. */
const MESSAGES_MAX = 64;
/** Messages that are searched by dfast where their level says fast, and how. */
const SHORT_MAX = 16 << 10;
const SHORT_MIN_MATCH = 6;
const SHORT_HASH_LOG = 16;
/** Decoders refuse larger windows unless told otherwise. */
const PREFIX_WINDOW_LOG_MAX = 27;
/**
 * Behind prefixes of this size and more long matches are looked for at all levels: the tables of most forget the beginning of such a
 * prefix.
 */
const LONG_PREFIX = 128 << 10;

/**
 * Settings for content that is indexed before a frame: larger tables where the content fills them, since the frame pays nothing for their
 * size. Short messages of strategy fast are searched by dfast: in about the same time for the whole call they get 3 to 20 % smaller
 * (bench/OPTIMIZATIONS.md).
 *
 * @param indexed bytes before the frame
 */
function withIndex(settings: CompressionSettings, indexed: number, short: boolean): CompressionSettings {
  const log = log2Ceil(indexed);
  if (settings.strategy === STRATEGY_FAST && short && compressesLiterals(settings)) {
    settings.strategy = STRATEGY_DFAST;
    settings.minMatch = SHORT_MIN_MATCH;
    settings.hashLog = Math.min(SHORT_HASH_LOG, settings.windowLog + 1);
    settings.chainLog = Math.min(SHORT_HASH_LOG - 1, settings.windowLog);
  } else if (settings.strategy === STRATEGY_FAST) {
    settings.hashLog = Math.max(settings.hashLog, Math.min(FAST_HASH_LOG_MAX, log - 1));
  } else if (settings.strategy === STRATEGY_DFAST) {
    settings.hashLog = Math.max(settings.hashLog, Math.min(DFAST_HASH_LOG_MAX, log - 1));
    settings.chainLog = Math.max(settings.chainLog, Math.min(DFAST_HASH_LOG_MAX, log - 2));
  }
  return settings;
}

const staysWithin = (given: number | ExplicitParameters): boolean => typeof given !== 'number' && given.forceMaxWindow;

/** New settings behind `dictSize` bytes of history; parameters that decide about the tables themselves are followed. */
function resolve(given: number | ExplicitParameters, sourceSize: number, dictSize: number, short: boolean): CompressionSettings {
  // Of an unknown size only the digest need suit the dictionary.
  const before = sourceSize === CONTENTSIZE_UNKNOWN ? 0 : dictSize;
  if (typeof given === 'number') return withIndex(settingsForLevel(given, sourceSize, before), dictSize, short);
  const settings = given.resolve(sourceSize, before);
  return given.hashLog + given.chainLog + given.minMatch + given.compressionStrategy > 0 ? settings : withIndex(settings, dictSize, short);
}

/**
 * The settings of a level, or of parameters, for a source of `sourceSize` bytes (−1: unknown) behind a dictionary. All sources that are not
 * much larger than the dictionary share settings that suit the dictionary, and so a digest:
 *
 * | source                                          | settings                                           | index       |
 * | ----------------------------------------------- | -------------------------------------------------- | ----------- |
 * | up to 16 KiB                                    | of a message of 500 bytes, searched by dfast       | a digest    |
 * |                                                 | where that would be fast                           |             |
 * | longer, below 128 KiB or 6 times the dictionary | of a message of 500 bytes                          | a digest    |
 * | of unknown size                                 | of what the dictionary leaves of 128 KiB, at least | a digest    |
 * |                                                 | 500 bytes                                          |             |
 * | of 128 KiB and 6 times the dictionary or more   | its own                                            | the frame's |
 *
 * The window follows the source in all of them: it is the source's size where the window of its own settings holds that, so that the whole
 * dictionary is in reach to the end (RFC 8878 §5). Otherwise, and with `forceMaxWindow`, it is that window, but as large as the
 * dictionary's repeat offsets, which would not be valid outside.
 */
export function settingsForDictionary(
  dictionary: EncoderDictionary,
  given: number | ExplicitParameters,
  sourceSize: number,
): FrameCompression {
  if (typeof given !== 'number' || sourceSize < 0 || sourceSize > SHORT_MAX) return chooseSettings(dictionary, given, sourceSize);
  const { forMessages } = dictionary;
  const key = given * 32 + log2Ceil(sourceSize);
  let settings = forMessages.get(key);
  if (settings === undefined) {
    settings = chooseSettings(dictionary, given, sourceSize);
    if (forMessages.size >= MESSAGES_MAX) forMessages.clear();
    forMessages.set(key, settings);
  }
  return settings;
}

/** The table of {@link settingsForDictionary}. */
function chooseSettings(dictionary: EncoderDictionary, given: number | ExplicitParameters, sourceSize: number): FrameCompression {
  const { content, entropy, expected } = dictionary;
  const dictSize = content.length;
  const known = sourceSize !== CONTENTSIZE_UNKNOWN;
  const withinWindow = staysWithin(given);
  const history = { content, entropy, expected, withinWindow };
  const own = resolve(given, sourceSize, dictSize, false);
  if (known && !withinWindow && sourceSize <= 2 ** own.windowLog) own.windowLog = Math.max(log2Ceil(sourceSize), WINDOWLOG_MIN);
  else if (entropy !== undefined) own.windowLog = Math.max(own.windowLog, log2Ceil(Math.max(...entropy.repeatOffsets)));
  if (known && sourceSize >= OWN_SETTINGS_FROM && sourceSize >= OWN_SETTINGS_TIMES * dictSize) return { compression: own, history };

  const size = known ? MESSAGE_SIZE : Math.max(MESSAGE_SIZE, STREAM_SIZE - dictSize);
  const shared = resolve(given, size, dictSize, known && sourceSize <= SHORT_MAX);
  // What is searched is as large as the dictionary, however small the window.
  shared.windowLog = Math.max(shared.windowLog, log2Ceil(dictSize));
  const digest = digestFor(dictionary.digests, shared);
  // Long matches are looked for in all that the window and the dictionary hold, and not in what a message would.
  return { compression: { ...shared, windowLog: own.windowLog, ldm: own.ldm }, history: { ...history, digest } };
}

/**
 * The settings for a source behind raw content such as an older version of it: the window takes in all of the source, so that the prefix
 * stays in reach to the end (RFC 8878 §5), or both where the source's size is not known: then it is taken to be as long. Behind a large
 * prefix a level looks for long matches too.
 */
export function settingsForPrefix(given: number | ExplicitParameters, sourceSize: number, content: Uint8Array): FrameCompression {
  const known = sourceSize !== CONTENTSIZE_UNKNOWN;
  const windowLogOf = (size: number): number => Math.min(Math.max(log2Ceil(size), WINDOWLOG_MIN), PREFIX_WINDOW_LOG_MAX);
  const both = windowLogOf(content.length + (known ? sourceSize : content.length));
  const finder = resolve(given, sourceSize, content.length, false);
  if (typeof given === 'number' && content.length >= LONG_PREFIX) finder.ldm = ldmSettings({ ...finder, windowLog: both });
  const withinWindow = staysWithin(given);
  const whole = known ? windowLogOf(sourceSize) : both;
  // A source that fits the window makes a frame whose window is its size.
  const windowLog = known && sourceSize <= 2 ** whole ? whole : Math.max(finder.windowLog, whole);
  return { compression: withinWindow ? finder : { ...finder, windowLog }, history: { content, finder, withinWindow } };
}
