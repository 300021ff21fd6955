import type { DecoderDictionary } from '../../decoder/engine';
import { type EncoderDictionary, readEncoderDictionary } from '../../encoder/dictionary';
import { prepareDigest } from '../../encoder/enginePool';
import type { FrameHistory } from '../../encoder/history';
import { settingsForDictionary } from '../../encoder/historySettings';
import { DICT_MODE_AUTO, DICT_MODE_FULLDICT, MAX_COMPRESSION_LEVEL, MIN_COMPRESSION_LEVEL } from '../../format/constants';
import { dictionaryId as idOf } from '../../format/dictionaryLayout';
import { fail } from '../../format/errors';
import { type Bytes, type BytesLike, toBytes } from '../common/bytes';
import { checkInteger, checkOptions } from '../common/checks';
import type { DictionarySource } from '../common/dictionarySource';
import type { CompressionParameters } from '../compression/compressionParameters';

/** The size that a digest is for: that of a message, much smaller than the dictionary. */
const MESSAGE = 0;

/** What a {@link ZstdCompressionDict} can be told. */
export interface DictOptions {
  /** How `data` is understood. Default `DICT_MODE_AUTO`. */
  dictMode?: number;
  /** @internal What training chose. */
  k?: number;
  /** @internal */
  d?: number;
}

/**
 * A dictionary for compressing and decompressing: what it holds is read once, on first use, and shared by all compressors and decompressors
 * it is given to.
 *
 * @example
 * ```ts
 * import { compress, decompress, ZstdCompressionDict } from 'purezstd';
 * const encoder = new TextEncoder();
 * const dict = new ZstdCompressionDict(encoder.encode('{"name":"","address":{"street":"","city":""}}'));
 * const record = encoder.encode('{"name":"Ada","address":{"street":"Main","city":"Oslo"}}');
 * const frame = compress(record, { dictData: dict });
 * console.log(frame.length < compress(record).length, decompress(frame, { dictData: dict }).length === record.length); // true true
 * ```
 */
export class ZstdCompressionDict implements DictionarySource<EncoderDictionary, DecoderDictionary> {
  /** The segment size that training chose or was given; 0 for a dictionary made otherwise. */
  readonly k: number;
  /** The dmer size that training chose or was given; 0 for a dictionary made otherwise. */
  readonly d: number;
  private readonly data: Bytes;
  private readonly mode: number;
  private encoder: EncoderDictionary | undefined;
  private decoder: DecoderDictionary | undefined;

  /**
   * @param data the dictionary; it is copied
   * @param options.dictMode `DICT_MODE_AUTO` (default): a full dictionary where it begins with the dictionary magic number, raw content
   *   otherwise; `DICT_MODE_RAWCONTENT`: raw content in any case; `DICT_MODE_FULLDICT`: using it is an error unless it is a full one
   * @throws TypeError when `data` is not bytes, or the mode no number; RangeError for another mode
   */
  constructor(data: BytesLike, options: DictOptions = {}) {
    const { dictMode = DICT_MODE_AUTO, k = 0, d = 0 } = checkOptions(options);
    if (typeof dictMode !== 'number') throw new TypeError('dictMode must be a number');
    if (!Number.isInteger(dictMode) || dictMode < DICT_MODE_AUTO || dictMode > DICT_MODE_FULLDICT) {
      throw new RangeError(`invalid dictionary load mode: ${dictMode}; must use DICT_MODE_* constants`);
    }
    this.data = toBytes(data).slice() as Bytes;
    this.mode = dictMode;
    this.k = k;
    this.d = d;
  }

  /** Bytes of the dictionary. */
  get length(): number {
    return this.data.length;
  }

  /**
   * The ID that frames made with it state, 0 for raw content.
   *
   * @example
   * ```ts
   * import { ZstdCompressionDict } from 'purezstd';
   * console.log(new ZstdCompressionDict(new Uint8Array(100)).dictId()); // 0
   * ```
   */
  dictId(): number {
    return idOf(this.data);
  }

  /** A copy of the dictionary's bytes. */
  asBytes(): Bytes {
    return this.data.slice();
  }

  /**
   * Indexes the dictionary for a level or for parameters now rather than when the first frame is compressed with them.
   *
   * @param options.level 1 to 22, or negative; above 22 means 22
   * @param options.compressionParams parameters, instead of a level
   * @throws TypeError for wrong types; RangeError unless one of the two is given, and for levels out of range; ZstdError
   *   `dictionaryCreation_failed` for a dictionary that is none
   * @example
   * ```ts
   * import { ZstdCompressionDict } from 'purezstd';
   * const dict = new ZstdCompressionDict(new Uint8Array(1000));
   * dict.precomputeCompress({ level: 3 });
   * console.log(dict.length); // 1000
   * ```
   */
  precomputeCompress(options: { level?: number; compressionParams?: CompressionParameters }): void {
    const { level = 0, compressionParams: params } = checkOptions(options);
    checkInteger(level, 'level', 0, MIN_COMPRESSION_LEVEL, Number.MAX_SAFE_INTEGER);
    if (params !== undefined && typeof params?.resolve !== 'function')
      throw new TypeError('compressionParams must be CompressionParameters');
    if (params !== undefined && level !== 0) throw new RangeError('must only specify one of level or compressionParams');
    if (params === undefined && level === 0) throw new RangeError('must specify one of level or compressionParams');
    try {
      const dictionary = this.forEncoder(readEncoderDictionary);
      const { history } = settingsForDictionary(dictionary, params ?? Math.min(level, MAX_COMPRESSION_LEVEL), MESSAGE);
      prepareDigest(history as FrameHistory);
    } catch {
      fail('dictionaryCreation_failed', 'unable to precompute dictionary');
    }
  }

  /** @internal */
  forEncoder(read: (bytes: Uint8Array, mode: number) => EncoderDictionary): EncoderDictionary {
    this.encoder ??= read(this.data, this.mode);
    return this.encoder;
  }

  /** @internal */
  forDecoder(read: (bytes: Uint8Array, mode: number) => DecoderDictionary): DecoderDictionary {
    this.decoder ??= read(this.data, this.mode);
    return this.decoder;
  }
}

/**
 * The ID of a dictionary's bytes, 0 where they are no full dictionary (RFC 8878 §5).
 *
 * @throws TypeError when `dict` is not bytes
 * @example
 * ```ts
 * import { dictionaryId } from 'purezstd';
 * console.log(dictionaryId(Uint8Array.of(0x37, 0xa4, 0x30, 0xec, 1, 2, 0, 0))); // 513
 * ```
 */
export function dictionaryId(dict: BytesLike | ZstdCompressionDict): number {
  return dict instanceof ZstdCompressionDict ? dict.dictId() : idOf(toBytes(dict));
}
