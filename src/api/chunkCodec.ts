import type { Bytes } from './bytes';

/** Turns chunks into chunks, a step at a time: what the streams of all platforms are made of. */
export interface ChunkCodec {
  /** What comes of the next chunk of input: work is done as the iterator is asked, and no more than some blocks' worth at a time. */
  chunk(input: Uint8Array): Iterator<Bytes>;
  /** What comes at the input's end. */
  end(): Iterator<Bytes>;
  /** Gives the memory back, at any time. */
  release(): void;
}
