import { R_REPEAT1 } from '../entropy/readArena';
import { DICT_MODE_AUTO, DICT_MODE_FULLDICT, DICT_MODE_RAWCONTENT } from '../format/constants';
import { DICTIONARY_HEADER_SIZE, dictionaryId, isFullDictionary } from '../format/dictionaryLayout';
import { corrupt, fail } from '../format/errors';
import { readUint32 } from '../format/frameHeader';
import type { DecoderDictionary } from './engine';
import { acquireMainEngine, type EngineHolder, releaseEngine } from './enginePool';

/** Reading a dictionary holds the engine within one call only. */
const nobody: EngineHolder = { moveTo: () => undefined, windowInUse: () => 0 };

/**
 * Reads a dictionary once, for any number of frames: a full one (RFC 8878 §5) gives entropy tables, repeat offsets and content; anything
 * without the dictionary magic number is raw content. The bytes are not copied: they must not change while the result is in use.
 *
 * @param mode one of the DICT_MODE constants
 * @throws ZstdError `dictionary_corrupted` when a full dictionary breaks the format, `dictionary_wrong` when one is asked for and this is none.
 */
export function prepareDictionary(bytes: Uint8Array, mode: number = DICT_MODE_AUTO): DecoderDictionary {
  const full = isFullDictionary(bytes);
  if (mode === DICT_MODE_FULLDICT && !full) fail('dictionary_wrong');
  if (mode === DICT_MODE_RAWCONTENT || !full) return { id: 0, content: bytes, entropy: undefined };
  const engine = acquireMainEngine(nobody);
  try {
    const offsetsAt = DICTIONARY_HEADER_SIZE + engine.readDictionaryTables(bytes, DICTIONARY_HEADER_SIZE);
    const contentAt = offsetsAt + 12;
    if (contentAt > bytes.length) corrupt();
    const content = bytes.subarray(contentAt);
    const entropy = engine.snapshot();
    for (let i = 0; i < 3; i++) {
      const offset = readUint32(bytes, offsetsAt + 4 * i);
      if (offset === 0 || offset > content.length) corrupt();
      entropy.registers[R_REPEAT1 + i] = offset;
    }
    return { id: dictionaryId(bytes), content, entropy };
  } catch {
    // Invalid tables, also where the DataView notices that they run out.
    return fail('dictionary_corrupted');
  } finally {
    releaseEngine(engine, nobody);
  }
}
