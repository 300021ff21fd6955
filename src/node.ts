export { constants } from './api/nodeConstants';
export {
  type CompressCallback,
  type InputType,
  zstdCompress,
  zstdCompressSync,
  zstdDecompress,
  zstdDecompressSync,
} from './api/nodeFunctions';
export type { ZstdOptions } from './api/nodeOptions';
export { createZstdCompress, createZstdDecompress, ZstdCompress, ZstdDecompress } from './api/nodeStreams';
export { ZstdError, type ZstdErrorCode } from './format/errors';
