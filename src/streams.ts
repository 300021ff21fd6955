export type { Bytes, BytesLike } from './api/common/bytes';
export type { CompressOptions } from './api/compression/compress';
export type { CompressionStreamOptions } from './api/compression/compressionCodec';
export { CompressionParameters, type CompressionParametersOptions } from './api/compression/compressionParameters';
export type { DecompressOptions, DictionaryLike } from './api/decompression/decompress';
export { type Chunks, compressChunks, decompressChunks } from './api/streams/chunkStreams';
export { ZstdCompressionStream, ZstdDecompressionStream } from './api/streams/webStreams';
export { ZstdError, type ZstdErrorCode } from './format/errors';
