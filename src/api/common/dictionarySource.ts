import type { BytesLike } from './bytes';

/** Reads a dictionary for one half of the codec. */
type Read<T> = (bytes: Uint8Array, mode: number) => T;

/**
 * A dictionary that keeps what encoders and decoders read from it: a `ZstdCompressionDict`. Each half hands in its own way of reading, so
 * that neither pulls in the other.
 */
export interface DictionarySource<E = object, D = object> {
  /** @internal */
  forEncoder(read: Read<E>): E;
  /** @internal */
  forDecoder(read: Read<D>): D;
}

/** A dictionary: a `ZstdCompressionDict`, which is read once, or its bytes. */
export type DictionaryData = BytesLike | DictionarySource;
