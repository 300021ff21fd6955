import { describe, expect, it } from 'vitest';
import { BIT, crossEntropy, IMPOSSIBLE, log2Fixed } from '../../src/entropy/fseCost';
import { createFseEncodingTables, FSE_SYMBOLS } from '../../src/entropy/fseEncode';
import { chooseTableLog, normalizeCounts } from '../../src/entropy/fseNormalize';
import { spreadSymbols } from '../../src/entropy/fseSpread';
import { createDistribution, readDistribution } from '../../src/entropy/fseTableRead';
import { writeDistribution } from '../../src/entropy/fseTableWrite';
import { LL_DEFAULT, LL_DEFAULT_LOG, ML_DEFAULT, ML_DEFAULT_LOG, OF_DEFAULT, OF_DEFAULT_LOG } from '../../src/format/distributions';
import { ZstdError } from '../../src/format/errors';
import { Random } from '../helpers/random';

/** Random counts of symbols 0 to `maxSymbol`, some of them 0, the last one not. */
function randomCounts(random: Random, maxSymbol: number): { counts: Int32Array; total: number } {
  const counts = new Int32Array(64);
  for (let s = 0; s <= maxSymbol; s++) counts[s] = random.oneIn(3) ? 0 : 1 + random.below(random.pick([2, 50, 5000]));
  counts[0] += 1;
  counts[maxSymbol] += 1;
  return { counts, total: counts.reduce((sum, count) => sum + count, 0) };
}

const sum = (values: Int32Array): number => values.reduce((total, value) => total + value, 0);

describe('normalised counts', () => {
  it('sum to the table size, keep every symbol, and come back from their description', () => {
    const random = new Random(3);
    const into = new Int32Array(64);
    const bytes = new Uint8Array(300);
    const view = new DataView(bytes.buffer);
    const distribution = createDistribution();
    for (let i = 0; i < 2000; i++) {
      const maxSymbol = 1 + random.below(52);
      const { counts, total } = randomCounts(random, maxSymbol);
      const log = chooseTableLog(total, maxSymbol, 9);
      expect(log).toBeGreaterThanOrEqual(5);
      expect(log).toBeLessThanOrEqual(9);
      into.fill(-7);
      normalizeCounts(counts, 0, maxSymbol, total, log, into, 0);
      const normalized = into.slice(0, maxSymbol + 1);
      expect(sum(normalized)).toBe(1 << log);
      for (let s = 0; s <= maxSymbol; s++) expect(normalized[s] > 0).toBe(counts[s] > 0);
      const end = writeDistribution(bytes, 5, into, 0, maxSymbol, log);
      expect(readDistribution(bytes, view, 5, end, maxSymbol, 9, distribution)).toBe(end);
      expect(distribution).toMatchObject({ log, symbols: maxSymbol + 1 });
      expect(distribution.counts.slice(0, maxSymbol + 1)).toEqual(normalized);
    }
  });

  it('lie close to the counts: never above the cost of plain rounding', () => {
    const counts = Int32Array.of(700, 200, 50, 30, 15, 5);
    const into = new Int32Array(64);
    normalizeCounts(counts, 0, 5, 1000, 6, into, 0);
    expect([...into.slice(0, 6)]).toEqual([44, 13, 3, 2, 1, 1]);
  });
});

describe('table descriptions', () => {
  it('are rejected when they are cut, too deep, or name too many symbols', () => {
    const counts = Int32Array.from([...LL_DEFAULT].map((n) => Math.abs(n)));
    const bytes = new Uint8Array(64);
    const view = new DataView(bytes.buffer);
    const end = writeDistribution(bytes, 0, counts, 0, 35, 6);
    const distribution = createDistribution();
    expect(readDistribution(bytes, view, 0, end, 35, 6, distribution)).toBe(end);
    for (let cut = 0; cut < end; cut++) expect(() => readDistribution(bytes, view, 0, cut, 35, 6, distribution)).toThrow(ZstdError);
    expect(() => readDistribution(bytes, view, 0, end, 35, 5, distribution)).toThrow(ZstdError);
    expect(() => readDistribution(bytes, view, 0, end, 34, 6, distribution)).toThrow(ZstdError);
  });
});

describe('states', () => {
  it('are given to every symbol as often as it is probable, the rarest at the end', () => {
    for (const [counts, log] of [
      [LL_DEFAULT, LL_DEFAULT_LOG],
      [ML_DEFAULT, ML_DEFAULT_LOG],
      [OF_DEFAULT, OF_DEFAULT_LOG],
    ] as const) {
      const spread = new Uint8Array(1 << log).fill(255);
      spreadSymbols(counts, 0, counts.length, log, spread);
      counts.forEach((count, symbol) => {
        expect(spread.filter((s) => s === symbol).length).toBe(Math.abs(count));
      });
      const rare = counts.filter((count) => count === -1).length;
      expect([...spread.slice(-rare)].every((symbol) => counts[symbol] === -1)).toBe(true);
    }
  });

  it('encode what a decoder that walks them backwards reads', () => {
    const random = new Random(8);
    const tables = createFseEncodingTables();
    for (let i = 0; i < 100; i++) {
      const maxSymbol = 1 + random.below(35);
      const { counts, total } = randomCounts(random, maxSymbol);
      const log = chooseTableLog(total, maxSymbol, 9);
      const slot = i & 1;
      const at = slot * FSE_SYMBOLS;
      normalizeCounts(counts, 0, maxSymbol, total, log, tables.normalized, at);
      tables.build(slot, maxSymbol, log);
      // Decoding table as RFC 8878 §4.1.1 builds it.
      const size = 1 << log;
      const spread = new Uint8Array(size);
      const normalized = tables.normalized.slice(at, at + maxSymbol + 1);
      spreadSymbols(normalized, 0, maxSymbol + 1, log, spread);
      const next = normalized.slice();
      const decode = Array.from({ length: size }, (_, state) => {
        const x = next[spread[state]]++;
        const bits = log - Math.floor(Math.log2(x));
        return { symbol: spread[state], bits, base: (x << bits) - size };
      });
      const symbols = Array.from({ length: 50 }, () => {
        let symbol: number;
        do symbol = random.below(maxSymbol + 1);
        while (counts[symbol] === 0);
        return symbol;
      });
      let state = 0;
      const written: [number, number][] = [];
      for (let k = symbols.length - 1; k >= 0; k--) {
        const symbol = symbols[k];
        if (state === 0) state = tables.start(slot, symbol);
        else {
          const bits = (state + tables.deltaBits[at + symbol]) >>> 16;
          written.push([state & ((1 << bits) - 1), bits]);
          state = tables.states[(state >>> bits) + tables.deltaState[at + symbol]];
        }
      }
      let read = state - size;
      const back: number[] = [];
      for (;;) {
        back.push(decode[read].symbol);
        const field = written.pop();
        if (field === undefined) break;
        expect(field[1]).toBe(decode[read].bits);
        read = decode[read].base + field[0];
      }
      expect(back).toEqual(symbols);
    }
  });
});

describe('costs', () => {
  it('are the cross entropy in 1/256 bit', () => {
    const counts = Int32Array.of(3, 1, 0, 4);
    const normalized = Int32Array.of(16, 8, 0, 8);
    expect(crossEntropy(counts, 0, 3, normalized, 0, 4, 5)).toBe((3 * 1 + 1 * 2 + 4 * 2) * BIT);
    expect(crossEntropy(Int32Array.of(0, 0, 1), 0, 2, normalized, 0, 4, 5)).toBe(IMPOSSIBLE);
    expect(crossEntropy(Int32Array.of(0, 0, 0, 0, 1), 0, 4, normalized, 0, 4, 5)).toBe(IMPOSSIBLE);
    expect(log2Fixed(1)).toBe(0);
    expect(log2Fixed(2 ** 20)).toBe(20 * BIT);
  });
});
