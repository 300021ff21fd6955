export { Decompress, decompress, type ZstdError, ZstdErrorCode, type ZstdStreamHandler } from './api/decompression/fzstd';
