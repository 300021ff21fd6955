import { ZstdCompressor, ZstdDecompressor } from '../index';
import type { Settings } from './arguments';
import { FileError, type Source, type Target, type Terminal } from './files';
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

function compressing(settings: Settings, source: Source): Converter {
  const size = source.stats?.isFile() ? source.stats.size : undefined;
  const { level, check, contentSize } = settings;
  const stream = new ZstdCompressor({ level, writeChecksum: check, writeContentSize: contentSize && size !== undefined }).compressObj({
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
  const converter = direction === 'compress' ? compressing(settings, source) : decompressing(settings, dictionary);
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
    const code = (error as NodeJS.ErrnoException).code;
    throw error instanceof FileError ? error : new FileError(`${source.label}: ${(error as Error).message}${code ? ` (${code})` : ''}`);
  } finally {
    progress.done();
  }
  return totals;
}
