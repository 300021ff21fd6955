import { describe, expect, it } from 'vitest';
import { generate, kinds } from '../../corpus/generate';
import { mutate, seedFrames } from '../../fuzz/mutate';
import { compress, decompress, ZstdError } from '../../src/index';
import { DICTIONARIES, DICTIONARY, FRAMES, LIMITED, WITH_DICTIONARY } from '../conformance/handMade';
import { Random } from '../helpers/random';
import { hasSharedData, loadContainer, sha256 } from '../helpers/shared';
import { OracleError, oracleDecode } from '../oracle/decoder';

const outcome = (decode: () => Uint8Array): string => {
  try {
    return sha256(decode());
  } catch (error) {
    if (error instanceof OracleError || error instanceof ZstdError) return 'rejected';
    throw error;
  }
};

describe('the decoder and the slow one written from the text agree', () => {
  it('on frames made by hand', () => {
    const dictionary = Uint8Array.from(Buffer.from(DICTIONARY, 'hex'));
    for (const [rows, dictData] of [[FRAMES], [LIMITED], [WITH_DICTIONARY, dictionary]] as const) {
      for (const [rule, hex] of rows) {
        const frame = Uint8Array.from(Buffer.from(hex, 'hex'));
        expect(
          outcome(() => decompress(frame, { dictData })),
          rule,
        ).toBe(outcome(() => oracleDecode(frame, { dictionary: dictData })));
      }
    }
    for (const [rule, hex] of DICTIONARIES) {
      expect(
        outcome(() => oracleDecode(compress(new Uint8Array(9)), { dictionary: Uint8Array.from(Buffer.from(hex, 'hex')) })),
        rule,
      ).toBe('rejected');
    }
  });

  it('on frames of ours', () => {
    for (const [i, kind] of kinds.entries()) {
      const content = generate(kind, 20_000, i);
      expect(sha256(oracleDecode(compress(content, { level: [-3, 1, 3, 4][i & 3], writeChecksum: true })))).toBe(sha256(content));
    }
  });

  it('on frames of the reference, whole and damaged', () => {
    const frames = seedFrames().filter((frame) => frame.length < 2500);
    const random = new Random(77);
    let looked = 0;
    for (let i = 0; i < 4000; i++) {
      const frame = random.pick(frames);
      const input = i % 4 === 0 ? frame : mutate(frame, frames, random);
      // The slow decoder is only asked where ours has an answer that is not too long for it, or the input is small.
      let tooLong = false;
      const ours = outcome(() => {
        try {
          return decompress(input, { maxWindowSize: 2 ** 27, maxOutputSize: 1 << 17 });
        } catch (error) {
          tooLong = (error as ZstdError).code === 'dstSize_tooSmall';
          throw error;
        }
      });
      if (tooLong || (ours === 'rejected' && input.length > 600)) continue;
      looked++;
      expect(ours, Buffer.from(input).toString('hex')).toBe(outcome(() => oracleDecode(input)));
    }
    expect(looked).toBeGreaterThan(2000);
  });

  if (hasSharedData) {
    it('on shared frames with dictionaries and invalid ones', () => {
      for (const container of [
        'frames/dict-frames',
        'frames/cli-dict-frames',
        'invalid/special',
        'invalid/klauspost-bad',
        'invalid/accepted',
        'invalid/disagree',
      ]) {
        for (const { name, data, dictData, original } of loadContainer(container)) {
          if (data.length > 6000 || (original?.length ?? 0) > 100_000) continue;
          expect(
            outcome(() => decompress(data, { dictData })),
            `${container} ${name}`,
          ).toBe(outcome(() => oracleDecode(data, { dictionary: dictData })));
        }
      }
    });
  }
});
