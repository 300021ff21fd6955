/** @duplicated Part of an engine: one copy per kind of engine (tools/duplicateModules.ts). */
import type { ByteArena } from '../format/byteArena';
import { LL_BITS, MATCH_LENGTH_MIN, ML_BITS } from '../format/codes';
import { readFirst } from '../format/readFirst';
import {
  CODE_MAX,
  DEFAULT,
  DEFAULT_LOG,
  LL,
  LOG_MAX,
  ML,
  MODE_FSE,
  MODE_PREDEFINED,
  MODE_REPEAT,
  MODE_RLE,
  OF,
} from '../format/sequenceKinds';
import { BIT, crossEntropy, entropy, IMPOSSIBLE } from './fseCost';
import { DICTIONARY_SLOT, FSE_STATES, FSE_SYMBOLS, type FseEncodingTables, PREDEFINED_SLOT, TURN_SLOT } from './fseEncode';
import { chooseTableLog, normalizeCounts } from './fseNormalize';
import type { Distribution } from './fseTableRead';
import { writeDistribution } from './fseTableWrite';

/** Where each kind's counts lie in a row of counters. */
export const LL_COUNTS = 0;
export const OF_COUNTS = 64;
export const ML_COUNTS = 128;
/** Counters of the three kinds together. */
export const SEQUENCE_COUNTS = 192;

const COUNTS_AT = [LL_COUNTS, OF_COUNTS, ML_COUNTS];

/** Elements of the stream's state, after the three states by kind: bits not stored yet, their number, and where they go. */
const ACC = 3;
const BITS = 4;
const AT = 5;
/** The order in which the states are written at the end. */
const FINAL_ORDER = [ML, OF, LL];
/** Sequences per call: short calls enter the compiled function, long ones a second version for the middle of its loop. */
const PORTION = 512;

/**
 * Bits of a table's description for each symbol that occurs, at the very least: where a table at hand is nearer to the best than that, none
 * is built.
 */
const DESCRIPTION_BITS = 3;

/** The codes of a block's sequences, one array per kind, and the values that their extra bits come from. */
export interface SequenceCodes {
  readonly litLengthCodes: Uint8Array;
  readonly offsetCodes: Uint8Array;
  readonly matchLengthCodes: Uint8Array;
  readonly litLength: Int32Array;
  readonly offBase: Int32Array;
  readonly matchLength: Int32Array;
}

export interface SequencesEncoder {
  /** A frame begins: there are no previous tables, or (`dictionary`) those that {@link loadDictionary} read are. */
  reset(dictionary: boolean): void;
  /** Takes a dictionary's tables, in the order LL, OF, ML, for frames to begin with. */
  loadDictionary(distributions: readonly Distribution[]): void;
  /**
   * Writes the sequences section (RFC 8878 §3.1.1.3.2) for sequences [from, to) with these counts of codes at `at` and returns the index
   * after it, or 0 where old decoders would refuse it. New tables become the previous ones only with {@link commit}.
   */
  encode(from: number, to: number, counts: Int32Array, countsAt: number, at: number): number;
  commit(): void;
}

export function createSequencesEncoder(sequences: SequenceCodes, out: ByteArena, tables: FseEncodingTables): SequencesEncoder {
  const { bytes: outBytes, view: outView } = out;
  const { litLengthCodes, offsetCodes, matchLengthCodes, litLength, offBase, matchLength } = sequences;
  const { states, deltaBits, deltaState, normalized, logs } = tables;
  const llBits = new Uint8Array(128);
  const mlBits = new Uint8Array(128);
  llBits.set(LL_BITS);
  mlBits.set(ML_BITS);
  // By kind: the slot of the previous table, if there is one; the mode and the slot chosen for this block.
  const previousSlot = [TURN_SLOT, TURN_SLOT + 2, TURN_SLOT + 4];
  const hasPrevious = [false, false, false];
  const nextSlot = [0, 0, 0];
  const nextMode = [0, 0, 0];
  /** Bytes of each description written for this block. */
  const described = [0, 0, 0];
  const codes = [litLengthCodes, offsetCodes, matchLengthCodes];
  const stream = new Int32Array(32);
  let predefinedReady = false;
  /** Whether the block has sequences. */
  let written = false;

  function buildPredefined(): void {
    for (let kind = 0; kind < 3; kind++) {
      normalized.set(DEFAULT[kind], (PREDEFINED_SLOT + kind) * FSE_SYMBOLS);
      tables.build(PREDEFINED_SLOT + kind, DEFAULT[kind].length - 1, DEFAULT_LOG[kind]);
    }
    predefinedReady = true;
  }

  /** The turn slot of a kind that its previous table does not occupy. */
  function freeSlot(kind: number): number {
    const first = TURN_SLOT + 2 * kind;
    return previousSlot[kind] === first ? first + 1 : first;
  }

  /** A table that writes one symbol in no bits: RLE mode through the same loop. */
  function buildSingle(slot: number, symbol: number): void {
    normalized.fill(0, slot * FSE_SYMBOLS, (slot + 1) * FSE_SYMBOLS);
    normalized[slot * FSE_SYMBOLS + symbol] = 1;
    deltaBits[slot * FSE_SYMBOLS + symbol] = 0;
    deltaState[slot * FSE_SYMBOLS + symbol] = slot * FSE_STATES;
    states[slot * FSE_STATES] = 0;
    states[slot * FSE_STATES + 1] = 0;
    logs[slot] = 0;
  }

  /**
   * Writes the description of a table of the kind's own and builds it, unless the two cost as much as `limit`; returns the index after it,
   * or `at`.
   */
  function writeTable(
    kind: number,
    counts: Int32Array,
    from: number,
    maxSymbol: number,
    total: number,
    lastCode: number,
    limit: number,
    at: number,
  ): number {
    const slot = freeSlot(kind);
    const log = chooseTableLog(total, maxSymbol, LOG_MAX[kind]);
    // The last sequence's code starts the state and costs nothing, so it need not count.
    const counted = counts[from + lastCode] > 1 ? 1 : 0;
    counts[from + lastCode] -= counted;
    normalizeCounts(counts, from, maxSymbol, total - counted, log, normalized, slot * FSE_SYMBOLS);
    counts[from + lastCode] += counted;
    const after = writeDistribution(outBytes, at, normalized, slot * FSE_SYMBOLS, maxSymbol, log);
    const bits = crossEntropy(counts, from, maxSymbol, normalized, slot * FSE_SYMBOLS, FSE_SYMBOLS, log);
    if ((after - at) * 8 * BIT + bits >= limit) return at;
    tables.build(slot, maxSymbol, log);
    nextSlot[kind] = slot;
    return after;
  }

  /** Chooses the mode of one kind by exact cost, writes the table's description where it has one, and returns the index after it. */
  function chooseTable(kind: number, counts: Int32Array, countsAt: number, total: number, lastCode: number, at: number): number {
    const from = countsAt + COUNTS_AT[kind];
    const limit = CODE_MAX[kind];
    let maxSymbol = 0;
    let distinct = 0;
    for (let s = 0; s <= limit; s++) {
      if (counts[from + s] === 0) continue;
      maxSymbol = s;
      distinct++;
    }
    const symbols = DEFAULT[kind].length;
    const basic = crossEntropy(counts, from, maxSymbol, DEFAULT[kind], 0, symbols, DEFAULT_LOG[kind]);
    const previous = previousSlot[kind];
    const repeat = hasPrevious[kind]
      ? crossEntropy(counts, from, maxSymbol, normalized, previous * FSE_SYMBOLS, FSE_SYMBOLS, logs[previous])
      : IMPOSSIBLE;
    const least = Math.min(basic, repeat);
    let mode = repeat < basic ? MODE_REPEAT : MODE_PREDEFINED;
    nextSlot[kind] = repeat < basic ? previous : PREDEFINED_SLOT + kind;
    let after = at;
    if (distinct === 1) {
      if (8 * BIT < least) {
        mode = MODE_RLE;
        nextSlot[kind] = freeSlot(kind);
        buildSingle(nextSlot[kind], maxSymbol);
        outBytes[after++] = maxSymbol;
      }
    } else if (
      total > 2 &&
      (repeat === IMPOSSIBLE || least > entropy(counts, from, maxSymbol, total) + DESCRIPTION_BITS * distinct * BIT)
    ) {
      after = writeTable(kind, counts, from, maxSymbol, total, lastCode, least, at);
      if (after > at) mode = MODE_FSE;
    }
    nextMode[kind] = mode;
    described[kind] = mode === MODE_FSE ? after - at : 0;
    return after;
  }

  /**
   * The bit stream (RFC 8878 §3.1.1.3.2.1.2), written from the last sequence to the first. At most 7 bits are pending before an addition
   * and an addition of at most 24 bits is one shift and one store: all three states together mostly, all extra bits together mostly. Each
   * call goes from sequence `i` down to `stop`, `from` at the latest; in between the state is in `stream`.
   */
  function run(i: number, stop: number, from: number): void {
    const W = outView;
    const S = states;
    const B = deltaBits;
    const T = deltaState;
    const LC = litLengthCodes;
    const OC = offsetCodes;
    const MC = matchLengthCodes;
    const LV = litLength;
    const OV = offBase;
    const MV = matchLength;
    const llExtra = llBits;
    const mlExtra = mlBits;
    const P = stream;
    i = i | 0;
    stop = stop | 0;
    from = from | 0;
    const llT = (nextSlot[LL] * FSE_SYMBOLS) | 0;
    const ofT = (nextSlot[OF] * FSE_SYMBOLS) | 0;
    const mlT = (nextSlot[ML] * FSE_SYMBOLS) | 0;
    let lc = LC[i];
    let oc = OC[i];
    let mc = MC[i];
    let xl = P[LL] | 0;
    let xo = P[OF] | 0;
    let xm = P[ML] | 0;
    let acc = P[ACC] | 0;
    let n = P[BITS] | 0;
    let op = P[AT] | 0;
    readFirst(LV[0] | MV[0] | OV[0] | llExtra[0] | mlExtra[0] | S[0] | B[0] | T[0] | W.getInt32(0, true));
    for (;;) {
      // Extra bits: literal length, match length, offset.
      const lb = llExtra[lc];
      const mb = mlExtra[mc];
      const sum = (lb + mb) | 0;
      const lm = (LV[i] & ((1 << lb) - 1)) | (((MV[i] - MATCH_LENGTH_MIN) & ((1 << mb) - 1)) << lb);
      if (sum + oc <= 24) {
        acc = acc | ((lm | ((OV[i] ^ (1 << oc)) << sum)) << n);
        n = (n + sum + oc) | 0;
        W.setInt32(op, acc, true);
        op = (op + (n >>> 3)) | 0;
        acc = (acc >>> (n & 24)) | 0;
        n = n & 7;
      } else {
        // Up to 16 + 16 + 31 bits: the lengths' and then the offset's, 16 at a time.
        let value = lm;
        let rest = sum;
        let later = oc | 0;
        for (;;) {
          const bits = Math.min(rest, 16) | 0;
          acc = acc | ((value & ((1 << bits) - 1)) << n);
          n = (n + bits) | 0;
          W.setInt32(op, acc, true);
          op = (op + (n >>> 3)) | 0;
          acc = (acc >>> (n & 24)) | 0;
          n = n & 7;
          value = value >> 16;
          rest = (rest - bits) | 0;
          if (rest > 0) continue;
          if (later === 0) break;
          value = OV[i];
          rest = later;
          later = 0;
        }
      }
      if (i <= from) break;
      i = (i - 1) | 0;
      lc = LC[i];
      oc = OC[i];
      mc = MC[i];
      // State transitions: offset, match length, literal length.
      const ob = (xo + B[ofT + oc]) >>> 16;
      const bm = (xm + B[mlT + mc]) >>> 16;
      const bl = (xl + B[llT + lc]) >>> 16;
      const om = (ob + bm) | 0;
      const all = (om + bl) | 0;
      const so = xo >> ob;
      const sm = xm >> bm;
      const sl = xl >> bl;
      const vo = xo ^ (so << ob);
      const vm = xm ^ (sm << bm);
      const vl = xl ^ (sl << bl);
      xo = S[(so + T[ofT + oc]) | 0];
      xm = S[(sm + T[mlT + mc]) | 0];
      xl = S[(sl + T[llT + lc]) | 0];
      let value = vo | (vm << ob);
      let bits = om;
      if (all <= 24) {
        value = value | (vl << om);
        bits = all;
      } else {
        acc = acc | (value << n);
        n = (n + om) | 0;
        W.setInt32(op, acc, true);
        op = (op + (n >>> 3)) | 0;
        acc = (acc >>> (n & 24)) | 0;
        n = n & 7;
        value = vl;
        bits = bl;
      }
      acc = acc | (value << n);
      n = (n + bits) | 0;
      W.setInt32(op, acc, true);
      op = (op + (n >>> 3)) | 0;
      acc = (acc >>> (n & 24)) | 0;
      n = n & 7;
      if (i <= stop) break;
    }
    P[LL] = xl;
    P[OF] = xo;
    P[ML] = xm;
    P[ACC] = acc;
    P[BITS] = n;
    P[AT] = op;
  }

  function writeStream(from: number, to: number, at: number): number {
    const W = outView;
    const P = stream;
    for (let kind = LL; kind <= ML; kind++) P[kind] = tables.start(nextSlot[kind], codes[kind][to - 1]);
    P[ACC] = 0;
    P[BITS] = 0;
    P[AT] = at;
    // The last call ends at `from`; one that stops has done the transition to its stop's sequence, and the next one begins with its extra
    // bits.
    for (let i = to - 1; i >= from; i -= PORTION) run(i, i - PORTION, from);
    let acc = P[ACC];
    let n = P[BITS];
    let op = P[AT];
    // Final states: match length, offset, literal length; then the end mark.
    for (const kind of FINAL_ORDER) {
      const log = logs[nextSlot[kind]];
      acc = acc | ((P[kind] & ((1 << log) - 1)) << n);
      n += log;
      W.setInt32(op, acc, true);
      op += n >>> 3;
      acc = acc >>> (n & 24);
      n = n & 7;
    }
    outBytes[op] = acc | (1 << n);
    return op + 1;
  }

  return {
    reset(dictionary: boolean): void {
      for (let kind = 0; kind < 3; kind++) {
        hasPrevious[kind] = dictionary;
        if (dictionary) previousSlot[kind] = DICTIONARY_SLOT + kind;
      }
    },

    loadDictionary(distributions: readonly Distribution[]): void {
      for (let kind = 0; kind < 3; kind++) {
        const { counts, symbols, log } = distributions[kind];
        normalized.set(counts.subarray(0, symbols), (DICTIONARY_SLOT + kind) * FSE_SYMBOLS);
        tables.build(DICTIONARY_SLOT + kind, symbols - 1, log);
      }
    },

    commit(): void {
      if (!written) return;
      for (let kind = 0; kind < 3; kind++) {
        previousSlot[kind] = nextSlot[kind];
        hasPrevious[kind] = true;
      }
    },

    encode(from: number, to: number, counts: Int32Array, countsAt: number, at: number): number {
      const total = to - from;
      if (total < 128) outBytes[at++] = total;
      else if (total < 0x7f00) {
        outBytes[at++] = (total >> 8) + 128;
        outBytes[at++] = total;
      } else {
        outBytes[at++] = 255;
        outBytes[at++] = total - 0x7f00;
        outBytes[at++] = (total - 0x7f00) >> 8;
      }
      // Without sequences there are no tables, and the previous ones stay.
      written = total > 0;
      if (!written) return at;
      if (!predefinedReady) buildPredefined();
      const modesAt = at++;
      let modes = 0;
      for (let kind = LL; kind <= ML; kind++) {
        at = chooseTable(kind, counts, countsAt, total, codes[kind][to - 1], at);
        modes |= nextMode[kind] << (6 - 2 * kind);
      }
      outBytes[modesAt] = modes;
      const after = writeStream(from, to, at);
      // Decoders up to 1.3.4 refuse a last description and a stream of less than four bytes together.
      const last = described[ML] || described[OF] || described[LL];
      return last > 0 && last + after - at < 4 ? 0 : after;
    },
  };
}
