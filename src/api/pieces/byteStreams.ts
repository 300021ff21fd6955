import { type BytesLike, toBytes } from '../common/bytes';

/** Something to read bytes from, a piece at a time. */
export interface ByteReader {
  /**
   * Returns up to `size` bytes; fewer are fine, and none mean the end.
   */
  read(size: number): BytesLike;
}

/** Something to write bytes to. What `write` returns is ignored. */
export interface ByteWriter {
  /** Takes the next piece, which is the writer's to keep. */
  write(data: Uint8Array): unknown;
}

/** What python-zstandard says of a source that is none, and, in other words, where it is iterated over. */
export const NO_SOURCE = 'must pass an object with a read() method or that conforms to the buffer protocol';
export const NO_SOURCE_TO_ITERATE = 'must pass an object with a read() method or conforms to buffer protocol';

/** A source with the checks done: `next` gives the next piece of at most the read size, or undefined at the end. */
export interface Source {
  /** Bytes in all, where that is known: the source is bytes then. */
  readonly size: number | undefined;
  next(): Uint8Array | undefined;
}

const isReader = (source: unknown): source is ByteReader => typeof (source as ByteReader | undefined)?.read === 'function';

/** Reads from a reader. */
export function sourceOfReader(reader: unknown, readSize: number, message: string): Source {
  if (!isReader(reader)) throw new TypeError(message);
  let ended = false;
  return {
    size: undefined,
    next(): Uint8Array | undefined {
      if (ended) return undefined;
      const piece = toBytes(reader.read(readSize), 'what read() returns');
      ended = piece.length === 0;
      return ended ? undefined : piece;
    },
  };
}

/** Reads from a reader, or from bytes in pieces. */
export function sourceOf(source: unknown, readSize: number, message: string): Source {
  if (isReader(source)) return sourceOfReader(source, readSize, message);
  let bytes: Uint8Array;
  try {
    bytes = toBytes(source as BytesLike);
  } catch {
    throw new TypeError(message);
  }
  let at = 0;
  return {
    size: bytes.length,
    next(): Uint8Array | undefined {
      if (at >= bytes.length) return undefined;
      const piece = bytes.subarray(at, at + readSize);
      at += piece.length;
      return piece;
    },
  };
}

/** Checks a writer. */
export function checkWriter(writer: unknown, message = 'must pass an object with a write() method'): ByteWriter {
  if (typeof (writer as ByteWriter | undefined)?.write !== 'function') throw new TypeError(message);
  return writer as ByteWriter;
}
