import { bigIntsCompileWell } from './bigInts';

/**
 * XXH64 with seed 0, whose low 32 bits are the content checksum (RFC 8878 §3.1.1).
 *
 * JavaScript has no 64-bit integers outside BigInt, so there are two inner loops over one state. The first works on 32-bit halves and runs
 * everywhere (about 0.9 GB/s). The second keeps the accumulators in a BigUint64Array, where V8's optimising compiler turns every operation
 * into a plain 64-bit instruction (up to 10 GB/s on Node 24, 7 on Node 20); before it is compiled, and on other engines, every step allocates,
 * so it only takes over on V8 and after {@link WARM_UP} bytes.
 */
export interface Xxhash64 {
  /** Adds bytes [from, to). */
  update(bytes: Uint8Array, from: number, to: number): void;
  /** The low 32 bits of the hash of all bytes, as a signed integer. */
  digestLow32(): number;
}

const STRIPE = 32;
const STAGE_SIZE = 32768;
/**
 * Bytes hashed in this process before BigInt code may take over: until it is compiled, it allocates some 15 MB (from 128 KiB on: 2.5 MiB
 * more resident memory after a first MB, and the collections cost more than the faster loop gains).
 */
const WARM_UP = 1 << 22;

/** The five primes, the low half of each before its high half. */
const P1 = 0;
const P2 = 2;
const P3 = 4;
const P4 = 6;
const P5 = 8;
const HIGH = 1;
const PRIMES = [0x85ebca87, 0x9e3779b1, 0x27d4eb4f, 0xc2b2ae3d, 0x9e3779f9, 0x165667b1, 0xc2b2ae63, 0x85ebca77, 0x165667c5, 0x27d4eb2f];

/** Upper half of the unsigned 32 × 32 bit product, from 16-bit parts. */
function mulHigh(a: number, b: number): number {
  const al = a & 0xffff;
  const ah = a >>> 16;
  const bl = b & 0xffff;
  const bh = b >>> 16;
  const t = (Math.imul(ah, bl) + (Math.imul(al, bl) >>> 16)) | 0;
  const m = Math.imul(al, bh);
  return (Math.imul(ah, bh) + (t >>> 16) + (m >>> 16) + ((((t & 0xffff) + (m & 0xffff)) | 0) >>> 16)) | 0;
}

/** What all hashers of the process work with. */
interface Core {
  /** Input on its way: what does not fill a stripe stays at the front. */
  readonly stage: Uint8Array;
  /** The four accumulators, low half first. */
  readonly acc: Int32Array;
  /** Sets the accumulators to the beginning of a hash. */
  begin(): void;
  /** Hashes the whole stripes among the stage's first `filled` bytes and returns how many bytes are left, moved to the front. */
  absorb(filled: number): number;
  /** The low half of the hash after `total` bytes, the last `filled` of which are on the stage. */
  digestLow32(filled: number, total: number): number;
}

/**
 * There is one core: V8 only keeps BigInts out of the heap while the arrays are constants of the code, and that they are in a closure that
 * was created once (a second one costs both nine tenths of their speed).
 */
let core: Core | undefined;

/** Creates a hasher; any number may be in use at a time. */
export function createXxhash64(): Xxhash64 {
  core ??= createCore();
  const { stage, acc, begin, absorb, digestLow32 } = core;
  begin();
  const ownAcc = acc.slice(0, 8);
  const tail = new Uint8Array(STRIPE);
  let filled = 0;
  let total = 0;

  function enter(): void {
    acc.set(ownAcc);
    stage.set(tail);
  }

  return {
    update(bytes: Uint8Array, from: number, to: number): void {
      enter();
      total += to - from;
      while (from < to) {
        const n = Math.min(to - from, STAGE_SIZE - filled);
        stage.set(bytes.subarray(from, from + n), filled);
        from += n;
        filled = absorb(filled + n);
      }
      ownAcc.set(acc.subarray(0, 8));
      tail.set(stage.subarray(0, STRIPE));
    },

    digestLow32(): number {
      enter();
      return digestLow32(filled, total);
    },
  };
}

function createCore(): Core {
  const stage = new Uint8Array(STAGE_SIZE);
  const view = new DataView(stage.buffer);
  const primes = Int32Array.from({ length: 32 }, (_, i) => PRIMES[i]);
  // Four accumulators, low half first; 32 words because V8 keeps small arrays on its heap, where their address is not constant.
  const acc = new Int32Array(32);
  // The 64-bit value that the steps below work on.
  let lo = 0;
  let hi = 0;
  let hashedEver = 0;
  let stripes: ((bytes: number) => void) | undefined;

  function add(l: number, h: number): void {
    const sum = (lo + l) | 0;
    // The carry without a branch: a compare here mispredicts half the time (266 against 930 MB/s).
    hi = (hi + h + (((lo & l) | ((lo | l) & ~sum)) >>> 31)) | 0;
    lo = sum;
  }

  const addPrime = (k: number): void => add(primes[k], primes[k + HIGH]);

  function multiply(k: number): void {
    const p = primes[k];
    hi = (mulHigh(lo, p) + Math.imul(lo, primes[k + HIGH]) + Math.imul(hi, p)) | 0;
    lo = Math.imul(lo, p);
  }

  /** Rotates left by n, 0 < n < 32. */
  function rotate(n: number): void {
    const l = lo;
    lo = (l << n) | (hi >>> (32 - n));
    hi = (hi << n) | (l >>> (32 - n));
  }

  /** One accumulator's step with 8 bytes of input at p. */
  function round(p: number): void {
    const l = lo;
    const h = hi;
    lo = view.getInt32(p, true);
    hi = view.getInt32(p + 4, true);
    multiply(P2);
    add(l, h);
    rotate(31);
    multiply(P1);
  }

  function load(k: number): void {
    lo = acc[2 * k];
    hi = acc[2 * k + 1];
  }

  function store(k: number): void {
    acc[2 * k] = lo;
    acc[2 * k + 1] = hi;
  }

  function stripesByHalves(end: number): void {
    for (let p = 0; p < end; p = (p + 8) | 0) {
      load((p >> 3) & 3);
      round(p);
      store((p >> 3) & 3);
    }
  }

  function createStripesByBigInt(): (end: number) => void {
    const input = new BigUint64Array(stage.buffer);
    const A = new BigUint64Array(acc.buffer);
    const u64 = BigInt.asUintN;
    const [p1, p2] = new BigUint64Array(primes.buffer);
    const left = BigInt(31);
    const right = BigInt(33);
    const step = (accumulator: bigint, word: bigint): bigint => {
      const sum = u64(64, accumulator + u64(64, word * p2));
      return u64(64, u64(64, u64(64, sum << left) | (sum >> right)) * p1);
    };
    return (end) => {
      const n = (end >>> 3) | 0;
      // No BigInt lives across iterations: a loop variable would be boxed, an array element is not. Nor is there a loop over the four: with
      // constants as indices the accumulators are loaded and stored without a check, and 6.1 GB/s become 10.5 (Node 20: 3.1, 7.5).
      for (let i = 0; i < n; i = (i + 4) | 0) {
        A[0] = step(A[0], input[i]);
        A[1] = step(A[1], input[i + 1]);
        A[2] = step(A[2], input[i + 2]);
        A[3] = step(A[3], input[i + 3]);
      }
    };
  }

  function absorb(filled: number): number {
    const end = filled & ~(STRIPE - 1);
    if (hashedEver < WARM_UP) {
      hashedEver += end;
      stripesByHalves(end);
    } else {
      stripes ??= bigIntsCompileWell() ? createStripesByBigInt() : stripesByHalves;
      stripes(end);
    }
    stage.copyWithin(0, end, filled);
    return filled - end;
  }

  /** Takes a finished step's word into the hash: xor, rotate, multiply, add. */
  function blend(l: number, h: number, n: number, k: number): void {
    lo ^= l;
    hi ^= h;
    if (n > 0) rotate(n);
    multiply(k);
  }

  /** The same with 8 bytes of input, after an accumulator's step with nothing before. */
  function blendWhole(l: number, h: number, n: number): void {
    multiply(P2);
    rotate(31);
    multiply(P1);
    blend(l, h, n, P1);
    addPrime(P4);
  }

  return {
    stage,
    acc,
    absorb,

    begin(): void {
      // seed + P1 + P2, seed + P2, seed, seed − P1
      lo = hi = 0;
      store(2);
      addPrime(P2);
      store(1);
      addPrime(P1);
      store(0);
      acc[6] = -primes[P1];
      acc[7] = ~primes[P1 + HIGH];
    },

    digestLow32(filled: number, total: number): number {
      lo = hi = 0;
      if (total < STRIPE) addPrime(P5);
      else {
        for (let k = 0; k < 4; k++) {
          const l = lo;
          const h = hi;
          load(k);
          rotate([1, 7, 12, 18][k]);
          add(l, h);
        }
        for (let k = 0; k < 4; k++) {
          const l = lo;
          const h = hi;
          load(k);
          // The accumulator stands in for the input.
          blendWhole(l, h, 0);
        }
      }
      add(total | 0, Math.floor(total / 2 ** 32) | 0);
      let p = 0;
      for (; p + 8 <= filled; p += 8) {
        const l = lo;
        const h = hi;
        lo = view.getInt32(p, true);
        hi = view.getInt32(p + 4, true);
        blendWhole(l, h, 27);
      }
      while (p < filled) {
        const word = p + 4 <= filled;
        const l = lo;
        const h = hi;
        lo = word ? view.getInt32(p, true) : stage[p];
        hi = 0;
        multiply(word ? P1 : P5);
        blend(l, h, word ? 23 : 11, word ? P2 : P1);
        if (word) addPrime(P3);
        p += word ? 4 : 1;
      }
      // Avalanche: h ^= h >> 33, *P2, h ^= h >> 29, *P3, h ^= h >> 32
      lo ^= hi >>> 1;
      multiply(P2);
      lo ^= (lo >>> 29) | (hi << 3);
      hi ^= hi >>> 29;
      multiply(P3);
      return lo ^ hi;
    },
  };
}
