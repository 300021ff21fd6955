import type { Random } from '../test/helpers/random';
import { checkStream } from './checks';
import { mutate, seedFrames } from './mutate';
import type { Target } from './target';

/** Whole and damaged frames in random pieces: as in one call. */
export const target: Target = {
  async prepare() {
    const frames = seedFrames();
    return (random: Random) => {
      const frame = random.pick(frames);
      const input = random.oneIn(4) ? frame : mutate(frame, frames, random);
      const what = checkStream(input, random);
      return what === undefined ? undefined : { what, input };
    };
  },
};
