export type { BytesLike } from './api/bytes';
export { type DecompressOptions, type DictionaryLike, decompress } from './api/decompress';
export { type DecompressorOptions, type ZstdDecompressionObj, ZstdDecompressor } from './api/decompressor';
export { type FrameParameters, frameContentSize, frameHeaderSize, getFrameParameters } from './api/frameInspection';
export * from './format/constants';
export { ZstdError, type ZstdErrorCode } from './format/errors';
