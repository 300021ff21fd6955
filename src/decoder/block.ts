import type { createHuffmanDecoder } from '../entropy/huffmanDecode';
import { createLiteralsDecoder, type LiteralsDecoder } from '../entropy/literalsDecode';
import {
  BLOCK_AT,
  R_BIT,
  R_BIT_LAST,
  R_LITERALS,
  R_LITERALS_END,
  R_OFFSET_CODE_MAX,
  R_OUT,
  R_REPEAT1,
  type ReadArena,
  WINDOW_AT,
} from '../entropy/readArena';
import { createSequencesHeadReader } from '../entropy/sequencesHeadRead';
import { createSequenceTables, type SequenceTables } from '../entropy/sequenceTablesRead';
import { corrupt } from '../format/errors';
import type { createExecute } from './execute';

/**
 * Sequences that the hot loop runs per call. While the engine is young the calls are short, so that V8's compiled version is entered soon
 * (a call that is already running can only be replaced in the middle, which costs specialisation: second call on 100 KB 23 → 13 ms on Node
 * 20). Later ones are longer, yet short enough that a corrupt block cannot write for long before its size is looked at.
 */
const PORTION_YOUNG = 128;
const PORTION = 1 << 14;
/** Sequences after which a loop is no longer young. */
const YOUNG = 1 << 17;
/**
 * Sequences (40 to 110 MB) after which a faster loop takes over, where there is one. Until that is compiled it costs 10 to 20 ms on one machine,
 * 50 to 80 on another: what it saves on 100 to 400 MB.
 */
const MATURE = 1 << 22;

/** The factories whose products V8 compiles with the engine's addresses inside: see tools/duplicateModules.ts. */
export interface HotLoops {
  readonly createExecute: typeof createExecute;
  readonly createHuffmanDecoder: typeof createHuffmanDecoder;
  /** Makes the loop for engines that are mature, if there is another. */
  readonly createMature: typeof createExecute | undefined;
}

export interface BlockDecoder {
  readonly literals: LiteralsDecoder;
  readonly tables: SequenceTables;
  /**
   * Decodes the compressed block that lies at BLOCK_AT (RFC 8878 §3.1.1.3) to the window at `out` and returns the index after its content.
   * @param blockMax most bytes that it may regenerate
   * @param maxOffset largest offset allowed
   */
  decode(size: number, out: number, blockMax: number, maxOffset: number): number;
}

export function createBlockDecoder(arena: ReadArena, loops: HotLoops): BlockDecoder {
  const { bytes, registers } = arena;
  const tables = createSequenceTables(arena);
  const literals = createLiteralsDecoder(arena, tables, loops.createHuffmanDecoder);
  const readSequencesHead = createSequencesHeadReader(arena, tables);
  let { createMature } = loops;
  let execute = loops.createExecute(arena, tables, false);
  /** Sequences that the loop has run. */
  let run = 0;

  /** Copies what the last match leaves of the literals (all of them in a block without sequences). */
  function copyLastLiterals(limit: number): number {
    const from = registers[R_LITERALS];
    const length = registers[R_LITERALS_END] - from;
    const out = registers[R_OUT];
    if (length < 0 || out + length > limit) corrupt();
    bytes.copyWithin(out, from, from + length);
    return out + length;
  }

  return {
    literals,
    tables,

    decode(size: number, out: number, blockMax: number, maxOffset: number): number {
      const end = BLOCK_AT + size;
      const limit = out + blockMax;
      registers[R_OUT] = out;
      const count = readSequencesHead(literals.read(BLOCK_AT, end, blockMax), end);

      if (run > MATURE && createMature !== undefined) {
        execute = createMature(arena, tables, true);
        createMature = undefined;
        run = 0;
      }
      // The loop checks that no offset reaches before the content. Whether one reaches farther back than the window allows is only asked
      // where the offset table can say such a thing, sequence by sequence (a second comparison in the loop costs 5 %): the reference's
      // encoder, whose windows are powers of two, never gives it cause beyond small blocks with the predefined table.
      const careful = limit - WINDOW_AT > maxOffset && 2 ** (registers[R_OFFSET_CODE_MAX] + 1) - 4 > maxOffset;
      const portion = careful ? 1 : run < YOUNG ? PORTION_YOUNG : PORTION;
      run += count;
      for (let remaining = count; remaining > 0; ) {
        const now = Math.min(remaining, portion);
        execute(now, remaining);
        // The offset used last is the first repeat offset.
        if (registers[R_OUT] > limit || (careful && registers[R_REPEAT1] > maxOffset)) corrupt();
        remaining -= now;
      }
      // Every bit used, none too many (RFC 8878 §3.1.1.3.2.1.2).
      if (count > 0 && registers[R_BIT] !== registers[R_BIT_LAST]) corrupt();
      return copyLastLiterals(limit);
    },
  };
}
