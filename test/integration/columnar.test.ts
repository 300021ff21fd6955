import { CompressionType, compressionRegistry, tableFromArrays, tableFromIPC, tableToIPC } from 'apache-arrow';
import { parquetMetadata, parquetReadObjects } from 'hyparquet';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { expect, it } from 'vitest';
import { compress, decompress } from '../../src/index';
import { referenceDecompress } from '../helpers/reference';

const names = Array.from({ length: 5000 }, (_, i) => `name ${i % 97}`);
const counts = Array.from({ length: 5000 }, (_, i) => (i * 7919) % 1000);

it('hyparquet: reads a Parquet file whose pages are compressed with zstd, ours and by the reference alike', async () => {
  let pages = 0;
  const compressors = {
    ZSTD: (input: Uint8Array) => {
      pages++;
      const frame = compress(input);
      expect(Buffer.compare(referenceDecompress(frame), input)).toBe(0);
      return frame;
    },
  };
  const columnData = [
    { name: 'name', data: names },
    { name: 'count', data: counts },
  ];
  const file = parquetWriteBuffer({ columnData, codec: 'ZSTD', compressors }) as ArrayBuffer;
  expect(pages).toBeGreaterThan(0);
  expect(parquetMetadata(file).row_groups[0].columns[0].meta_data?.codec).toBe('ZSTD');
  const rows = await parquetReadObjects({
    file,
    compressors: { ZSTD: (input, outputLength) => decompress(input, { maxOutputSize: outputLength }) },
  });
  expect(rows.map((row) => row.name)).toEqual(names);
  expect(rows.map((row) => Number(row.count))).toEqual(counts);
});

it('Apache Arrow: IPC with zstd buffers, there and back', () => {
  compressionRegistry.set(CompressionType.ZSTD, { encode: (data) => compress(data), decode: (data) => decompress(data) });
  const table = tableFromArrays({ name: names, count: Int32Array.from(counts) });
  for (const type of ['stream', 'file'] as const) {
    const plain = tableToIPC(table, type);
    const packed = tableToIPC(table, type, CompressionType.ZSTD);
    expect(packed.length).toBeLessThan(plain.length);
    const back = tableFromIPC(packed);
    expect([...(back.getChild('count') ?? [])]).toEqual(counts);
    expect([...(back.getChild('name') ?? [])]).toEqual(names);
  }
});
