import type { Bytes } from '../common/bytes';

/**
 * What an input becomes. Each call of the iterator does its share of the work, some blocks at the most; a promise that it gives must be
 * settled before the next call.
 */
export type Pieces = Iterator<Bytes | Promise<Bytes>>;

/** Turns chunks into chunks, a step at a time: what the streams of all platforms are made of. */
export interface ChunkCodec {
  /** What comes of the next chunk of input. */
  chunk(input: Uint8Array): Pieces;
  /** What comes at the input's end. */
  end(): Pieces;
  /** Gives the memory back, at any time. */
  release(): void;
}
