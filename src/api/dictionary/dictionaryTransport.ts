import { DICT_MODE_RAWCONTENT } from '../../format/constants';
import { fail } from '../../format/errors';
import { sha256 } from '../../format/sha256';
import { type Bytes, type BytesLike, toBytes } from '../common/bytes';
import { checkOptions } from '../common/checks';
import { checkLevel, compress, type LevelOptions } from '../compression/compress';
import { type DecompressOptions, decompress } from '../decompression/decompress';
import { ZstdCompressionDict } from './compressionDict';

/** Begins every `dcz` stream: a skippable frame of 32 bytes (RFC 9842 §5). */
const HEADER = [0x5e, 0x2a, 0x4d, 0x18, 0x20, 0, 0, 0];
const HASH_SIZE = 32;
/** Magic number, size and hash. */
const DCZ_HEADER_SIZE = HEADER.length + HASH_SIZE;
/** Largest window that a client must accept: 8 MiB, or 1.25 times the dictionary up to 128 MiB (RFC 9842 §5). */
const WINDOW_LEAST = 8 << 20;
const WINDOW_MOST = 128 << 20;
/** Up to this level windows have at most 8 MiB. */
const WINDOW_LEVEL_MOST = 19;

/** A dictionary as this transport uses them: raw content, whatever it begins with, known by its hash. */
interface TransportDictionary {
  readonly raw: ZstdCompressionDict;
  readonly hash: Uint8Array;
}

let known: WeakMap<ZstdCompressionDict, TransportDictionary> | undefined;

function transportDictionary(dict: BytesLike | ZstdCompressionDict): TransportDictionary {
  known ??= new WeakMap();
  const kept = dict instanceof ZstdCompressionDict ? known.get(dict) : undefined;
  if (kept !== undefined) return kept;
  const bytes = dict instanceof ZstdCompressionDict ? dict.asBytes() : toBytes(dict, 'dict');
  const made = { raw: new ZstdCompressionDict(bytes, { dictMode: DICT_MODE_RAWCONTENT }), hash: sha256(bytes) };
  if (dict instanceof ZstdCompressionDict) known.set(dict, made);
  return made;
}

function windowLimit(dictSize: number): number {
  return Math.max(WINDOW_LEAST, Math.min(Math.floor(1.25 * dictSize), WINDOW_MOST));
}

/**
 * Compresses for Compression Dictionary Transport (RFC 9842): the body of a response with `Content-Encoding: dcz`. It is the hash of the
 * dictionary, and a frame that was made with it as raw content.
 *
 * @param data the content
 * @param dict the dictionary that the request's `Available-Dictionary` names. Given as a `ZstdCompressionDict`, it is hashed and indexed
 *   once
 * @param options the level, or what `compress` can be told but for `dictData`
 * @throws TypeError when `data` or `dict` is not bytes, or an option of the wrong type; RangeError when the level is out of range, or for
 *   `compressionParams`; ZstdError `memory_allocation`
 * @example
 * ```ts
 * import { compressDcz, decompressDcz } from 'purezstd/dictionary';
 * const encoder = new TextEncoder();
 * const old = encoder.encode('function main() { return "version 1"; }');
 * const body = compressDcz(encoder.encode('function main() { return "version 2"; }'), old);
 * console.log(new TextDecoder().decode(decompressDcz(body, old))); // function main() { return "version 2"; }
 * ```
 */
export function compressDcz(
  data: BytesLike,
  dict: BytesLike | ZstdCompressionDict,
  options: number | Omit<LevelOptions, 'dictData' | 'writeDictId'> = {},
): Bytes {
  const input = toBytes(data);
  const { raw, hash } = transportDictionary(dict);
  const given = typeof options === 'number' ? { level: options } : checkOptions(options);
  const asked = checkLevel(given.level);
  // Windows of more than 8 MiB are those of the highest levels.
  const level = input.length > windowLimit(raw.length) ? Math.min(asked, WINDOW_LEVEL_MOST) : asked;
  const frame = compress(input, { ...given, level, dictData: raw });
  const body = new Uint8Array(DCZ_HEADER_SIZE + frame.length);
  body.set(HEADER);
  body.set(hash, HEADER.length);
  body.set(frame, DCZ_HEADER_SIZE);
  return body;
}

/** Whether bytes begin with a `dcz` header, and which dictionary it asks for: the SHA-256 of its bytes. */
function requestedHash(body: Uint8Array): Uint8Array {
  if (body.length < DCZ_HEADER_SIZE) fail('srcSize_wrong');
  if (HEADER.some((byte, i) => body[i] !== byte)) fail('prefix_unknown', 'not a dcz stream');
  return body.subarray(HEADER.length, DCZ_HEADER_SIZE);
}

/**
 * Decompresses the body of a response with `Content-Encoding: dcz` (RFC 9842).
 *
 * @param data all of the body
 * @param dict the dictionary, or several to choose from by the hash that the body states
 * @param options what `decompress` can be told but for `dictData`; `maxWindowSize` is by default what RFC 9842 asks of clients
 * @throws TypeError when `data` or a dictionary is not bytes; ZstdError `prefix_unknown` for what is no such body, `srcSize_wrong` for one
 *   that is cut, `dictionary_wrong` for one that was made with another dictionary, and what `decompress` throws
 * @example
 * ```ts
 * import { compressDcz, decompressDcz, ZstdError } from 'purezstd/dictionary';
 * const body = compressDcz(new Uint8Array(100), Uint8Array.of(1, 2, 3));
 * try {
 *   decompressDcz(body, Uint8Array.of(3, 2, 1));
 * } catch (error) {
 *   console.log((error as ZstdError).code); // dictionary_wrong
 * }
 * ```
 */
export function decompressDcz(
  data: BytesLike,
  dict: BytesLike | ZstdCompressionDict | readonly (BytesLike | ZstdCompressionDict)[],
  options: Omit<DecompressOptions, 'dictData'> = {},
): Bytes {
  const body = toBytes(data);
  const given = checkOptions(options);
  const wanted = requestedHash(body);
  const candidates = (Array.isArray(dict) ? dict : [dict]) as readonly (BytesLike | ZstdCompressionDict)[];
  const found = candidates.map(transportDictionary).find(({ hash }) => hash.every((byte, i) => byte === wanted[i]));
  if (found === undefined) return fail('dictionary_wrong', 'the dcz stream was made with another dictionary');
  const { maxWindowSize = windowLimit(found.raw.length) } = given;
  return decompress(body.subarray(DCZ_HEADER_SIZE), { ...given, maxWindowSize, dictData: found.raw });
}
