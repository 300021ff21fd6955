/** @duplicated Part of an engine: one copy per kind of engine (tools/duplicateModules.ts). */
import type { ByteArena } from '../format/byteArena';

export interface MatchLength {
  /** How many bytes from `p` on equal those from `m` on (m < p), up to `end`. Reads up to 8 bytes beyond `end`. */
  forward(p: number, m: number, end: number): number;
  /** How many bytes before `p` equal those before `m`, at most `most`. Reads up to 4 bytes before them. */
  backward(p: number, m: number, most: number): number;
}

export function createMatchLength(window: ByteArena): MatchLength {
  const { view } = window;

  return {
    forward(p: number, m: number, end: number): number {
      const D = view;
      const from = p | 0;
      m = m | 0;
      end = end | 0;
      for (; p < end; p = (p + 8) | 0, m = (m + 8) | 0) {
        const x = D.getInt32(p, true) ^ D.getInt32(m, true);
        const y = D.getInt32((p + 4) | 0, true) ^ D.getInt32((m + 4) | 0, true);
        if ((x | y) !== 0) {
          // Trailing zero bits, in bytes: 4 for a word without a difference.
          const a = (32 - Math.clz32((x - 1) & ~x)) >>> 3;
          const b = (32 - Math.clz32((y - 1) & ~y)) >>> 3;
          p = (p + a + (b & -(a >>> 2))) | 0;
          break;
        }
      }
      return (Math.min(p, end) - from) | 0;
    },

    backward(p: number, m: number, most: number): number {
      const D = view;
      let n = 0;
      p = p | 0;
      m = m | 0;
      most = most | 0;
      while (n < most) {
        const x = D.getInt32((p - n - 4) | 0, true) ^ D.getInt32((m - n - 4) | 0, true);
        n = (n + (Math.clz32(x) >>> 3)) | 0;
        if (x !== 0) break;
      }
      return Math.min(n, most);
    },
  };
}
