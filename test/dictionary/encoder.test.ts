import { describe, expect, it, vi } from 'vitest';
import { generate } from '../../corpus/generate';
import {
  COMPRESSOBJ_FLUSH_BLOCK,
  CompressionParameters,
  compress,
  compressBound,
  DICT_MODE_FULLDICT,
  DICT_MODE_RAWCONTENT,
  decompress,
  dictionaryId,
  getFrameParameters,
  ZstdCompressionDict,
  ZstdCompressor,
  ZstdDecompressor,
  type ZstdError,
} from '../../src/index';
import { records, referenceDecompressWith, referenceDictionary } from '../helpers/dictionaries';
import { Random } from '../helpers/random';
import { oracleDecode } from '../oracle/decoder';

const LEVELS = [-20, -1, 1, 2, 3, 4, 5, 6, 7, 9, 11, 12, 13, 15, 17, 19, 22];
const full = referenceDictionary();
const raw = new Uint8Array(Buffer.concat(records(300, 5)));
const dictionaries: [string, Uint8Array][] = [
  ['full', full],
  ['raw', raw],
  ['raw, of three bytes', raw.subarray(0, 3)],
  ['raw, of a hundred bytes', raw.subarray(0, 100)],
  ['raw, larger than some windows', generate('text', 1_500_000, 9)],
];
/** Contents that have something of the dictionary, and others. */
const contents = (dictionary: Uint8Array): Uint8Array[] => [
  ...records(20, 77),
  new Uint8Array(0),
  Uint8Array.of(7),
  dictionary.slice(-7),
  dictionary.slice(-9),
  dictionary.slice(-200),
  dictionary.slice(0, 5000),
  new Uint8Array(Buffer.concat([dictionary.subarray(-60), dictionary.subarray(-60), dictionary.subarray(0, 300)])),
  new Uint8Array(5000),
  generate('text', 9000, 3),
  generate('random', 3000, 3),
  generate('mixture', 60_000, 4),
  new Uint8Array(Buffer.concat(records(700, 8))),
];

/** The library once more, with engines that have done nothing yet. */
async function freshCopy(): Promise<typeof import('../../src/index')> {
  vi.resetModules();
  return import('../../src/index');
}

function roundTrip(content: Uint8Array, level: number, dict: ZstdCompressionDict): Uint8Array {
  const frame = compress(content, { level, dictData: dict, writeChecksum: true });
  expect(frame.length).toBeLessThanOrEqual(compressBound(content.length));
  if (Buffer.compare(decompress(frame, { dictData: dict }), content) !== 0)
    throw new Error(`level ${level}, ${content.length} bytes: round trip differs`);
  return frame;
}

describe('frames with a dictionary decode to their content, by us and by the reference', () => {
  for (const [name, bytes] of dictionaries) {
    const dict = new ZstdCompressionDict(bytes);
    const all = contents(bytes);
    for (const level of LEVELS) {
      it(`${name}, level ${level}`, () => {
        const frames = all.map((content) => roundTrip(content, level, dict));
        const decoded = referenceDecompressWith(Buffer.concat(frames), bytes);
        expect(Buffer.compare(decoded, Buffer.concat(all))).toBe(0);
      });
    }
  }

  it('frames larger than the window, of known and of unknown size', () => {
    for (const content of [generate('text', 900_000, 2), generate('mixture', 9_500_000, 2)]) {
      for (const [level, bytes] of [
        [1, raw],
        [3, full],
        [6, raw],
        [12, full],
      ] as const) {
        if (level > 5 && content.length > 1e6) continue;
        const dict = new ZstdCompressionDict(bytes);
        const stream = new ZstdCompressor({ level, dictData: dict, writeChecksum: true }).compressObj();
        const parts: Uint8Array[] = [];
        for (let at = 0; at < content.length; at += 70_001) parts.push(stream.compress(content.subarray(at, at + 70_001)));
        parts.push(stream.flush(), roundTrip(content, level, dict));
        const decoded = referenceDecompressWith(Buffer.concat(parts), bytes);
        expect(Buffer.compare(decoded, Buffer.concat([content, content]))).toBe(0);
      }
    }
  });
});

describe('a dictionary whose literal table', () => {
  /** The full dictionary with another description of its Huffman table (RFC 8878 §4.2.1). */
  const withTable = (...description: number[]): Uint8Array =>
    new Uint8Array(Buffer.concat([full.subarray(0, 8), Uint8Array.from(description), full.subarray(9 + full[8])]));

  for (const [what, dictionary] of [
    // 127 weights of 1 in half-bytes, so that there are 128 symbols of 7 bits.
    ['is described directly', withTable(127 + 127, ...new Array(63).fill(0x11), 0x10)],
    ['knows few symbols', withTable(127 + 98, ...new Array(48).fill(0), 0x12)],
  ] as const) {
    it(what, () => {
      const some = [
        ...records(30, 8),
        Uint8Array.from({ length: 3000 }, (_, i) => 96 + (i % 3 ? i % 2 : (i >> 3) & 3)),
        generate('random', 2000, 3),
      ];
      for (const level of [1, 3, 6, 13, 19]) {
        const frames = some.map((content) => compress(content, { level, dictData: dictionary }));
        expect(Buffer.compare(referenceDecompressWith(Buffer.concat(frames), dictionary), Buffer.concat(some))).toBe(0);
        expect(Buffer.compare(decompress(Buffer.concat(frames), { dictData: dictionary }), Buffer.concat(some))).toBe(0);
      }
    });
  }
});

describe('a window smaller than frame and dictionary', () => {
  const dictionary = generate('random', 60_000, 12);
  const random = new Random(13);

  it('reaches all of the dictionary until it is full, and nothing of it from then on (RFC 8878 §5)', () => {
    const fullOne = new Uint8Array(Buffer.concat([full, dictionary]));
    for (const bytes of [dictionary, fullOne]) {
      for (let compressionStrategy = 1; compressionStrategy <= 9; compressionStrategy++) {
        for (const windowLog of [10, 13]) {
          const size = 2 ** windowLog;
          const compressionParams = new CompressionParameters({
            compressionStrategy,
            windowLog,
            enableLdm: compressionStrategy === 4,
            ldmMinMatch: 16,
          });
          const compressor = new ZstdCompressor({ dictData: bytes, compressionParams });
          // From anywhere in the dictionary: one half before the window is full, the other after.
          const pieces = Array.from({ length: 8 }, () => {
            const from = bytes.length - 60_000 + random.below(59_000);
            return [bytes.subarray(from, from + size / 4), random.bytes(random.below(9))];
          });
          const content = new Uint8Array(Buffer.concat(pieces.flat()));
          const stream = compressor.compressObj();
          for (const frame of [compressor.compress(content), Buffer.concat([stream.compress(content), stream.flush()])]) {
            const name = `strategy ${compressionStrategy}, window ${size}`;
            expect(getFrameParameters(frame).windowSize).toBe(size);
            if (windowLog === 13) expect(frame.length, name).toBeLessThan(0.6 * content.length);
            expect(Buffer.compare(oracleDecode(frame, { dictionary: bytes, dictionaryEnds: true }), content), name).toBe(0);
            expect(Buffer.compare(referenceDecompressWith(frame, bytes), content), name).toBe(0);
          }
        }
      }
    }
  });

  it('repeats no offset that reaches further than it may', () => {
    for (let round = 0; round < 300; round++) {
      const size = 2 ** (10 + random.below(3));
      const compressionStrategy = 1 + random.below(9);
      const compressionParams = new CompressionParameters({ compressionStrategy, windowLog: Math.log2(size) });
      // The same way back again and again, a byte changed here and there, from before the window is full until after.
      const start = random.below(dictionary.length - 3 * size);
      const content = dictionary.slice(start, start + 2 * size + random.below(size));
      for (let at = random.below(64); at < content.length; at += 8 + random.below(64)) content[at] ^= 1;
      const frame = new ZstdCompressor({ dictData: dictionary, compressionParams }).compress(content);
      expect(Buffer.compare(oracleDecode(frame, { dictionary, dictionaryEnds: true }), content), `strategy ${compressionStrategy}`).toBe(0);
      expect(Buffer.compare(decompress(frame, { dictData: dictionary, maxOutputSize: content.length }), content)).toBe(0);
    }
  });

  it('is searched as well as a large one', () => {
    const all = records(1500, 5);
    const dict = new ZstdCompressionDict(new Uint8Array(Buffer.concat(all)));
    for (const compressionLevel of [5, 7, 9, 12]) {
      const sizes = [12, 14, 17].map((windowLog) => {
        const compressionParams = new CompressionParameters({ compressionLevel, windowLog, writeContentSize: true });
        const compressor = new ZstdCompressor({ dictData: dict, compressionParams });
        return records(100, 123).reduce((sum, record) => sum + compressor.compress(record).length, 0);
      });
      expect(Math.max(...sizes) / Math.min(...sizes), `level ${compressionLevel}`).toBeLessThan(1.02);
    }
  });
});

describe('a dictionary helps', () => {
  it('small records shrink to a fraction of what they take alone', () => {
    for (const bytes of [full, raw]) {
      const dict = new ZstdCompressionDict(bytes);
      for (const level of [1, 3, 6, 9, 13, 19]) {
        let alone = 0;
        let together = 0;
        for (const record of records(100, 123)) {
          alone += compress(record, level).length;
          together += compress(record, { level, dictData: dict }).length;
        }
        expect(together).toBeLessThan(0.55 * alone);
      }
    }
  });

  it('content that is in it takes a few bytes', () => {
    const dict = new ZstdCompressionDict(raw);
    for (const level of LEVELS) expect(compress(raw.slice(5000, 9000), { level, dictData: dict }).length).toBeLessThan(60);
  });
});

describe('the bytes', () => {
  it('do not depend on what was compressed before, nor on the engine', () => {
    const random = new Random(4);
    const dicts = [full, raw, raw.slice(0, 20_000)].map((bytes) => new ZstdCompressionDict(bytes));
    const cases = Array.from({ length: 60 }, (_, i) => ({
      content: i % 9 === 0 ? generate('mixture', 50_000, i) : i % 5 === 0 ? raw.slice(i * 100, i * 400) : records(1, i)[0],
      level: random.pick([-3, 1, 2, 3, 4, 5, 6, 9, 11, 13, 16, 19]),
      dict: random.pick(dicts),
    }));
    const write = ({ content, level, dict }: (typeof cases)[0]): Uint8Array => compress(content, { level, dictData: dict });
    // Each by itself, with a digest of its own, after frames without a dictionary.
    const expected = cases.map(({ content, level, dict }) => {
      compress(generate('text', 3000, level), level);
      return compress(content, { level, dictData: dict.asBytes() });
    });
    for (const [i, one] of cases.entries()) expect(Buffer.compare(write(one), expected[i]), `${i}`).toBe(0);
    for (let round = 0; round < 300; round++) {
      const i = random.below(cases.length);
      if (random.oneIn(5)) compress(records(1, round)[0], cases[i].level);
      // The same dictionary and level several times in a row, with other contents between.
      const { level, dict } = cases[i];
      compress(records(1, round)[0], { level, dictData: dict });
      expect(Buffer.compare(write(cases[i]), expected[i]), `${i} again`).toBe(0);
    }
    // With another stream in the main engine.
    const holder = new ZstdCompressor().compressObj();
    holder.compress(raw);
    for (const [i, one] of cases.entries()) expect(Buffer.compare(write(one), expected[i]), `${i} in a spare engine`).toBe(0);
    holder.flush();
  });

  it('are those of one call where a stream states its size, however the input is cut', () => {
    const content = new Uint8Array(Buffer.concat(records(1500, 6)));
    for (const level of [1, 3, 5, 9, 13, 18]) {
      const dict = new ZstdCompressionDict(full);
      const whole = compress(content, { level, dictData: dict });
      const compressor = new ZstdCompressor({ level, dictData: dict, writeContentSize: true });
      for (const step of [10_007, 131_072, 200_000]) {
        const stream = compressor.compressObj({ size: content.length });
        const parts: Uint8Array[] = [];
        for (let at = 0; at < content.length; at += step) parts.push(stream.compress(content.subarray(at, at + step)));
        parts.push(stream.flush());
        expect(Buffer.compare(Buffer.concat(parts), whole)).toBe(0);
      }
    }
  });

  it('of two streams in turns, with flushes', () => {
    const content = new Uint8Array(Buffer.concat(records(100, 6)));
    for (const level of [1, 3, 6, 9, 19]) {
      const streams = [full, raw].map((bytes) => ({
        bytes,
        parts: [] as Uint8Array[],
        stream: new ZstdCompressor({ level, dictData: bytes }).compressObj(),
      }));
      for (let at = 0; at < content.length; at += 9001) {
        for (const { parts, stream } of streams)
          parts.push(stream.compress(content.subarray(at, at + 9001)), stream.flush(COMPRESSOBJ_FLUSH_BLOCK));
      }
      for (const { bytes, parts, stream } of streams) {
        parts.push(stream.flush());
        expect(Buffer.compare(referenceDecompressWith(Buffer.concat(parts), bytes), content)).toBe(0);
        expect(Buffer.compare(decompress(Buffer.concat(parts), { dictData: bytes }), content)).toBe(0);
      }
    }
  });
});

describe('ID and modes', () => {
  const [record] = records(1, 9);
  const id = dictionaryId(full);

  it('the ID is stated unless that is switched off', () => {
    const dict = new ZstdCompressionDict(full);
    const frame = compress(record, { dictData: dict });
    const without = compress(record, { dictData: dict, writeDictId: false });
    expect(getFrameParameters(frame).dictId).toBe(id);
    expect(getFrameParameters(without).dictId).toBe(0);
    expect(frame.length - without.length).toBe(4);
    expect(Buffer.compare(decompress(without, { dictData: dict }), record)).toBe(0);
    expect(() => decompress(frame)).toThrow(expect.objectContaining({ code: 'dictionary_wrong', dictId: id }));
    expect(() => decompress(frame, { dictData: raw })).toThrow(expect.objectContaining({ code: 'dictionary_wrong', dictId: id }));
    expect(Buffer.compare(decompress(frame, { dictData: [raw, dict] }), record)).toBe(0);
  });

  it('a full dictionary can be taken as raw content', () => {
    const dict = new ZstdCompressionDict(full, { dictMode: DICT_MODE_RAWCONTENT });
    const frame = compress(record, { dictData: dict });
    expect(getFrameParameters(frame).dictId).toBe(0);
    expect(Buffer.compare(new ZstdDecompressor({ dictData: dict }).decompress(frame), record)).toBe(0);
    expect(() => new ZstdCompressionDict(full, { dictMode: 3 })).toThrow('invalid dictionary load mode: 3; must use DICT_MODE_* constants');
  });

  it('what is no full dictionary is refused where one is asked for', () => {
    const dict = new ZstdCompressionDict(raw, { dictMode: DICT_MODE_FULLDICT });
    expect(() => compress(record, { dictData: dict })).toThrow(expect.objectContaining({ code: 'dictionary_wrong' }));
    expect(() => dict.precomputeCompress({ level: 1 })).toThrow(expect.objectContaining({ message: 'unable to precompute dictionary' }));
    expect(() => dict.precomputeCompress({})).toThrow(RangeError);
  });

  it('a broken one is refused by both halves alike', () => {
    const random = new Random(12);
    let refused = 0;
    for (let i = 0; i < 300; i++) {
      const bytes = random.oneIn(4) ? full.slice(0, 9 + random.below(200)) : full.slice();
      bytes[8 + random.below(150)] ^= 1 << random.below(8);
      const attempts = [() => compress(record, { dictData: bytes }), () => new ZstdDecompressor({ dictData: bytes })].map((attempt) => {
        try {
          attempt();
          return 'accepted';
        } catch (error) {
          return (error as ZstdError).code;
        }
      });
      expect(attempts[0]).toBe(attempts[1]);
      if (attempts[0] === 'accepted') {
        const frame = compress(record, { dictData: bytes, level: 1 + random.below(19) });
        expect(Buffer.compare(decompress(frame, { dictData: bytes }), record)).toBe(0);
      } else {
        expect(attempts[0]).toBe('dictionary_corrupted');
        refused++;
      }
    }
    expect(refused).toBeGreaterThan(50);
  });

  it('precomputing changes nothing but the time of the first frame', () => {
    for (const level of [1, 3, 9, 19, 100]) {
      const dict = new ZstdCompressionDict(full);
      dict.precomputeCompress({ level });
      const options = { level: Math.min(level, 22) };
      expect(Buffer.compare(compress(record, { ...options, dictData: dict }), compress(record, { ...options, dictData: full }))).toBe(0);
    }
  });

  it('its bytes are copied, in and out', () => {
    const bytes = full.slice();
    const dict = new ZstdCompressionDict(bytes);
    bytes.fill(0);
    expect(dict.length).toBe(full.length);
    expect(dict.dictId()).toBe(id);
    dict.asBytes().fill(1);
    expect(Buffer.compare(dict.asBytes(), full)).toBe(0);
    expect([dict.k, dict.d]).toEqual([0, 0]);
  });
});

it('a first frame, right after its engine was made, has the bytes of later ones', async () => {
  for (const bytes of [full, raw.slice(0, 500), raw.slice(0, 40_000)]) {
    for (const level of [1, 3, 5, 6, 9, 12, 13, 17, 19]) {
      const content = new Uint8Array(Buffer.concat(records(8, 31)));
      const fresh = (await freshCopy()).compress(content, { level, dictData: bytes });
      expect(Buffer.compare(fresh, compress(content, { level, dictData: bytes })), `level ${level}`).toBe(0);
      const prefixed = (await freshCopy()).compress(content, { level, prefix: bytes });
      expect(Buffer.compare(prefixed, compress(content, { level, prefix: bytes })), `level ${level}, prefix`).toBe(0);
    }
  }
});

it('frames beyond their window do not depend on what was compressed before', async () => {
  const random = new Random(77);
  const dictData = random.bytes(1000);
  // Raw blocks beyond the window, then a run: a match at distance 1, the first repeat offset of a new frame.
  const message = new Uint8Array(24_000).fill(7);
  message.set(random.bytes(17_000));
  for (const compressionStrategy of [1, 2, 4, 7]) {
    const fresh = await freshCopy();
    const compressionParams = new fresh.CompressionParameters({ windowLog: 13, compressionStrategy });
    const compressor = new fresh.ZstdCompressor({ dictData, compressionParams });
    const before = compressor.compress(message);
    compressor.compress(Uint8Array.from({ length: 30_000 }, (_, i) => (i * i) >> 8));
    expect(Buffer.compare(compressor.compress(message), before), `strategy ${compressionStrategy}`).toBe(0);
  }
});

it('long matches are found in a table of the size that was asked for', () => {
  const random = new Random(78);
  const half = random.bytes(1 << 19);
  const pieces = Array.from({ length: 5000 }, () => {
    const at = random.below(half.length - 96);
    return half.subarray(at, at + 96);
  });
  const content = new Uint8Array(Buffer.concat([half, ...pieces]));
  const compressionParams = new CompressionParameters({ enableLdm: true, compressionStrategy: 1, windowLog: 24, ldmHashLog: 23 });
  const sizes = [undefined, random.bytes(2000)].map((dictData) => {
    const one = new ZstdCompressor({ compressionParams, dictData }).compressObj();
    return one.compress(content).length + one.flush().length;
  });
  expect(sizes[1]).toBeLessThan(1.005 * sizes[0]);
});
