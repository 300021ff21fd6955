export type { BytesLike } from './api/bytes';
export { type CompressOptions, compress, type FramePrefix } from './api/compress';
export { type ZstdCompressionObj, ZstdCompressor } from './api/compressor';
export { compressBound } from './format/compressBound';
export * from './format/constants';
export { ZstdError, type ZstdErrorCode } from './format/errors';
