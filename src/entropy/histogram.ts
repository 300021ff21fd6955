/** @duplicated Part of an engine: one copy per kind of engine (tools/duplicateModules.ts). */
import type { ByteArena } from '../format/byteArena';

/** Adds the counts of bytes [from, to) to `into` from index `at` on. */
export type CountBytes = (from: number, to: number, into: Int32Array, at: number) => void;

/**
 * Counts through four tables, one for each quarter of the bytes in a word, so that a run of one byte does not wait for its own counter.
 */
export function createCountBytes(arena: ByteArena): CountBytes {
  const { bytes, view } = arena;
  const lanes = new Int32Array(4 * 256);
  return function countBytes(from: number, to: number, into: Int32Array, at: number): void {
    const D = view;
    const L = lanes;
    from = from | 0;
    to = to | 0;
    let p = from;
    if (to - from >= 256) {
      L.fill(0);
      const end = (to - 3) | 0;
      for (; p < end; p = (p + 4) | 0) {
        const w = D.getInt32(p, true);
        L[w & 255]++;
        L[256 + ((w >>> 8) & 255)]++;
        L[512 + ((w >>> 16) & 255)]++;
        L[768 + (w >>> 24)]++;
      }
      for (let s = 0; s < 256; s++) into[at + s] += L[s] + L[256 + s] + L[512 + s] + L[768 + s];
    }
    for (; p < to; p = (p + 1) | 0) into[at + bytes[p]]++;
  };
}
