export type { Bytes, BytesLike } from './api/bytes';
export { type Chunks, compressChunks, decompressChunks } from './api/chunkStreams';
export type { CompressOptions } from './api/compress';
export type { CompressionStreamOptions } from './api/compressionCodec';
export { CompressionParameters, type CompressionParametersOptions } from './api/compressionParameters';
export type { DecompressOptions, DictionaryLike } from './api/decompress';
export { ZstdCompressionStream, ZstdDecompressionStream } from './api/webStreams';
export { ZstdError, type ZstdErrorCode } from './format/errors';
