import { HASH_LOW } from '../match/hash';
import type { MatchFinder } from '../match/matchFinder';
import type { CompressionSettings } from '../match/parameters';
import type { BlockEncoder } from './block';

/** Bytes that are compressed, in two blocks: enough for each loop to be entered, left and entered again. */
export const WARM_UP = 2048;
const HALF = WARM_UP / 2;
/**
 * A half begins with mixed bytes: runs of new ones, and between them some that repeat what stood before, by rules that change with each 64.
 */
const MIXED = 184;
const RUN_PERIOD = 61;
const RUN = 13;
const REPEAT_PERIOD = 23;
/** Then comes noise of 6 bits, in which short matches are rare, up to here; and the rest is one long match with the noise's beginning. */
const NOISE_END = 724;
const NOISE_BITS = 6;

/**
 * Runs a new finder over a few bytes that have literals, matches and repeats, of few and of many extra bits. V8 enters a long call's loop
 * in a version compiled while it runs; if nothing had ever reached the code after the loop, each call would fall back to the interpreter at
 * its end, for hundreds of blocks, and code that is first reached later costs one more compilation (seen with --trace-deopt).
 *
 * @param bytes the window, of which WARM_UP bytes from `start` on are free
 */
export function warmUp(bytes: Uint8Array, start: number, finder: MatchFinder, settings: CompressionSettings, blocks: BlockEncoder): void {
  const end = start + WARM_UP;
  let noise = 1;
  for (let from = start; from < end; from += HALF) {
    for (let i = 0; i < NOISE_END; i++) {
      noise = (Math.imul(noise, HASH_LOW) + 1) | 0;
      bytes[from + i] = i >= MIXED ? noise >> (32 - NOISE_BITS) : i % RUN_PERIOD < RUN ? i : Math.imul(i % REPEAT_PERIOD, i >> 6);
    }
    bytes.copyWithin(from + NOISE_END, from + MIXED, from + MIXED + HALF - NOISE_END);
  }
  finder.startFrame(settings);
  blocks.startFrame({ strategy: settings.strategy, literalCompression: true, splitLeaves: 0 });
  for (let from = start; from < end; from += HALF) {
    const count = finder.find(from, from + HALF, start, blocks.repeatOffsets, 0);
    blocks.write(from, from + HALF, count, false, 0);
  }
}
