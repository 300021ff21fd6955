import { describe, expect, it } from 'vitest';
import { createXxhash64 } from '../../src/format/xxhash64';

const M = (1n << 64n) - 1n;
const [P1, P2, P3, P4, P5] = [0x9e3779b185ebca87n, 0xc2b2ae3d27d4eb4fn, 0x165667b19e3779f9n, 0x85ebca77c2b2ae63n, 0x27d4eb2f165667c5n];
const rotl = (x: bigint, n: bigint) => ((x << n) | (x >> (64n - n))) & M;
const round = (acc: bigint, input: bigint) => (rotl((acc + input * P2) & M, 31n) * P1) & M;
const word = (b: Uint8Array, at: number, n: number) => {
  let v = 0n;
  for (let i = n - 1; i >= 0; i--) v = (v << 8n) | BigInt(b[at + i]);
  return v;
};

/** XXH64 as its specification states it, in BigInt. */
function reference(bytes: Uint8Array): bigint {
  let p = 0;
  let h: bigint;
  if (bytes.length >= 32) {
    const v = [(P1 + P2) & M, P2, 0n, -P1 & M];
    for (; p + 32 <= bytes.length; p += 32) for (let k = 0; k < 4; k++) v[k] = round(v[k], word(bytes, p + 8 * k, 8));
    h = (rotl(v[0], 1n) + rotl(v[1], 7n) + rotl(v[2], 12n) + rotl(v[3], 18n)) & M;
    for (const a of v) h = ((h ^ round(0n, a)) * P1 + P4) & M;
  } else h = P5;
  h = (h + BigInt(bytes.length)) & M;
  for (; p + 8 <= bytes.length; p += 8) h = (rotl(h ^ round(0n, word(bytes, p, 8)), 27n) * P1 + P4) & M;
  if (p + 4 <= bytes.length) {
    h = (rotl(h ^ ((word(bytes, p, 4) * P1) & M), 23n) * P2 + P3) & M;
    p += 4;
  }
  for (; p < bytes.length; p++) h = (rotl(h ^ ((BigInt(bytes[p]) * P5) & M), 11n) * P1) & M;
  h = ((h ^ (h >> 33n)) * P2) & M;
  h = ((h ^ (h >> 29n)) * P3) & M;
  return h ^ (h >> 32n);
}

function sample(length: number, seed: number): Uint8Array {
  const bytes = new Uint8Array(length);
  for (let i = 0, x = seed | 1; i < length; i++) {
    x = (Math.imul(x, 1664525) + 1013904223) | 0;
    bytes[i] = x >>> 24;
  }
  return bytes;
}

describe('XXH64', () => {
  it('keeps hashers apart that are used in turn', () => {
    const one = sample(100_003, 1);
    const two = sample(90_001, 2);
    const a = createXxhash64();
    const b = createXxhash64();
    for (let p = 0; p < one.length; p += 777) {
      a.update(one, p, Math.min(p + 777, one.length));
      if (p < two.length) b.update(two, p, Math.min(p + 777, two.length));
    }
    expect(a.digestLow32()).toBe(Number(BigInt.asIntN(32, reference(one))));
    expect(b.digestLow32()).toBe(Number(BigInt.asIntN(32, reference(two))));
  });

  it('gives the published hash of the empty input', () => {
    const hash = createXxhash64();
    expect(hash.digestLow32() >>> 0).toBe(Number(0xef46db3751d8e999n & 0xffffffffn));
  });

  it('equals the specification for every length up to 200', () => {
    for (let n = 0; n <= 200; n++) {
      const bytes = sample(n, n + 1);
      const hash = createXxhash64();
      hash.update(bytes, 0, n);
      expect(hash.digestLow32()).toBe(Number(BigInt.asIntN(32, reference(bytes))));
    }
  });

  it('does not depend on how the input is cut, nor on which inner loop runs', () => {
    const bytes = sample(600_000, 7);
    const expected = Number(BigInt.asIntN(32, reference(bytes)));
    for (const step of [600_000, 1, 31, 32, 33, 4096, 100_003, 600_000]) {
      const hash = createXxhash64();
      for (let p = 0; p < bytes.length; p += step) hash.update(bytes, p, Math.min(bytes.length, p + step));
      expect(hash.digestLow32()).toBe(expected);
    }
  });
});
