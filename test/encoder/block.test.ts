import { describe, expect, it } from 'vitest';
import { generate, kinds } from '../../corpus/generate';
import { createBlockEncoder } from '../../src/encoder/block';
import type { BlockSettings } from '../../src/encoder/blockSettings';
import { LOOPS } from '../../src/encoder/loops';
import { createByteArena } from '../../src/format/byteArena';
import { writeFrameHeader } from '../../src/format/frameHeaderWrite';
import { resolveOffset, updateHistory } from '../../src/format/repeatOffsets';
import { decompress } from '../../src/index';
import { createSequenceStore } from '../../src/match/sequenceStore';
import { Random } from '../helpers/random';
import { referenceDecompress } from '../helpers/reference';

const WINDOW_AT = 16;
const BLOCK = 131072;

/**
 * Makes a frame through the block encoder with a parser of the test's own: greedy, all three repeat codes wherever they fit (no strategy of
 * ours does that yet), and some matches given up at random.
 */
function encode(content: Uint8Array, settings: BlockSettings, random: Random): Uint8Array {
  const window = createByteArena(WINDOW_AT + content.length + 256);
  window.bytes.set(content, WINDOW_AT);
  const store = createSequenceStore();
  const out = createByteArena(2 * content.length + (1 << 18));
  const encoder = createBlockEncoder(window, store, out, LOOPS);
  encoder.startFrame(settings);
  let at = writeFrameHeader(out.bytes, 0, { contentSize: content.length, windowLog: 27, dictId: 0, checksum: false });
  const { bytes } = window;
  const end = WINDOW_AT + content.length;
  const seen = new Map<number, number>();
  const word = (p: number): number => bytes[p] | (bytes[p + 1] << 8) | (bytes[p + 2] << 16) | (bytes[p + 3] << 24);
  const history = new Int32Array(32);
  for (let start = WINDOW_AT; start < end || start === WINDOW_AT; ) {
    const blockEnd = Math.min(start + BLOCK, end);
    history.set(encoder.repeatOffsets);
    let count = 0;
    let anchor = start;
    for (let p = start; p + 4 <= blockEnd; ) {
      const litLength = p - anchor;
      let offBase = 0;
      let length = 0;
      const candidates = [1, 2, 3].map((code) => [code, resolveOffset(history, code, litLength)]);
      const last = seen.get(word(p));
      if (last !== undefined) candidates.push([p - last + 3, p - last]);
      for (const [code, offset] of candidates) {
        if (offset <= 0 || p - offset < WINDOW_AT || (offBase !== 0 && !random.oneIn(3))) continue;
        let n = 0;
        while (p + n < blockEnd && bytes[p + n] === bytes[p + n - offset]) n++;
        if (n >= 3 && n > length) {
          length = n;
          offBase = code;
        }
      }
      seen.set(word(p), p);
      if (length < 3 || random.oneIn(50)) {
        p++;
        continue;
      }
      store.litLength[count] = litLength;
      store.matchLength[count] = length;
      store.offBase[count] = offBase;
      count++;
      updateHistory(history, offBase, litLength);
      for (let k = 1; k < length; k += 7) seen.set(word(p + k), p + k);
      p += length;
      anchor = p;
    }
    store.nextOffsets.set(history);
    at = encoder.write(start, blockEnd, count, blockEnd === end, at);
    start = blockEnd;
    if (end === WINDOW_AT) break;
  }
  return out.bytes.slice(0, at);
}

/** Text with stretches of noise, so that some parts of a cut block are sent raw and later ones still use repeat codes. */
function patchwork(size: number, random: Random): Uint8Array {
  const bytes = generate('binary', size, random.next());
  for (let at = 0; at < size; ) {
    const length = Math.min(5000 + random.below(30_000), size - at);
    if (random.oneIn(2)) bytes.set(noise(length, random), at);
    at += length;
  }
  return bytes;
}

/** Random bytes with many short matches in them that save nothing. */
function noise(length: number, random: Random): Uint8Array {
  const bytes = random.bytes(length);
  for (let at = 100; at + 4 < length; at += 9) bytes.copyWithin(at, at - 64, at - 61);
  return bytes;
}

function check(content: Uint8Array, settings: BlockSettings, seed: number): number {
  const frame = encode(content, settings, new Random(seed));
  expect(Buffer.compare(decompress(frame), content)).toBe(0);
  expect(Buffer.compare(referenceDecompress(frame), content)).toBe(0);
  return frame.length;
}

describe('block encoder', () => {
  it('writes what any parser finds, at every strategy and split', () => {
    for (const [i, kind] of kinds.entries()) {
      const content = generate(kind, 150_000, i);
      check(content, { strategy: 1 + (i % 9), literalCompression: i % 4 !== 3, splitLeaves: [0, 2, 4, 16][i % 4] }, i);
    }
  });

  it('keeps repeat codes right when parts of a split block are sent raw', () => {
    const random = new Random(5);
    for (let i = 0; i < 12; i++) check(patchwork(400_000, random), { strategy: 9, literalCompression: true, splitLeaves: 16 }, i);
  });

  it('saves bytes by cutting blocks whose statistics change', () => {
    const content = generate('mixture', 600_000, 9);
    const settings = { strategy: 5, literalCompression: true };
    expect(check(content, { ...settings, splitLeaves: 16 }, 1)).toBeLessThan(check(content, { ...settings, splitLeaves: 0 }, 1));
  });

  it('searches shallower Huffman trees at the highest strategies', () => {
    const content = generate('skewed', 100_000, 2);
    const settings = { literalCompression: true, splitLeaves: 0 };
    expect(check(content, { ...settings, strategy: 9 }, 1)).toBeLessThan(check(content, { ...settings, strategy: 5 }, 1));
  });

  it('writes lengths above 65535 and tens of thousands of sequences', () => {
    const long = new Uint8Array(131_072);
    long.set(new Random(1).bytes(66_000));
    long.copyWithin(66_000, 0, 65_072);
    check(long, { strategy: 3, literalCompression: true, splitLeaves: 4 }, 1);
    const dense = Uint8Array.from({ length: 131_072 }, (_, i) => (i % 3 === 0 ? (i >> 8) & 7 : (i * 7) % 3));
    check(dense, { strategy: 9, literalCompression: true, splitLeaves: 16 }, 2);
  });

  it('writes small and empty frames', () => {
    for (let size = 0; size < 70; size++)
      check(generate('text', size, size), { strategy: 1 + (size % 9), literalCompression: true, splitLeaves: 2 }, size);
  });
});
