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
/** Of python-zstandard, for a header that cannot be read; here that is a `ZstdError`. */
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
/** @internal The level where none is given. */
export const DEFAULT_COMPRESSION_LEVEL = 3;
/** Default of `maxWindowSize`, in bytes: 128 MiB, the reference's default. */
export const DEFAULT_MAX_WINDOW_SIZE = 2 ** 27;

/** Bytes of an input chunk that a compressor likes best: one block. */
export const COMPRESSION_RECOMMENDED_INPUT_SIZE = 131072;
/** Bytes of an output chunk that holds any compressed block with its headers. */
export const COMPRESSION_RECOMMENDED_OUTPUT_SIZE = 131591;
/** Bytes of an input chunk that a decompressor likes best: one block with its header. */
export const DECOMPRESSION_RECOMMENDED_INPUT_SIZE = 131075;
/** Bytes of an output chunk that holds any decompressed block. */
export const DECOMPRESSION_RECOMMENDED_OUTPUT_SIZE = 131072;

// Limits of `CompressionParameters`, named after its options. A log is log2: 10 stands for 2^10.

/** Smallest `windowLog`: matches reach back 1 KiB. The format has no smaller window (RFC 8878 §3.1.1.1.2). */
export const WINDOWLOG_MIN = 10;
/** Largest `windowLog`: matches reach back 2 GiB. The reference's limit; the format allows 3.75 TiB (RFC 8878 §3.1.1.1.2). */
export const WINDOWLOG_MAX = 31;
/** Smallest `chainLog`, log2 of the entries of the chains, of the tree or of the second hash table. */
export const CHAINLOG_MIN = 6;
/** Largest `chainLog`, log2 of entries. */
export const CHAINLOG_MAX = 30;
/** Smallest `hashLog`, and `ldmHashLog`: log2 of a hash table's entries. */
export const HASHLOG_MIN = 6;
/** Largest `hashLog`, and `ldmHashLog`: log2 of a hash table's entries. */
export const HASHLOG_MAX = 30;
/** Largest table of 3-byte hashes of the reference's optimal parsers, log2. */
export const HASHLOG3_MAX = 17;
/** Smallest `searchLog`, log2 of the candidates that are looked at for a position. */
export const SEARCHLOG_MIN = 1;
/** Largest `searchLog`, log2 of candidates. */
export const SEARCHLOG_MAX = 30;
/** Smallest `minMatch`, in bytes: the format has no shorter match (RFC 8878 §3.1.1.3.2.1.1). */
export const MINMATCH_MIN = 3;
/** Largest `minMatch`, in bytes. */
export const MINMATCH_MAX = 7;
/** The older name of {@link MINMATCH_MIN}. */
export const SEARCHLENGTH_MIN = MINMATCH_MIN;
/** The older name of {@link MINMATCH_MAX}. */
export const SEARCHLENGTH_MAX = MINMATCH_MAX;
/** Smallest `targetLength`. What it counts depends on the strategy: see `CompressionParametersOptions`. */
export const TARGETLENGTH_MIN = 0;
/** Largest `targetLength`. */
export const TARGETLENGTH_MAX = 131072;
/** Smallest `ldmMinMatch`, in bytes. */
export const LDM_MINMATCH_MIN = 4;
/** Largest `ldmMinMatch`, in bytes. */
export const LDM_MINMATCH_MAX = 4096;
/** Largest `ldmBucketSizeLog`, log2 of a bucket's entries. */
export const LDM_BUCKETSIZELOG_MAX = 8;

// Values of `compressionStrategy`, from fast to small.

/** One hash table: the first match that it gives is taken. */
export const STRATEGY_FAST = 1;
/** Two hash tables: one for matches of eight bytes and more, one for shorter ones. */
export const STRATEGY_DFAST = 2;
/** Several candidates per position, from rows or chains: the longest match is taken at once. */
export const STRATEGY_GREEDY = 3;
/** Greedy, but a better match at the next position is preferred. */
export const STRATEGY_LAZY = 4;
/** Greedy, but a better match at one of the next two positions is preferred. */
export const STRATEGY_LAZY2 = 5;
/** The same as lazy2, with candidates from a binary tree. */
export const STRATEGY_BTLAZY2 = 6;
/** Of all ways to cut some thousand bytes into matches from a binary tree, the one that takes the fewest bits by estimate. */
export const STRATEGY_BTOPT = 7;
/** The same as btopt, with more ways looked at and finer estimates. */
export const STRATEGY_BTULTRA = 8;
/** The same as btultra; a frame's first block is parsed twice, so that its estimates are its own. */
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

/** The four bytes that start a frame: `Uint8Array [0x28, 0xb5, 0x2f, 0xfd]`. */
export const FRAME_HEADER: ReturnType<Uint8Array['slice']> = /* @__PURE__ */ new Uint8Array([0x28, 0xb5, 0x2f, 0xfd]);
