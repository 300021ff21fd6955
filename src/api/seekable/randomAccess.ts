import { allocating, fail } from '../../format/errors';
import { type BytesLike, toBytes } from '../common/bytes';
import { checkInteger } from '../common/checks';

/** Something that bytes can be read from at any position: what storage of all kinds is adapted to. */
export interface RandomAccessSource {
  /** Bytes in all, or what finds that out. */
  readonly size: number | (() => number | Promise<number>);
  /**
   * Reads the bytes from position `from` to before `to`, all of them. What it throws comes out of the reader unchanged.
   *
   * @param signal says when nobody waits for them any more
   */
  read(from: number, to: number, signal?: AbortSignal): Promise<BytesLike> | BytesLike;
}

/** What is used of Node's `FileHandle`. */
export interface FileHandleLike {
  read(buffer: Uint8Array, offset: number, length: number, position: number): Promise<{ bytesRead: number }>;
  stat(): Promise<{ size: number }>;
}

/** A source, opened. */
export interface OpenSource {
  /** Bytes in all. */
  readonly size: number;
  /** All of it, where it is in memory. */
  readonly bytes: Uint8Array | undefined;
  /** Reads [from, to), exactly. */
  read(from: number, to: number, signal: AbortSignal | undefined): Promise<Uint8Array>;
}

/** A source that is all in memory. */
export function openBytes(bytes: Uint8Array): OpenSource {
  return { size: bytes.length, bytes, read: async (from, to) => bytes.subarray(from, to) };
}

export function openBlob(blob: Blob): OpenSource {
  return { size: blob.size, bytes: undefined, read: async (from, to) => new Uint8Array(await blob.slice(from, to).arrayBuffer()) };
}

/** A buffer for part of a file; the size comes from the file. */
const allocate = (size: number): Uint8Array => allocating(() => new Uint8Array(size));

export async function openFile(file: FileHandleLike): Promise<OpenSource> {
  const { size } = await file.stat();
  return {
    size,
    bytes: undefined,
    async read(from, to) {
      const bytes = allocate(to - from);
      for (let at = 0; at < bytes.length; ) {
        const { bytesRead } = await file.read(bytes, at, bytes.length - at, from + at);
        if (bytesRead === 0) fail('srcSize_wrong', 'the file ended early', { offset: from + at });
        at += bytesRead;
      }
      return bytes;
    },
  };
}

export async function openRandomAccess(source: RandomAccessSource): Promise<OpenSource> {
  const given = typeof source.size === 'function' ? await source.size() : source.size;
  const size = checkInteger(given ?? null, 'size of the source', 0, 0, Number.MAX_SAFE_INTEGER);
  return {
    size,
    bytes: undefined,
    async read(from, to, signal) {
      const bytes = toBytes(await source.read(from, to, signal), 'what read() returns');
      if (bytes.length !== to - from) {
        fail('srcSize_wrong', `the source gave ${bytes.length} bytes instead of ${to - from}`, { offset: from });
      }
      return bytes;
    },
  };
}
