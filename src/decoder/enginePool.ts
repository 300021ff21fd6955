import { createExecute as createSpareExecute } from '#copy/decoder/execute';
import { createHuffmanDecoder as createSpareHuffmanDecoder } from '#copy/entropy/huffmanDecode';
import { createExecute as createMatureExecute } from '#copy2/decoder/execute';
import { createHuffmanDecoder } from '../entropy/huffmanDecode';
import { WINDOW_AT } from '../entropy/readArena';
import { bigIntViewsCompileWell } from '../format/bigInts';
import { allocating } from '../format/errors';
import { createDecoderEngine, type DecoderEngine } from './engine';
import { createExecute } from './execute';

/** Somebody who holds an engine between calls and can be moved to another one. */
export interface EngineHolder {
  /** Copies its state over to `engine` and works there from now on. */
  moveTo(engine: DecoderEngine): void;
  /** Bytes of window region that it needs there. */
  windowInUse(): number;
}

/**
 * Window region of the main engine: a window of 8 MiB (level 19) and half of that to fill before it has to slide.
 * The memory is only touched as frames fill it.
 */
export const MAIN_CAPACITY = 12 << 20;
/** Largest window region: positions are 32-bit integers. */
export const MAX_CAPACITY = 2 ** 31 - 2 ** 20 - WINDOW_AT;

// The main engine runs a fifth faster than any other (ARCHITECTURE.md "One engine, and spare ones"), so whoever decodes now should have it,
// and not somebody who once opened a stream and may never come back.
let main: DecoderEngine | undefined;
let mainHolder: EngineHolder | undefined;

/** An engine that is not the main one, with room for `capacity` bytes. */
export function createSpareEngine(capacity: number): DecoderEngine {
  const loops = { createExecute: createSpareExecute, createHuffmanDecoder: createSpareHuffmanDecoder, createMature: undefined };
  return allocating(() => createDecoderEngine(capacity, loops));
}

/** Gives the main engine to `holder`; whoever held it moves out to a spare one. */
export function acquireMainEngine(holder: EngineHolder): DecoderEngine {
  main ??= createDecoderEngine(MAIN_CAPACITY, {
    createExecute,
    createHuffmanDecoder,
    createMature: bigIntViewsCompileWell() ? createMatureExecute : undefined,
  });
  const previous = mainHolder;
  if (previous !== undefined && previous !== holder) previous.moveTo(createSpareEngine(Math.max(previous.windowInUse(), 1 << 20)));
  mainHolder = holder;
  return main;
}

/** Takes the main engine back, if that is what it is. */
export function releaseEngine(engine: DecoderEngine, holder: EngineHolder): void {
  if (engine === main && mainHolder === holder) mainHolder = undefined;
}
