import { generate, kinds } from '../corpus/generate';
import { compressSeekable } from '../src/seekable';
import { joined } from '../test/helpers/content';
import type { Random } from '../test/helpers/random';
import { checkSeekable } from './checks';
import { mutate } from './mutate';
import type { Target } from './target';

/** Bytes of a table beside its entries. */
const TABLE_SIZE_MIN = 17;

/** Files to start from, each with the size of its table. */
export function seedFiles(): { file: Uint8Array; tableSize: number }[] {
  return kinds.flatMap((kind, i) =>
    [0, 1, 300, 9000].map((size) => {
      const frameChecksums = i % 2 === 0;
      const frameSize = [100, 1000, 4000][i % 3];
      const file = compressSeekable(generate(kind, size, i), { level: 1, frameSize, frameChecksums, writeContentSize: i % 4 < 2 });
      return { file, tableSize: TABLE_SIZE_MIN + Math.ceil(size / frameSize) * (frameChecksums ? 12 : 8) };
    }),
  );
}

/** A file with some damage, half of the time to its table alone. */
export function damaged(files: ReturnType<typeof seedFiles>, random: Random): Uint8Array {
  const { file, tableSize } = random.pick(files);
  const at = random.oneIn(2) ? file.length - tableSize : 0;
  return joined([file.subarray(0, at), mutate(file.subarray(at), [random.pick(files).file], random)]);
}

/** Damaged files for random access. */
export const target: Target = {
  async prepare() {
    const files = seedFiles();
    return (random: Random) => {
      const input = damaged(files, random);
      const what = checkSeekable(input, random);
      return what === undefined ? undefined : { what, input };
    };
  },
};
