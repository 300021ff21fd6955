/** The numbers of the format (RFC 8878) and the limits of the reference, under the names that users know. */

/** Version of the reference whose behaviour is matched: `[major, minor, patch]`. */
export const ZSTD_VERSION: readonly [number, number, number] = [1, 5, 7];

/** First four bytes of a Zstandard frame, read as a little-endian number (RFC 8878 §3.1.1). */
export const MAGIC_NUMBER = 0xfd2fb528;
/** First of the sixteen magic numbers of skippable frames, 0x184D2A50 to 0x184D2A5F (RFC 8878 §3.1.2). */
export const SKIPPABLE_MAGIC = 0x184d2a50;
/** First four bytes of a full dictionary (RFC 8878 §5). */
export const DICTIONARY_MAGIC = 0xec30a437;

/** `contentSize` of a frame that does not state it. */
export const CONTENTSIZE_UNKNOWN = -1;
/** `contentSize` where the header could not be read. */
export const CONTENTSIZE_ERROR = -2;

/** Frames with the four magic bytes: the normal format. */
export const FORMAT_ZSTD1 = 0;
/** Frames without the magic number, four bytes shorter; the reader has to know. */
export const FORMAT_ZSTD1_MAGICLESS = 1;

/** Largest number of bytes that a block can hold, compressed or not (RFC 8878 §3.1.1.2.4). */
export const BLOCK_SIZE_MAX = 131072;
/** Highest compression level. */
export const MAX_COMPRESSION_LEVEL = 22;
/** Lowest (fastest) compression level. */
export const MIN_COMPRESSION_LEVEL = -131072;
/** Default of `maxWindowSize`: 128 MiB, the reference's default. */
export const DEFAULT_MAX_WINDOW_SIZE = 2 ** 27;

/** Input chunk that a compressor likes best: one block. */
export const COMPRESSION_RECOMMENDED_INPUT_SIZE = 131072;
/** Output chunk that holds any compressed block with its headers. */
export const COMPRESSION_RECOMMENDED_OUTPUT_SIZE = 131591;
/** Input chunk that a decompressor likes best: one block with its header. */
export const DECOMPRESSION_RECOMMENDED_INPUT_SIZE = 131075;
/** Output chunk that holds any decompressed block. */
export const DECOMPRESSION_RECOMMENDED_OUTPUT_SIZE = 131072;

export const WINDOWLOG_MIN = 10;
export const WINDOWLOG_MAX = 31;
export const CHAINLOG_MIN = 6;
export const CHAINLOG_MAX = 30;
export const HASHLOG_MIN = 6;
export const HASHLOG_MAX = 30;
export const SEARCHLOG_MIN = 1;
export const SEARCHLOG_MAX = 30;
export const MINMATCH_MIN = 3;
export const MINMATCH_MAX = 7;
export const SEARCHLENGTH_MIN = MINMATCH_MIN;
export const SEARCHLENGTH_MAX = MINMATCH_MAX;
export const TARGETLENGTH_MIN = 0;
export const TARGETLENGTH_MAX = 131072;
export const LDM_MINMATCH_MIN = 4;
export const LDM_MINMATCH_MAX = 4096;
export const LDM_BUCKETSIZELOG_MAX = 8;

export const STRATEGY_FAST = 1;
export const STRATEGY_DFAST = 2;
export const STRATEGY_GREEDY = 3;
export const STRATEGY_LAZY = 4;
export const STRATEGY_LAZY2 = 5;
export const STRATEGY_BTLAZY2 = 6;
export const STRATEGY_BTOPT = 7;
export const STRATEGY_BTULTRA = 8;
export const STRATEGY_BTULTRA2 = 9;

/** A dictionary is full when it starts with the dictionary magic number, otherwise raw content. */
export const DICT_MODE_AUTO = 0;
/** The bytes are content, whatever they start with. */
export const DICT_MODE_RAWCONTENT = 1;
/** The bytes must be a full dictionary. */
export const DICT_MODE_FULLDICT = 2;

/** `flush()` ends the frame. */
export const COMPRESSOBJ_FLUSH_FINISH = 0;
/** `flush()` ends the block: all input so far can be decompressed. */
export const COMPRESSOBJ_FLUSH_BLOCK = 1;

/** Which implementation this is. */
export const backend = 'typescript';

/** The four bytes that start a frame, in a fresh array: `Uint8Array [0x28, 0xb5, 0x2f, 0xfd]`. */
export const FRAME_HEADER: ReturnType<Uint8Array['slice']> = /* @__PURE__ */ new Uint8Array([0x28, 0xb5, 0x2f, 0xfd]);
