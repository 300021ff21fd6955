export type { Bytes } from '../../format/output';

/** Anything that holds bytes: every view (typed arrays, `DataView`, Node's `Buffer`) with any offset, and bare (shared) array buffers. */
export type BytesLike = ArrayBufferView | ArrayBufferLike;

/**
 * The bytes of any {@link BytesLike} as a plain `Uint8Array` over the same memory. Subclasses such as `Buffer` are rewrapped, so that all
 * the code behind the public functions sees one hidden class (a hot function that meets two is measurably slower).
 *
 * @throws TypeError for anything else, strings included.
 */
export function toBytes(data: BytesLike, name = 'data'): Uint8Array {
  if (ArrayBuffer.isView(data)) {
    if (data.constructor === Uint8Array) return data as Uint8Array;
    return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  }
  // By the tag rather than by class: buffers of another realm count, and SharedArrayBuffer may not exist.
  if (/^(Shared)?ArrayBuffer$/.test((data as ArrayBufferLike | undefined)?.[Symbol.toStringTag] ?? '')) return new Uint8Array(data);
  throw new TypeError(`${name} must be bytes`);
}
