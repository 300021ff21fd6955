/** Little-endian number of `length` bytes; above 2^53 it is rounded. */
export function readLittleEndian(bytes: Uint8Array, at: number, length: number): number {
  let value = 0;
  for (let i = length; i > 0; ) value = value * 256 + bytes[at + --i];
  return value;
}

/** Little-endian 32-bit number, unsigned. */
export function readUint32(bytes: Uint8Array, at: number): number {
  return readLittleEndian(bytes, at, 4);
}

/** Writes a number in `length` bytes; returns the index after it. */
export function writeLittleEndian(out: Uint8Array, at: number, value: number, length: number): number {
  for (let i = 0; i < length; i++) {
    out[at + i] = value % 256;
    value = Math.floor(value / 256);
  }
  return at + length;
}
