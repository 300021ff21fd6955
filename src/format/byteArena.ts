/**
 * One buffer as bytes and as a view for unaligned 32-bit access; hot loops close over both (ARCHITECTURE.md "One engine, and spare ones").
 */
export interface ByteArena {
  readonly bytes: Uint8Array;
  readonly view: DataView;
}

/** @param size bytes, over-read and over-copy slack included */
export function createByteArena(size: number): ByteArena {
  const bytes = new Uint8Array(size);
  return { bytes, view: new DataView(bytes.buffer) };
}
