import { describe, expect, it } from 'vitest';
import { createByteArena } from '../../src/format/byteArena';
import { rebaseTagged, tagMaskOf } from '../../src/match/hash';
import type { CompressionSettings } from '../../src/match/parameters';
import { createRowHash } from '../../src/match/rowHash';
import { Random } from '../helpers/random';

describe('tags of table entries', () => {
  it('take the bits that positions leave, from none to eight', () => {
    expect([0, 1, 6, 8].map((bits) => tagMaskOf(bits) | 0)).toEqual([0, -(2 ** 31), -(2 ** 26), -(2 ** 24)]);
  });

  it('stay when positions move, and go with positions that leave the window', () => {
    const tagMask = tagMaskOf(8);
    const tag = 0x7b000000;
    const table = Int32Array.of(1000 ^ tag, 400 ^ tag, 399 ^ tag, 0, 401 ^ -0x1000000, 1000 ^ tag);
    rebaseTagged(table, 5, tagMask, 400);
    expect([...table]).toEqual([600 ^ tag, 0, 0, 0, 1 ^ -0x1000000, 1000 ^ tag]);
  });
});

describe('rows and the table of long hashes', () => {
  const AT = 64;
  const settings = { hashLog: 10, chainLog: 10, searchLog: 4, minMatch: 5 } as CompressionSettings;

  /** Every match that a search at each position finds. */
  function matchesOf(searcher: ReturnType<typeof createRowHash>, end: number): [at: number, length: number, from: number][] {
    const matches: [number, number, number][] = [];
    searcher.startFrame(settings);
    searcher.startBlock(AT, end, AT);
    for (let p = AT; p < end - 16; p++) {
      const length = searcher.search(p, 3);
      if (length > 0) matches.push([p, length, searcher.found[0]]);
    }
    return matches;
  }

  it('find the same in every frame, also where indices have come to their end and were brought down', () => {
    const random = new Random(11);
    const window = createByteArena(AT + 4096 + 64);
    const piece = random.bytes(64);
    for (let p = AT; p < AT + 4096; p += 40) window.bytes.set(random.below(3) > 0 ? piece.subarray(0, 40) : random.bytes(40), p);
    const end = AT + 4096;
    // Positions of 24 bits, indices of 26: 3 · 2^24 bytes are a round.
    const searcher = createRowHash(window, 10, 10, 8);
    const first = matchesOf(searcher, end);
    expect(first.length).toBeGreaterThan(1000);
    for (const [at, length, from] of first) {
      expect(window.bytes.subarray(from, from + length)).toEqual(window.bytes.subarray(at, at + length));
    }
    for (const delta of [end, 3 * 2 ** 24 - 2 * end - 1, 1, end, 3 * 2 ** 24]) {
      searcher.rebase(delta);
      expect(matchesOf(searcher, end)).toEqual(first);
      searcher.rebase(end);
    }
  });
});
