import { generate, kinds } from '../corpus/generate';
import { CompressionParameters, decompress, ZstdCompressor } from '../src/index';
import type { Random } from '../test/helpers/random';
import { patchwork, randomParameters } from './inputs';
import { createOracle } from './oracle';
import type { Target } from './target';

/** A dictionary, a compressor that has it, and what it has made of earlier contents. */
interface Kept {
  readonly dictData: Uint8Array;
  readonly compressor: ZstdCompressor;
  readonly about: string;
  readonly earlier: { content: Uint8Array; frame: Uint8Array }[];
}

/** Compressors that are in use at a time, each with its dictionary, so that they drive one another from the engine. */
const KEPT = 4;
/** Runs after which one of them gives way to another. */
const LIFE = 60;
/** Earlier contents that each remembers. */
const EARLIER = 6;

function createKept(random: Random): Kept {
  const size = 1 + random.below(random.pick([20, 3000, 60_000, 300_000]));
  const dictData = random.oneIn(3) ? patchwork(size, random) : generate(random.pick(kinds), size, random.next());
  const level = random.pick([-3, 1, 2, 3, 4, 5, 7, 9, 11, 12, 13, 16, 19]);
  const parameters = { ...randomParameters(random), writeContentSize: random.oneIn(2) };
  const options = random.oneIn(2) ? { level } : { compressionParams: new CompressionParameters(parameters) };
  const about = JSON.stringify('level' in options ? level : parameters);
  return { dictData, compressor: new ZstdCompressor({ ...options, dictData }), about, earlier: [] };
}

/** Pieces of the dictionary, of noise and of text, and runs: within the window and beyond it. */
function contentFor(dictData: Uint8Array, random: Random): Uint8Array {
  const pieces = Array.from({ length: 1 + random.below(8) }, () => {
    const length = random.below(random.pick([30, 600, 20_000]));
    const from = random.below(dictData.length);
    if (random.oneIn(3)) return dictData.subarray(from, from + length);
    if (random.oneIn(3)) return random.bytes(length);
    return random.oneIn(2) ? new Uint8Array(length).fill(random.below(256)) : generate(random.pick(kinds), length, random.next());
  });
  return new Uint8Array(Buffer.concat(pieces));
}

/**
 * Raw dictionaries, several compressors at a time: frames are read back by us and by libzstd, streamed to the same bytes where the size is
 * told, and made to the same bytes again after whatever else has been compressed.
 */
export const target: Target = {
  async prepare(random: Random) {
    const oracle = await createOracle();
    const all = Array.from({ length: KEPT }, () => createKept(random));
    return () => {
      const index = random.below(KEPT);
      if (random.oneIn(LIFE)) all[index] = createKept(random);
      const { dictData, compressor, about, earlier } = all[index];
      const content = contentFor(dictData, random);
      const frame = compressor.compress(content);
      const fail = (what: string) => ({
        what: `${what}: ${about}, dictionary of ${dictData.length}, ${content.length} bytes`,
        input: content,
      });
      if (Buffer.compare(decompress(frame, { dictData, maxOutputSize: content.length }), content) !== 0)
        return fail('our round trip differs');
      const theirs = oracle(frame, Math.max(content.length, 1), dictData);
      if (theirs === undefined || Buffer.compare(theirs, content) !== 0) return fail('libzstd does not read it');
      const stream = compressor.compressObj({ size: content.length });
      const half = random.below(content.length + 1);
      const parts = [stream.compress(content.subarray(0, half)), stream.compress(content.subarray(half)), stream.flush()];
      if (Buffer.compare(Buffer.concat(parts), frame) !== 0) return fail('streamed to other bytes');
      const before = earlier.length > 0 ? random.pick(earlier) : undefined;
      if (before !== undefined && Buffer.compare(compressor.compress(before.content), before.frame) !== 0) {
        return { ...fail(`other bytes than before, ${before.content.length} bytes`), input: before.content };
      }
      earlier.push({ content, frame });
      if (earlier.length > EARLIER) earlier.splice(random.below(EARLIER), 1);
      return undefined;
    };
  },
};
