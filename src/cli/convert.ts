import {
  CompressionParameters,
  type CompressOptions,
  MAGIC_NUMBER,
  SKIPPABLE_MAGIC,
  ZstdCompressor,
  ZstdDecompressor,
  ZstdError,
} from '../index';
import type { Settings } from './arguments';
import { FileError, fileError, type Source, type Target, type Terminal } from './files';
import { Progress } from './progress';

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
export function compressOptions({ longLog }: Settings, level: number, writeChecksum: boolean, writeContentSize: boolean): CompressOptions {
  if (longLog === undefined) return { level, writeChecksum, writeContentSize };
  const compressionParams = new CompressionParameters({
    compressionLevel: level,
    enableLdm: true,
    windowLog: longLog,
    writeChecksum,
    writeContentSize,
  });
  return { compressionParams };
}

function compressing(settings: Settings, source: Source): Converter {
  const size = source.stats?.isFile() ? source.stats.size : undefined;
  const { check, contentSize } = settings;
  const stream = new ZstdCompressor(compressOptions(settings, settings.level, check, contentSize && size !== undefined)).compressObj({
    size,
  });
  return { convert: (chunk) => stream.compress(chunk), end: () => stream.flush() };
}

function decompressing(settings: Settings, dictionary: Uint8Array | undefined): Converter {
  const stream = new ZstdDecompressor({ dictData: dictionary, maxWindowSize: settings.maxWindowSize }).decompressObj({
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

const isZstd = (magic: number): boolean => magic === MAGIC_NUMBER || (magic & ~15) >>> 0 === SKIPPABLE_MAGIC;

/** Leaves data that is not zstd's as it is, for `zstdcat`-like use on files of all kinds: the first four bytes decide. */
function passing(decompressor: Converter): Converter {
  const identity: Converter = { convert: (chunk) => chunk, end: () => new Uint8Array(0) };
  let chosen: Converter | undefined;
  let head = new Uint8Array(0);
  return {
    convert(chunk) {
      if (chosen !== undefined) return chosen.convert(chunk);
      head = Buffer.concat([head, chunk]);
      if (head.length < 4) return new Uint8Array(0);
      chosen = isZstd(new DataView(head.buffer, head.byteOffset).getUint32(0, true)) ? decompressor : identity;
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
  dictionary: Uint8Array | undefined,
  { stderr }: Terminal,
): Promise<Totals> {
  const totals = { read: 0, written: 0 };
  const decompressor = (): Converter => {
    const converter = decompressing(settings, dictionary);
    return settings.action === 'decompress' && settings.force && settings.output === '-' ? passing(converter) : converter;
  };
  const converter = direction === 'compress' ? compressing(settings, source) : decompressor();
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
    throw fileError(source.label, 'cannot be read', error) ?? error;
  } finally {
    progress.done();
  }
  return totals;
}
