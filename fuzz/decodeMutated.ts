import type { Random } from '../test/helpers/random';
import { checkDecode } from './checks';
import { mutate, seedFrames } from './mutate';
import { createOracle } from './oracle';
import type { Target } from './target';

/** Damaged frames: nothing but a ZstdError, nothing that libzstd rejects, no other bytes, no long call. */
export const target: Target = {
  async prepare() {
    const frames = seedFrames();
    const oracle = await createOracle();
    return (random: Random) => {
      const input = mutate(random.pick(frames), frames, random);
      const what = checkDecode(input, oracle);
      return what === undefined ? undefined : { what, input };
    };
  },
};
