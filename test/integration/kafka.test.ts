import { createRequire } from 'node:module';
import { expect, it } from 'vitest';
import { zstdCompressSync, zstdDecompressSync } from '../../src/node';
import { referenceDecompress } from '../helpers/reference';

const require = createRequire(import.meta.url);
const { CompressionCodecs, CompressionTypes } = require('kafkajs');
// Its encoder and decoder of record batches, as producers and consumers use them; no broker is needed.
const Encoder = require('kafkajs/src/protocol/encoder.js');
const Decoder = require('kafkajs/src/protocol/decoder.js');
const { RecordBatch } = require('kafkajs/src/protocol/recordBatch/v0/index.js');
const Record = require('kafkajs/src/protocol/recordBatch/record/v0/index.js');
const decodeBatch = require('kafkajs/src/protocol/recordBatch/v0/decoder.js');

it('KafkaJS: a record batch goes through its encoder and decoder with our codec', async () => {
  CompressionCodecs[CompressionTypes.ZSTD] = () => ({
    compress: async (encoder: { buffer: Buffer }) => zstdCompressSync(encoder.buffer),
    decompress: async (buffer: Buffer) => zstdDecompressSync(buffer),
  });
  const values = Array.from({ length: 200 }, (_, i) => `{"event":${i},"name":"something that happened"}`);
  const timestamp = Date.now();
  const records = values.map((value, offsetDelta) =>
    Record({ offsetDelta, timestampDelta: 0, key: `key-${offsetDelta}`, value, headers: {} }),
  );
  const batch = await RecordBatch({
    compression: CompressionTypes.ZSTD,
    firstTimestamp: timestamp,
    maxTimestamp: timestamp,
    lastOffsetDelta: values.length - 1,
    records,
  });
  const { buffer } = new Encoder().writeEncoder(batch);
  expect(buffer.length).toBeLessThan(values.join('').length / 3);
  expect(() => referenceDecompress(buffer.subarray(buffer.indexOf(Buffer.from('28b52ffd', 'hex'))))).not.toThrow();
  const decoder = new Decoder(buffer);
  const decoded = await decodeBatch(decoder);
  expect(decoded.records.map(({ value }: { value: Buffer }) => value.toString())).toEqual(values);
});
