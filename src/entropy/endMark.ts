import { corrupt } from '../format/errors';

/**
 * Index of the bit that ends the stream in bytes [from, to): streams are read backwards, and the highest set bit of the last byte marks
 * where they begin (RFC 8878 §4.1, §4.2.2). The stream's own bits are those from `8 * from` up to it.
 */
export function endMark(bytes: Uint8Array, from: number, to: number): number {
  if (from >= to || bytes[to - 1] === 0) corrupt();
  return to * 8 + 23 - Math.clz32(bytes[to - 1]);
}
