import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { compress } from '../../src/api/compression/compress';
import { decompress } from '../../src/api/decompression/decompress';
import { ZstdDecompressor } from '../../src/api/decompression/decompressor';
import { frameContentSize, getFrameParameters } from '../../src/api/decompression/frameInspection';
import { FORMAT_ZSTD1_MAGICLESS } from '../../src/format/constants';
import { ZstdError } from '../../src/format/errors';

const hex = (text: string): Uint8Array => Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
const ABC = hex('28b52ffd0038190000616263');
const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
const code = (run: () => unknown): string => {
  try {
    run();
  } catch (error) {
    if (error instanceof ZstdError) return error.code;
    throw error;
  }
  return 'no error';
};
const zstd = (input: Uint8Array, ...args: string[]): Uint8Array =>
  new Uint8Array(spawnSync('zstd', ['-qc', ...args], { input, maxBuffer: 1 << 28 }).stdout);
const pattern = (length: number): Uint8Array => {
  const bytes = new Uint8Array(length);
  for (let i = 0, x = 1; i < length; i++) {
    if (i % 7 < 4) x = (Math.imul(x, 1103515245) + 12345) | 0;
    bytes[i] = (x >>> 16) % 61;
  }
  return bytes;
};

describe('ZstdError', () => {
  it("has the reference's text", () => {
    expect(new ZstdError('dstSize_tooSmall').message).toBe('Destination buffer is too small');
    expect(() => decompress(hex('01020304'))).toThrow('Unknown frame descriptor');
    expect(() => decompress(hex('28b52ffd2800010000'))).toThrow('Unsupported frame parameter');
    expect(() => decompress(hex('28b52ffd00b0010000'))).toThrow('Frame requires too much memory for decoding');
  });
});

describe('decompress', () => {
  it('takes every kind of bytes and leaves them alone', () => {
    const padded = new Uint8Array(ABC.length + 7);
    padded.set(ABC, 3);
    const shared = new SharedArrayBuffer(ABC.length);
    new Uint8Array(shared).set(ABC);
    const inputs = [
      ABC,
      Buffer.from(ABC),
      ABC.buffer,
      new DataView(padded.buffer, 3, ABC.length),
      padded.subarray(3, 3 + ABC.length),
      new Int16Array(ABC.slice().buffer),
      shared,
      new Uint8Array(shared),
    ];
    for (const input of inputs) {
      const result = decompress(input as Uint8Array);
      expect(text(result)).toBe('abc');
      expect(result.constructor).toBe(Uint8Array);
      expect(result.buffer.byteLength).toBe(3);
    }
    expect(padded.subarray(3, 3 + ABC.length)).toEqual(ABC);
  });

  it('refuses what is not bytes, and options out of range', () => {
    for (const wrong of ['abc', 5, null, undefined, {}, [1, 2], Symbol('x')]) expect(() => decompress(wrong as never)).toThrow(TypeError);
    for (const size of [-1, 1.5, Number.NaN, 2 ** 53]) {
      expect(() => decompress(ABC, { maxOutputSize: size })).toThrow(RangeError);
      expect(() => decompress(ABC, { maxWindowSize: size })).toThrow(RangeError);
    }
    expect(() => decompress(ABC, { maxOutputSize: '3' as never })).toThrow(TypeError);
    expect(() => decompress(ABC, { format: 7 })).toThrow(RangeError);
    expect(() => decompress(ABC, { dictData: 'dictionary' as never })).toThrow(TypeError);
  });

  it('stops at maxOutputSize, whether or not the frame states its size', () => {
    const stated = zstd(pattern(300_000), '-1', '--no-check', `--stream-size=300000`);
    const unstated = zstd(pattern(300_000), '-1', '--no-check', '--no-content-size');
    for (const frame of [stated, unstated]) {
      expect(decompress(frame, { maxOutputSize: 300_000 }).length).toBe(300_000);
      expect(code(() => decompress(frame, { maxOutputSize: 299_999 }))).toBe('dstSize_tooSmall');
      expect(code(() => decompress(frame, { maxOutputSize: 0 }))).toBe('dstSize_tooSmall');
    }
    const both = Buffer.concat([stated, unstated]);
    expect(decompress(both).length).toBe(600_000);
    expect(code(() => decompress(both, { maxOutputSize: 599_999 }))).toBe('dstSize_tooSmall');
  });

  it('reports where the input went wrong', () => {
    const broken = Buffer.concat([ABC, hex('28b52ffd00381f0000616263')]);
    expect(() => decompress(broken)).toThrow(expect.objectContaining({ code: 'corruption_detected', offset: ABC.length + 6 }));
    expect(code(() => decompress(new Uint8Array(0)))).toBe('srcSize_wrong');
    expect(code(() => decompress(ABC.subarray(0, 7)))).toBe('srcSize_wrong');
    expect(code(() => decompress(Buffer.concat([ABC, Buffer.from('zz')])))).toBe('srcSize_wrong');
    expect(code(() => decompress(Buffer.concat([ABC, Buffer.from('zzzz')])))).toBe('prefix_unknown');
  });

  it('verifies checksums unless told not to', () => {
    const frame = zstd(pattern(5000), '-3', '--check');
    expect(decompress(frame)).toEqual(pattern(5000));
    frame[frame.length - 1] ^= 1;
    expect(code(() => decompress(frame))).toBe('checksum_wrong');
    expect(decompress(frame, { verifyChecksum: false })).toEqual(pattern(5000));
  });

  it('reads magicless frames when asked to', () => {
    expect(text(decompress(ABC.subarray(4), { format: FORMAT_ZSTD1_MAGICLESS }))).toBe('abc');
    expect(code(() => decompress(ABC, { format: FORMAT_ZSTD1_MAGICLESS }))).not.toBe('no error');
  });

  it('never allocates from a claim alone', () => {
    // Content size 2^50 stated, 3 bytes there.
    expect(code(() => decompress(hex('28b52ffdc0380000000000000400190000616263')))).toBe('corruption_detected');
    // Window of 2^31 allowed and stated.
    expect(text(decompress(hex('28b52ffd00a8190000616263'), { maxWindowSize: 2 ** 31 }))).toBe('abc');
    expect(code(() => decompress(hex('28b52ffd00a8190000616263')))).toBe('frameParameter_windowTooLarge');
  });

  it('decodes what is larger than the window region, with and without stated sizes', () => {
    const big = pattern(20 << 20);
    for (const args of [['-1'], ['-1', '--no-content-size'], ['-3', '--long=24'], ['-1', '--zstd=wlog=10']]) {
      const frame = zstd(big, '--no-check', ...args);
      expect(Buffer.compare(decompress(frame), big)).toBe(0);
    }
  });
});

describe('ZstdDecompressor', () => {
  it('needs a size for frames that state none', () => {
    const frame = zstd(pattern(1000), '--no-content-size', '--no-check');
    const decompressor = new ZstdDecompressor();
    expect(() => decompressor.decompress(frame)).toThrow('could not determine content size in frame header');
    expect(decompressor.decompress(frame, { maxOutputSize: 1000 })).toEqual(pattern(1000));
    expect(code(() => decompressor.decompress(frame, { maxOutputSize: 999 }))).toBe('dstSize_tooSmall');
  });

  it('reads the first frame, or all, or insists on one', () => {
    const decompressor = new ZstdDecompressor();
    const sized = hex('28b52ffd2003190000616263');
    const twice = Buffer.concat([sized, sized]);
    expect(text(decompressor.decompress(twice))).toBe('abc');
    expect(text(decompressor.decompress(twice, { readAcrossFrames: true }))).toBe('abcabc');
    expect(() => decompressor.decompress(twice, { allowExtraData: false })).toThrow('bytes of unused data');
    const two = Buffer.concat([zstd(pattern(10)), zstd(pattern(20))]);
    expect(decompressor.decompress(two, { readAcrossFrames: true }).length).toBe(30);
  });

  it('checks its options at once', () => {
    expect(() => new ZstdDecompressor({ maxWindowSize: -1 })).toThrow(RangeError);
    expect(() => new ZstdDecompressor({ format: 2 })).toThrow(RangeError);
    expect(() => new ZstdDecompressor({ dictData: 1 as never })).toThrow(TypeError);
    expect(code(() => new ZstdDecompressor({ dictData: hex('37a430ec010000000000') }))).toBe('dictionary_corrupted');
  });

  it('chooses among dictionaries by ID and says which one is missing', () => {
    const frame = hex('28b52ffd013805190000616263');
    expect(() => new ZstdDecompressor().decompress(frame, { maxOutputSize: 9 })).toThrow(
      expect.objectContaining({ code: 'dictionary_wrong', dictId: 5 }),
    );
    expect(code(() => new ZstdDecompressor({ dictData: [hex('0102'), hex('0304')] }).decompress(frame, { maxOutputSize: 9 }))).toBe(
      'dictionary_wrong',
    );
    // No ID stated: one dictionary is taken, among several there is no choice and none is needed here.
    expect(text(new ZstdDecompressor({ dictData: [hex('0102'), hex('0304')] }).decompress(ABC, { maxOutputSize: 9 }))).toBe('abc');
  });
});

describe('decompressObj', () => {
  const content = pattern(400_000);
  const frame = zstd(content, '-3', '--check');

  it('gives the same bytes however the input is cut', () => {
    for (const step of [1, 7, 1000, 131_075, frame.length]) {
      const stream = new ZstdDecompressor().decompressObj();
      const parts: Uint8Array[] = [];
      for (let at = 0; at < frame.length; at += step) parts.push(stream.decompress(frame.subarray(at, at + step)));
      expect(stream.eof).toBe(true);
      stream.close();
      expect(Buffer.compare(Buffer.concat(parts), content)).toBe(0);
      expect(stream.flush().length).toBe(0);
    }
  });

  it('stops at the end of the frame and keeps the rest', () => {
    const stream = new ZstdDecompressor().decompressObj();
    expect(text(stream.decompress(Buffer.concat([ABC, Buffer.from('rest')])))).toBe('abc');
    expect(stream.eof).toBe(true);
    expect(text(stream.unusedData)).toBe('rest');
    expect(code(() => stream.decompress(ABC))).toBe('stage_wrong');
  });

  it('reads across frames when asked to', () => {
    const stream = new ZstdDecompressor().decompressObj({ readAcrossFrames: true });
    const skippable = hex('5a2a4d1803000000aabbcc');
    expect(text(stream.decompress(Buffer.concat([ABC, skippable, ABC])))).toBe('abcabc');
    expect(text(stream.decompress(ABC))).toBe('abc');
    expect(stream.decompress(new Uint8Array(0)).length).toBe(0);
    stream.close();
  });

  it('reports an end inside a frame, and errors once', () => {
    const stream = new ZstdDecompressor().decompressObj();
    stream.decompress(frame.subarray(0, 1000));
    expect(stream.eof).toBe(false);
    expect(code(() => stream.close())).toBe('srcSize_wrong');
    expect(code(() => stream.decompress(frame))).toBe('stage_wrong');
    stream.close();
    const broken = new ZstdDecompressor().decompressObj();
    expect(code(() => broken.decompress(hex('00112233')))).toBe('prefix_unknown');
    expect(code(() => broken.decompress(ABC))).toBe('stage_wrong');
  });

  it('lets streams and single calls interleave, whoever has the main engine', () => {
    const decompressor = new ZstdDecompressor();
    const contents = [pattern(300_000), pattern(500_000).reverse(), pattern(900_000)];
    const frames = contents.map((bytes, i) => zstd(bytes, i === 1 ? '-19' : '-1', '--check'));
    const open = frames.map((bytes, i) => ({ i, bytes, at: 0, stream: decompressor.decompressObj(), parts: [] as Uint8Array[] }));
    for (let turn = 0, seed = 1; open.length > 0; turn++) {
      seed = (Math.imul(seed, 69069) + 1) | 0;
      const one = open[(seed >>> 20) % open.length];
      const end = one.at + ((seed >>> 8) % 9000) + 1;
      one.parts.push(one.stream.decompress(one.bytes.subarray(one.at, end)));
      one.at = end;
      if (turn % 5 === 0) expect(text(decompress(ABC))).toBe('abc');
      if (one.at >= one.bytes.length) {
        one.stream.close();
        expect(Buffer.compare(Buffer.concat(one.parts), contents[one.i])).toBe(0);
        open.splice(open.indexOf(one), 1);
      }
    }
  });

  it('what follows a frame is given in fresh arrays', () => {
    const stream = new ZstdDecompressor().decompressObj();
    stream.decompress(Uint8Array.of(...ABC, 1, 2, 3));
    stream.unusedData.fill(0);
    expect([...stream.unusedData]).toEqual([1, 2, 3]);
  });

  it('sizes that no number is exact for are refused, also by those who only look', () => {
    for (const header of ['e0feffffffffffffff', 'e00100000000002000']) {
      const frame = hex(`28b52ffd${header}010000`);
      expect(code(() => getFrameParameters(frame))).toBe('frameParameter_unsupported');
      expect(code(() => frameContentSize(frame))).toBe('frameParameter_unsupported');
    }
    expect(getFrameParameters(hex('28b52ffde0ffffffffffff1f00010000')).contentSize).toBe(Number.MAX_SAFE_INTEGER);
  });

  it('input that ends inside a frame, or before one, is an error of decompressObj', () => {
    const decompressor = new ZstdDecompressor();
    const frame = compress(new Uint8Array(100));
    for (const length of [0, 1, 4, frame.length - 1]) {
      const one = decompressor.decompressObj();
      one.decompress(frame.subarray(0, length));
      expect(code(() => one.close())).toBe('srcSize_wrong');
    }
    const whole = decompressor.decompressObj();
    whole.decompress(frame);
    expect(code(() => whole.close())).toBe('no error');
  });

  it('a largest window of 0 is the default one', () => {
    expect(decompress(compress(new Uint8Array(100)), { maxWindowSize: 0 })).toHaveLength(100);
  });
});
