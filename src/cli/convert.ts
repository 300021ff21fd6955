import {
  CompressionParameters,
  type CompressOptions,
  DICT_MODE_RAWCONTENT,
  MAGIC_NUMBER,
  ZstdCompressionDict,
  ZstdCompressor,
  ZstdDecompressor,
  ZstdError,
} from '../index';
import { SeekableWriter } from '../seekable';
import { FileError, readError, type Source, type Target, type Terminal } from './files';
import { isSkippable, MAGIC_SIZE, magicOf } from './magic';
import { Progress } from './progress';
import { type Settings, UsageError } from './settings';

/** Bytes that went in and out. */
export interface Totals {
  read: number;
  written: number;
}

/** How one kind of data becomes the other, piece by piece. */
interface Converter {
  convert(chunk: Uint8Array): Uint8Array;
  end(): Uint8Array;
}

/** What the command line says about compression, for one level. */
export function compressOptions(
  { longLog, parameters, writeDictId, threads }: Settings,
  level: number,
  header: { writeChecksum: boolean; writeContentSize: boolean },
): CompressOptions {
  const rest = { ...header, writeDictId, threads };
  if (longLog === undefined && Object.keys(parameters).length === 0) return { level, ...rest };
  const long = longLog === undefined ? {} : { enableLdm: true, windowLog: longLog };
  // Without jobs, nothing overlaps.
  const alone = threads === 0 ? { overlapSizeLog: 0 } : {};
  try {
    return { compressionParams: new CompressionParameters({ compressionLevel: level, ...long, ...parameters, ...alone, ...rest }) };
  } catch (error) {
    if (error instanceof RangeError) throw new UsageError(`--zstd: ${error.message}`);
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
  const pieces: Uint8Array[] = [];
  const taken = (): Uint8Array => Buffer.concat(pieces.splice(0));
  const writer = new SeekableWriter({ write: (piece) => pieces.push(piece) }, { ...options, dictData, frameSize });
  return {
    convert(chunk) {
      writer.write(chunk);
      return taken();
    },
    end() {
      writer.close();
      return taken();
    },
  };
}

function compressing(settings: Settings, source: Source, { dictionary, patchFrom }: References): Converter {
  if (settings.frameSize !== undefined) return compressingSeekable(settings, settings.frameSize, dictionary);
  const size = source.stats?.isFile() ? source.stats.size : settings.streamSize;
  const writeContentSize = settings.contentSize && size !== undefined;
  const options = compressOptions(settings, settings.level, { writeChecksum: settings.check, writeContentSize });
  const stream = new ZstdCompressor({ ...options, dictData: dictionary }).compressObj({ size, prefix: patchFrom });
  return { convert: (chunk) => stream.compress(chunk), end: () => stream.flush() };
}

function decompressing(settings: Settings, { dictionary, patchFrom }: References): Converter {
  const dictData = patchFrom === undefined ? dictionary : new ZstdCompressionDict(patchFrom, { dictMode: DICT_MODE_RAWCONTENT });
  const stream = new ZstdDecompressor({ dictData, maxWindowSize: settings.maxWindowSize, verifyChecksum: settings.check }).decompressObj({
    readAcrossFrames: true,
  });
  return {
    convert: (chunk) => stream.decompress(chunk),
    end: () => {
      stream.close();
      return new Uint8Array(0);
    },
  };
}

/** Leaves data that is not zstd's as it is, for `zstdcat`-like use on files of all kinds: the magic number decides. */
function passing(decompressor: Converter): Converter {
  const identity: Converter = { convert: (chunk) => chunk, end: () => new Uint8Array(0) };
  let chosen: Converter | undefined;
  let head = new Uint8Array(0);
  return {
    convert(chunk) {
      if (chosen !== undefined) return chosen.convert(chunk);
      head = Buffer.concat([head, chunk]);
      if (head.length < MAGIC_SIZE) return new Uint8Array(0);
      chosen = magicOf(head) === MAGIC_NUMBER || isSkippable(head) ? decompressor : identity;
      return chosen.convert(head);
    },
    end: () => (chosen === undefined ? head : chosen.end()),
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
  const decompressor = (): Converter => {
    const converter = decompressing(settings, references);
    return settings.action === 'decompress' && settings.force && settings.output === '-' ? passing(converter) : converter;
  };
  const converter = direction === 'compress' ? compressing(settings, source, references) : decompressor();
  const progress = new Progress(
    source.label,
    source.stats?.size,
    stderr,
    settings.progress ?? (stderr.isTTY === true && settings.verbosity >= 2),
  );
  const emit = async (bytes: Uint8Array): Promise<void> => {
    await target.write(bytes);
    totals.written += bytes.length;
    progress.update(totals.read, totals.written);
  };
  try {
    for await (const chunk of source.chunks()) {
      totals.read += chunk.length;
      await emit(converter.convert(chunk));
    }
    await emit(converter.end());
  } catch (error) {
    if (error instanceof ZstdError) throw new FileError(`${source.label}: ${error.message} (${error.code})`);
    throw readError(source.label, error);
  } finally {
    progress.done();
  }
  return totals;
}
