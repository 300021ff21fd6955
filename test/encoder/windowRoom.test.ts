import { expect, it } from 'vitest';
import { CAPACITY_MAX } from '../../src/encoder/enginePool';
import { REACH_MAX, windowRoom, windowUse } from '../../src/encoder/windowRoom';

it('every window fits into an engine, also where the size is unknown', () => {
  for (let log = 10; log <= 31; log++) {
    const room = windowRoom(undefined, Number.POSITIVE_INFINITY, log);
    expect(room).toBeGreaterThan(Math.min(2 ** log, REACH_MAX));
    expect(room).toBeLessThanOrEqual(CAPACITY_MAX);
  }
});

it('short messages go round in little memory, large windows in room to slide', () => {
  expect(windowUse(0, 1 << 14)).toBeLessThan(1 << 20);
  expect(windowUse(0, 1 << 21)).toBe(8 << 20);
  for (let log = 10; log <= 27; log++) expect(windowUse(1000, 2 ** log)).toBeGreaterThanOrEqual(1000 + 1.5 * 2 ** log);
});
