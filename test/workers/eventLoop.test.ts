import { afterEach, expect, it, vi } from 'vitest';
import { otherEvents } from '../../src/workers/eventLoop';

const { MessageChannel, setTimeout } = globalThis;
/** Far more turns than a timer of a millisecond waits. */
const TURNS_MAX = 100_000;

/** Whether a timer gets its turn while somebody calls {@link otherEvents} again and again: it would not between microtasks. */
async function timersRun(): Promise<boolean> {
  let ran = false;
  setTimeout(() => {
    ran = true;
  }, 0);
  for (let turn = 0; turn < TURNS_MAX && !ran; turn++) await otherEvents();
  return ran;
}

afterEach(() => vi.unstubAllGlobals());

it('lets timers run by setImmediate', async () => {
  const immediate = vi.fn(setImmediate);
  vi.stubGlobal('setImmediate', immediate);
  expect(await timersRun()).toBe(true);
  expect(immediate).toHaveBeenCalled();
});

it('leaves it to scheduler.yield where there is no setImmediate', async () => {
  vi.stubGlobal('setImmediate', undefined);
  const yielding = vi.fn(async () => undefined);
  vi.stubGlobal('scheduler', { yield: yielding });
  await otherEvents();
  expect(yielding).toHaveBeenCalledOnce();
});

it('lets timers run by messages where there is neither, and closes the ports', async () => {
  vi.stubGlobal('setImmediate', undefined);
  vi.stubGlobal('scheduler', undefined);
  let open = 0;
  let channels = 0;
  class Counted extends MessageChannel {
    constructor() {
      super();
      channels++;
      open++;
      this.port1.addEventListener('close', () => open--);
    }
  }
  vi.stubGlobal('MessageChannel', Counted);
  expect(await timersRun()).toBe(true);
  expect(channels).toBeGreaterThan(0);
  await vi.waitFor(() => expect(open).toBe(0));
});

it('lets timers run by a timer where there is nothing else', async () => {
  vi.stubGlobal('setImmediate', undefined);
  vi.stubGlobal('scheduler', undefined);
  vi.stubGlobal('MessageChannel', undefined);
  const timer = vi.fn(setTimeout);
  vi.stubGlobal('setTimeout', timer);
  expect(await timersRun()).toBe(true);
  expect(timer).toHaveBeenCalled();
});
