export { BufferSegment, BufferSegments, BufferWithSegments, BufferWithSegmentsCollection } from './api/common/buffers';
export type { Bytes, BytesLike } from './api/common/bytes';
export type { ReadOptions, WriteOptions } from './api/common/chunkOptions';
export { type DecompressOptions, type DictionaryLike, decompress } from './api/decompression/decompress';
export { decompressAsync } from './api/decompression/decompressAsync';
export type { ZstdDecompressionObj } from './api/decompression/decompressionObj';
export type { ZstdDecompressionReader } from './api/decompression/decompressionReader';
export type { ZstdDecompressionWriter } from './api/decompression/decompressionWriter';
export {
  type DecompressorOptions,
  estimateDecompressionContextSize,
  type FramesOptions,
  ZstdDecompressor,
} from './api/decompression/decompressor';
export { type FrameParameters, frameContentSize, frameHeaderSize, getFrameParameters } from './api/decompression/frameInspection';
export type { ByteReader, ByteWriter } from './api/pieces/byteStreams';
export * from './format/constants';
export { ZstdError, type ZstdErrorCode } from './format/errors';
