import type { Bytes } from '../common/bytes';

/** What comes of an input: work is done as the iterator is asked, no more than some blocks' worth at a time. A promise must be waited for before it is asked again. */
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
