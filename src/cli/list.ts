import { type FileHandle, open } from 'node:fs/promises';
import { frameHeaderSize, getFrameParameters, ZstdError } from '../index';
import { SeekableReader } from '../seekable';
import { FileError, readError, UsageError } from './errors';
import { BLOCK_HEADER, CHECKSUM, FRAME_HEADER_MOST, isSkippable, readBlockHeader } from './frames';
import { formatSize } from './progress';
import { forEachFile, type Run } from './transform';

/** What a compressed file's frame and block headers say; no content is decompressed. */
export interface Listing {
  frames: number;
  skippable: number;
  compressed: number;
  /** Bytes of content, −1 when a frame does not state it. */
  content: number;
  windowSize: number;
  checksum: boolean;
  dictId: number;
  /** Frames that a seek table at the end lists, undefined without one. */
  seekable: number | undefined;
}

/** Reads a file's structure, header by header. */
export async function listFile(name: string): Promise<Listing> {
  const handle = await open(name, 'r').catch((error) => {
    throw readError(name, error);
  });
  try {
    const { size } = await handle.stat();
    const buffer = new Uint8Array(FRAME_HEADER_MOST);
    const read = async (at: number, length: number): Promise<Uint8Array> => {
      const { bytesRead } = await handle.read(buffer, 0, length, at);
      return buffer.subarray(0, bytesRead);
    };
    const listing: Listing = {
      frames: 0,
      skippable: 0,
      compressed: size,
      content: 0,
      windowSize: 0,
      checksum: false,
      dictId: 0,
      seekable: undefined,
    };
    if (size === 0) throw new FileError(`${name}: is empty, no frame`);
    let at = 0;
    while (at < size) {
      const head = await read(at, FRAME_HEADER_MOST);
      const { contentSize, windowSize, dictId, hasChecksum } = getFrameParameters(head);
      at += frameHeaderSize(head);
      if (isSkippable(head)) {
        listing.skippable++;
        at += contentSize;
        continue;
      }
      for (let last = false; !last; ) {
        const header = await read(at, BLOCK_HEADER);
        if (header.length < BLOCK_HEADER) throw new FileError(`${name}: ends inside a frame`);
        const block = readBlockHeader(header);
        last = block.last;
        at += BLOCK_HEADER + block.size;
      }
      if (hasChecksum) at += CHECKSUM;
      listing.frames++;
      listing.content = contentSize < 0 || listing.content < 0 ? -1 : listing.content + contentSize;
      listing.windowSize = Math.max(listing.windowSize, windowSize);
      listing.checksum ||= hasChecksum;
      listing.dictId ||= dictId;
    }
    if (at > size) throw new FileError(`${name}: ends inside a frame`);
    if (listing.skippable > 0) listing.seekable = await seekableFrames(handle);
    return listing;
  } catch (error) {
    throw readError(name, error);
  } finally {
    await handle.close();
  }
}

/** The frames that a seek table lists; a skippable frame may be anything else as well. */
async function seekableFrames(handle: FileHandle): Promise<number | undefined> {
  try {
    return (await SeekableReader.open(handle)).frames;
  } catch (error) {
    if (error instanceof ZstdError) return undefined;
    throw error;
  }
}

const COLUMNS = ['Frames', 'Skips', 'Compressed', 'Uncompressed', 'Ratio', 'Check', 'Filename'];
const WIDTHS = [6, 6, 12, 13, 7, 6, 0];

const row = (cells: readonly string[]): string =>
  cells.map((cell, i) => (WIDTHS[i] === 0 ? ` ${cell}` : cell.padStart(WIDTHS[i]))).join(' ');

export const listingHeader = (): string => row(COLUMNS);

/** One line of the table. */
export function formatListing(listing: Listing, name: string): string {
  const { frames, skippable, compressed, content, checksum } = listing;
  return row([
    String(frames),
    String(skippable),
    formatSize(compressed),
    content < 0 ? '' : formatSize(content),
    content < 0 || compressed === 0 ? '' : (content / compressed).toFixed(3),
    checksum ? 'XXH64' : 'None',
    name,
  ]);
}

/** The table's last line: all files together. */
export function formatTotals(listings: readonly Listing[]): string {
  const total: Listing = {
    frames: 0,
    skippable: 0,
    compressed: 0,
    content: 0,
    windowSize: 0,
    checksum: true,
    dictId: 0,
    seekable: undefined,
  };
  for (const { frames, skippable, compressed, content, checksum } of listings) {
    total.frames += frames;
    total.skippable += skippable;
    total.compressed += compressed;
    total.content = content < 0 || total.content < 0 ? -1 : total.content + content;
    total.checksum &&= checksum;
  }
  if (listings.length === 0) total.checksum = false;
  return formatListing(total, `${listings.length} ${listings.length === 1 ? 'file' : 'files'}`);
}

/** All that is known of a file, line by line: `-lv`. */
export function formatDetails(listing: Listing, name: string): string {
  const { frames, skippable, compressed, content, windowSize, checksum, dictId, seekable } = listing;
  const lines = [
    name,
    `  Zstandard frames:   ${frames}`,
    ...(skippable > 0 ? [`  Skippable frames:   ${skippable}`] : []),
    ...(seekable === undefined ? [] : [`  Seekable:           ${seekable} frames`]),
    ...(dictId > 0 ? [`  Dictionary ID:      ${dictId}`] : []),
    `  Window size:        ${formatSize(windowSize)} (${windowSize} B)`,
    `  Compressed size:    ${formatSize(compressed)} (${compressed} B)`,
    content < 0 ? '  Decompressed size:  not stated' : `  Decompressed size:  ${formatSize(content)} (${content} B)`,
    ...(content > 0 ? [`  Ratio:              ${(content / compressed).toFixed(4)}`] : []),
    `  Check:              ${checksum ? 'XXH64' : 'None'}`,
  ];
  return lines.join('\n');
}

/** Lists files, and their totals. Returns the exit code. */
export async function listFiles(names: readonly string[], run: Run): Promise<number> {
  if (names.includes('-')) throw new UsageError('-l wants names of files');
  const { settings, terminal } = run;
  const listings: Listing[] = [];
  const details = settings.verbosity > 2;
  if (!details) terminal.stdout.write(`${listingHeader()}\n`);
  const exitCode = await forEachFile(names, run, async (name) => {
    const listing = await listFile(name);
    listings.push(listing);
    terminal.stdout.write(`${details ? formatDetails(listing, name) : formatListing(listing, name)}\n`);
  });
  if (!details && names.length > 1) terminal.stdout.write(`${formatTotals(listings)}\n`);
  return exitCode;
}
