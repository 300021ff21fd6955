import { DICT_MODE_FULLDICT, DICT_MODE_RAWCONTENT, DICTIONARY_MAGIC } from './constants';
import { corrupt, fail } from './errors';
import { readUint32 } from './littleEndian';

/** Magic number and ID of a full dictionary (RFC 8878 §5); the entropy tables follow, then the repeat offsets and the content. */
export const DICTIONARY_HEADER_SIZE = 8;
/** More than the entropy tables can take. */
export const DICTIONARY_TABLES_MAX = 4096;
const REPEAT_OFFSETS = 3;

/** Whether these bytes are a full dictionary, with entropy tables, rather than raw content. */
export function isFullDictionary(bytes: Uint8Array): boolean {
  return bytes.length >= DICTIONARY_HEADER_SIZE && readUint32(bytes, 0) === DICTIONARY_MAGIC;
}

/**
 * Whether these bytes are to be read as a full dictionary.
 *
 * @param mode one of the DICT_MODE constants
 * @throws ZstdError `dictionary_wrong` when a full one is asked for and this is none
 */
export function readsAsFull(bytes: Uint8Array, mode: number): boolean {
  const full = isFullDictionary(bytes);
  if (mode === DICT_MODE_FULLDICT && !full) fail('dictionary_wrong');
  return mode !== DICT_MODE_RAWCONTENT && full;
}

/** The ID of a full dictionary, 0 for raw content. */
export function dictionaryId(bytes: Uint8Array): number {
  return isFullDictionary(bytes) ? readUint32(bytes, 4) : 0;
}

/**
 * Reads the repeat offsets, which lie behind the tables and must reach into the content, into the first elements of `into`; returns where
 * the content begins.
 */
export function readRepeatOffsets(bytes: Uint8Array, at: number, into: Int32Array): number {
  const contentAt = at + 4 * REPEAT_OFFSETS;
  if (contentAt > bytes.length) corrupt();
  for (let i = 0; i < REPEAT_OFFSETS; i++) {
    const offset = readUint32(bytes, at + 4 * i);
    if (offset === 0 || offset > bytes.length - contentAt) corrupt();
    into[i] = offset;
  }
  return contentAt;
}
