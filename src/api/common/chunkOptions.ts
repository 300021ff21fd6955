/** How much is read at a time. */
export interface ReadOptions {
  /**
   * Bytes to ask the source for at a time. Default: the recommended input size, `COMPRESSION_RECOMMENDED_INPUT_SIZE` or
   * `DECOMPRESSION_RECOMMENDED_INPUT_SIZE`.
   */
  readSize?: number;
}

/** How much is written at a time. */
export interface WriteOptions {
  /**
   * Most bytes of a chunk of output. Default: the recommended output size, `COMPRESSION_RECOMMENDED_OUTPUT_SIZE` or
   * `DECOMPRESSION_RECOMMENDED_OUTPUT_SIZE`.
   */
  writeSize?: number;
}
