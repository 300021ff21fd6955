import { describe, expect, it } from 'vitest';
import { dictionaryId, isFullDictionary } from '../../src/format/dictionaryLayout';
import { type FrameHeader, frameHeaderSizeOf, readFrameHeader } from '../../src/format/frameHeader';
import { writeFrameHeader } from '../../src/format/frameHeaderWrite';
import { resolveOffset, updateHistory } from '../../src/format/repeatOffsets';

describe('frame headers', () => {
  it('say what they were told, in the fewest bytes', () => {
    const bytes = new Uint8Array(40);
    for (const magicless of [false, true]) {
      const prefix = magicless ? 1 : 5;
      for (const contentSize of [-1, 0, 1, 255, 256, 65_791, 65_792, 2 ** 32 - 1, 2 ** 32, 2 ** 40]) {
        for (const dictId of [0, 1, 255, 256, 65_535, 65_536, 2 ** 32 - 1]) {
          for (const windowLog of [10, 17, 27, 31]) {
            const checksum = dictId % 2 === 0;
            const end = writeFrameHeader(bytes, 3, { contentSize, windowLog, dictId, checksum, magicless });
            expect(frameHeaderSizeOf(bytes[3 + prefix - 1], prefix)).toBe(end - 3);
            const single = contentSize >= 0 && contentSize <= 2 ** windowLog;
            expect(readFrameHeader(bytes, 3, prefix, {} as FrameHeader)).toEqual({
              contentSize,
              windowSize: single ? contentSize : 2 ** windowLog,
              dictId,
              hasChecksum: checksum,
            });
          }
        }
      }
    }
  });

  it('keep a fraction of a window', () => {
    expect(readFrameHeader(Uint8Array.of(0x28, 0xb5, 0x2f, 0xfd, 0, (7 << 3) | 3), 0, 5, {} as FrameHeader).windowSize).toBe(
      131_072 + (3 * 131_072) / 8,
    );
  });
});

describe('repeat offsets', () => {
  it('move as RFC 8878 §3.1.1.5 says', () => {
    const history = Int32Array.of(1, 4, 8);
    const step = (offBase: number, litLength: number): [number, number[]] => {
      const offset = resolveOffset(history, offBase, litLength);
      updateHistory(history, offBase, litLength);
      return [offset, [...history]];
    };
    expect(step(1, 5)).toEqual([1, [1, 4, 8]]);
    expect(step(2, 5)).toEqual([4, [4, 1, 8]]);
    expect(step(3, 5)).toEqual([8, [8, 4, 1]]);
    expect(step(103, 0)).toEqual([100, [100, 8, 4]]);
    expect(step(1, 0)).toEqual([8, [8, 100, 4]]);
    expect(step(2, 0)).toEqual([4, [4, 8, 100]]);
    expect(step(3, 0)).toEqual([3, [3, 4, 8]]);
  });
});

describe('dictionaries', () => {
  it('are full with the magic number and have its ID', () => {
    const full = Uint8Array.of(0x37, 0xa4, 0x30, 0xec, 1, 2, 0, 0, 9);
    expect(isFullDictionary(full)).toBe(true);
    expect(dictionaryId(full)).toBe(513);
    expect(dictionaryId(full.subarray(1))).toBe(0);
    expect(dictionaryId(full.subarray(0, 7))).toBe(0);
  });
});
