import { LOOPS as SPARE_LOOPS } from '#copy/encoder/loops';
import { allocating, fail } from '../format/errors';
import type { CompressionSettings } from '../match/parameters';
import { DFAST_HASH_LOG_MAX, FAMILY_LONG, FAST_HASH_LOG_MAX, familyOf, hasChainTable, type TableLogs } from '../match/strategies';
import type { Digest } from './digests';
import { createEncoderEngine, type EncoderEngine, type EngineSize } from './engine';
import { type FrameHistory, finderSettingsOf } from './history';
import { LOOPS } from './loops';
import { windowRoom } from './windowRoom';

/**
 * Room for windows of 8 MiB (levels 17 to 19) and for the tables of all levels up to 19. What is never used is never touched, and the
 * tables are made when a strategy is first used.
 */
const MAIN_SIZE: EngineSize = {
  capacity: 12 << 20,
  tables: [
    // By family: fast, dfast, rows, chain, tree, long.
    { hashLog: FAST_HASH_LOG_MAX, chainLog: 0 },
    { hashLog: DFAST_HASH_LOG_MAX, chainLog: DFAST_HASH_LOG_MAX },
    { hashLog: 21, chainLog: 20 },
    { hashLog: 16, chainLog: 16 },
    { hashLog: 23, chainLog: 24 },
    { hashLog: 20, chainLog: 20 },
  ],
};
/** Positions and indices are 32-bit integers, and an index is up to INDEX_MAX more than its position. */
export const CAPACITY_MAX = 1.5 * 2 ** 30;

let main: EncoderEngine | undefined;
/** Whoever has the main engine. Weak where the platform can: an operation that was dropped without an end must not keep it. */
let holder: { deref(): object | undefined } | undefined;
let spare: EncoderEngine | undefined;

/** The holder of an operation that ends within a call. */
const WITHIN_CALL = { deref: () => WITHIN_CALL };

function holderOf(object: object): { deref(): object | undefined } {
  return typeof WeakRef === 'function' ? new WeakRef(object) : { deref: () => object };
}

/** Whether an engine of this size can serve a frame; nothing is allocated, for the sake of short messages. */
function fits(size: EngineSize, capacity: number, settings: CompressionSettings, longLog: number): boolean {
  const family = familyOf(settings);
  const { hashLog, chainLog } = size.tables[family];
  const longFits = size.tables[FAMILY_LONG].hashLog >= longLog;
  return longFits && size.capacity >= capacity && hashLog >= settings.hashLog && (!hasChainTable(family) || chainLog >= settings.chainLog);
}

/** The least engine that meets the needs: the main one's sizes, but for what must be larger. */
function sizeFor(capacity: number, settings: CompressionSettings, longLog: number): EngineSize {
  if (fits(MAIN_SIZE, capacity, settings, longLog)) return MAIN_SIZE;
  const family = familyOf(settings);
  const tables = MAIN_SIZE.tables.map(({ hashLog, chainLog }, i): TableLogs => {
    const [first, second] =
      i === FAMILY_LONG ? [longLog, longLog] : i === family ? [settings.hashLog, hasChainTable(family) ? settings.chainLog : 0] : [0, 0];
    return { hashLog: Math.max(hashLog, first), chainLog: Math.max(chainLog, second) };
  });
  return { capacity: Math.max(MAIN_SIZE.capacity, capacity), tables };
}

/**
 * An engine for a frame: the main one, which is a fifth faster than any other (ARCHITECTURE.md "One engine, and spare ones"), if it is
 * large enough and nobody else is using it.
 *
 * @param user who keeps it between calls; undefined where it is released within this one
 */
function acquireEngine(user: object | undefined, settings: CompressionSettings, expected: number, history?: FrameHistory): EncoderEngine {
  const capacity = windowRoom(history, expected, settings.windowLog);
  if (capacity > CAPACITY_MAX) fail('memory_allocation');
  const finderSettings = finderSettingsOf(settings, history);
  // The table of long matches is the frame's, whatever its finder follows.
  const longLog = settings.ldm?.hashLog ?? 0;
  if (fits(MAIN_SIZE, capacity, finderSettings, longLog) && holder?.deref() === undefined) {
    main ??= createEncoderEngine(MAIN_SIZE, LOOPS);
    holder = user === undefined ? WITHIN_CALL : holderOf(user);
    return main;
  }
  const found = spare;
  if (found !== undefined && fits(found.size, capacity, finderSettings, longLog)) {
    spare = undefined;
    return found;
  }
  return allocating(() => createEncoderEngine(sizeFor(capacity, finderSettings, longLog), SPARE_LOOPS));
}

/** Acquires an engine and begins a frame in it; see {@link EncoderEngine.startFrame}. */
export function startFrame(
  user: object | undefined,
  settings: CompressionSettings,
  expected: number,
  history?: FrameHistory,
): EncoderEngine {
  const engine = acquireEngine(user, settings, expected, history);
  try {
    // It makes its tables when they are first needed.
    allocating(() => engine.startFrame(settings, expected, history));
    return engine;
  } catch (error) {
    releaseEngine(engine);
    throw error;
  }
}

/** Makes a dictionary's digest for the engine that frames with it get first. */
export function prepareDigest(history: FrameHistory): void {
  releaseEngine(startFrame(undefined, (history.digest as Digest).settings, 0, history));
}

/** Takes an engine back; one spare engine of ordinary size is kept for the next need. */
export function releaseEngine(engine: EncoderEngine): void {
  if (engine === main) holder = undefined;
  else if (engine.size.capacity <= MAIN_SIZE.capacity) spare = engine;
}
