import { expect, it } from 'vitest';
import { CompressionParameters, decompress, ZstdCompressor } from '../../src/index';

it('the very first frame of an engine finds nothing that its match finders were warmed up with', () => {
  // Few hashes and a short period: whatever was left in the tables would be found, ahead of the position that looks for it.
  const content = Buffer.alloc(436, Buffer.from('606f3ca4c1d46b', 'hex'));
  for (const compressionStrategy of [6, 3, 7, 4, 2, 1]) {
    const compressionParams = new CompressionParameters({
      windowLog: 20,
      chainLog: 13,
      hashLog: 9,
      searchLog: 5,
      minMatch: 4,
      compressionStrategy,
    });
    const stream = new ZstdCompressor({ compressionParams }).compressObj();
    const frame = Buffer.concat([stream.compress(content), stream.flush()]);
    expect(Buffer.compare(decompress(frame), content), `strategy ${compressionStrategy}`).toBe(0);
    expect(frame.length).toBeLessThan(40);
  }
});
