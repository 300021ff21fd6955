import { type TrainingOptions, trainDictionary, ZstdError } from '../index';
import { CommandError, EXIT_SAMPLES, EXIT_TRAINED, FileError, readError } from './errors';
import { openFile, openSource, openStdout, type Target } from './files';
import { Progress } from './progress';
import { forEachFile, type Run } from './transform';

/** Steps of the search over k, unless the command line says another number. */
const STEPS = 4;
/** Where the dictionary goes unless told otherwise. */
const OUTPUT = 'dictionary';
/** Of longer files only the beginning trains: what messages have in common is there. */
const SAMPLE_MAX = 128 << 10;
/** The trainer's own limit. */
const TOTAL_MAX = 2 ** 30;

/** Reads the samples: each file is one, or is cut into several. Where one cannot be read, the others may be enough. */
async function readSamples(names: readonly string[], run: Run): Promise<Uint8Array[]> {
  const {
    settings: { blockSize },
    terminal,
  } = run;
  const samples: Uint8Array[] = [];
  let total = 0;
  await forEachFile(names, run, async (name) => {
    const source = await openSource(name, terminal);
    const chunks: Uint8Array[] = [];
    let length = 0;
    try {
      for await (const chunk of source.chunks()) {
        chunks.push(chunk);
        length += chunk.length;
        if (length > TOTAL_MAX || (blockSize === 0 && length >= SAMPLE_MAX)) break;
      }
    } catch (error) {
      throw readError(source.label, error);
    }
    const bytes = new Uint8Array(Buffer.concat(chunks));
    // One sample of a file is its beginning: no more of it is cut.
    const used = blockSize === 0 ? bytes.subarray(0, SAMPLE_MAX) : bytes;
    const size = blockSize === 0 ? SAMPLE_MAX : blockSize;
    for (let at = 0; at < used.length; at += size) samples.push(used.subarray(at, at + size));
    total += used.length;
    if (total > TOTAL_MAX) throw new CommandError('the samples have more than 1 GiB');
  });
  return samples;
}

async function openTarget({ settings, terminal }: Run): Promise<Target> {
  const name = settings.output ?? OUTPUT;
  if (name === '-') return openStdout(terminal);
  // Training again replaces what it made, as in the reference.
  return openFile(name, [], true, EXIT_TRAINED);
}

/** Trains a dictionary on files and writes it. Returns a line that tells of it. */
export async function trainFiles(names: readonly string[], run: Run): Promise<string> {
  const { settings } = run;
  const { dictSize, ...training } = settings.training;
  const samples = await readSamples(names, run);
  const target = await openTarget(run);
  const { stderr } = run.terminal;
  const progress = new Progress('training', undefined, stderr, settings.progress ?? (stderr.isTTY === true && settings.verbosity >= 2));
  try {
    const options: TrainingOptions = {
      ...training,
      threads: settings.threads,
      // Threads alone would mean a search in 40 steps to the library.
      steps: training.steps ?? (settings.threads === 0 ? undefined : STEPS),
      level: settings.level,
      onProgress: ({ done, total, k, d, size }) => {
        progress.steps(done, total, `k=${k} d=${d}`);
        if (settings.verbosity > 2) stderr.write(`k=${k} d=${d}: ${size} bytes\n`);
      },
    };
    const dict = trainDictionary(dictSize, samples, options);
    await target.write(dict.asBytes());
    await target.finish();
    return `${samples.length} samples => ${target.label}: ${dict.length} bytes, ID ${dict.dictId()}, k=${dict.k}, d=${dict.d}`;
  } catch (error) {
    await target.abandon();
    if (error instanceof ZstdError) throw new FileError(error.message, error.code === 'srcSize_wrong' ? EXIT_SAMPLES : 1);
    if (error instanceof RangeError) throw new FileError(error.message);
    throw error;
  } finally {
    progress.done();
  }
}
