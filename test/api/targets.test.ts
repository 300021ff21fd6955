import { describe, expect, it } from 'vitest';
import { compress, decompress, ZstdCompressor, ZstdDecompressor } from '../../src/index';
import { joined, same } from '../helpers/content';
import { errorOf } from '../helpers/errors';
import { Random } from '../helpers/random';

const content = new Random(8).bytes(700_000);
const frame = compress(content, 1);

/** A writer of either direction with its target, what is to be written, and what is to come out in the end. */
const WRITERS = [
  {
    name: 'compression',
    make: (write: (chunk: Uint8Array) => void) => new ZstdCompressor({ level: 1 }).writeTo({ write }),
    input: content,
    whole: (output: Uint8Array) => decompress(output),
  },
  {
    name: 'decompression',
    make: (write: (chunk: Uint8Array) => void) => new ZstdDecompressor().writeTo({ write }),
    input: frame,
    whole: (output: Uint8Array) => output,
  },
];

describe.each(WRITERS)('the target of a $name writer', ({ make, input, whole }) => {
  const pieces = Array.from({ length: 8 }, (_, i) => input.subarray((i * input.length) / 8, ((i + 1) * input.length) / 8));

  it('may transfer what it is given', () => {
    const output: Uint8Array[] = [];
    const writer = make((chunk) => output.push(structuredClone(chunk, { transfer: [chunk.buffer as ArrayBuffer] })));
    for (const piece of pieces) writer.write(piece);
    writer.close();
    expect(same(whole(joined(output)), content)).toBe(true);
  });

  it('may refuse several times, and nothing is lost', () => {
    const output: Uint8Array[] = [];
    let refusals = 3;
    let seen = 0;
    const writer = make((chunk) => {
      if (refusals-- > 0) throw new Error('busy');
      output.push(chunk);
    });
    for (const piece of pieces) {
      try {
        writer.write(piece);
      } catch (error) {
        expect((error as Error).message).toBe('busy');
        seen++;
      }
    }
    writer.close();
    expect(seen).toBe(3);
    expect(same(whole(joined(output)), content)).toBe(true);
  });

  it('cannot use the writer in the middle of a chunk', () => {
    const output: Uint8Array[] = [];
    const codes: string[] = [];
    const writer = make((chunk) => {
      output.push(chunk);
      if (codes.length === 0) for (const use of [() => writer.flush(), () => writer.close()]) codes.push(errorOf(use));
    });
    for (const piece of pieces) writer.write(piece);
    if (codes.length === 0) writer.flush();
    expect(codes).toEqual(['stage_wrong', 'stage_wrong']);
  });
});

it('a reader goes on behind what it skipped before its source failed', () => {
  const text = Uint8Array.from({ length: 1 << 20 }, (_, i) => i >> 12);
  const input = compress(text, 1);
  let reads = 0;
  let at = 0;
  const reader = new ZstdDecompressor().streamReader({
    read() {
      if (++reads === 3) throw new Error('not now');
      const piece = input.slice(at, at + 100);
      at += piece.length;
      return piece;
    },
  });
  expect(() => reader.seek(900_000)).toThrow('not now');
  expect(reader.tell()).toBeGreaterThan(0);
  reader.seek(900_000);
  expect(reader.tell()).toBe(900_000);
  expect(reader.read(1)[0]).toBe(text[900_000]);
});
