import { fail } from './errors';
import { SKIPPABLE_HEADER_SIZE } from './frameHeader';
import { writeLittleEndian } from './littleEndian';
import {
  CHECKSUM_FLAG,
  SEEK_TABLE_FOOTER_SIZE,
  SEEK_TABLE_MAGIC,
  SEEKABLE_FRAMES_MAX,
  SEEKABLE_MAGIC,
  seekTableEntrySize,
} from './seekTableLayout';

/** Gathers what a seek table says of the frames before it. */
export interface SeekTableWriter {
  /**
   * Adds the next frame.
   *
   * @param checksum of its content, the low half of XXH64; ignored in a table without checksums
   */
  add(compressedSize: number, decompressedSize: number, checksum: number): void;
  /** Bytes that the table has now. */
  length(): number;
  /** The skippable frame that ends the file. */
  write(): Uint8Array<ArrayBuffer>;
}

/** Entries that there is room for at first. */
const ROOM = 64;

/** @param checksums whether the table has the content's checksums */
export function createSeekTableWriter(checksums: boolean): SeekTableWriter {
  const entrySize = seekTableEntrySize(checksums);
  /** The entries as they will be written. */
  let entries = new Uint8Array(ROOM * entrySize);
  let frames = 0;

  return {
    add(compressedSize: number, decompressedSize: number, checksum: number): void {
      if (frames === SEEKABLE_FRAMES_MAX) fail('frameParameter_unsupported', 'too many frames for a seek table');
      let at = frames++ * entrySize;
      if (at === entries.length) {
        const more = new Uint8Array(2 * at);
        more.set(entries);
        entries = more;
      }
      at = writeLittleEndian(entries, at, compressedSize, 4);
      at = writeLittleEndian(entries, at, decompressedSize, 4);
      if (checksums) writeLittleEndian(entries, at, checksum, 4);
    },

    length: () => SKIPPABLE_HEADER_SIZE + frames * entrySize + SEEK_TABLE_FOOTER_SIZE,

    write(): Uint8Array<ArrayBuffer> {
      const used = entries.subarray(0, frames * entrySize);
      const table = new Uint8Array(SKIPPABLE_HEADER_SIZE + used.length + SEEK_TABLE_FOOTER_SIZE);
      let at = writeLittleEndian(table, 0, SEEK_TABLE_MAGIC, 4);
      at = writeLittleEndian(table, at, used.length + SEEK_TABLE_FOOTER_SIZE, 4);
      table.set(used, at);
      at = writeLittleEndian(table, at + used.length, frames, 4);
      table[at++] = checksums ? CHECKSUM_FLAG : 0;
      writeLittleEndian(table, at, SEEKABLE_MAGIC, 4);
      return table;
    },
  };
}
