import { expect } from 'vitest';
import * as purezstd from '../../../src/index';
import * as node from '../../../src/node';
import { errorOf } from '../../helpers/errors';
import { bytes, hex } from '../helpers';
import type { Rows } from './table';

const values = (constants: object) => (): void => expect(purezstd).toMatchObject(constants);
const range = (name: string, least: number, most: number) => values({ [`${name}_MIN`]: least, [`${name}_MAX`]: most });

/** Sections 2.1 and 3.1 to 3.2: the module and its constants. */
export const rows: Rows = {
  '2.1': {
    backend: values({ backend: 'typescript' }),
    ZstdError() {
      const error = new purezstd.ZstdError('corruption_detected');
      expect([error instanceof Error, error.name, error.code, Object.getPrototypeOf(purezstd.ZstdError)]).toEqual([
        true,
        'ZstdError',
        'corruption_detected',
        Error,
      ]);
    },
    'classes exported'() {
      for (const name of [
        'CompressionParameters',
        'ZstdCompressionDict',
        'ZstdCompressor',
        'ZstdDecompressor',
        'BufferSegment',
        'BufferSegments',
        'BufferWithSegments',
        'BufferWithSegmentsCollection',
      ]) {
        expect(purezstd).toHaveProperty(name, expect.any(Function));
      }
    },
    'functions exported'() {
      for (const name of ['estimateDecompressionContextSize', 'getFrameParameters', 'trainDictionary']) {
        expect(purezstd).toHaveProperty(name, expect.any(Function));
      }
    },
    'not exported but returned'() {
      const compressor = new purezstd.ZstdCompressor();
      const decompressor = new purezstd.ZstdDecompressor();
      const target = { write: () => undefined };
      const made = [
        compressor.compressObj(),
        compressor.writeTo(target),
        compressor.streamReader(bytes('')),
        decompressor.decompressObj(),
        decompressor.writeTo(target),
        decompressor.streamReader(bytes('')),
      ];
      expect(made.map((one) => one.constructor.name)).toEqual([
        'ZstdCompressionObj',
        'ZstdCompressionWriter',
        'ZstdCompressionReader',
        'ZstdDecompressionObj',
        'ZstdDecompressionWriter',
        'ZstdDecompressionReader',
      ]);
      for (const one of made) expect(purezstd).not.toHaveProperty(one.constructor.name);
    },
  },
  Constants: {
    MAX_COMPRESSION_LEVEL: values({ MAX_COMPRESSION_LEVEL: 22 }),
    FRAME_HEADER: () => expect(hex(purezstd.FRAME_HEADER)).toBe('28b52ffd'),
    MAGIC_NUMBER: values({ MAGIC_NUMBER: 0xfd2fb528 }),
    // A number cannot hold 2^64 − 1 and 2^64 − 2: they are what these are as signed ones.
    CONTENTSIZE_UNKNOWN: values({ CONTENTSIZE_UNKNOWN: -1 }),
    CONTENTSIZE_ERROR: values({ CONTENTSIZE_ERROR: -2 }),
    COMPRESSION_RECOMMENDED_INPUT_SIZE: values({ COMPRESSION_RECOMMENDED_INPUT_SIZE: 131072 }),
    COMPRESSION_RECOMMENDED_OUTPUT_SIZE: values({ COMPRESSION_RECOMMENDED_OUTPUT_SIZE: 131591 }),
    DECOMPRESSION_RECOMMENDED_INPUT_SIZE: values({ DECOMPRESSION_RECOMMENDED_INPUT_SIZE: 131075 }),
    DECOMPRESSION_RECOMMENDED_OUTPUT_SIZE: values({ DECOMPRESSION_RECOMMENDED_OUTPUT_SIZE: 131072 }),
    'COMPRESSOBJ_FLUSH_FINISH / COMPRESSOBJ_FLUSH_BLOCK': values({ COMPRESSOBJ_FLUSH_FINISH: 0, COMPRESSOBJ_FLUSH_BLOCK: 1 }),
    'WINDOWLOG_MIN / MAX': range('WINDOWLOG', 10, 31),
    'CHAINLOG_MIN / MAX': range('CHAINLOG', 6, 30),
    'HASHLOG_MIN / MAX': range('HASHLOG', 6, 30),
    HASHLOG3_MAX: values({ HASHLOG3_MAX: 17 }),
    'SEARCHLOG_MIN / MAX': range('SEARCHLOG', 1, 30),
    'SEARCHLENGTH_MIN / MAX': range('SEARCHLENGTH', 3, 7),
    'LDM_MINMATCH_MIN / MAX': range('LDM_MINMATCH', 4, 4096),
    LDM_BUCKETSIZELOG_MAX: values({ LDM_BUCKETSIZELOG_MAX: 8 }),
    'STRATEGY_FAST, DFAST, GREEDY, LAZY, LAZY2, BTLAZY2, BTOPT, BTULTRA': values({
      STRATEGY_FAST: 1,
      STRATEGY_DFAST: 2,
      STRATEGY_GREEDY: 3,
      STRATEGY_LAZY: 4,
      STRATEGY_LAZY2: 5,
      STRATEGY_BTLAZY2: 6,
      STRATEGY_BTOPT: 7,
      STRATEGY_BTULTRA: 8,
    }),
    'DICT_MODE_AUTO, RAWCONTENT, FULLDICT': values({ DICT_MODE_AUTO: 0, DICT_MODE_RAWCONTENT: 1, DICT_MODE_FULLDICT: 2 }),
  },
  '3.1': {
    'one-call helpers'() {
      const frame = purezstd.compress(bytes('foo'), 5);
      expect(hex(purezstd.decompress(frame, { maxOutputSize: 3 }))).toBe(hex(bytes('foo')));
    },
    'frame_content_size(data)'() {
      expect(purezstd.frameContentSize(purezstd.compress(bytes('foo')))).toBe(3);
      expect(purezstd.frameContentSize(purezstd.compress(bytes('foo'), { writeContentSize: false }))).toBe(-1);
      expect(errorOf(() => purezstd.frameContentSize(bytes('foobar')))).toBe('prefix_unknown');
    },
    'frame_header_size(data)'() {
      expect(purezstd.frameHeaderSize(purezstd.compress(bytes('foo')))).toBe(6);
      expect(errorOf(() => purezstd.frameHeaderSize(bytes('foobar')))).toBe('prefix_unknown');
    },
    // FastCOVER by default, COVER where the seed's is wanted.
    train_dictionary() {
      const samples = Array.from({ length: 60 }, (_, i) => bytes(`record ${i} of many that begin alike, ${i * 7919}`));
      expect(errorOf(() => purezstd.trainDictionary(512, samples, { d: 7 }))).toBe('RangeError');
      const [chosen, given, cover] = [{}, { k: 60, d: 6 }, { k: 60, d: 7, algorithm: 'cover' as const }].map((options) =>
        purezstd.trainDictionary(512, samples, options),
      );
      expect([chosen.d, given.k, given.d, cover.k, cover.d]).toEqual([8, 60, 6, 60, 7]);
    },
  },
  '3.2': {
    ZSTD_VERSION: values({ ZSTD_VERSION: [1, 5, 7] }),
    'FORMAT_ZSTD1, FORMAT_ZSTD1_MAGICLESS': values({ FORMAT_ZSTD1: 0, FORMAT_ZSTD1_MAGICLESS: 1 }),
    'MINMATCH_MIN/MAX': range('MINMATCH', 3, 7),
    STRATEGY_BTULTRA2: values({ STRATEGY_BTULTRA2: 9 }),
    'TARGETLENGTH_MIN/MAX': range('TARGETLENGTH', 0, 131072),
    'recommended sizes, window/hash/chain/search limits, LDM limits': values({
      COMPRESSION_RECOMMENDED_INPUT_SIZE: 131072,
      WINDOWLOG_MAX: 31,
      HASHLOG_MAX: 30,
      CHAINLOG_MAX: 30,
      SEARCHLOG_MAX: 30,
      LDM_MINMATCH_MAX: 4096,
    }),
    'estimate_decompression_context_size()': () => expect(purezstd.estimateDecompressionContextSize()).toBeGreaterThan(95_968),
    'BLOCKSIZELOG_MAX, BLOCKSIZE_MAX': values({ BLOCK_SIZE_MAX: 131072 }),
    'FLUSH_BLOCK, FLUSH_FRAME': () => expect(node.constants).toMatchObject({ ZSTD_e_continue: 0, ZSTD_e_flush: 1, ZSTD_e_end: 2 }),
  },
};
