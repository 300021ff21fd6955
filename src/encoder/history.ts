import type { DictionaryEntropy } from '../entropy/dictionaryRead';
import type { ExpectedSymbols } from '../match/matchFinder';
import type { CompressionSettings } from '../match/parameters';
import type { Digest } from './digests';

/**
 * What stands before a frame: a dictionary, a prefix, or the end of what the frame holds so far. Without a digest its content is indexed
 * for this frame alone.
 */
export interface FrameHistory {
  readonly content: Uint8Array;
  readonly entropy?: DictionaryEntropy | undefined;
  readonly expected?: ExpectedSymbols | undefined;
  readonly digest?: Digest | undefined;
  /**
   * What the match finder follows where there is no digest and it is not the frame's own: the history may be much larger than the frame.
   */
  readonly finder?: CompressionSettings | undefined;
  /** Offsets stay within the window even where the whole history could be in reach. */
  readonly withinWindow?: boolean;
  /** It is the end of what the same frame holds so far, and somebody else has compressed that. */
  readonly continued?: boolean;
}

/** How a frame is compressed, and what stands before it. */
export interface FrameCompression {
  readonly compression: CompressionSettings;
  readonly history: FrameHistory | undefined;
}

/** What a frame's match finder follows: the settings of its history's index, where it has one, whatever the frame's window is. */
export function finderSettingsOf(settings: CompressionSettings, history: FrameHistory | undefined): CompressionSettings {
  return history?.digest?.settings ?? history?.finder ?? settings;
}
