import {
  CompressionParameters,
  type CompressOptions,
  DICT_MODE_RAWCONTENT,
  decompressChunks,
  ZstdCompressionDict,
  ZstdCompressor,
  ZstdError,
} from '../index';
import { SeekableWriter } from '../seekable';
import { EXIT_PARAMETER, FileError, readError, UsageError } from './errors';
import { type Source, STDOUT, type Target, type Terminal } from './files';
import { beginsFrame, takeFrames } from './frames';
import { Intake } from './intake';
import { Progress } from './progress';
import type { Settings } from './settings';

/** Bytes that went in and out. */
export interface Totals {
  read: number;
  written: number;
}

/** How one kind of data becomes the other, piece by piece: a piece is never much larger than a chunk that is read. */
type Converter = (chunks: AsyncIterable<Uint8Array>) => AsyncIterable<Uint8Array>;

/** The largest job; a larger one that is asked for is cut down to it, as in the reference. */
const JOB_SIZE_MAX = 2 ** 30;

/**
 * What the command line says about compression, for one level.
 *
 * @param sizeHint bytes of a source whose size nobody knows, about; 0: not even that
 */
export function compressOptions(
  { blockSize, longLog, parameters, writeDictId, threads }: Settings,
  level: number,
  header: { writeChecksum: boolean; writeContentSize: boolean },
  sizeHint = 0,
): CompressOptions {
  const rest = { ...header, writeDictId, threads };
  const jobSize = threads === 0 ? 0 : Math.min(blockSize, JOB_SIZE_MAX);
  if (longLog === undefined && jobSize === 0 && sizeHint === 0 && Object.keys(parameters).length === 0) return { level, ...rest };
  const long = longLog === undefined ? {} : { enableLdm: true, windowLog: longLog };
  // Without jobs, nothing overlaps.
  const jobs = threads === 0 ? { overlapSizeLog: 0 } : { jobSize };
  try {
    const options = { compressionLevel: level, ...long, ...parameters, ...jobs, ...rest };
    const compressionParams =
      sizeHint === 0 ? new CompressionParameters(options) : CompressionParameters.fromLevel(level, { ...options, sourceSize: sizeHint });
    return { compressionParams };
  } catch (error) {
    if (error instanceof RangeError) throw new UsageError(`--zstd: ${error.message}`, EXIT_PARAMETER);
    throw error;
  }
}

/** What frames may refer to beside themselves. */
export interface References {
  /** Read once for all files. */
  readonly dictionary: ZstdCompressionDict | undefined;
  /** An older version of the data. */
  readonly patchFrom: Uint8Array | undefined;
}

/** Compresses into frames of a size, with a table of them at the end. */
function compressingSeekable(settings: Settings, frameSize: number, dictData: ZstdCompressionDict | undefined): Converter {
  const { level, check, contentSize } = settings;
  const options = compressOptions(settings, level, { writeChecksum: check, writeContentSize: contentSize });
  return async function* (chunks) {
    const pieces: Uint8Array[] = [];
    const writer = new SeekableWriter({ write: (piece) => pieces.push(piece) }, { ...options, dictData, frameSize });
    for await (const chunk of chunks) {
      writer.write(chunk);
      yield* pieces.splice(0);
    }
    writer.close();
    yield* pieces;
  };
}

function compressing(settings: Settings, source: Source, { dictionary, patchFrom }: References): Converter {
  if (settings.frameSize !== undefined) return compressingSeekable(settings, settings.frameSize, dictionary);
  const size = source.stats?.isFile() ? source.stats.size : settings.streamSize;
  const writeContentSize = settings.contentSize && size !== undefined;
  // Beside a dictionary, the dictionary's size decides.
  const sizeHint = size === undefined && dictionary === undefined && patchFrom === undefined ? settings.sizeHint : 0;
  const options = compressOptions(settings, settings.level, { writeChecksum: settings.check, writeContentSize }, sizeHint);
  return async function* (chunks) {
    const stream = new ZstdCompressor({ ...options, dictData: dictionary }).compressObj({ size, prefix: patchFrom });
    for await (const chunk of chunks) yield stream.compress(chunk);
    yield stream.flush();
  };
}

/** @param passing leaves what is no frame as it is, for `zstdcat`-like use on files of all kinds */
function decompressing(settings: Settings, { label }: Source, { dictionary, patchFrom }: References, passing: boolean): Converter {
  const dictData = patchFrom === undefined ? dictionary : new ZstdCompressionDict(patchFrom, { dictMode: DICT_MODE_RAWCONTENT });
  const options = { dictData, maxWindowSize: settings.maxWindowSize, verifyChecksum: settings.check };
  return async function* (chunks) {
    const intake = new Intake(chunks);
    const rest = () => intake.take(Number.POSITIVE_INFINITY);
    try {
      if ((await intake.look(1)).length === 0) throw new FileError(`${label}: unexpected end of file`);
      if (!passing || (await beginsFrame(intake))) yield* decompressChunks(passing ? takeFrames(intake) : rest(), options);
      yield* rest();
    } finally {
      await intake.close();
    }
  };
}

/** Pumps a source through the codec into a target. */
export async function convert(
  direction: 'compress' | 'decompress',
  source: Source,
  target: Target,
  settings: Settings,
  references: References,
  { stderr }: Terminal,
): Promise<Totals> {
  const totals = { read: 0, written: 0 };
  const converter =
    direction === 'compress'
      ? compressing(settings, source, references)
      : decompressing(settings, source, references, settings.passThrough ?? (settings.force && target.label === STDOUT));
  const progress = new Progress(
    source.label,
    source.stats?.size,
    stderr,
    settings.progress ?? (stderr.isTTY === true && settings.verbosity >= 2),
  );
  async function* chunks(): AsyncGenerator<Uint8Array, void> {
    for await (const chunk of source.chunks()) {
      totals.read += chunk.length;
      yield chunk;
    }
  }
  try {
    for await (const piece of converter(chunks())) {
      await target.write(piece);
      totals.written += piece.length;
      progress.update(totals.read, totals.written);
    }
  } catch (error) {
    if (direction === 'compress' && error instanceof ZstdError && error.code === 'srcSize_wrong') {
      throw new FileError(`${source.label}: not of the size that was stated (${error.code})`, EXIT_PARAMETER);
    }
    throw readError(source.label, error);
  } finally {
    progress.done();
  }
  return totals;
}
