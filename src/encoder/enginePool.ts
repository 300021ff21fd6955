import { createEncoderEngine as createSpareEngine } from '#copy/encoder/engine';
import { BLOCK_SIZE_MAX } from '../format/constants';
import { fail } from '../format/errors';
import type { CompressionSettings } from '../match/parameters';
import { FAMILY_LONG, familyOf, type TableLogs, tableLogsOf } from '../match/strategies';
import { createEncoderEngine, type EncoderEngine, type EngineSize, OUT_ROOM, REACH_MAX } from './engine';

/**
 * Room for windows of 8 MiB (levels 17 to 19) and for the tables of all levels up to 19. What is never used is never touched, and the tables are
 * made when a strategy is first used.
 */
const MAIN_SIZE: EngineSize = {
  capacity: 12 << 20,
  tables: [
    { hashLog: 17, chainLog: 0 },
    { hashLog: 18, chainLog: 18 },
    { hashLog: 22, chainLog: 20 },
    { hashLog: 16, chainLog: 16 },
    { hashLog: 23, chainLog: 24 },
    { hashLog: 20, chainLog: 20 },
  ],
};
/** Positions and indices are 32-bit integers, and an index is up to INDEX_MAX more than its position. */
const CAPACITY_MAX = 1.5 * 2 ** 30;

let main: EncoderEngine | undefined;
/** Whoever has the main engine. Weak where the platform can: an operation that was dropped without an end must not keep it. */
let holder: { deref(): object | undefined } | undefined;
let spare: EncoderEngine | undefined;

function holderOf(object: object): { deref(): object | undefined } {
  return typeof WeakRef === 'function' ? new WeakRef(object) : { deref: () => object };
}

// From here, so that nothing loads an engine but this module, which loads the copy first (tools/duplicateModules.ts).
export { OUT_ROOM };

interface Needs extends TableLogs {
  readonly capacity: number;
  readonly family: number;
  /** Entries of long-distance matching's table, log2. */
  readonly longLog: number;
}

function fits(size: EngineSize, { capacity, family, hashLog, chainLog, longLog }: Needs): boolean {
  const tables = size.tables[family];
  const large = size.capacity >= capacity && size.tables[FAMILY_LONG].hashLog >= longLog;
  return large && tables.hashLog >= hashLog && tables.chainLog >= chainLog;
}

/** What a frame with these settings needs; `expected` is its size or Infinity. */
function neededFor(settings: CompressionSettings, expected: number): Needs {
  const windowSize = Math.min(2 ** settings.windowLog, REACH_MAX);
  const room = windowSize + Math.max(windowSize / 4, 4 * BLOCK_SIZE_MAX);
  return {
    capacity: Math.min(expected + BLOCK_SIZE_MAX, room),
    family: familyOf(settings),
    longLog: settings.ldm?.hashLog ?? 0,
    ...tableLogsOf(settings),
  };
}

/** The least engine that meets the needs: the main one's sizes, but for what must be larger. */
function sizeFor(needed: Needs): EngineSize {
  const { capacity, family, hashLog, chainLog, longLog } = needed;
  if (fits(MAIN_SIZE, needed)) return MAIN_SIZE;
  const tables = MAIN_SIZE.tables.map((logs, i) =>
    i === family
      ? { hashLog: Math.max(logs.hashLog, hashLog), chainLog: Math.max(logs.chainLog, chainLog) }
      : i === FAMILY_LONG
        ? { hashLog: Math.max(logs.hashLog, longLog), chainLog: Math.max(logs.chainLog, longLog) }
        : logs,
  );
  return { capacity: Math.max(MAIN_SIZE.capacity, capacity), tables };
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
    return createSpareEngine(sizeFor(needed));
  } catch {
    return fail('memory_allocation');
  }
}

/** Takes an engine back; one spare engine of ordinary size is kept for the next need. */
export function releaseEngine(engine: EncoderEngine): void {
  if (engine === main) holder = undefined;
  else if (engine.size.capacity <= MAIN_SIZE.capacity) spare = engine;
}
