/** What python-zstandard's tests/test_buffer_util.py asserts, written anew; each test has its original's name. */
import { describe, expect, it } from 'vitest';
import { BufferSegment, BufferSegments, BufferWithSegments, BufferWithSegmentsCollection } from '../../src/index';
import { bytes, pairs, text } from './helpers';

describe('TestBufferWithSegments', () => {
  it('test_arguments', () => {
    expect(() => new (BufferWithSegments as never as new () => unknown)()).toThrow(TypeError);
    expect(() => new (BufferWithSegments as never as new (data: unknown) => unknown)(bytes('foo'))).toThrow(TypeError);
    expect(() => new BufferWithSegments(bytes('foo'), new Uint8Array(2))).toThrow(
      new RangeError('segments array size is not a multiple of 16'),
    );
  });

  it('test_invalid_offset', () => {
    expect(() => new BufferWithSegments(bytes('foo'), pairs(0, 4))).toThrow('offset within segments array references memory');
    const wrapping = new BigUint64Array([2n ** 64n - 1n, 2n]);
    expect(() => new BufferWithSegments(bytes('foo'), wrapping)).toThrow(RangeError);
  });

  it('test_invalid_getitem', () => {
    const buffer = new BufferWithSegments(bytes('foo'), pairs(0, 3));
    expect(() => buffer.segment(-10)).toThrow(new RangeError('offset must be non-negative'));
    expect(() => buffer.segment(1)).toThrow(new RangeError('offset must be less than 1'));
    expect(() => buffer.segment(2)).toThrow(new RangeError('offset must be less than 1'));
    expect(() => buffer.segment(0.5)).toThrow(RangeError);
    expect(() => buffer.segment('0' as never)).toThrow(TypeError);
  });

  it('test_single', () => {
    const buffer = new BufferWithSegments(bytes('foo'), pairs(0, 3));
    expect([buffer.length, buffer.size, text(buffer.toBytes())]).toEqual([1, 3, 'foo']);
    const segment = buffer.segment(0);
    expect(segment).toBeInstanceOf(BufferSegment);
    expect([segment.length, segment.offset, text(segment.toBytes()), text(segment.bytes)]).toEqual([3, 0, 'foo', 'foo']);
    expect(buffer.segment(-1).length).toBe(3);
  });

  it('test_multiple', () => {
    const buffer = new BufferWithSegments(bytes('foofooxfooxy'), pairs(0, 3, 3, 4, 7, 5));
    expect([buffer.length, buffer.size]).toEqual([3, 12]);
    expect([0, 1, 2].map((i) => text(buffer.segment(i).toBytes()))).toEqual(['foo', 'foox', 'fooxy']);
    expect([...buffer].map(({ length }) => length)).toEqual([3, 4, 5]);
    const { segments } = buffer;
    expect(segments).toBeInstanceOf(BufferSegments);
    expect([segments.length, segments.toBytes().length, segments.get(-1)]).toEqual([3, 48, { offset: 7, length: 5 }]);
    expect([...segments].map(({ offset }) => offset)).toEqual([0, 3, 7]);
    expect(new BufferWithSegments(new Uint8Array(0), new Uint8Array(0)).length).toBe(0);
  });
});

describe('TestBufferWithSegmentsCollection', () => {
  const one = new BufferWithSegments(bytes('foo'), pairs(0, 3));
  const two = new BufferWithSegments(bytes('barbaz'), pairs(0, 3, 3, 3));

  it('test_empty_constructor', () => {
    expect(() => new BufferWithSegmentsCollection()).toThrow(new RangeError('must pass at least 1 argument'));
  });

  it('test_argument_validation', () => {
    for (const wrong of [[null], [one, null], [null, one], [bytes('foo')]]) {
      expect(() => new BufferWithSegmentsCollection(...(wrong as never[]))).toThrow(TypeError);
      expect(() => new BufferWithSegmentsCollection(...(wrong as never[]))).toThrow('arguments must be BufferWithSegments');
    }
    const empty = new BufferWithSegments(new Uint8Array(0), new Uint8Array(0));
    expect(() => new BufferWithSegmentsCollection(empty)).toThrow(new RangeError('ZstdBufferWithSegments cannot be empty'));
  });

  it('test_length', () => {
    const sizes = [[one], [two], [one, two]].map((buffers) => {
      const { length, size } = new BufferWithSegmentsCollection(...buffers);
      return [length, size];
    });
    expect(sizes).toEqual([
      [1, 3],
      [2, 6],
      [3, 9],
    ]);
  });

  it('test_getitem', () => {
    const collection = new BufferWithSegmentsCollection(one, two);
    for (const index of [3, 4]) expect(() => collection.segment(index)).toThrow(new RangeError('offset must be less than 3'));
    expect(() => collection.segment(-4)).toThrow(new RangeError('offset must be non-negative'));
    expect([0, 1, 2, -1].map((i) => text(collection.segment(i).toBytes()))).toEqual(['foo', 'bar', 'baz', 'baz']);
    expect([...collection].map(({ bytes: part }) => text(part))).toEqual(['foo', 'bar', 'baz']);
  });
});
