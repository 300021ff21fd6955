import { BLOCK_SIZE_MAX } from '../format/constants';
import { SEQUENCES_MAX } from '../match/sequenceStore';
import { FAMILY_ROWS } from '../match/strategies';
import type { Frame } from './frame';

/** The sequences of a block (three numbers each) and its gathered literals. */
const BLOCK_BUFFERS = 12 * SEQUENCES_MAX + BLOCK_SIZE_MAX;

/**
 * Bytes of the buffers that a frame holds while it is being made: window, output, the block's sequences and literals, and the tables of the
 * strategies that its engine has been used with.
 */
export function frameMemory({ engine, held }: Frame): number {
  if (engine === undefined) return held;
  let total = held + engine.size.capacity + engine.outBytes.length + BLOCK_BUFFERS;
  const families = engine.families();
  for (const [family, { hashLog, chainLog }] of engine.size.tables.entries()) {
    if ((families & (1 << family)) === 0) continue;
    total += 4 * 2 ** hashLog + (family === FAMILY_ROWS ? 2 ** hashLog : 0) + (chainLog > 0 ? 4 * 2 ** chainLog : 0);
  }
  return total;
}
