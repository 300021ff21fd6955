import { STRATEGY_BTULTRA2 } from '../src/index';
import type { Random } from '../test/helpers/random';

/** Single parameters, each left to the level half of the time. */
export function randomParameters(random: Random) {
  const some = (from: number, to: number): number | undefined => (random.oneIn(2) ? from + random.below(to - from + 1) : undefined);
  const enableLdm = random.oneIn(6);
  return {
    compressionLevel: random.pick([-5, 0, 1, 3, 5, 7, 9, 12, 13, 16, 19]),
    windowLog: enableLdm ? 10 + random.below(15) : some(10, 24),
    hashLog: some(6, 20),
    chainLog: some(6, 20),
    searchLog: some(1, 8),
    minMatch: some(3, 7),
    targetLength: some(0, 999),
    compressionStrategy: some(1, STRATEGY_BTULTRA2),
    enableLdm,
    ldmHashLog: enableLdm ? some(6, 18) : undefined,
    ldmMinMatch: enableLdm ? some(4, 200) : undefined,
    ldmBucketSizeLog: enableLdm ? some(1, 8) : undefined,
    ldmHashEveryLog: enableLdm ? some(0, 8) : undefined,
  };
}

/** Noise, which is left out of the index in part, and copies of what came before, short and long. */
export function patchwork(size: number, random: Random): Uint8Array {
  const content = random.bytes(size);
  for (let at = 0; at < size; ) {
    at += random.below(random.pick([20, 3000, 200_000])) + 1;
    const length = 4 + random.below(random.pick([12, 400, 20_000]));
    const from = random.below(at);
    content.copyWithin(at, from, Math.min(from + length, at));
    at += length;
  }
  return content;
}
