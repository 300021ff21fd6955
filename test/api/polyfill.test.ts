import { describe, expect, it } from 'vitest';
import { installPolyfill } from '../../src/polyfill';

describe('installPolyfill', () => {
  it('adds the format, keeps the others, and can be taken back', async () => {
    const native = globalThis.CompressionStream;
    const uninstall = installPolyfill();
    const text = 'hello '.repeat(100);
    for (const format of ['zstd', 'gzip']) {
      const compressed = new Blob([text]).stream().pipeThrough(new CompressionStream(format as 'gzip'));
      const back = compressed.pipeThrough(new DecompressionStream(format as 'gzip'));
      expect(await new Response(back as ReadableStream).text()).toBe(text);
    }
    expect(new CompressionStream('gzip')).toBeInstanceOf(CompressionStream);
    expect(() => new CompressionStream('lzma' as 'gzip')).toThrow(TypeError);
    expect(() => (CompressionStream as unknown as (format: string) => void)('zstd')).toThrow(TypeError);
    installPolyfill()();
    expect(new CompressionStream('zstd' as 'gzip')).toBeTruthy();
    uninstall();
    uninstall();
    expect(globalThis.CompressionStream).toBe(native);
  });

  it('works where there are no such streams, and leaves those alone that know the format', () => {
    const host: { CompressionStream?: new (format: string) => object; DecompressionStream?: unknown } = {};
    const uninstall = installPolyfill(host);
    expect(host.CompressionStream?.name).toBe('CompressionStream');
    expect(() => new (host.CompressionStream as new (format: string) => object)('gzip')).toThrow(TypeError);
    uninstall();
    expect(Object.keys(host)).toEqual([]);
    class Native {}
    const knowing = { CompressionStream: Native, DecompressionStream: Native };
    installPolyfill(knowing);
    expect(knowing.CompressionStream).toBe(Native);
    for (const wrong of [null, 5, 'x']) expect(() => installPolyfill(wrong as never)).toThrow(TypeError);
  });
});
