import { afterEach, describe, expect, it, vi } from 'vitest';
import { compress, decompress, ZstdError } from '../../src/index';

/** An engine that has no arrays of more than `most` bytes, as Node 20 has none above 4 GiB. */
function limitArrays(most: number): void {
  const limited: Uint8ArrayConstructor = new Proxy(Uint8Array, {
    construct(target, args, newTarget): Uint8Array {
      if (typeof args[0] === 'number' && args[0] > most) throw new RangeError(`Invalid typed array length: ${args[0]}`);
      return Reflect.construct(target, args, newTarget === limited ? target : newTarget);
    },
  });
  vi.stubGlobal('Uint8Array', limited);
}

afterEach(() => vi.unstubAllGlobals());

describe('results that are larger than arrays can be', () => {
  const content = new Uint8Array(20 << 20);
  for (let i = 0, x = 1; i < content.length; i++) {
    x = (Math.imul(x, 1103515245) + 12345) | 0;
    content[i] = x >>> 24;
  }

  it.each([true, false])('are memory_allocation, with a stated size: %s', (writeContentSize) => {
    const frame = compress(content, { level: 1, writeContentSize });
    expect(Buffer.compare(decompress(frame), content)).toBe(0);
    limitArrays(16 << 20);
    let error: unknown;
    try {
      decompress(frame);
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toBeInstanceOf(ZstdError);
    expect((error as ZstdError).code).toBe('memory_allocation');
  });
});
