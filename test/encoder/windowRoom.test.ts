import { expect, it } from 'vitest';
import { windowRoom } from '../../src/encoder/windowRoom';

it('every window fits into an engine, also where the size is unknown', () => {
  for (let log = 10; log <= 31; log++) {
    const room = windowRoom(undefined, Number.POSITIVE_INFINITY, log);
    expect(room).toBeGreaterThan(Math.min(2 ** log, 1.25 * 2 ** 30));
    // What enginePool allows.
    expect(room).toBeLessThanOrEqual(1.5 * 2 ** 30);
  }
});
