export type { Bytes, BytesLike } from './api/common/bytes';
export type { AbortOptions } from './api/common/cancel';
export type { CompressOptions } from './api/compression/compress';
export { CompressionParameters, type CompressionParametersOptions } from './api/compression/compressionParameters';
export type { DictionaryLike } from './api/decompression/decompress';
export type { ByteWriter } from './api/pieces/byteStreams';
export { HttpRangeError, type HttpResource } from './api/seekable/httpRange';
export type { FileHandleLike, RandomAccessSource } from './api/seekable/randomAccess';
export { compressSeekable } from './api/seekable/seekableCompress';
export type { SeekableLayout, SeekableOptions } from './api/seekable/seekableOptions';
export {
  type SeekableFrame,
  type SeekableRange,
  SeekableReader,
  type SeekableReaderOptions,
} from './api/seekable/seekableReader';
export type { SeekableSource } from './api/seekable/seekableSource';
export { SeekableCompressionStream } from './api/seekable/seekableStream';
export { SeekableWriter } from './api/seekable/seekableWriter';
export { ZstdError, type ZstdErrorCode } from './format/errors';
