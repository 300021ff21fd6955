import { corrupt } from '../format/errors';
import { LL, ML, MODE_REPEAT } from '../format/sequenceKinds';
import { endMark } from './endMark';
import { R_BIT, R_BIT_LAST, R_LOG, R_STATE_LL, R_TABLES_VALID, type ReadArena } from './readArena';
import { REGION, type SequenceTables } from './sequenceTablesRead';

/**
 * Reads the head of a sequences section, bytes [at, end) (RFC 8878 §3.1.1.3.2): number of sequences, modes and tables. Leaves first states
 * and position in the bit stream for the loop.
 *
 * @returns the number of sequences
 */
export type ReadSequencesHead = (at: number, end: number) => number;

export function createSequencesHeadReader({ bytes, view, registers }: ReadArena, tables: SequenceTables): ReadSequencesHead {
  return (at: number, end: number): number => {
    // One, two or three bytes (RFC 8878 §3.1.1.3.2.1). That the section is over is noticed where the bit stream should begin.
    let count = bytes[at++];
    if (count === 255) {
      count = bytes[at] + (bytes[at + 1] << 8) + 0x7f00;
      at += 2;
    } else if (count >= 128) count = ((count - 128) << 8) + bytes[at++];
    if (count === 0) {
      // Nothing may follow (golden file zeroSeq_extraneous).
      if (at !== end) corrupt();
      return 0;
    }

    const modes = bytes[at++];
    if ((modes & 3) !== 0) corrupt();
    for (let kind = LL; kind <= ML; kind++) {
      const mode = (modes >> (6 - 2 * kind)) & 3;
      if (mode === MODE_REPEAT && registers[R_TABLES_VALID] === 0) corrupt();
      at = tables.read(kind, mode, at, end);
    }
    registers[R_TABLES_VALID] = 1;

    let bit = endMark(bytes, at, end);
    for (let kind = LL; kind <= ML; kind++) {
      const log = registers[R_LOG + kind];
      bit -= log;
      registers[R_STATE_LL + kind] = REGION[kind] + ((view.getInt32(bit >> 3, true) >>> (bit & 7)) & ((1 << log) - 1));
    }
    registers[R_BIT] = bit;
    registers[R_BIT_LAST] = at * 8;
    return count;
  };
}
