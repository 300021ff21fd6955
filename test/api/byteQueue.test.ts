import { expect, it } from 'vitest';
import { createByteQueue } from '../../src/api/pieces/byteQueue';
import { Random } from '../helpers/random';

it('a queue gives what it was given, in the sizes that are asked for', () => {
  const random = new Random(5);
  for (let run = 0; run < 50; run++) {
    const queue = createByteQueue();
    const content = random.bytes(20_000);
    const smallest = random.pick([1, 50]);
    const got: Uint8Array[] = [];
    let given = 0;
    let taken = 0;
    while (taken < content.length) {
      for (let n = random.below(random.pick([2, 300])); n > 0 && given < content.length; n--) {
        const to = Math.min(given + smallest + random.below(100), content.length);
        queue.write(content, given, to);
        given = to;
      }
      expect(queue.length()).toBe(given - taken);
      const size = random.below(random.pick([10, 3000]));
      const wanted = Math.min(size, given - taken);
      const way = random.below(3);
      if (way === 0) {
        got.push(queue.peek(size).slice());
        queue.drop(wanted);
      } else if (way === 1) {
        const target = new Uint8Array(size);
        expect(queue.readInto(target)).toBe(wanted);
        got.push(target.subarray(0, wanted));
      } else if (random.oneIn(5)) got.push(queue.take());
      taken = got.reduce((sum, { length }) => sum + length, 0);
    }
    expect(Buffer.compare(Buffer.concat(got), content)).toBe(0);
  }
});
