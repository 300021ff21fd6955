/** @duplicated Part of an engine: one copy per kind of engine (tools/duplicateModules.ts). */
import {
  R_BIT,
  R_LITERALS,
  R_OUT,
  R_REPEAT1,
  R_REPEAT2,
  R_REPEAT3,
  R_STATE_LL,
  R_STATE_ML,
  R_STATE_OF,
  type ReadArena,
  WINDOW_AT,
} from '../entropy/readArena';
import type { SequenceTables } from '../entropy/sequenceTablesRead';
import { corrupt } from '../format/errors';

/**
 * The hot loop: decodes `count` sequences and executes each at once (RFC 8878 §3.1.1.3.2.1.2 and §3.1.1.4); decoding and copying overlap in
 * the processor, which is worth 20–30 % over two passes. It is one long function on purpose: all its state lives in locals, taken from the
 * registers and written back once.
 *
 * @param count sequences to run now
 * @param remaining sequences of the block from here on; the last one does not read next states
 */
export type Execute = (count: number, remaining: number) => void;

/** @param whole whether 8 bytes are copied as one BigInt: 7 % faster where `bigIntViewsCompileWell`, and only there */
export function createExecute(arena: ReadArena, tables: SequenceTables, whole: boolean): Execute {
  const { bytes, view, registers, wide } = arena;
  const { words, baselines } = tables;

  /** Copies 8 bytes, all of them loaded before any is stored. On Node 20 each load after a store fetches the address anew. */
  const copy8 = whole
    ? (D: DataView, d: number, s: number): void => D.setBigInt64(d, D.getBigInt64(s, true), true)
    : (D: DataView, d: number, s: number): void => {
        const x = D.getInt32(s, true);
        const y = D.getInt32(s + 4, true);
        D.setInt32(d, x, true);
        D.setInt32(d + 4, y, true);
      };

  /** Copies 16 bytes in two steps, in order: right from a distance of 8 on. */
  function copy16(D: DataView, d: number, s: number): void {
    copy8(D, d, s);
    copy8(D, d + 8, s + 8);
  }

  /** A match from less than 8 bytes back: a pattern repeated. Rare (under 4 % of sequences), so out of line. */
  function copyNear(d: number, s: number, length: number): void {
    const D = view;
    const U = bytes;
    const off = (d - s) | 0;
    const end = (d + length) | 0;
    if (off === 1) {
      U.fill(U[s], d, end);
      return;
    }
    // Byte by byte until whole patterns make a distance of 8 or more; from there the source stays where it began.
    const apart = length > 24 ? (d + 7 * off) | 0 : end;
    for (let p = d, q = s; p < apart; p = (p + 1) | 0, q = (q + 1) | 0) U[p] = U[q];
    for (let p = apart, q = s; p < end; p = (p + 8) | 0, q = (q + 8) | 0) copy8(D, p, q);
  }

  /**
   * Names: P bit position (index of the lowest bit taken so far), d output, lp next literal; oe, le, me words and off, ll, ml values of
   * offset, literal and match length; so, sl, sm their states; r1–r3 repeat offsets; s source of the match.
   *
   * Bits are taken by lowering P and loading 32 bits at P >> 3: no container, no refill. Nothing is checked for running out: P only falls,
   * so its value after the block tells, and a load below the arena throws. Shifts keep the sign, and the masks drop it: `>>>` of a negative
   * number by 0 is a heap object until the loop is compiled (140 KB of them in the first MB).
   */
  return function execute(count: number, remaining: number): void {
    const D = view;
    const U = bytes;
    const A = words;
    const B = baselines;
    const R = registers;
    let n = count | 0;
    let stateBits = 0;
    let P = R[R_BIT] | 0;
    let d = R[R_OUT] | 0;
    let lp = R[R_LITERALS] | 0;
    let so = R[R_STATE_OF] | 0;
    let sl = R[R_STATE_LL] | 0;
    let sm = R[R_STATE_ML] | 0;
    let r1 = R[R_REPEAT1] | 0;
    let r2 = R[R_REPEAT2] | 0;
    let r3 = R[R_REPEAT3] | 0;
    for (; n > 0; n = (n - 1) | 0) {
      const oe = A[so];
      const le = A[sl];
      const me = A[sm];
      let ll = B[sl];
      let ml = B[sm];
      let off = B[so];
      const ob = (oe >> 5) & 63;
      P = (P - ob) | 0;
      if (wide && ob > 25) {
        // Two loads: the upper bits first, then the lower sixteen.
        if (ob > 30) corrupt();
        const high = D.getInt32((P + 16) >> 3, true) >> ((P + 16) & 7);
        const low = (D.getInt32(P >> 3, true) >> (P & 7)) & 0xffff;
        off = (off + (((high & ((1 << (ob - 16)) - 1)) << 16) | low | 0)) | 0;
      } else {
        off = (off + ((D.getInt32(P >> 3, true) >> (P & 7)) & (off - 1))) | 0;
      }
      const s2 = (le + me) | 0;
      const xb = (s2 >> 5) & 63;
      if (xb !== 0) {
        const mx = (me >> 5) & 63;
        const lx = (xb - mx) | 0;
        P = (P - xb) | 0;
        let v = D.getInt32(P >> 3, true) >> (P & 7);
        if (xb > 25) v = (v & 0xffff) | ((D.getInt32((P + 16) >> 3, true) >> ((P + 16) & 7)) << 16);
        ll = (ll + (v & ((1 << lx) - 1))) | 0;
        ml = (ml + ((v >> lx) & ((1 << mx) - 1))) | 0;
      }
      if (ob > 1) {
        off = (off - 3) | 0;
        r3 = r2;
        r2 = r1;
        r1 = off;
      } else {
        // Repeat offsets without branches (RFC 8878 §3.1.1.5): ix 1, 2, 3 selects one of them and moves it to the front, 4 is the first
        // less one.
        const ix = (off + (((ll - 1) | 0) >>> 31)) | 0;
        const c = (off - 3) | 0;
        const a = (r1 ^ r2) & ((1 - ix) >> 31);
        const b = (r2 ^ r3) & ((2 - ix) >> 31);
        off = r1 ^ a ^ b ^ ((r3 ^ c) & ((3 - ix) >> 31));
        r3 ^= b;
        r2 ^= a;
        if (off === 0) {
          // ix is 4: then c is 0, and r1 to r3 never are.
          off = (r1 - 1) | 0;
          if (off === 0) corrupt();
        }
        r1 = off;
      }
      // The next states. The block's last sequence has none: what is read for it is given back after the loop, which is cheaper than
      // asking.
      stateBits = (s2 + oe) & 31;
      P = (P - stateBits) | 0;
      let w = D.getInt32(P >> 3, true) >> (P & 7);
      if (stateBits > 25) w = (w & 0x1ffffff) | ((D.getInt32((P + 8) >> 3, true) >> ((P + 8) & 7)) << 8);
      so = ((oe >>> 20) + ((oe >> 11) & w & 511)) | 0;
      w = w >> oe;
      sm = ((me >>> 20) + ((me >> 11) & w & 511)) | 0;
      w = w >> me;
      sl = ((le >>> 20) + ((le >> 11) & w & 511)) | 0;
      // Literals: 8 bytes at once whatever their number, then 8 a turn.
      copy8(D, d, lp);
      if (ll > 8) {
        if (ll > 256) U.copyWithin(d, lp, lp + ll);
        else for (let i = 8; i < ll; i = (i + 8) | 0) copy8(D, (d + i) | 0, (lp + i) | 0);
      }
      lp = (lp + ll) | 0;
      d = (d + ll) | 0;
      let s = (d - off) | 0;
      if (s < WINDOW_AT) corrupt();
      const e = (d + ml) | 0;
      if (off >= 8) {
        copy16(D, d, s);
        if (ml > 16) {
          if (ml > 400 && off >= ml) U.copyWithin(d, s, s + ml);
          else for (d = (d + 16) | 0, s = (s + 16) | 0; d < e; d = (d + 16) | 0, s = (s + 16) | 0) copy16(D, d, s);
        }
      } else copyNear(d, s, ml);
      d = e;
    }
    R[R_BIT] = count === remaining ? P + stateBits : P;
    R[R_OUT] = d;
    R[R_LITERALS] = lp;
    R[R_STATE_OF] = so;
    R[R_STATE_LL] = sl;
    R[R_STATE_ML] = sm;
    R[R_REPEAT1] = r1;
    R[R_REPEAT2] = r2;
    R[R_REPEAT3] = r3;
  };
}
