import { type DictionaryEntropy, readDictionaryEntropy } from '../entropy/dictionaryRead';
import type { Distribution } from '../entropy/fseTableRead';
import { LL_CODE_MAX, ML_CODE_MAX, OF_CODE_MAX } from '../format/codes';
import { DICT_MODE_AUTO } from '../format/constants';
import { dictionaryId, readsAsFull } from '../format/dictionaryLayout';
import type { ExpectedSymbols } from '../match/matchFinder';
import type { Digests } from './digests';
import type { FrameCompression } from './history';

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
  readonly digests: Digests;
  /** What short messages get, by level and size, so that nothing is worked out for each; see historySettings. */
  readonly forMessages: Map<number, FrameCompression>;
}

/** Shorter raw content is worth nothing. */
const CONTENT_LEAST = 8;

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
 * @param digests none of this dictionary yet; for those with memory to use see `recycleDigests`
 * @throws ZstdError `dictionary_corrupted` when a full dictionary breaks the format (RFC 8878 §5), `dictionary_wrong` when one is asked for
 *   and this is none
 */
export function readEncoderDictionary(bytes: Uint8Array, mode: number = DICT_MODE_AUTO, digests: Digests = new Map()): EncoderDictionary {
  const caches = { origin: { bytes, mode }, digests, forMessages: new Map<number, FrameCompression>() };
  if (!readsAsFull(bytes, mode)) {
    const content = bytes.length < CONTENT_LEAST ? bytes.subarray(0, 0) : bytes;
    return { id: 0, content, entropy: undefined, expected: undefined, ...caches };
  }
  const entropy = readDictionaryEntropy(bytes);
  return { id: dictionaryId(bytes), content: bytes.subarray(entropy.contentAt), entropy, expected: expectedSymbols(entropy), ...caches };
}
