/**
 * The numbers of the seekable format 0.1.0 (facebook/zstd, contrib/seekable_format/zstd_seekable_compression_format.md): frames that can be
 * decoded by themselves, and behind them a seek table in a skippable frame, which plain decoders skip.
 */

/** First four bytes of the seek table's skippable frame. */
export const SEEK_TABLE_MAGIC = 0x184d2a5e;
/** Last four bytes of the file. */
export const SEEKABLE_MAGIC = 0x8f92eab1;
/** Number of frames, descriptor and magic number. */
export const SEEK_TABLE_FOOTER_SIZE = 9;
/** `Checksum_Flag` of the descriptor: entries have a third field, the low 32 bits of the XXH64 of the frame's content. */
export const CHECKSUM_FLAG = 0x80;
/** `Reserved_Bits` of the descriptor, for breaking changes. The two lowest bits are for others, and not to be interpreted. */
export const RESERVED_BITS = 0x7c;
/** Most frames that a table may list: the reference's limit, a table of 1.5 GiB. */
export const SEEKABLE_FRAMES_MAX = 0x8000000;
/** Most bytes of content that the reference puts into a frame: 1 GiB. The fields hold four times as much. */
export const SEEKABLE_FRAME_SIZE_MAX = 0x40000000;

/** Bytes of an entry: two sizes, and the checksum where there is one. */
export const seekTableEntrySize = (checksums: boolean): number => (checksums ? 12 : 8);
