/** @duplicated Part of an engine: one copy per kind of engine (tools/duplicateModules.ts). */
import { spreadSymbols } from './fseSpread';

/** States of the largest table, and symbols of the largest alphabet, per slot. */
export const FSE_STATES = 512;
export const FSE_SYMBOLS = 64;
/**
 * Slots: the first one for Huffman weights, whose writer adds no base to a symbol; then, by kind of sequence code, the predefined ones, two
 * for each kind that take turns as previous and next, and the dictionary's.
 */
export const WEIGHTS_SLOT = 0;
export const PREDEFINED_SLOT = 1;
export const TURN_SLOT = PREDEFINED_SLOT + 3;
export const DICTIONARY_SLOT = TURN_SLOT + 6;
const SLOTS = DICTIONARY_SLOT + 3;

/**
 * All FSE tables that an engine writes with, in slots: one set of typed arrays serves all of them and every access has a constant base, and
 * the addresses are constants of the code as long as there is one set (ARCHITECTURE.md "One engine, and spare ones"). A symbol with state x
 * is written as the low `n = (x + deltaBits[s]) >>> 16` bits of x, and the next state is `states[(x >>> n) + deltaState[s]]`: the slot's
 * base is part of `deltaState`.
 */
export interface FseEncodingTables {
  /** Next states, FSE_STATES per slot. */
  readonly states: Uint16Array;
  /** FSE_SYMBOLS per slot, like the two that follow. */
  readonly deltaBits: Int32Array;
  readonly deltaState: Int32Array;
  /** The distribution that the table was built from; 0 for symbols that it cannot write. */
  readonly normalized: Int32Array;
  /** Table log of each slot. */
  readonly logs: Int32Array;
  /** Builds the table of a slot from the slot's `normalized`. */
  build(slot: number, maxSymbol: number, log: number): void;
  /** The state that `symbol` starts with, written last: the one whose transition would be cheapest. */
  start(slot: number, symbol: number): number;
}

export function createFseEncodingTables(): FseEncodingTables {
  const states = new Uint16Array(SLOTS * FSE_STATES);
  const deltaBits = new Int32Array(SLOTS * FSE_SYMBOLS);
  const deltaState = new Int32Array(SLOTS * FSE_SYMBOLS);
  const normalized = new Int32Array(SLOTS * FSE_SYMBOLS);
  const logs = new Int32Array(32);
  const spread = new Uint8Array(FSE_STATES);
  const next = new Int32Array(FSE_SYMBOLS + 1);

  return {
    states,
    deltaBits,
    deltaState,
    normalized,
    logs,

    build(slot: number, maxSymbol: number, log: number): void {
      const N = next;
      const at = slot * FSE_SYMBOLS;
      const size = 1 << log;
      const base = slot * FSE_STATES;
      spreadSymbols(normalized, at, maxSymbol + 1, log, spread);
      let sum = 0;
      for (let s = 0; s <= maxSymbol; s++) {
        const n = Math.abs(normalized[at + s]);
        N[s] = sum;
        if (n === 1) {
          deltaBits[at + s] = (log << 16) - size;
          deltaState[at + s] = base + sum - 1;
        } else if (n > 1) {
          const bits = log - 31 + Math.clz32(n - 1);
          deltaBits[at + s] = (bits << 16) - (n << bits);
          deltaState[at + s] = base + sum - n;
        }
        sum += n;
      }
      normalized.fill(0, at + maxSymbol + 1, at + FSE_SYMBOLS);
      // States count from `size` on, so that their highest bit never changes.
      for (let u = 0; u < size; u++) states[base + N[spread[u]]++] = size + u;
      logs[slot] = log;
    },

    start(slot: number, symbol: number): number {
      const delta = deltaBits[slot * FSE_SYMBOLS + symbol];
      const bits = (delta + (1 << 15)) >>> 16;
      const value = (bits << 16) - delta;
      return states[(value >>> bits) + deltaState[slot * FSE_SYMBOLS + symbol]];
    },
  };
}
