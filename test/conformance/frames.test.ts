import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { DEFAULT_MAX_WINDOW_SIZE, decompress, ZstdDecompressor, ZstdError } from '../../src/decompress';
import { Random } from '../helpers/random';
import { hasSharedData, loadContainer, sha256, sharedPath } from '../helpers/shared';
import { DICTIONARIES, FRAMES } from './handMade';

const MAX_WINDOW = 2 ** 31;

/** Decodes through a stream that gets its input in random pieces. */
function streamed(
  data: Uint8Array,
  dictData: Uint8Array | undefined,
  random: Random,
  maxWindowSize: number | undefined = MAX_WINDOW,
): Uint8Array {
  const stream = new ZstdDecompressor({ dictData, maxWindowSize }).decompressObj({ readAcrossFrames: true });
  const parts: Uint8Array[] = [];
  for (let at = 0; at < data.length; ) {
    const end = at + 1 + random.below(random.pick([2, 10, 1000, 20000]));
    parts.push(stream.decompress(data.subarray(at, end)));
    at = end;
  }
  stream.close();
  return Buffer.concat(parts);
}

/** The hash of what comes out, or `rejected`. Anything else that is thrown fails the test. */
function outcome(decode: () => Uint8Array): string {
  try {
    return sha256(decode());
  } catch (error) {
    if (error instanceof ZstdError) return 'rejected';
    throw error;
  }
}

describe('frames made by hand', () => {
  const random = new Random(1);
  for (const [rule, hex, expected] of FRAMES) {
    it(rule, () => {
      const frame = Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
      const decoders = [() => decompress(frame), () => streamed(frame, undefined, random, DEFAULT_MAX_WINDOW_SIZE)];
      for (const decode of decoders) {
        if (typeof expected === 'number') expect(decode().length).toBe(expected);
        else expect(decode).toThrow(expect.objectContaining({ name: 'ZstdError', code: expected }));
      }
    });
  }

  for (const [rule, hex] of DICTIONARIES) {
    it(rule, () => {
      const dictData = Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
      expect(() => new ZstdDecompressor({ dictData })).toThrow(expect.objectContaining({ code: 'dictionary_corrupted' }));
    });
  }

  it('S12 offset beyond the window, though within the history', () => {
    // Window of 1 KiB; three raw blocks of 1000 bytes, then a match of 3 bytes at an offset of 1024 or 1025 (offset code 10).
    const raw = [0x40, 0x1f, 0];
    const block = (value: number): number[] => {
      // RLE tables: literal length 0, offset code 10, match length 3; the stream is ten bits and the end mark.
      const bits = (value - 1024) | 1024;
      return [0x45, 0, 0, 0x00, 0x01, 0x54, 0x00, 0x0a, 0x00, bits & 255, (bits >> 8) & 255];
    };
    const frameOf = (offset: number): Uint8Array => {
      const body = block(offset + 3);
      return Uint8Array.from([
        0x28,
        0xb5,
        0x2f,
        0xfd,
        0,
        0,
        ...[1, 2, 3].flatMap((byte) => [...raw, ...new Array<number>(1000).fill(byte)]),
        ...body,
      ]);
    };
    expect(decompress(frameOf(1024)).length).toBe(3003);
    expect(() => decompress(frameOf(1025))).toThrow(expect.objectContaining({ code: 'corruption_detected' }));
  });

  it('offsets of 26 extra bits, in a window that outgrows two engines', () => {
    // Window of 128 MiB: "abcdefgh", 70 MB of zeros in RLE blocks, then a match of 8 bytes back to the beginning.
    const rle = [(131_072 << 3) | 2, 0].flatMap((word, i) => (i === 0 ? [word & 255, (word >> 8) & 255, word >> 16] : [word]));
    const blocks = 540;
    const far = 8 + blocks * 131_072;
    const frameOf = (offset: number): Uint8Array => {
      // The value less the code's base, 2^26, and the end mark above its 26 bits.
      const bits = offset + 3 - 2 ** 26 + 2 ** 26;
      const body = [0x00, 0x01, 0x54, 0x00, 26, 5, bits & 255, (bits >>> 8) & 255, (bits >>> 16) & 255, bits >>> 24];
      return Uint8Array.from([
        ...[0x28, 0xb5, 0x2f, 0xfd, 0, 17 << 3],
        ...[0x40, 0, 0, ...Buffer.from('abcdefgh')],
        ...Array.from({ length: blocks }, () => rle).flat(),
        ...[(body.length << 3) | 5, 0, 0, ...body],
      ]);
    };
    const frame = frameOf(far);
    const content = decompress(frame);
    expect(content.length).toBe(far + 8);
    expect(Buffer.from(content.subarray(far)).toString()).toBe('abcdefgh');
    const pieces = streamed(frame, undefined, new Random(3));
    expect(Buffer.compare(pieces, content)).toBe(0);
    expect(Buffer.from(decompress(frameOf(far - 3)).subarray(far)).toString()).toBe('defgh\0\0\0');
    expect(() => decompress(frameOf(far + 1))).toThrow(expect.objectContaining({ code: 'corruption_detected' }));
  });
});

if (!hasSharedData) {
  console.log('test/conformance: no shared data here, so only the hand-made frames are run');
} else {
  describe('shared data', () => {
    const random = new Random(7);
    for (const container of [
      'frames/decodecorpus',
      'frames/dict-frames',
      'frames/cli-frames',
      'frames/cli-dict-frames',
      'invalid/accepted',
      'invalid/invalid',
      'invalid/permissive',
      'invalid/disagree',
      'invalid/special',
      'invalid/klauspost-bad',
    ]) {
      it(container, () => {
        const wrong: string[] = [];
        for (const { name, data, dictData, original, expect: expected } of loadContainer(container)) {
          const once = outcome(() => decompress(data, { dictData, maxWindowSize: MAX_WINDOW }));
          const inPieces = outcome(() => streamed(data, dictData, random));
          const right =
            expected === 'accept'
              ? once === original?.sha256
              : expected === 'reject'
                ? once === 'rejected'
                : original === undefined || once === 'rejected' || once === original.sha256;
          if (!right || inPieces !== once) wrong.push(`${name}: expected ${expected}, got ${once}, in pieces ${inPieces}`);
        }
        expect(wrong).toEqual([]);
      });
    }

    it('invalid/bad-dictionaries', () => {
      for (const { name, data } of loadContainer('invalid/bad-dictionaries')) {
        expect(() => new ZstdDecompressor({ dictData: data }), name).toThrow(expect.objectContaining({ code: 'dictionary_corrupted' }));
      }
    });

    it('golden files', () => {
      const { files } = JSON.parse(readFileSync(sharedPath('golden/manifest.json'), 'utf8')) as {
        files: { path: string; role: string; dict?: string; original?: { sha256: string } }[];
      };
      let seen = 0;
      for (const { path, original } of files) {
        if (!path.startsWith('golden-decompression')) continue;
        const result = outcome(() => decompress(new Uint8Array(readFileSync(sharedPath(`golden/${path}`)))));
        expect(result, path).toBe(path.startsWith('golden-decompression-errors') ? 'rejected' : original?.sha256);
        seen++;
      }
      expect(seen).toBe(7);
      for (const dictionary of ['http-dict-missing-symbols', 'zero-weight-dict']) {
        const dictData = new Uint8Array(
          readFileSync(
            sharedPath(dictionary === 'zero-weight-dict' ? `golden/dict-files/${dictionary}` : `golden/golden-dictionaries/${dictionary}`),
          ),
        );
        for (const level of [3, 19]) {
          const frame = new Uint8Array(readFileSync(sharedPath(`golden/golden-dictionaries/http.${dictionary}.l${level}.zst`)));
          expect(Buffer.compare(decompress(frame, { dictData }), readFileSync(sharedPath('golden/golden-compression/http')))).toBe(0);
        }
      }
    });
  });
}
