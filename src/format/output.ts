import { allocating, fail } from './errors';

/**
 * What all functions return: a `Uint8Array<ArrayBuffer>` under TypeScript 5.7 and newer, which Blob, fetch and WebCrypto take, and plain
 * `Uint8Array` under older versions, whose arrays have no parameter.
 */
export type Bytes = ReturnType<Uint8Array['slice']>;

const PLAUSIBLE_RATIO = 64;

/**
 * Bytes of content that this many compressed bytes may well hold: a stated size up to here is believed in advance, and beyond it memory grows
 * with what proves to be there. Texts and tables stay below it; a few bytes that claim gigabytes get nothing.
 */
export const plausibleSize = (compressedSize: number): number => PLAUSIBLE_RATIO * compressedSize;

/**
 * Where results gather: pieces as they come, joined once at the end. It never holds more than what was made, except that {@link expect} may
 * set aside a result of a size that the input itself makes plausible.
 */
export interface Output {
  /** Says that this many bytes exist and will be written later, so that the limit holds before memory is spent. */
  announce(length: number): void;
  /** Says that `size` more bytes will come if the data keeps its promise. */
  expect(size: number): void;
  /** Adds a copy of bytes [from, to). */
  write(bytes: Uint8Array, from: number, to: number): void;
  /** All bytes since the last call, in one fresh array. */
  take(): Bytes;
}

/** An output that serves one result after the other. */
export interface ReusableOutput extends Output {
  /** Starts over, with another limit. Nothing may be left to take. */
  restart(limit: number): void;
}

/** Results up to this size are copied out without a view over them. */
const SLICE_MAX = 4096;

/** @param limit most bytes in all; more is `dstSize_tooSmall` */
export function createOutput(limit: number): ReusableOutput {
  let total = 0;
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  /** Bytes in `pieces` and `target`. */
  let gathered = 0;
  let target: Uint8Array<ArrayBuffer> | undefined;

  function announce(length: number): void {
    if (total + length > limit) fail('dstSize_tooSmall');
  }

  return {
    announce,

    expect(size: number): void {
      if (gathered === 0) target = new Uint8Array(size);
    },

    write(bytes: Uint8Array, from: number, to: number): void {
      const length = to - from;
      if (length === 0) return;
      announce(length);
      total += length;
      if (target !== undefined && gathered + length <= target.length) {
        target.set(bytes.subarray(from, to), gathered);
      } else {
        if (target !== undefined) pieces.push(gathered === target.length ? target : target.slice(0, gathered));
        // Copying through the constructor skips the zero fill that `new Uint8Array(length)` with `set` pays (7 % of a whole decode).
        const piece = length > SLICE_MAX ? new Uint8Array(bytes.subarray(from, to)) : (bytes.slice(from, to) as Uint8Array<ArrayBuffer>);
        target = gathered === 0 ? piece : undefined;
        if (gathered > 0) pieces.push(piece);
      }
      gathered += length;
    },

    restart(to: number): void {
      total = 0;
      limit = to;
    },

    take(): Uint8Array<ArrayBuffer> {
      let result = target?.length === gathered ? target : undefined;
      if (result === undefined) {
        if (target !== undefined) pieces.push(target.subarray(0, gathered));
        result = allocating(() => new Uint8Array(gathered));
        let at = 0;
        for (const piece of pieces) {
          result.set(piece, at);
          at += piece.length;
        }
        pieces.length = 0;
      }
      target = undefined;
      gathered = 0;
      return result;
    },
  };
}
