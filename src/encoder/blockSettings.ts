import { STRATEGY_DFAST, STRATEGY_FAST } from '../format/constants';
import { type CompressionSettings, SMALL_WINDOW_LOG } from '../match/parameters';

/** How the blocks of a frame are written. */
export interface BlockSettings {
  /** 1 (fast) to 9 (btultra2). */
  strategy: number;
  /** Whether literals may be Huffman-coded. */
  literalCompression: boolean;
  /** Blocks that the sequences of one parsed block may be cut into: a power of two up to 16; 0 or 1 for none. */
  splitLeaves: number;
}

/** Literals stay raw where a negative level asks for nothing but speed. */
export function compressesLiterals({ strategy, targetLength }: CompressionSettings): boolean {
  return strategy !== STRATEGY_FAST || targetLength === 0;
}

/**
 * How the blocks are written that a match finder with these settings parses. What cutting saves and costs differs by strategy; fast cuts
 * small sources only: 3 % of the time buy 0.2 % of the bytes, and keep the worst file of the corpus within 1.008 of the reference's size
 * (bench/OPTIMIZATIONS.md).
 */
export function blockSettingsOf(settings: CompressionSettings): BlockSettings {
  const { strategy, windowLog } = settings;
  const literalCompression = compressesLiterals(settings);
  const leaves = strategy > STRATEGY_DFAST ? 16 : strategy === STRATEGY_DFAST ? 4 : windowLog <= SMALL_WINDOW_LOG ? 2 : 0;
  return { strategy, literalCompression, splitLeaves: literalCompression ? leaves : 0 };
}
