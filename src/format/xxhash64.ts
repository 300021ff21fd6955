/**
 * XXH64 with seed 0, whose low 32 bits are the content checksum (RFC 8878 §3.1.1).
 *
 * JavaScript has no 64-bit integers outside BigInt, so there are two inner loops over one state. The first works on 32-bit halves and runs everywhere
 * (about 0.9 GB/s). The second keeps the accumulators in a BigUint64Array, where V8's optimising compiler turns every operation into a plain 64-bit
 * instruction (5.8 GB/s on Node 24, 1.5 on Node 20); before it is compiled, and on other engines, every step allocates, so it only
 * takes over on V8 and after {@link WARM_UP} bytes.
 */
export interface Xxhash64 {
  /** Forgets all input. */
  reset(): void;
  /** Adds bytes [from, to). */
  update(bytes: Uint8Array, from: number, to: number): void;
  /** The low 32 bits of the hash of all bytes since the last reset, as a signed integer. Ends the computation: reset before the next. */
  digestLow32(): number;
}

const STRIPE = 32;
const STAGE_SIZE = 32768;
/** Bytes hashed in this process before BigInt code may take over: below it never gets compiled and its allocations cost more than it gains. */
const WARM_UP = 1 << 17;

// The five primes as low and high halves.
const P1L = 0x85ebca87 | 0;
const P1H = 0x9e3779b1 | 0;
const P2L = 0x27d4eb4f | 0;
const P2H = 0xc2b2ae3d | 0;
const P3L = 0x9e3779f9 | 0;
const P3H = 0x165667b1 | 0;
const P4L = 0xc2b2ae63 | 0;
const P4H = 0x85ebca77 | 0;
const P5L = 0x165667c5 | 0;
const P5H = 0x27d4eb2f | 0;

/** Upper half of the unsigned 32 × 32 bit product, from 16-bit parts. */
function mulHigh(a: number, b: number): number {
  const al = a & 0xffff;
  const ah = a >>> 16;
  const bl = b & 0xffff;
  const bh = b >>> 16;
  const t = (Math.imul(ah, bl) + (Math.imul(al, bl) >>> 16)) | 0;
  const q = ((t & 0xffff) + (Math.imul(al, bh) & 0xffff)) | 0;
  return (Math.imul(ah, bh) + (t >>> 16) + (Math.imul(al, bh) >>> 16) + (q >>> 16)) | 0;
}

/** Carry of the unsigned sum s = a + b, without a branch: a compare here mispredicts half the time (266 against 930 MB/s). */
function carry(a: number, b: number, s: number): number {
  return ((a & b) | ((a | b) & ~s)) >>> 31;
}

function bigIntsCompileWell(): boolean {
  const scope = globalThis as { Bun?: unknown };
  const littleEndian = new Uint8Array(new Uint32Array([1]).buffer)[0] === 1;
  // V8's stack format; Bun imitates it on JavaScriptCore, where every BigInt is a heap object.
  return littleEndian && typeof BigUint64Array === 'function' && scope.Bun === undefined && /\n\s+at /.test(String(new Error().stack));
}

/** Creates a hasher. Its functions fold the addresses of their buffers into their code, so make one and reset it (ARCHITECTURE.md). */
export function createXxhash64(): Xxhash64 {
  const stage = new Uint8Array(STAGE_SIZE);
  const view = new DataView(stage.buffer);
  // Four accumulators, low half first; 16 words because V8 keeps smaller arrays on its heap, where their address is not constant.
  const acc = new Int32Array(32);
  // The 64-bit value that the finishing steps work on.
  const h = new Int32Array(32);
  let filled = 0;
  let total = 0;
  let hashedEver = 0;
  let stripes: ((bytes: number) => void) | undefined;

  function stripesByHalves(end: number): void {
    const V = view;
    const A = acc;
    end = end | 0;
    for (let p = 0; p < end; p = (p + 32) | 0) {
      for (let k = 0; k < 4; k++) {
        const lo = V.getInt32(p + 8 * k, true);
        const hi = V.getInt32(p + 8 * k + 4, true);
        // acc += input * P2
        const ml = Math.imul(lo, P2L);
        const mh = (mulHigh(lo, P2L) + Math.imul(lo, P2H) + Math.imul(hi, P2L)) | 0;
        const a = A[2 * k];
        const sl = (a + ml) | 0;
        const sh = (A[2 * k + 1] + mh + carry(a, ml, sl)) | 0;
        // acc = rotate left by 31, times P1
        const rl = (sl << 31) | (sh >>> 1);
        const rh = (sh << 31) | (sl >>> 1);
        A[2 * k] = Math.imul(rl, P1L);
        A[2 * k + 1] = (mulHigh(rl, P1L) + Math.imul(rl, P1H) + Math.imul(rh, P1L)) | 0;
      }
    }
  }

  function createStripesByBigInt(): (end: number) => void {
    const input = new BigUint64Array(stage.buffer);
    const A = new BigUint64Array(acc.buffer);
    const u64 = BigInt.asUintN;
    const p1 = BigInt('0x9e3779b185ebca87');
    const p2 = BigInt('0xc2b2ae3d27d4eb4f');
    const left = BigInt(31);
    const right = BigInt(33);
    return (end) => {
      const n = (end >>> 3) | 0;
      for (let i = 0; i < n; i = (i + 4) | 0) {
        for (let k = 0; k < 4; k++) {
          // No BigInt lives across iterations: a loop variable would be boxed, an array element is not.
          const sum = u64(64, A[k] + u64(64, input[i + k] * p2));
          A[k] = u64(64, u64(64, u64(64, sum << left) | (sum >> right)) * p1);
        }
      }
    };
  }

  function hashStage(): void {
    const end = filled & ~(STRIPE - 1);
    if (end === 0) return;
    if (hashedEver < WARM_UP) {
      hashedEver += end;
      stripesByHalves(end);
    } else {
      stripes ??= bigIntsCompileWell() ? createStripesByBigInt() : stripesByHalves;
      stripes(end);
    }
    if (filled > end) stage.copyWithin(0, end, filled);
    filled -= end;
  }

  /** h += (lo, hi) */
  function add(lo: number, hi: number): void {
    const s = (h[0] + lo) | 0;
    h[1] = (h[1] + hi + carry(h[0], lo, s)) | 0;
    h[0] = s;
  }

  /** h *= (lo, hi) */
  function multiply(lo: number, hi: number): void {
    const l = h[0];
    h[1] = (mulHigh(l, lo) + Math.imul(l, hi) + Math.imul(h[1], lo)) | 0;
    h[0] = Math.imul(l, lo);
  }

  /** h = h rotated left by n, 0 < n < 32 */
  function rotate(n: number): void {
    const l = h[0];
    h[0] = (l << n) | (h[1] >>> (32 - n));
    h[1] = (h[1] << n) | (l >>> (32 - n));
  }

  /** h ^= round(0, (lo, hi)) */
  function mix(lo: number, hi: number): void {
    const l = h[0];
    const u = h[1];
    h[0] = lo;
    h[1] = hi;
    multiply(P2L, P2H);
    rotate(31);
    multiply(P1L, P1H);
    h[0] ^= l;
    h[1] ^= u;
  }

  return {
    reset(): void {
      filled = 0;
      total = 0;
      // seed + P1 + P2, seed + P2, seed, seed − P1
      acc[0] = (P1L + P2L) | 0;
      acc[1] = (P1H + P2H + carry(P1L, P2L, acc[0])) | 0;
      acc[2] = P2L;
      acc[3] = P2H;
      acc[4] = 0;
      acc[5] = 0;
      acc[6] = -P1L | 0;
      acc[7] = ~P1H;
    },

    update(bytes: Uint8Array, from: number, to: number): void {
      total += to - from;
      while (from < to) {
        const n = Math.min(to - from, STAGE_SIZE - filled);
        stage.set(bytes.subarray(from, from + n), filled);
        filled += n;
        from += n;
        hashStage();
      }
    },

    digestLow32(): number {
      if (total >= STRIPE) {
        h[0] = 0;
        h[1] = 0;
        const rotations = [1, 7, 12, 18];
        for (let k = 0; k < 4; k++) {
          const n = rotations[k];
          const lo = acc[2 * k];
          const hi = acc[2 * k + 1];
          add((lo << n) | (hi >>> (32 - n)), (hi << n) | (lo >>> (32 - n)));
        }
        for (let k = 0; k < 4; k++) {
          mix(acc[2 * k], acc[2 * k + 1]);
          multiply(P1L, P1H);
          add(P4L, P4H);
        }
      } else {
        h[0] = P5L;
        h[1] = P5H;
      }
      add(total | 0, Math.floor(total / 2 ** 32) | 0);
      let p = 0;
      for (; p + 8 <= filled; p += 8) {
        mix(view.getInt32(p, true), view.getInt32(p + 4, true));
        rotate(27);
        multiply(P1L, P1H);
        add(P4L, P4H);
      }
      if (p + 4 <= filled) {
        const word = view.getInt32(p, true);
        h[1] ^= (mulHigh(word, P1L) + Math.imul(word, P1H)) | 0;
        h[0] ^= Math.imul(word, P1L);
        rotate(23);
        multiply(P2L, P2H);
        add(P3L, P3H);
        p += 4;
      }
      for (; p < filled; p++) {
        h[1] ^= (mulHigh(stage[p], P5L) + Math.imul(stage[p], P5H)) | 0;
        h[0] ^= Math.imul(stage[p], P5L);
        rotate(11);
        multiply(P1L, P1H);
      }
      // Avalanche: h ^= h >> 33, *P2, h ^= h >> 29, *P3, h ^= h >> 32
      h[0] ^= h[1] >>> 1;
      multiply(P2L, P2H);
      const low = h[0];
      h[0] ^= (low >>> 29) | (h[1] << 3);
      h[1] ^= h[1] >>> 29;
      multiply(P3L, P3H);
      return h[0] ^ h[1];
    },
  };
}
