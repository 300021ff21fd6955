import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { decompress, ZstdDecompressor, ZstdError } from '../../src/decompress';
import { Random } from '../helpers/random';
import { hasSharedData, loadContainer, sha256, sharedPath } from '../helpers/shared';

const MAX_WINDOW = 2 ** 31;

/** Decodes through a stream that gets its input in random pieces. */
function streamed(data: Uint8Array, dictData: Uint8Array | undefined, random: Random): Uint8Array {
  const stream = new ZstdDecompressor({ dictData, maxWindowSize: MAX_WINDOW }).decompressObj({ readAcrossFrames: true });
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
