export type { ByteWriter } from './api/byteStreams';
export type { Bytes, BytesLike } from './api/bytes';
export type { AbortOptions } from './api/cancel';
export type { CompressOptions } from './api/compress';
export { CompressionParameters, type CompressionParametersOptions } from './api/compressionParameters';
export type { DictionaryLike } from './api/decompress';
export { HttpRangeError, type HttpResource } from './api/httpRange';
export type { FileHandleLike, RandomAccessSource } from './api/randomAccess';
export { compressSeekable } from './api/seekableCompress';
export type { SeekableLayout, SeekableOptions } from './api/seekableOptions';
export {
  type SeekableFrame,
  type SeekableRange,
  SeekableReader,
  type SeekableReaderOptions,
} from './api/seekableReader';
export type { SeekableSource } from './api/seekableSource';
export { SeekableCompressionStream } from './api/seekableStream';
export { SeekableWriter } from './api/seekableWriter';
export { ZstdError, type ZstdErrorCode } from './format/errors';
