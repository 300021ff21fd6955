import {
  BLOCK_SIZE_MAX,
  CHAINLOG_MAX,
  CHAINLOG_MIN,
  CONTENTSIZE_UNKNOWN,
  FORMAT_ZSTD1,
  FORMAT_ZSTD1_MAGICLESS,
  HASHLOG_MAX,
  HASHLOG_MIN,
  LDM_BUCKETSIZELOG_MAX,
  LDM_MINMATCH_MAX,
  LDM_MINMATCH_MIN,
  MAX_COMPRESSION_LEVEL,
  MIN_COMPRESSION_LEVEL,
  MINMATCH_MAX,
  MINMATCH_MIN,
  SEARCHLOG_MAX,
  SEARCHLOG_MIN,
  STRATEGY_BTOPT,
  STRATEGY_BTULTRA2,
  STRATEGY_FAST,
  TARGETLENGTH_MAX,
  WINDOWLOG_MAX,
  WINDOWLOG_MIN,
} from '../../format/constants';
import { type CompressionSettings, settingsForLevel, settingsForParameters } from '../../match/parameters';
import { FAMILY_ROWS, familyOf, tableLogsOf } from '../../match/strategies';
import { JOB_LOG_MAX, OVERLAP_LOG_MAX } from '../../workers/jobs';
import { checkFlag, checkInteger, checkOptions, checkSize, checkThreads } from '../common/checks';

/** What {@link CompressionParameters} can be made of. A number left out or 0 means: by the level. */
export interface CompressionParametersOptions {
  /** `FORMAT_ZSTD1` (default), or `FORMAT_ZSTD1_MAGICLESS` for frames without their four magic bytes. */
  format?: number;
  /** The level that decides all that is not given: −131072 to 22, 0 (default) for level 3. Higher levels work like 22. */
  compressionLevel?: number;
  /** Matches reach back 2^windowLog bytes, 10 to 31. Decompressing needs that much memory. */
  windowLog?: number;
  /** Entries of the hash table, log2, 6 to 30. */
  hashLog?: number;
  /** Entries of the chains, of the tree or of the second hash table, log2, 6 to 30. */
  chainLog?: number;
  /** Candidates per position, log2, 1 to 30. */
  searchLog?: number;
  /** Shortest match that is looked for, 3 to 7 bytes. */
  minMatch?: number;
  /**
   * 0 to 131072. Strategy fast: of targetLength + 1 positions two are looked at, and literals are not compressed; lazy and lazy2: while the
   * match is shorter, in bytes, one more position is looked at; btopt and up: a longer match is taken at once (values above 4095 work like
   * it). The others do not use it.
   */
  targetLength?: number;
  /** One of the `STRATEGY_*` constants. */
  compressionStrategy?: number;
  /** States the content's size in the frame's header, where it is known. Default false. */
  writeContentSize?: boolean;
  /** Ends the frame with a checksum of the content. Default false. */
  writeChecksum?: boolean;
  /** States the dictionary's ID in the frame's header. Default false. */
  writeDictId?: boolean;
  /** Bytes that one job of several threads compresses, 0 for a size by the window. Needs `threads`. */
  jobSize?: number;
  /** How much of the window a job takes over from the one before: 1 (nothing) to 9 (all), 0 by the strategy. Needs `threads`. */
  overlapSizeLog?: number;
  /** Keeps all offsets within the window, also where a dictionary would allow more. Default false. */
  forceMaxWindow?: boolean;
  /** Looks for matches far back as well; the window becomes 2^27 unless `windowLog` is given. Default false. */
  enableLdm?: boolean;
  /** Entries of the table for far matches, log2, 6 to 30. */
  ldmHashLog?: number;
  /** Shortest far match, 4 to 4096 bytes. */
  ldmMinMatch?: number;
  /** Entries per bucket of that table, log2, 1 to 8; 0 by the strategy. */
  ldmBucketSizeLog?: number;
  /** One of 2^ldmHashEveryLog positions is entered into that table, 1 to 25; 0 by the window. */
  ldmHashEveryLog?: number;
  /**
   * Threads to use for content of more than a job's size: 0 (default) for none, negative for one per processor. The result is made in jobs,
   * and does not depend on the number of threads, or on whether there are any.
   */
  threads?: number;
}

const ERROR = 'unable to set compression context parameter';
const HASH_EVERY_LOG_MAX = 25;

/** The reference's context without tables and buffers. */
const CONTEXT_SIZE = 11528;
/** What the optimal parser keeps: nodes, matches and statistics. */
const PARSER_SIZE = 148996;
/** Bytes per sequence and its codes. */
const SEQUENCE_SIZE = 11;
const SHORT_TABLE_LOG = 17;

/** 0, or a whole number in the range. */
function parameter(value: unknown, name: string, least: number, most: number): number {
  if (value === 0) return 0;
  return checkInteger(value, `${ERROR}: ${name}`, 0, least, most);
}

/**
 * Every parameter of compression by itself, for a {@link ZstdCompressor}. What is not given is decided by the level, and, like the level's
 * own numbers, by the size of the source: nothing larger than the source can use is taken.
 *
 * All options are attributes with the values as given, but for `threads`, which has the number that is used. Objects do not change.
 *
 * @throws TypeError for wrong types; RangeError for values out of range, or `jobSize` or `overlapSizeLog` without `threads`
 * @example
 * ```ts
 * import { CompressionParameters, decompress, getFrameParameters, STRATEGY_LAZY, ZstdCompressor } from 'purezstd';
 * const compressionParams = new CompressionParameters({ windowLog: 12, compressionStrategy: STRATEGY_LAZY, writeChecksum: true });
 * const frame = new ZstdCompressor({ compressionParams }).compress(new Uint8Array(100_000));
 * console.log(getFrameParameters(frame).windowSize, decompress(frame).length); // 4096 100000
 * ```
 */
export class CompressionParameters {
  /** See {@link CompressionParametersOptions} for this and the other attributes. */
  readonly format: number;
  readonly compressionLevel: number;
  readonly windowLog: number;
  readonly hashLog: number;
  readonly chainLog: number;
  readonly searchLog: number;
  readonly minMatch: number;
  readonly targetLength: number;
  readonly compressionStrategy: number;
  readonly writeContentSize: boolean;
  readonly writeChecksum: boolean;
  readonly writeDictId: boolean;
  readonly jobSize: number;
  readonly overlapSizeLog: number;
  readonly forceMaxWindow: boolean;
  readonly enableLdm: boolean;
  readonly ldmHashLog: number;
  readonly ldmMinMatch: number;
  readonly ldmBucketSizeLog: number;
  readonly ldmHashEveryLog: number;
  /** As given, up to 200; a negative number became that of processors. */
  readonly threads: number;

  constructor(options: CompressionParametersOptions = {}) {
    const given = checkOptions(options);
    this.format = parameter(given.format, 'format', FORMAT_ZSTD1, FORMAT_ZSTD1_MAGICLESS);
    this.compressionLevel = parameter(given.compressionLevel, 'compressionLevel', MIN_COMPRESSION_LEVEL, Number.MAX_SAFE_INTEGER);
    this.windowLog = parameter(given.windowLog, 'windowLog', WINDOWLOG_MIN, WINDOWLOG_MAX);
    this.hashLog = parameter(given.hashLog, 'hashLog', HASHLOG_MIN, HASHLOG_MAX);
    this.chainLog = parameter(given.chainLog, 'chainLog', CHAINLOG_MIN, CHAINLOG_MAX);
    this.searchLog = parameter(given.searchLog, 'searchLog', SEARCHLOG_MIN, SEARCHLOG_MAX);
    this.minMatch = parameter(given.minMatch, 'minMatch', MINMATCH_MIN, MINMATCH_MAX);
    this.targetLength = parameter(given.targetLength, 'targetLength', 0, TARGETLENGTH_MAX);
    this.compressionStrategy = parameter(given.compressionStrategy, 'compressionStrategy', STRATEGY_FAST, STRATEGY_BTULTRA2);
    this.writeContentSize = checkFlag(given, 'writeContentSize', false);
    this.writeChecksum = checkFlag(given, 'writeChecksum', false);
    this.writeDictId = checkFlag(given, 'writeDictId', false);
    this.jobSize = parameter(given.jobSize, 'jobSize', 0, 2 ** JOB_LOG_MAX);
    this.overlapSizeLog = parameter(given.overlapSizeLog, 'overlapSizeLog', 0, OVERLAP_LOG_MAX);
    this.forceMaxWindow = checkFlag(given, 'forceMaxWindow', false);
    this.enableLdm = checkFlag(given, 'enableLdm', false);
    this.ldmHashLog = parameter(given.ldmHashLog, 'ldmHashLog', HASHLOG_MIN, HASHLOG_MAX);
    this.ldmMinMatch = parameter(given.ldmMinMatch, 'ldmMinMatch', LDM_MINMATCH_MIN, LDM_MINMATCH_MAX);
    this.ldmBucketSizeLog = parameter(given.ldmBucketSizeLog, 'ldmBucketSizeLog', 0, LDM_BUCKETSIZELOG_MAX);
    this.ldmHashEveryLog = parameter(given.ldmHashEveryLog, 'ldmHashEveryLog', 0, HASH_EVERY_LOG_MAX);
    this.threads = checkThreads(given.threads);
    if (this.threads === 0 && (this.jobSize !== 0 || this.overlapSizeLog !== 0)) {
      throw new RangeError(`${ERROR}: jobSize and overlapSizeLog need threads`);
    }
    Object.freeze(this);
  }

  /**
   * A level's parameters as numbers, for sources of about `sourceSize` bytes (0 or left out: unknown) and a dictionary of `dictSize` bytes;
   * any of them can be overridden. `compressionLevel` stays 0.
   *
   * @param level −131072 to 22; 0 means 3, and higher ones 22
   * @throws TypeError and RangeError for a level or sizes that are wrong, and for what the constructor refuses
   * @example
   * ```ts
   * import { CompressionParameters } from 'purezstd';
   * const { windowLog, searchLog } = CompressionParameters.fromLevel(19, { sourceSize: 100_000, searchLog: 4 });
   * console.log(windowLog, searchLog); // 17 4
   * ```
   */
  static fromLevel(
    level: number,
    options: CompressionParametersOptions & { sourceSize?: number; dictSize?: number } = {},
  ): CompressionParameters {
    const { sourceSize, dictSize, ...overrides } = checkOptions(options);
    if (typeof level !== 'number') throw new TypeError('level must be a number');
    const row = checkInteger(level, 'level', 0, MIN_COMPRESSION_LEVEL, Number.MAX_SAFE_INTEGER);
    const settings = settingsForLevel(
      Math.min(row, MAX_COMPRESSION_LEVEL),
      checkSize(sourceSize, 'sourceSize') || CONTENTSIZE_UNKNOWN,
      checkSize(dictSize, 'dictSize') ?? 0,
    );
    const { strategy, ...numbers } = settings;
    return new CompressionParameters({ ...numbers, compressionStrategy: strategy, ...overrides });
  }

  /**
   * Bytes that compressing with these parameters takes, as the reference counts them: tables, a block, its sequences, the parser's state.
   * The source's size is taken as unknown.
   *
   * @example
   * ```ts
   * import { CompressionParameters } from 'purezstd';
   * const small = CompressionParameters.fromLevel(1).estimatedCompressionContextSize();
   * console.log(small < CompressionParameters.fromLevel(19).estimatedCompressionContextSize()); // true
   * ```
   */
  estimatedCompressionContextSize(): number {
    const settings = this.resolve(CONTENTSIZE_UNKNOWN, 0);
    const { hashLog, chainLog } = tableLogsOf(settings);
    const { minMatch, strategy, windowLog, ldm } = settings;
    let size = CONTEXT_SIZE + BLOCK_SIZE_MAX + 4 * 2 ** hashLog;
    if (familyOf(settings) === FAMILY_ROWS) size += 2 ** hashLog;
    else if (strategy !== STRATEGY_FAST) size += 4 * 2 ** chainLog;
    size += SEQUENCE_SIZE * Math.floor(BLOCK_SIZE_MAX / (minMatch === 3 ? 3 : 4));
    if (minMatch === 3) size += 4 * 2 ** Math.min(SHORT_TABLE_LOG, windowLog);
    if (strategy >= STRATEGY_BTOPT) size += PARSER_SIZE;
    if (ldm !== undefined) size += 8 * 2 ** ldm.hashLog + 2 ** (ldm.hashLog - ldm.bucketLog);
    return size;
  }

  /** @internal What the encoder is told for a source of `sourceSize` bytes (−1: unknown). */
  resolve(sourceSize: number, dictSize: number): CompressionSettings {
    return settingsForParameters(this, sourceSize, dictSize);
  }
}
