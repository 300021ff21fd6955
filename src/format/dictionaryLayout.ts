import { DICTIONARY_MAGIC } from './constants';
import { readUint32 } from './frameHeader';

/** Magic number and ID of a full dictionary (RFC 8878 §5); the entropy tables follow. */
export const DICTIONARY_HEADER_SIZE = 8;

/** Whether these bytes are a full dictionary, with entropy tables, rather than raw content. */
export function isFullDictionary(bytes: Uint8Array): boolean {
  return bytes.length >= DICTIONARY_HEADER_SIZE && readUint32(bytes, 0) === DICTIONARY_MAGIC;
}

/** The ID of a full dictionary, 0 for raw content. */
export function dictionaryId(bytes: Uint8Array): number {
  return isFullDictionary(bytes) ? readUint32(bytes, 4) : 0;
}
