import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { compress, decompress, trainDictionary, ZstdCompressionDict, ZstdDecompressor, type ZstdError } from '../../src/index';
import { referenceDecompressWith } from '../helpers/dictionaries';
import { hasSharedData, loadContainer, sharedPath } from '../helpers/shared';

/** With the reference's dictionary, and with ours against the reference with its own: at most so many times its bytes. */
const SAME_DICTIONARY = 1.003;
const OWN_DICTIONARY = 1.01;

interface Entry {
  dictionary: string;
  compressed: Record<string, number>;
}

if (hasSharedData) {
  const { dictSets } = JSON.parse(readFileSync(sharedPath('reference-sizes.json'), 'utf8')) as {
    dictSets: Record<string, { dicts: Record<string, Entry> }>;
  };
  const dictionaries = new Map(loadContainer('dict-samples/reference-dictionaries').map(({ name, data }) => [name, data]));

  for (const [set, { dicts }] of Object.entries(dictSets)) {
    const index = JSON.parse(readFileSync(sharedPath(`dict-samples/${set}.json`), 'utf8')) as { items: { holdout: boolean }[] };
    const all = loadContainer(`dict-samples/${set}`).map(({ data }, i) => ({ data, holdout: index.items[i].holdout }));
    const holdout = all.filter((item) => item.holdout).map(({ data }) => data);
    const training = all.filter((item) => !item.holdout).map(({ data }) => data);
    const sizeWith = (dict: ZstdCompressionDict, level: number, frames: Uint8Array[] = []): number => {
      for (const record of holdout) frames.push(compress(record, { level, dictData: dict }));
      return frames.reduce((sum, frame) => sum + frame.length, 0);
    };

    describe(`${set}: held-out records`, () => {
      for (const [key, { dictionary, compressed }] of Object.entries(dicts)) {
        const [algorithm, size] = key.split('-');
        if (algorithm === 'default') continue;
        it(`with the reference's ${dictionary}`, () => {
          const bytes = dictionaries.get(dictionary) as Uint8Array;
          const dict = new ZstdCompressionDict(bytes);
          for (const level of [1, 3, 9, 19]) {
            const frames: Uint8Array[] = [];
            expect(sizeWith(dict, level, frames)).toBeLessThanOrEqual(SAME_DICTIONARY * compressed[level]);
            const joined = Buffer.concat(frames);
            expect(Buffer.compare(decompress(joined, { dictData: dict }), Buffer.concat(holdout))).toBe(0);
            expect(Buffer.compare(referenceDecompressWith(joined, bytes), Buffer.concat(holdout))).toBe(0);
          }
        });

        it(`with ours: ${algorithm}, ${size} bytes`, () => {
          const dict = trainDictionary(Number(size), training, { algorithm: algorithm as 'cover' | 'fastcover' });
          for (const level of [1, 3, 9, 19]) expect(sizeWith(dict, level)).toBeLessThanOrEqual(OWN_DICTIONARY * compressed[level]);
          const frames: Uint8Array[] = [];
          sizeWith(dict, 3, frames);
          expect(Buffer.compare(referenceDecompressWith(Buffer.concat(frames), dict.asBytes()), Buffer.concat(holdout))).toBe(0);
        });
      }
    });
  }

  it('the dictionaries of others: every one serves, every broken one is refused', () => {
    const content = loadContainer('dict-samples/json-api')[0].data;
    for (const name of ['frames/dictionaries', 'frames/cli-dictionaries']) {
      for (const { name: id, data } of loadContainer(name)) {
        const dict = new ZstdCompressionDict(data);
        const some = [content, data.slice(-3000), data.slice(100, 5000)];
        for (const level of [1, 3, 6, 12, 17, 19]) {
          const frames = some.map((one) => compress(one, { level, dictData: dict }));
          for (const [i, frame] of frames.entries()) {
            expect(Buffer.compare(new ZstdDecompressor({ dictData: dict }).decompress(frame), some[i]), `${id} ${level}`).toBe(0);
          }
          if (level === 3 || level === 19) {
            expect(Buffer.compare(referenceDecompressWith(Buffer.concat(frames), data), Buffer.concat(some)), `${id} ${level}`).toBe(0);
          }
        }
      }
    }
    for (const { name: id, data } of loadContainer('invalid/bad-dictionaries')) {
      let code = 'accepted';
      try {
        compress(content, { dictData: data });
      } catch (error) {
        code = (error as ZstdError).code;
      }
      expect(code, id).toBe('dictionary_corrupted');
    }
  });
} else {
  console.log('test/differential/dictionary: the shared data is not here: only records of our own are looked at, not sizes');
  it('the reference reads what is made with our dictionary', () => {
    const encoder = new TextEncoder();
    const records = Array.from({ length: 2000 }, (_, i) =>
      encoder.encode(
        JSON.stringify({ id: i * 7919, type: 'account.updated', role: i % 3 ? 'reader' : 'owner', balance: (i * 104_729) % 9973 }),
      ),
    );
    const dict = trainDictionary(4096, records.slice(0, 1500));
    const held = records.slice(1500);
    for (const level of [1, 3, 9, 19]) {
      const frames = held.map((record) => compress(record, { level, dictData: dict }));
      const alone = held.map((record) => compress(record, level));
      expect(Buffer.concat(frames).length).toBeLessThan(0.7 * Buffer.concat(alone).length);
      expect(Buffer.compare(referenceDecompressWith(Buffer.concat(frames), dict.asBytes()), Buffer.concat(held))).toBe(0);
    }
  });
}
