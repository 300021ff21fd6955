import { fail } from '../../format/errors';
import type { Output } from '../../format/output';
import type { Bytes } from '../common/bytes';

/** Output that is handed on in pieces of the reader's choice. It holds what was written and not taken yet. */
export interface ByteQueue extends Output {
  /** Bytes that are there. */
  length(): number;
  /** The first bytes, `size` at the most, in a fresh array. They stay until they are dropped. */
  peek(size: number): Bytes;
  /** Forgets the first `size` bytes. */
  drop(size: number): void;
  /** Copies the first bytes to the start of `target`, as far as both reach, forgets them and returns their number. */
  readInto(target: Uint8Array): number;
}

/** @param limit most bytes in all; more is `dstSize_tooSmall` */
export function createByteQueue(limit = Number.MAX_SAFE_INTEGER): ByteQueue {
  let pieces: Bytes[] = [];
  /** First piece in use, and its first byte. */
  let first = 0;
  let at = 0;
  let length = 0;
  let total = 0;

  function copyTo(target: Uint8Array): number {
    const size = Math.min(target.length, length);
    let done = 0;
    for (let i = first, from = at; done < size; i++, from = 0) {
      const piece = pieces[i];
      const n = Math.min(piece.length - from, size - done);
      target.set(n === piece.length ? piece : piece.subarray(from, from + n), done);
      done += n;
    }
    return size;
  }

  function drop(size: number): void {
    length -= size;
    at += size;
    while (first < pieces.length && at >= pieces[first].length) at -= pieces[first++].length;
    if (first === pieces.length) {
      pieces = [];
      first = 0;
    } else if (first > 64) {
      pieces = pieces.slice(first);
      first = 0;
    }
  }

  function peek(size: number): Bytes {
    const n = Math.min(size, length);
    const bytes = new Uint8Array(n);
    copyTo(bytes);
    return bytes;
  }

  function announce(more: number): void {
    if (total + more > limit) fail('dstSize_tooSmall');
  }

  return {
    announce,
    // Nothing is set aside: what is taken out decides the sizes.
    expect: () => undefined,

    write(bytes: Uint8Array, from: number, to: number): void {
      if (from === to) return;
      announce(to - from);
      total += to - from;
      length += to - from;
      pieces.push(new Uint8Array(bytes.subarray(from, to)));
    },

    take(): Bytes {
      const all = at === 0 && first === pieces.length - 1 ? pieces[first] : peek(length);
      drop(length);
      return all;
    },

    length: () => length,
    peek,
    drop,

    readInto(target: Uint8Array): number {
      const n = copyTo(target);
      drop(n);
      return n;
    },
  };
}
