import { generate, kinds } from '../corpus/generate';
import {
  COMPRESSOBJ_FLUSH_BLOCK,
  CompressionParameters,
  compress,
  compressBound,
  decompress,
  STRATEGY_BTULTRA2,
  ZstdCompressor,
} from '../src/index';
import { joined } from '../test/helpers/content';
import type { Random } from '../test/helpers/random';
import { createOracle } from './oracle';
import type { Target } from './target';

/** The least bytes of a job, and what content must have more than to be cut. */
const JOB_MIN = 1 << 19;

/** Content of many kinds one after the other: what a job takes over from the one before is of another kind, too. */
function randomContent(random: Random): Uint8Array {
  const parts: Uint8Array[] = [];
  const size = random.oneIn(8) ? random.below(JOB_MIN) : JOB_MIN + random.below(random.pick([100_000, 600_000, 1_500_000]));
  for (let total = 0; total < size; ) {
    const length = Math.min(size - total, 1 + random.below(random.pick([20_000, 300_000, 300_000])));
    parts.push(generate(random.pick(kinds), length, random.next()));
    total += length;
  }
  return joined(parts);
}

function randomParameters(random: Random) {
  const some = (from: number, to: number): number => (random.oneIn(3) ? from + random.below(to - from + 1) : 0);
  return {
    compressionLevel: random.pick([-5, 1, 1, 2, 3, 3, 4, 5, 6, 9, 12]),
    compressionStrategy: random.oneIn(20) ? 1 + random.below(STRATEGY_BTULTRA2) : 0,
    windowLog: random.oneIn(2) ? 10 + random.below(14) : 0,
    minMatch: some(3, 7),
    searchLog: some(1, 5),
    hashLog: some(6, 18),
    chainLog: some(6, 18),
    jobSize: random.oneIn(2) ? 1 : JOB_MIN + random.below(JOB_MIN),
    overlapSizeLog: random.below(10),
    writeChecksum: random.oneIn(2),
    writeContentSize: random.oneIn(2),
  };
}

/**
 * Frames that are made in jobs, without workers: read by us and by libzstd, the same for any number of threads, and however the content is
 * cut.
 */
export const target: Target = {
  async prepare() {
    const oracle = await createOracle();
    return (random: Random) => {
      const content = randomContent(random);
      const parameters = randomParameters(random);
      const dictionary = random.oneIn(4) ? content.slice(random.below(1000), 1000 + random.below(200_000)) : undefined;
      const options = (threads: number) => ({
        compressionParams: new CompressionParameters({ ...parameters, threads }),
        dictData: dictionary,
      });
      const fail = (what: string) => ({ what: `${what}: ${JSON.stringify(parameters)}, dictionary ${dictionary?.length}`, input: content });
      const frame = compress(content, options(1));
      if (frame.length > compressBound(content.length) + 24) return fail('above the bound');
      const flushed: Uint8Array[] = [];
      const stream = new ZstdCompressor(options(1 + random.below(3))).compressObj({ size: random.oneIn(2) ? content.length : undefined });
      for (let at = 0; at < content.length; ) {
        const end = at + 1 + random.below(random.pick([100, 400_000, 400_000]));
        flushed.push(stream.compress(content.subarray(at, end)));
        if (random.oneIn(6)) flushed.push(stream.flush(COMPRESSOBJ_FLUSH_BLOCK));
        at = end;
      }
      flushed.push(stream.flush());
      for (const one of [frame, joined(flushed)]) {
        if (Buffer.compare(decompress(one, { dictData: dictionary }), content) !== 0) return fail('our round trip differs');
        const theirs = oracle(one, content.length, dictionary);
        if (theirs === undefined || Buffer.compare(theirs, content) !== 0) return fail('libzstd does not read it');
      }
      for (const threads of [2, 1 + random.below(200)]) {
        if (Buffer.compare(compress(content, options(threads)), frame) !== 0) return fail(`another frame with ${threads} threads`);
      }
      return undefined;
    };
  },
};
