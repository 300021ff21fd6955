import { afterEach, expect, it, vi } from 'vitest';
import { otherEvents } from '../../src/workers/eventLoop';

afterEach(() => vi.unstubAllGlobals());

it('waits its turn with whatever the platform has', async () => {
  await otherEvents();
  vi.stubGlobal('setImmediate', undefined);
  const yielding = vi.fn(async () => undefined);
  vi.stubGlobal('scheduler', { yield: yielding });
  await otherEvents();
  expect(yielding).toHaveBeenCalledOnce();
  vi.stubGlobal('scheduler', undefined);
  await otherEvents();
  vi.stubGlobal('MessageChannel', undefined);
  await otherEvents();
});
