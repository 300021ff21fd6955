import { describe, expect, it } from 'vitest';
import { Decompress, decompress, ZstdErrorCode } from '../../src/fzstd';
import { compress, ZstdCompressor } from '../../src/index';
import { joined, randomContent, randomPieces, same } from '../helpers/content';
import { Random } from '../helpers/random';
import { zstd } from '../helpers/reference';

const codeOf = (run: () => unknown): unknown => {
  try {
    run();
  } catch (error) {
    return (error as { code?: number }).code ?? (error as Error).name;
  }
  return 'no error';
};

describe("fzstd's API", () => {
  const content = randomContent(new Random(2), 200_000);
  const frame = compress(content);

  it('decompresses in one call, into a given array where there is one', () => {
    expect(same(decompress(frame), content)).toBe(true);
    const target = new Uint8Array(content.length + 5);
    const filled = decompress(frame, target);
    expect([filled.buffer === target.buffer, filled.length, same(filled, content)]).toEqual([true, content.length, true]);
    expect(decompress(joined([frame, frame])).length).toBe(2 * content.length);
    const far = zstd(new Uint8Array(1000), '--long=30', '--no-content-size').stdout;
    expect(decompress(far).length).toBe(1000);
  });

  it('decompresses what is pushed', () => {
    const random = new Random(6);
    for (let i = 0; i < 50; i++) {
      const data = randomContent(random);
      const input = new ZstdCompressor({ level: 1 }).compress(data);
      const parts: Uint8Array[] = [];
      const finals: unknown[] = [];
      const stream = new Decompress((part, final) => {
        parts.push(part);
        finals.push(final);
      });
      for (const piece of randomPieces(random, input)) stream.push(piece);
      stream.push(new Uint8Array(0), true);
      expect(same(joined(parts), data)).toBe(true);
      expect(finals.slice(0, -1).every((final) => final === false)).toBe(true);
      expect(finals.at(-1)).toBe(true);
    }
    const late = new Decompress();
    let size = 0;
    late.ondata = (part) => (size += part.length);
    late.push(frame, true);
    expect(size).toBe(content.length);
  });

  it('throws errors with its codes', () => {
    expect(codeOf(() => decompress(Buffer.from('junk!')))).toBe(ZstdErrorCode.InvalidData);
    expect(codeOf(() => decompress(frame.subarray(0, 9)))).toBe(ZstdErrorCode.UnexpectedEOF);
    expect(codeOf(() => decompress('text' as never))).toBe('TypeError');
    expect(codeOf(() => decompress(frame, new Uint8Array(1)))).toBe(ZstdErrorCode.InvalidData);
    expect(codeOf(() => decompress(Buffer.from('28b52ffd00f8', 'hex')))).toBe(ZstdErrorCode.WindowSizeTooLarge);
    const stream = new Decompress();
    expect(codeOf(() => stream.push(frame.subarray(0, 9), true))).toBe(ZstdErrorCode.UnexpectedEOF);
    expect(codeOf(() => stream.push(frame))).toBe(ZstdErrorCode.UnexpectedEOF);
    expect(codeOf(() => new Decompress().push('text' as never))).toBe('TypeError');
    const failing = new Decompress(() => {
      throw new SyntaxError('of the handler');
    });
    expect(codeOf(() => failing.push(frame))).toBe('SyntaxError');
    const fault = Object.assign(new Error('no space left'), { code: 'ENOSPC' });
    const full = new Decompress(() => {
      throw fault;
    });
    expect(() => full.push(compress(new Uint8Array(3_000_000)))).toThrow(fault);
  });
});
