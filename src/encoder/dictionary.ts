import { type DictionaryEntropy, readDictionaryEntropy } from '../entropy/dictionaryRead';
import type { Distribution } from '../entropy/fseTableRead';
import { LL_CODE_MAX, ML_CODE_MAX, OF_CODE_MAX } from '../format/codes';
import {
  BLOCK_SIZE_MAX,
  CONTENTSIZE_UNKNOWN,
  DICT_MODE_AUTO,
  DICT_MODE_FULLDICT,
  DICT_MODE_RAWCONTENT,
  STRATEGY_DFAST,
  STRATEGY_FAST,
  WINDOWLOG_MIN,
} from '../format/constants';
import { dictionaryId, isFullDictionary } from '../format/dictionaryLayout';
import { fail } from '../format/errors';
import type { ExpectedSymbols, IndexCopy } from '../match/matchFinder';
import { type CompressionSettings, compressesLiterals, ldmSettings, log2Ceil, settingsForLevel } from '../match/parameters';

/** Parameters one by one, instead of a level; the attributes are 0 where they leave something to the level. */
export interface ExplicitParameters {
  readonly hashLog: number;
  readonly chainLog: number;
  readonly minMatch: number;
  readonly compressionStrategy: number;
  readonly forceMaxWindow: boolean;
  resolve(sourceSize: number, dictSize: number): CompressionSettings;
}

/** A dictionary's bytes, and how they are read: one of the DICT_MODE constants. */
export interface DictionaryOrigin {
  readonly bytes: Uint8Array;
  readonly mode: number;
}

/** A dictionary read for encoders: any number of them share it and its digests. */
export interface EncoderDictionary {
  readonly origin: DictionaryOrigin;
  /** 0 for raw content. */
  readonly id: number;
  /** What matches can refer to. */
  readonly content: Uint8Array;
  readonly entropy: DictionaryEntropy | undefined;
  readonly expected: ExpectedSymbols | undefined;
  /** By what their settings are; made on first use. */
  readonly digests: Map<string, Digest>;
  /** What short messages get, by level and window, so that nothing is worked out for each. */
  readonly forMessages: Map<number, DictionarySettings>;
}

/** A dictionary's content indexed with some settings. */
export interface Digest {
  readonly settings: CompressionSettings;
  /** By the bits of an engine's tags; an engine that needs one makes it. */
  readonly copies: (IndexCopy | undefined)[];
  /** Copies of older content, whose memory is free. */
  readonly spares?: (IndexCopy | undefined)[];
}

/** What stands before a frame. Without a digest its content is indexed for this frame alone. */
export interface FrameHistory {
  readonly content: Uint8Array;
  readonly entropy?: DictionaryEntropy | undefined;
  readonly expected?: ExpectedSymbols | undefined;
  readonly digest?: Digest | undefined;
  /** What the match finder follows where there is no digest and it is not the frame's own: the history may be much larger than the frame. */
  readonly finder?: CompressionSettings | undefined;
  /** Offsets stay within the window even where the whole history could be in reach. */
  readonly withinWindow?: boolean;
  /** It is the end of what the same frame holds so far, and somebody else has compressed that. */
  readonly continued?: boolean;
}

/** Shorter raw content is worth nothing. */
const CONTENT_LEAST = 8;
/** Digests kept of one dictionary. */
const DIGESTS_MAX = 8;
/** What a message is expected to have beside the dictionary, as the reference assumes. */
const MESSAGE_SIZE = 500;
/** Longer sources get settings, and an index of the dictionary, of their own: from this size on, if they are so many times the dictionary's. */
const OWN_SETTINGS_FROM = 128 << 10;
const OWN_SETTINGS_TIMES = 6;
/** Decoders refuse larger windows unless told otherwise. */
const PREFIX_WINDOW_LOG_MAX = 27;
/** Behind prefixes of this size and more long matches are looked for at all levels: the tables of most forget the beginning of such a prefix. */
const LONG_PREFIX = 128 << 10;
/** A stream of unknown size is taken for at least this long. */
const STREAM_SIZE = 128 << 10;

/** Kept choices of settings. */
const MESSAGES_MAX = 64;
/** Messages that are searched by dfast where their level says fast, and how. */
const SHORT_MAX = 16 << 10;
const SHORT_MIN_MATCH = 6;
const SHORT_HASH_LOG = 16;
/** What the engine's tables hold. */
const FAST_HASH_LOG_MAX = 17;
const DFAST_HASH_LOG_MAX = 18;

/** log2 of the sums that a dictionary's probabilities are scaled to as a frame's first counts. */
const CODE_SUM_LOG = 10;
const LITERAL_SUM_LOG = 11;

function expectedCounts({ counts, symbols, log }: Distribution, size: number): Int32Array {
  return Int32Array.from({ length: size }, (_, s) => {
    const n = s < symbols ? Math.abs(counts[s]) : 0;
    return Math.max(1, Math.round(n * 2 ** (CODE_SUM_LOG - log)));
  });
}

function expectedSymbols({ huffmanLengths, distributions }: DictionaryEntropy): ExpectedSymbols {
  const [litLengths, offsets, matchLengths] = distributions;
  return {
    literals: Int32Array.from(huffmanLengths, (length) => (length === 0 ? 1 : Math.max(1, 2 ** (LITERAL_SUM_LOG - length)))),
    litLengths: expectedCounts(litLengths, LL_CODE_MAX + 1),
    offsets: expectedCounts(offsets, OF_CODE_MAX + 1),
    matchLengths: expectedCounts(matchLengths, ML_CODE_MAX + 1),
  };
}

/**
 * Reads a dictionary once, for any number of frames. The bytes are not copied: they must not change while the result is in use.
 *
 * @param mode one of the DICT_MODE constants
 * @param digests see {@link recycleDigests}
 * @throws ZstdError `dictionary_corrupted` when a full dictionary breaks the format (RFC 8878 §5), `dictionary_wrong` when one is asked for and this is none
 */
export function readEncoderDictionary(
  bytes: Uint8Array,
  mode: number = DICT_MODE_AUTO,
  digests: Map<string, Digest> = new Map(),
): EncoderDictionary {
  const full = isFullDictionary(bytes);
  if (mode === DICT_MODE_FULLDICT && !full) fail('dictionary_wrong');
  const caches = { origin: { bytes, mode }, digests, forMessages: new Map<number, DictionarySettings>() };
  if (mode === DICT_MODE_RAWCONTENT || !full) {
    const content = bytes.length < CONTENT_LEAST ? bytes.subarray(0, 0) : bytes;
    return { id: 0, content, entropy: undefined, expected: undefined, ...caches };
  }
  const entropy = readDictionaryEntropy(bytes);
  return { id: dictionaryId(bytes), content: bytes.subarray(entropy.contentAt), entropy, expected: expectedSymbols(entropy), ...caches };
}

/** Digests for other content in the memory of these, which must not be used any more: a trainer tries many dictionaries. */
export function recycleDigests(digests: ReadonlyMap<string, Digest>): Map<string, Digest> {
  return new Map(Array.from(digests, ([key, { settings, copies }]) => [key, { settings, copies: [], spares: copies }]));
}

/** The dictionary's digest for these settings, which must suit the dictionary's size. */
function digestFor({ digests }: EncoderDictionary, settings: CompressionSettings): Digest {
  const key = JSON.stringify(settings);
  let digest = digests.get(key);
  if (digest === undefined) {
    digest = { settings, copies: [] };
    for (const [oldest] of digests) if (digests.size >= DIGESTS_MAX) digests.delete(oldest);
    digests.set(key, digest);
  }
  return digest;
}

/** How a frame with a dictionary is compressed. */
export interface DictionarySettings {
  readonly compression: CompressionSettings;
  readonly history: FrameHistory | undefined;
}

/** Settings behind `dictSize` bytes of history; parameters that decide about the tables themselves are followed. */
function resolve(given: number | ExplicitParameters, sourceSize: number, dictSize: number, short: boolean): CompressionSettings {
  // Of an unknown size only the digest need suit the dictionary.
  const before = sourceSize === CONTENTSIZE_UNKNOWN ? 0 : dictSize;
  if (typeof given === 'number') return withIndex(settingsForLevel(given, sourceSize, before), dictSize, short);
  const settings = given.resolve(sourceSize, before);
  return given.hashLog + given.chainLog + given.minMatch + given.compressionStrategy > 0 ? settings : withIndex(settings, dictSize, short);
}

/**
 * The settings of a level, or of parameters, for a source of `sourceSize` bytes (−1: unknown) behind a dictionary. All sources that are not much larger than the dictionary share
 * settings that suit the dictionary, and so a digest; only the window follows the source.
 */
export function settingsForDictionary(
  dictionary: EncoderDictionary,
  given: number | ExplicitParameters,
  sourceSize: number,
): DictionarySettings {
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

function chooseSettings(dictionary: EncoderDictionary, given: number | ExplicitParameters, sourceSize: number): DictionarySettings {
  const { content, entropy, expected } = dictionary;
  const dictSize = content.length;
  const known = sourceSize !== CONTENTSIZE_UNKNOWN;
  const own = resolve(given, sourceSize, dictSize, false);
  const withinWindow = typeof given !== 'number' && given.forceMaxWindow;
  if (known && !withinWindow && sourceSize <= 2 ** own.windowLog) own.windowLog = Math.max(log2Ceil(sourceSize), WINDOWLOG_MIN);
  // Outside the window not even the dictionary's repeat offsets would be valid.
  else if (entropy !== undefined) own.windowLog = Math.max(own.windowLog, log2Ceil(Math.max(...entropy.repeatOffsets)));
  const history = { content, entropy, expected, withinWindow };
  if (known && sourceSize >= OWN_SETTINGS_FROM && sourceSize >= OWN_SETTINGS_TIMES * dictSize) return { compression: own, history };
  const size = known ? MESSAGE_SIZE : Math.max(MESSAGE_SIZE, STREAM_SIZE - dictSize);
  const shared = resolve(given, size, dictSize, known && sourceSize <= SHORT_MAX);
  // What is searched is as large as the dictionary, however small the window.
  shared.windowLog = Math.max(shared.windowLog, log2Ceil(dictSize));
  return { compression: { ...shared, windowLog: own.windowLog }, history: { ...history, digest: digestFor(dictionary, shared) } };
}

/**
 * The settings of a level for content that is indexed before a frame: larger tables where the content fills them, since the frame pays nothing for their
 * size. Short messages of strategy fast are searched by dfast: in about the same time for the whole call they get 3 to 20 % smaller (bench/OPTIMIZATIONS.md).
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

/**
 * The settings for a source behind raw content such as an older version of it: the window takes in all of the source, so that the prefix stays in reach to the end
 * (RFC 8878 §5), or both where the source's size is not known: then it is taken to be as long. Behind a large prefix a level looks for long matches too.
 */
export function settingsForPrefix(given: number | ExplicitParameters, sourceSize: number, content: Uint8Array): DictionarySettings {
  const known = sourceSize !== CONTENTSIZE_UNKNOWN;
  const windowLogOf = (size: number): number => Math.min(Math.max(log2Ceil(size), WINDOWLOG_MIN), PREFIX_WINDOW_LOG_MAX);
  const both = windowLogOf(content.length + (known ? sourceSize : content.length));
  const finder = resolve(given, sourceSize, content.length, false);
  if (typeof given === 'number' && content.length >= LONG_PREFIX) finder.ldm = ldmSettings({ ...finder, windowLog: both });
  const compression = { ...finder };
  const withinWindow = typeof given !== 'number' && given.forceMaxWindow;
  const whole = known ? windowLogOf(sourceSize) : both;
  // A source that fits the window makes a frame whose window is its size.
  if (!withinWindow) compression.windowLog = known && sourceSize <= 2 ** whole ? whole : Math.max(compression.windowLog, whole);
  return { compression, history: { content, finder, withinWindow } };
}

/** Matches reach back no further, whatever the window: it has to slide within what positions can tell. */
export const REACH_MAX = 1.25 * 2 ** 30;
/** Room that a window slides in, at the most: with the furthest reach it is all that an engine can hold. */
const SLIDE_MAX = 2 ** 28;

/** Bytes of window that a frame needs: its history, and itself or its window with room to slide in. What continues a frame slides over its history as well. */
export function windowRoom(history: FrameHistory | undefined, expected: number, windowLog: number): number {
  const windowSize = Math.min(2 ** windowLog, REACH_MAX);
  const historySize = history === undefined ? 0 : history.content.length;
  const room = windowSize + Math.min(Math.max(windowSize / 4, 4 * BLOCK_SIZE_MAX), SLIDE_MAX);
  return history?.continued
    ? Math.min(historySize + expected + BLOCK_SIZE_MAX, room)
    : historySize + Math.min(expected + BLOCK_SIZE_MAX, room);
}
