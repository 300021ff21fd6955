import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { spreadSymbols } from '../../src/entropy/fseSpread';
import {
  DEFAULT_MAX_WINDOW_SIZE,
  DICT_MODE_FULLDICT,
  decompress,
  ZstdCompressionDict,
  ZstdCompressor,
  ZstdDecompressor,
  ZstdError,
} from '../../src/index';
import { decompressChunks } from '../../src/streams';
import { randomPieces } from '../helpers/content';
import { errorOf, rejectionOf } from '../helpers/errors';
import { Random } from '../helpers/random';
import { hasSharedData, loadContainer, referencePath, sha256, sharedPath } from '../helpers/shared';
import { collect } from '../helpers/streams';
import { DICTIONARIES, DICTIONARY, FRAMES, LIMITED, WITH_DICTIONARY } from './handMade';
import { RULES } from './rules';

const MAX_WINDOW = 2 ** 31;

const bytesOf = (hex: string): Uint8Array => Uint8Array.from(Buffer.from(hex, 'hex'));

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

/** Numbers of the rules that have a case. */
const tested = new Set<string>();

/** A test whose name begins with the number of its rule. */
function rule(name: string, run: () => void | Promise<void>): void {
  tested.add(name.split(' ')[0]);
  it(name, run);
}

/** A row of a table: what is rejected is a case of its rule, what is accepted a neighbour of one. */
function row(name: string, outcome: number | string, decoders: readonly (() => Uint8Array)[]): void {
  if (typeof outcome === 'number') {
    it(name, () => {
      for (const decode of decoders) expect(decode().length).toBe(outcome);
    });
  } else {
    rule(name, () => {
      for (const decode of decoders) expect(decode).toThrow(expect.objectContaining({ name: 'ZstdError', code: outcome }));
    });
  }
}

describe('frames made by hand', () => {
  const random = new Random(1);
  for (const [name, hex, outcome] of FRAMES) {
    const frame = bytesOf(hex);
    row(name, outcome, [() => decompress(frame), () => streamed(frame, undefined, random, DEFAULT_MAX_WINDOW_SIZE)]);
  }

  for (const [name, hex, outcome] of WITH_DICTIONARY) {
    const frame = bytesOf(hex);
    const dictData = bytesOf(DICTIONARY);
    row(name, outcome, [() => decompress(frame, { dictData }), () => streamed(frame, dictData, random)]);
  }

  for (const [name, hex, length] of LIMITED) {
    rule(name, async () => {
      const frame = bytesOf(hex);
      const piecewise = (maxOutputSize: number): Promise<Uint8Array> =>
        collect(decompressChunks(randomPieces(random, frame), { maxOutputSize }));
      expect(decompress(frame, { maxOutputSize: length }).length).toBe(length);
      expect((await piecewise(length)).length).toBe(length);
      expect(errorOf(() => decompress(frame, { maxOutputSize: length - 1 }))).toBe('dstSize_tooSmall');
      expect(await rejectionOf(piecewise(length - 1))).toBe('dstSize_tooSmall');
    });
  }

  for (const [name, hex] of DICTIONARIES) {
    rule(name, () => {
      const dictData = bytesOf(hex);
      expect(errorOf(() => new ZstdDecompressor({ dictData }))).toBe('dictionary_corrupted');
      expect(errorOf(() => new ZstdCompressor({ dictData }).compress(dictData))).toBe('dictionary_corrupted');
    });
  }

  rule('F12 any number of empty pieces may come', () => {
    const stream = new ZstdDecompressor().decompressObj();
    let content = 0;
    for (const byte of bytesOf('28b52ffd0438190000616263990977ad')) {
      for (let i = 0; i < 40; i++) expect(stream.decompress(new Uint8Array(0)).length).toBe(0);
      content += stream.decompress(Uint8Array.of(byte)).length;
    }
    stream.close();
    expect(content).toBe(3);
  });

  rule('F13 stated size above the limit, before any block is looked at', () => {
    const reserved = bytesOf('28b52ffd20031f0000616263');
    expect(errorOf(() => decompress(reserved, { maxOutputSize: 2 }))).toBe('dstSize_tooSmall');
    expect(errorOf(() => decompress(reserved, { maxOutputSize: 3 }))).toBe('corruption_detected');
  });

  rule('T5 each state has one symbol, and each symbol its states', () => {
    const random = new Random(5);
    for (let i = 0; i < 500; i++) {
      const log = 5 + (i % 5);
      const counts: number[] = [];
      for (let left = 1 << log; left > 0; left -= Math.abs(counts[counts.length - 1])) {
        const count = counts.length === 63 ? left : Math.min(left, random.below(random.pick([2, 4, 100])));
        counts.push(count === 1 && random.oneIn(2) ? -1 : count);
      }
      const spread = new Uint8Array(1 << log).fill(255);
      spreadSymbols(counts, 0, counts.length, log, spread);
      const states = counts.map(() => 0);
      for (const symbol of spread) states[symbol]++;
      expect(states).toEqual(counts.map(Math.abs));
    }
  });

  rule('D4 full dictionary without its magic number', () => {
    const full = (hex: string): { dictData: ZstdCompressionDict } => ({
      dictData: new ZstdCompressionDict(bytesOf(hex), { dictMode: DICT_MODE_FULLDICT }),
    });
    const wrong = DICTIONARY.replace('37', '36');
    const frame = new ZstdCompressor(full(DICTIONARY)).compress(new Uint8Array(9));
    expect(decompress(frame, full(DICTIONARY)).length).toBe(9);
    expect(errorOf(() => new ZstdDecompressor(full(wrong)))).toBe('dictionary_wrong');
    expect(errorOf(() => new ZstdCompressor(full(wrong)).compress(frame))).toBe('dictionary_wrong');
    expect(errorOf(() => new ZstdDecompressor({ dictData: bytesOf(wrong) }))).toBe('no error');
  });

  it('there is a case for each rule, and a rule for each case', () => {
    expect([...tested].sort()).toEqual(Object.keys(RULES).sort());
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

    it('the list of rules is that of the notes', () => {
      const notes = readFileSync(referencePath('algorithms.md'), 'utf8');
      expect(Object.keys(RULES)).toEqual([...notes.matchAll(/^\| ([FBLSTD]\d+) \|/gm)].map(([, id]) => id));
    });

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
