export { constants } from './api/node/nodeConstants';
export {
  type CompressCallback,
  type InputType,
  zstdCompress,
  zstdCompressSync,
  zstdDecompress,
  zstdDecompressSync,
} from './api/node/nodeFunctions';
export type { ZstdOptions } from './api/node/nodeOptions';
export { createZstdCompress, createZstdDecompress, ZstdCompress, ZstdDecompress } from './api/node/nodeStreams';
export { ZstdError, type ZstdErrorCode } from './format/errors';
