import { generate, kinds } from '../corpus/generate';
import { COMPRESSOBJ_FLUSH_BLOCK, compress, compressBound, decompress, ZstdCompressor } from '../src/index';
import type { Random } from '../test/helpers/random';
import { createOracle } from './oracle';
import type { Target } from './target';

/** Random content, level and options, in one call or streamed: read back by us and by libzstd, never above the bound. */
export const target: Target = {
  async prepare() {
    const oracle = await createOracle();
    return (random: Random) => {
      const size = random.below(random.pick([100, 3000, 50_000, 300_000]));
      const input = generate(random.pick(kinds), size, random.next());
      const level = random.pick([-200, -7, -3, -1, 1, 1, 2, 3, 3, 4, 12]);
      const options = { level, writeChecksum: random.oneIn(2), writeContentSize: random.oneIn(2) };
      let frame: Uint8Array;
      let flushes = 0;
      if (random.oneIn(2)) frame = compress(input, options);
      else {
        const stream = new ZstdCompressor(options).compressObj({ size: random.oneIn(2) ? size : undefined });
        const parts: Uint8Array[] = [];
        for (let at = 0; at < size; ) {
          const end = at + 1 + random.below(random.pick([10, 1000, 200_000]));
          parts.push(stream.compress(input.subarray(at, end)));
          if (random.oneIn(10)) {
            parts.push(stream.flush(COMPRESSOBJ_FLUSH_BLOCK));
            flushes++;
          }
          at = end;
        }
        parts.push(stream.flush());
        frame = Buffer.concat(parts);
      }
      const fail = (what: string) => ({ what: `${what}: level ${level}, ${size} bytes`, input });
      if (frame.length > compressBound(size) + 3 * flushes + 24) return fail('above the bound');
      if (Buffer.compare(decompress(frame), input) !== 0) return fail('our round trip differs');
      const theirs = oracle(frame, 1 << 24);
      if (theirs === undefined || Buffer.compare(theirs, input) !== 0) return fail('libzstd does not read it');
      return undefined;
    };
  },
};
