import { expect, it } from 'vitest';
import { CAPACITY_MAX } from '../../src/encoder/enginePool';
import { REACH_MAX, windowRoom } from '../../src/encoder/windowRoom';

it('every window fits into an engine, also where the size is unknown', () => {
  for (let log = 10; log <= 31; log++) {
    const room = windowRoom(undefined, Number.POSITIVE_INFINITY, log);
    expect(room).toBeGreaterThan(Math.min(2 ** log, REACH_MAX));
    expect(room).toBeLessThanOrEqual(CAPACITY_MAX);
  }
});
