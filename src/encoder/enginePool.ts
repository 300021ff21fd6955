import { createEncoderEngine as createSpareEngine } from '#copy/encoder/engine';
import { BLOCK_SIZE_MAX, STRATEGY_DFAST, STRATEGY_FAST } from '../format/constants';
import { fail } from '../format/errors';
import type { CompressionSettings } from '../match/parameters';
import { createEncoderEngine, type EncoderEngine, type EngineSize } from './engine';

/** Room for a window of 2 MiB (levels 3 and 4) and three more to fill before it slides. */
const MAIN_SIZE: EngineSize = { capacity: 8 << 20, fastLog: 17, longLog: 18, shortLog: 18, chainLog: 18 };
/** Positions are 32-bit integers. */
const CAPACITY_MAX = 2 ** 30;

let main: EncoderEngine | undefined;
/** Whoever has the main engine. Weak where the platform can: an operation that was dropped without an end must not keep it. */
let holder: { deref(): object | undefined } | undefined;
let spare: EncoderEngine | undefined;

function holderOf(object: object): { deref(): object | undefined } {
  return typeof WeakRef === 'function' ? new WeakRef(object) : { deref: () => object };
}

function fits(size: EngineSize, needed: EngineSize): boolean {
  return (
    size.capacity >= needed.capacity && size.fastLog >= needed.fastLog && size.longLog >= needed.longLog && size.shortLog >= needed.shortLog
  );
}

/** What a frame with these settings needs; `expected` is its size or Infinity. */
function neededFor(settings: CompressionSettings, expected: number): EngineSize {
  const { windowLog, hashLog, chainLog, strategy } = settings;
  const windowSize = 2 ** windowLog;
  return {
    capacity: Math.min(expected + BLOCK_SIZE_MAX, windowSize + Math.max(windowSize / 4, 4 * BLOCK_SIZE_MAX)),
    fastLog: strategy === STRATEGY_FAST ? hashLog : 0,
    longLog: strategy === STRATEGY_DFAST ? hashLog : 0,
    shortLog: strategy === STRATEGY_DFAST ? chainLog : 0,
    chainLog: strategy > STRATEGY_DFAST ? Math.max(hashLog, chainLog) : 0,
  };
}

/**
 * An engine for a frame: the main one, which is a fifth faster than any other (ARCHITECTURE.md "One engine, and spare ones"), if it is large enough and nobody
 * else is using it.
 */
export function acquireEngine(user: object, settings: CompressionSettings, expected: number): EncoderEngine {
  const needed = neededFor(settings, expected);
  if (needed.capacity > CAPACITY_MAX) fail('memory_allocation');
  if (fits(MAIN_SIZE, needed) && holder?.deref() === undefined) {
    main ??= createEncoderEngine(MAIN_SIZE);
    holder = holderOf(user);
    return main;
  }
  const found = spare;
  if (found !== undefined && fits(found.size, needed)) {
    spare = undefined;
    return found;
  }
  try {
    return createSpareEngine(fits(MAIN_SIZE, needed) ? MAIN_SIZE : needed);
  } catch {
    return fail('memory_allocation');
  }
}

/** Takes an engine back; one spare engine of ordinary size is kept for the next need. */
export function releaseEngine(engine: EncoderEngine): void {
  if (engine === main) holder = undefined;
  else if (engine.size.capacity <= MAIN_SIZE.capacity) spare = engine;
}
