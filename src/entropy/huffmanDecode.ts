/** @duplicated Part of an engine: one copy per kind of engine (tools/duplicateModules.ts). */
import { corrupt } from '../format/errors';
import { endMark } from './endMark';
import { HUFFMAN_LOG, type HuffmanTable } from './huffmanTableRead';
import { R_HUFFMAN_LOG, R_HUFFMAN_PAIRED, type ReadArena } from './readArena';

/** Bits that one step of the interleaved loops can take from a stream: two codes. */
const STEP_BITS = 2 * HUFFMAN_LOG;
/**
 * The loops keep a stream's position P as the index of its lowest bit taken so far, less these: the 32 bits loaded at P >> 3 then hold the
 * next 25 bits at least, whatever P & 7 is.
 */
const EDGE = 25;
/** Where the next code then stands in the word, above P & 7. */
const CODE_AT = EDGE - HUFFMAN_LOG;
const MASK = (1 << HUFFMAN_LOG) - 1;

/** Fewest symbols for which building the multi-symbol table (3–5 µs) pays. */
const PAIRED_MIN = 4096;
/** Most bits per symbol, times 2, at which a lookup yields enough symbols: 5.5 bits. */
const PAIRED_BITS_X2 = 11;

export interface HuffmanDecoder {
  /** Decodes one stream, bytes [from, to), to exactly `count` symbols at `out`. */
  decodeOne(from: number, to: number, out: number, count: number): void;
  /** Decodes four streams (jump table at `from`, RFC 8878 §3.1.1.3.1.6) to `count` symbols at `out`. */
  decodeFour(from: number, to: number, out: number, count: number): void;
}

export function createHuffmanDecoder(arena: ReadArena, table: HuffmanTable): HuffmanDecoder {
  const { bytes, view, registers } = arena;
  const { single } = table;
  // Up to three symbols a lookup: bits | number of symbols << 5 | symbols << 8, 16, 24.
  const paired = new Int32Array(1 << HUFFMAN_LOG);
  // Of each of four streams: its position, where its next symbol goes, and the position at its end.
  const streams = new Int32Array(32);

  /** Position of a stream that ends before `to`: index of its end mark − {@link EDGE}. */
  function open(from: number, to: number): number {
    return endMark(bytes, from, to) - EDGE;
  }

  /** The rest of a stream, symbol by symbol, up to its exact end. */
  function finish(P: number, base: number, o: number, end: number): void {
    const D = view;
    const U = bytes;
    const H = single;
    P = P | 0;
    o = o | 0;
    end = end | 0;
    base = base | 0;
    const log = registers[R_HUFFMAN_LOG];
    const shift = EDGE - log;
    const mask = (1 << log) - 1;
    while (o < end && P > base) {
      const e = H[(D.getInt32(P >> 3, true) >>> ((P & 7) + shift)) & mask];
      P = (P - (e & 31)) | 0;
      U[o] = e >> 8;
      o = (o + 1) | 0;
    }
    if (o !== end || P !== base) corrupt();
  }

  function buildPaired(): void {
    const H = single;
    const T = paired;
    for (let i = 0; i < 1 << HUFFMAN_LOG; i++) {
      const e = H[i];
      let bits = e & 31;
      let word = (e >> 8) << 8;
      let symbols = 1;
      const f = H[(i << bits) & MASK];
      if (bits + (f & 31) <= HUFFMAN_LOG) {
        bits += f & 31;
        word |= (f >> 8) << 16;
        symbols = 2;
        const g = H[(i << bits) & MASK];
        if (bits + (g & 31) <= HUFFMAN_LOG) {
          bits += g & 31;
          word |= (g >> 8) << 24;
          symbols = 3;
        }
      }
      T[i] = word | (symbols << 5) | bits;
    }
  }

  /**
   * Four streams side by side, two symbols each a turn; `turns` is such that no stream can run dry and none can pass its segment.
   * The four outputs are one index and a constant distance.
   */
  function runSingle(turns: number, q: number): void {
    const D = view;
    const U = bytes;
    const H = single;
    const S = streams;
    let a = S[0] | 0;
    let b = S[1] | 0;
    let c = S[2] | 0;
    let d = S[3] | 0;
    let o = S[4] | 0;
    q = q | 0;
    const q2 = (q + q) | 0;
    const q3 = (q2 + q) | 0;
    const end = (o + 2 * turns) | 0;
    while (o < end) {
      let w = D.getInt32(a >> 3, true);
      let t = (a & 7) + CODE_AT;
      let e = H[(w >>> t) & MASK];
      let f = H[(w >>> (t - e)) & MASK];
      a = (a - ((e + f) & 31)) | 0;
      U[o] = e >> 8;
      U[o + 1] = f >> 8;
      w = D.getInt32(b >> 3, true);
      t = (b & 7) + CODE_AT;
      e = H[(w >>> t) & MASK];
      f = H[(w >>> (t - e)) & MASK];
      b = (b - ((e + f) & 31)) | 0;
      U[o + q] = e >> 8;
      U[o + q + 1] = f >> 8;
      w = D.getInt32(c >> 3, true);
      t = (c & 7) + CODE_AT;
      e = H[(w >>> t) & MASK];
      f = H[(w >>> (t - e)) & MASK];
      c = (c - ((e + f) & 31)) | 0;
      U[o + q2] = e >> 8;
      U[o + q2 + 1] = f >> 8;
      w = D.getInt32(d >> 3, true);
      t = (d & 7) + CODE_AT;
      e = H[(w >>> t) & MASK];
      f = H[(w >>> (t - e)) & MASK];
      d = (d - ((e + f) & 31)) | 0;
      U[o + q3] = e >> 8;
      U[o + q3 + 1] = f >> 8;
      o = (o + 2) | 0;
    }
    S[0] = a;
    S[1] = b;
    S[2] = c;
    S[3] = d;
    S[4] = o;
    S[5] = o + q;
    S[6] = o + q2;
    S[7] = o + q3;
  }

  /** The same with the multi-symbol table: outputs advance each at its own pace, up to six symbols a turn and stream. */
  function runPaired(turns: number): void {
    const D = view;
    const T = paired;
    const S = streams;
    let a = S[0] | 0;
    let b = S[1] | 0;
    let c = S[2] | 0;
    let d = S[3] | 0;
    let oa = S[4] | 0;
    let ob = S[5] | 0;
    let oc = S[6] | 0;
    let od = S[7] | 0;
    for (let n = turns | 0; n > 0; n = (n - 1) | 0) {
      let w = D.getInt32(a >> 3, true);
      let t = (a & 7) + CODE_AT;
      let e = T[(w >>> t) & MASK];
      let f = T[(w >>> (t - e)) & MASK];
      a = (a - ((e + f) & 31)) | 0;
      D.setInt32(oa, e >>> 8, true);
      oa = (oa + ((e >> 5) & 7)) | 0;
      D.setInt32(oa, f >>> 8, true);
      oa = (oa + ((f >> 5) & 7)) | 0;
      w = D.getInt32(b >> 3, true);
      t = (b & 7) + CODE_AT;
      e = T[(w >>> t) & MASK];
      f = T[(w >>> (t - e)) & MASK];
      b = (b - ((e + f) & 31)) | 0;
      D.setInt32(ob, e >>> 8, true);
      ob = (ob + ((e >> 5) & 7)) | 0;
      D.setInt32(ob, f >>> 8, true);
      ob = (ob + ((f >> 5) & 7)) | 0;
      w = D.getInt32(c >> 3, true);
      t = (c & 7) + CODE_AT;
      e = T[(w >>> t) & MASK];
      f = T[(w >>> (t - e)) & MASK];
      c = (c - ((e + f) & 31)) | 0;
      D.setInt32(oc, e >>> 8, true);
      oc = (oc + ((e >> 5) & 7)) | 0;
      D.setInt32(oc, f >>> 8, true);
      oc = (oc + ((f >> 5) & 7)) | 0;
      w = D.getInt32(d >> 3, true);
      t = (d & 7) + CODE_AT;
      e = T[(w >>> t) & MASK];
      f = T[(w >>> (t - e)) & MASK];
      d = (d - ((e + f) & 31)) | 0;
      D.setInt32(od, e >>> 8, true);
      od = (od + ((e >> 5) & 7)) | 0;
      D.setInt32(od, f >>> 8, true);
      od = (od + ((f >> 5) & 7)) | 0;
    }
    S[0] = a;
    S[1] = b;
    S[2] = c;
    S[3] = d;
    S[4] = oa;
    S[5] = ob;
    S[6] = oc;
    S[7] = od;
  }

  return {
    decodeOne(from: number, to: number, out: number, count: number): void {
      finish(open(from, to), from * 8 - EDGE, out, out + count);
    },

    decodeFour(from: number, to: number, out: number, count: number): void {
      const S = streams;
      const q = (count + 3) >> 2;
      if (3 * q > count) corrupt();
      // The jump table has 6 bytes. Where it does not fit, neither does what it says, and no stream is empty.
      const endOf = (k: number): number => out + Math.min((k + 1) * q, count);
      for (let k = 0, start = from + 6; k < 4; k++) {
        const next = k < 3 ? start + view.getUint16(from + 2 * k, true) : to;
        if (next > to) corrupt();
        S[k] = open(start, next);
        S[4 + k] = out + k * q;
        S[8 + k] = start * 8 - EDGE;
        start = next;
      }
      const pairs = registers[R_HUFFMAN_PAIRED] !== 0 || (count >= PAIRED_MIN && 16 * (to - from) < PAIRED_BITS_X2 * count);
      // Deeper trees than the loops know are read symbol by symbol.
      while (registers[R_HUFFMAN_LOG] === HUFFMAN_LOG) {
        let bits = count * 16;
        let room = count;
        for (let k = 0; k < 4; k++) {
          bits = Math.min(bits, S[k] - S[8 + k]);
          room = Math.min(room, endOf(k) - S[4 + k]);
        }
        // Up to six symbols a turn from the multi-symbol table, whose stores of four bytes may not touch the next stream's.
        const turns = Math.min((bits / STEP_BITS) | 0, pairs ? ((room - 8) / 6) | 0 : room >> 1);
        if (turns <= 0) break;
        if (!pairs) runSingle(turns, q);
        else {
          if (registers[R_HUFFMAN_PAIRED] === 0) buildPaired();
          registers[R_HUFFMAN_PAIRED] = 1;
          runPaired(turns);
        }
      }
      for (let k = 0; k < 4; k++) finish(S[k], S[8 + k], S[4 + k], endOf(k));
    },
  };
}
