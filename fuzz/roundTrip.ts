import { generate, kinds } from '../corpus/generate';
import {
  COMPRESSOBJ_FLUSH_BLOCK,
  CompressionParameters,
  compress,
  compressBound,
  decompress,
  STRATEGY_BTOPT,
  ZstdCompressor,
} from '../src/index';
import type { Random } from '../test/helpers/random';
import { patchwork, randomParameters } from './inputs';
import { createOracle } from './oracle';
import type { Target } from './target';

/** Where the tests' time goes: searching all there is takes long, so these get the short inputs. */
const SLOW_LEVEL = 13;

/**
 * Random content, level or single parameters, and options, in one call or streamed: read back by us and by libzstd, never above the bound,
 * and streamed to the same bytes as in one call where the size is told.
 */
export const target: Target = {
  async prepare() {
    const oracle = await createOracle();
    return (random: Random) => {
      const level = random.pick([-200, -7, -3, -1, 1, 1, 2, 3, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 15, 16, 17, 18, 19]);
      const parameters = random.oneIn(2) ? randomParameters(random) : undefined;
      const slow = (parameters?.compressionLevel ?? level) >= SLOW_LEVEL || (parameters?.compressionStrategy ?? 0) >= STRATEGY_BTOPT;
      const patched = random.oneIn(10);
      const sizes = slow ? [100, 1000, 3000, 30_000] : [100, 3000, 50_000, 300_000];
      // Of noise that much is soon done even where others are slow.
      const size = random.below(patched ? 400_000 : random.pick(sizes));
      const input = patched ? patchwork(size, random) : generate(random.pick(kinds), size, random.next());
      const flags = { writeChecksum: random.oneIn(2), writeContentSize: random.oneIn(2) };
      const options =
        parameters === undefined ? { level, ...flags } : { compressionParams: new CompressionParameters({ ...parameters, ...flags }) };
      let frame: Uint8Array;
      let flushes = 0;
      let told = false;
      if (random.oneIn(2)) frame = compress(input, options);
      else {
        told = random.oneIn(2);
        const flushing = random.oneIn(2);
        const stream = new ZstdCompressor(options).compressObj({ size: told ? size : undefined });
        const parts: Uint8Array[] = [];
        for (let at = 0; at < size; ) {
          const end = at + 1 + random.below(random.pick([10, 1000, 200_000]));
          parts.push(stream.compress(input.subarray(at, end)));
          if (flushing && random.oneIn(10)) {
            parts.push(stream.flush(COMPRESSOBJ_FLUSH_BLOCK));
            flushes++;
          }
          at = end;
        }
        parts.push(stream.flush());
        frame = Buffer.concat(parts);
      }
      const fail = (what: string) => ({ what: `${what}: ${JSON.stringify(parameters ?? level)}, ${size} bytes`, input });
      if (frame.length > compressBound(size) + 3 * flushes + 24) return fail('above the bound');
      if (told && flushes === 0 && Buffer.compare(frame, compress(input, options)) !== 0) return fail('streamed to other bytes');
      if (Buffer.compare(decompress(frame), input) !== 0) return fail('our round trip differs');
      const theirs = oracle(frame, 1 << 24);
      if (theirs === undefined || Buffer.compare(theirs, input) !== 0) return fail('libzstd does not read it');
      return undefined;
    };
  },
};
