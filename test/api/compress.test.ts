import { describe, expect, it } from 'vitest';
import {
  COMPRESSOBJ_FLUSH_BLOCK,
  COMPRESSOBJ_FLUSH_FINISH,
  compress,
  compressBound,
  decompress,
  frameContentSize,
  frameHeaderSize,
  getFrameParameters,
  ZstdCompressor,
  ZstdError,
} from '../../src/index';

const text = new TextEncoder().encode('the same again and again, the same again. '.repeat(50));
const code = (run: () => unknown): string => {
  try {
    run();
  } catch (error) {
    if (error instanceof ZstdError) return error.code;
    throw error;
  }
  return 'no error';
};

describe('compress', () => {
  it('takes bytes of any kind and gives fresh, exact arrays', () => {
    const shared = new SharedArrayBuffer(4);
    for (const input of [
      text,
      Buffer.from(text),
      text.buffer,
      new DataView(text.buffer, 3, 20),
      new Float64Array(9),
      shared,
      new Uint8Array(0),
    ]) {
      const frame = compress(input as Uint8Array);
      expect(frame.constructor).toBe(Uint8Array);
      expect(frame.buffer.byteLength).toBe(frame.length);
      expect(decompress(frame).length).toBe(input.byteLength);
    }
  });

  it('refuses wrong arguments', () => {
    for (const wrong of ['abc', 5, null, undefined, {}, []]) expect(() => compress(wrong as never)).toThrow(TypeError);
    for (const level of [0, 23, 1.5, Number.NaN, -131_073, Number.POSITIVE_INFINITY])
      expect(() => compress(text, level)).toThrow(RangeError);
    for (const level of ['3', null, true, 3n]) expect(() => compress(text, { level: level as never })).toThrow(TypeError);
    for (const options of ['3', true, null, Symbol('x')]) expect(() => compress(text, options as never)).toThrow(TypeError);
    expect(() => compress(text, { writeChecksum: 1 as never })).toThrow(TypeError);
    expect(() => compress(text, { writeContentSize: 'no' as never })).toThrow(TypeError);
  });

  it('states size and checksum as told', () => {
    expect(getFrameParameters(compress(text))).toEqual({
      contentSize: text.length,
      windowSize: text.length,
      dictId: 0,
      hasChecksum: false,
    });
    const other = compress(text, { writeContentSize: false, writeChecksum: true });
    expect(getFrameParameters(other)).toMatchObject({ contentSize: -1, hasChecksum: true });
    expect(decompress(other)).toEqual(text);
    expect(frameContentSize(other)).toBe(-1);
    expect(frameContentSize(compress(new Uint8Array(70_000)))).toBe(70_000);
    expect([1, 300, 70_000].map((size) => frameHeaderSize(compress(new Uint8Array(size))))).toEqual([6, 7, 9]);
  });

  it('gives the same bytes every time', () => {
    expect(compress(text)).toEqual(compress(text));
    expect(compressBound(0)).toBe(64);
    expect(compressBound(1 << 20)).toBe((1 << 20) + 4096);
  });
});

describe('frame inspection', () => {
  it('reads skippable frames and refuses the rest', () => {
    const skippable = Uint8Array.of(0x50, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, 1, 2, 3);
    expect(getFrameParameters(skippable)).toEqual({ contentSize: 3, windowSize: 0, dictId: 0, hasChecksum: false });
    expect(frameContentSize(skippable)).toBe(0);
    expect(frameHeaderSize(skippable)).toBe(8);
    expect(code(() => getFrameParameters(skippable.subarray(0, 7)))).toBe('srcSize_wrong');
    expect(code(() => getFrameParameters(new Uint8Array(3)))).toBe('srcSize_wrong');
    expect(code(() => getFrameParameters(new Uint8Array(9)))).toBe('prefix_unknown');
    expect(code(() => getFrameParameters(compress(new Uint8Array(70_000)).subarray(0, 6)))).toBe('srcSize_wrong');
    expect(() => getFrameParameters('frame' as never)).toThrow(TypeError);
  });
});

describe('ZstdCompressor', () => {
  it('checks its options at once', () => {
    expect(() => new ZstdCompressor({ level: 23 })).toThrow('level must be less than 23');
    expect(() => new ZstdCompressor({ level: 0 })).toThrow(RangeError);
    for (const level of ['30', 30n, null]) expect(() => new ZstdCompressor({ level: level as never })).toThrow(TypeError);
    for (const level of [1.5, Number.NaN, Number.POSITIVE_INFINITY, -131073])
      expect(() => new ZstdCompressor({ level })).toThrow(RangeError);
    expect(() => new ZstdCompressor(3 as never)).toThrow(TypeError);
    expect(() => new ZstdCompressor({ writeChecksum: 'yes' as never })).toThrow(TypeError);
  });

  it('does not state the content size unless asked', () => {
    expect(frameContentSize(new ZstdCompressor().compress(text))).toBe(-1);
    expect(frameContentSize(new ZstdCompressor({ writeContentSize: true }).compress(text))).toBe(text.length);
  });
});

describe('compressObj', () => {
  const compressor = new ZstdCompressor();

  it('holds callers to the declared size', () => {
    const short = compressor.compressObj({ size: 100 });
    short.compress(text.subarray(0, 99));
    expect(code(() => short.flush())).toBe('srcSize_wrong');
    expect(code(() => short.compress(text))).toBe('stage_wrong');
    const long = compressor.compressObj({ size: 100 });
    expect(code(() => long.compress(text))).toBe('srcSize_wrong');
    for (const size of [-2, 1.5, 2 ** 53]) expect(() => compressor.compressObj({ size })).toThrow(RangeError);
    expect(() => compressor.compressObj({ size: '1' as never })).toThrow(TypeError);
    expect(decompress(Buffer.concat([compressor.compressObj({ size: -1 }).flush()])).length).toBe(0);
  });

  it('ends once', () => {
    const stream = compressor.compressObj();
    expect(() => stream.flush(7)).toThrow('flush mode not recognized');
    stream.flush(COMPRESSOBJ_FLUSH_FINISH);
    expect(() => stream.flush()).toThrow('compressor object already finished');
    expect(() => stream.compress(text)).toThrow('cannot call compress() after compressor finished');
    expect(() => compressor.compressObj().compress('text' as never)).toThrow(TypeError);
  });

  it('gives nothing as long as nothing is pending, with jobs too', () => {
    for (const threads of [0, 1]) {
      const stream = new ZstdCompressor({ threads }).compressObj();
      expect(stream.compress(new Uint8Array(0)).length).toBe(0);
      expect(stream.flush(COMPRESSOBJ_FLUSH_BLOCK).length).toBe(0);
      expect(decompress(Buffer.concat([stream.compress(text), stream.flush()])).length).toBe(text.length);
    }
  });
});
