/** @duplicated Part of an engine: one copy per kind of engine (tools/duplicateModules.ts). */
import type { ByteArena } from '../format/byteArena';

/** Codes of one table: the code in the top bits, its length in the lowest five; 256 per slot. */
export type HuffmanCodes = Int32Array;

export interface HuffmanEncoder {
  /** Writes the codes for these lengths into slot `slot` of `codes` (RFC 8878 §4.2.1.3: longest codes first, symbols in order). */
  buildCodes(lengths: Uint8Array, longest: number, slot: number): void;
  /** Encodes literals [from, to) as one stream at `at`; returns the index after it. */
  encodeOne(from: number, to: number, at: number, slot: number): number;
  /** Encodes them as four streams behind a jump table; 0 where a stream is too long for it. */
  encodeFour(from: number, to: number, at: number, slot: number): number;
}

/**
 * @param literals where the literals lie, with four readable bytes before them
 * @param out where the streams go, with room for four bytes beyond
 */
export function createHuffmanEncoder(literals: ByteArena, out: ByteArena, codes: HuffmanCodes): HuffmanEncoder {
  const { bytes, view } = literals;
  const { bytes: outBytes, view: outView } = out;
  const starts = new Int32Array(32);

  /**
   * A stream is written from its last symbol to its first, so that it is read in order. The accumulator is filled from the top: taking a
   * code in is a shift by its length, which stands in the code's lowest bits, so no shift count needs masking; flushing shifts what is
   * valid down.
   */
  function encodeStream(from: number, to: number, at: number, slot: number): number {
    const D = view;
    const W = outView;
    const C = codes;
    from = from | 0;
    slot = (slot << 8) | 0;
    let p = to | 0;
    let op = at | 0;
    let acc = 0;
    let n = 0;
    // The symbols beyond a multiple of four, one flush each: with a third code the accumulator could overflow.
    for (let odd = (to - from) & 3; odd > 0; odd = (odd - 1) | 0) {
      p = (p - 1) | 0;
      const e = C[slot + bytes[p]];
      acc = (acc >>> e) | (e & -32);
      n = (n + (e & 31)) | 0;
      W.setInt32(op, acc >>> (32 - n), true);
      op = (op + (n >>> 3)) | 0;
      n = n & 7;
    }
    while (p > from) {
      p = (p - 4) | 0;
      const w = D.getInt32(p, true);
      let e = C[slot + (w >>> 24)];
      let f = C[slot + ((w >>> 16) & 255)];
      acc = (((acc >>> e) | e) >>> f) | (f & -32);
      n = (n + (e & 31) + (f & 31)) | 0;
      W.setInt32(op, acc >>> (32 - n), true);
      op = (op + (n >>> 3)) | 0;
      n = n & 7;
      e = C[slot + ((w >>> 8) & 255)];
      f = C[slot + (w & 255)];
      acc = (((acc >>> e) | e) >>> f) | (f & -32);
      n = (n + (e & 31) + (f & 31)) | 0;
      W.setInt32(op, acc >>> (32 - n), true);
      op = (op + (n >>> 3)) | 0;
      n = n & 7;
    }
    // End mark: a final 1 above the last bits.
    outBytes[op] = (n === 0 ? 0 : acc >>> (32 - n)) | (1 << n);
    return (op + 1) | 0;
  }

  return {
    buildCodes(lengths: Uint8Array, longest: number, slot: number): void {
      const S = starts;
      S.fill(0);
      // Symbols that do not occur are left out: each addition to the same count waits for the one before, a third of the call.
      for (let s = 0; s < 256; s++) if (lengths[s] > 0) S[lengths[s]]++;
      // First code of each length: half of where the next longer ones end.
      let code = 0;
      for (let length = longest; length > 0; length--) {
        const count = S[length];
        S[length] = code;
        code = (code + count) >> 1;
      }
      for (let s = 0; s < 256; s++) {
        const length = lengths[s];
        codes[(slot << 8) + s] = length === 0 ? 0 : (S[length]++ << (32 - length)) | length;
      }
    },

    encodeOne: encodeStream,

    encodeFour(from: number, to: number, at: number, slot: number): number {
      const segment = (to - from + 3) >> 2;
      let op = at + 6;
      for (let i = 0; i < 4; i++) {
        const begin = from + i * segment;
        const end = i === 3 ? to : begin + segment;
        const after = encodeStream(begin, end, op, slot);
        if (i < 3) {
          if (after - op > 65535) return 0;
          outBytes[at + 2 * i] = after - op;
          outBytes[at + 2 * i + 1] = (after - op) >> 8;
        }
        op = after;
      }
      return op;
    },
  };
}
