import { DICT_MODE_AUTO } from '../format/constants';
import { dictionaryId, readRepeatOffsets, readsAsFull } from '../format/dictionaryLayout';
import { fail } from '../format/errors';
import type { DecoderDictionary } from './engine';
import { acquireMainEngine, type EngineHolder, releaseEngine } from './enginePool';

/** Reading a dictionary holds the engine within one call only. */
const nobody: EngineHolder = { moveTo: () => undefined, windowInUse: () => 0 };

/**
 * Reads a dictionary once, for any number of frames: a full one (RFC 8878 §5) gives entropy tables, repeat offsets and content; anything
 * without the dictionary magic number is raw content. The bytes are not copied: they must not change while the result is in use.
 *
 * @param mode one of the DICT_MODE constants
 * @throws ZstdError `dictionary_corrupted` when a full dictionary breaks the format, `dictionary_wrong` when one is asked for and this is
 *   none.
 */
export function prepareDictionary(bytes: Uint8Array, mode: number = DICT_MODE_AUTO): DecoderDictionary {
  if (!readsAsFull(bytes, mode)) return { id: 0, content: bytes, entropy: undefined };
  const engine = acquireMainEngine(nobody);
  try {
    const offsetsAt = engine.readDictionaryTables(bytes);
    const entropy = engine.snapshot();
    // They are the first registers.
    const contentAt = readRepeatOffsets(bytes, offsetsAt, entropy.registers);
    return { id: dictionaryId(bytes), content: bytes.subarray(contentAt), entropy };
  } catch {
    // Invalid tables, also where the DataView notices that they run out.
    return fail('dictionary_corrupted');
  } finally {
    releaseEngine(engine, nobody);
  }
}
