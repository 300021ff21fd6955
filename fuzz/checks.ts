import { decompress, ZstdDecompressor, ZstdError } from '../src/index';
import { SeekableReader } from '../src/seekable';
import type { Random } from '../test/helpers/random';
import type { Oracle } from './oracle';

/** Most output that a fuzzed frame may have; hostile ones claim gigabytes. */
export const LIMIT = 1 << 22;
/** Milliseconds that no call may take. */
const SLOW = 1000;

/**
 * What must hold for any input: only a ZstdError is thrown, within a second, and what we accept libzstd accepts with the same bytes.
 *
 * @returns what is wrong, or undefined
 */
export function checkDecode(frame: Uint8Array, oracle: Oracle): string | undefined {
  const start = performance.now();
  let ours: Uint8Array | undefined;
  try {
    ours = decompress(frame, { maxOutputSize: LIMIT });
  } catch (error) {
    if (!(error instanceof ZstdError)) return `threw ${(error as Error).stack}`;
    if (error.code === undefined) return `a ZstdError without a code: ${error.message}`;
  }
  const time = performance.now() - start;
  if (time > SLOW) return `took ${time.toFixed(0)} ms`;
  if (ours === undefined) return undefined;
  const theirs = oracle(frame, LIMIT);
  if (theirs === undefined) return 'accepted what libzstd rejects';
  return Buffer.compare(ours, theirs) === 0 ? undefined : 'other bytes than libzstd';
}

/** A stream that gets its input in random pieces gives the same bytes as one call, or fails as it does. */
export function checkStream(frame: Uint8Array, random: Random): string | undefined {
  const outcome = (decode: () => Uint8Array): string => {
    try {
      return Buffer.from(decode()).toString('base64');
    } catch (error) {
      if (!(error instanceof ZstdError)) throw error;
      return error.code;
    }
  };
  const once = outcome(() => decompress(frame, { maxOutputSize: LIMIT }));
  const inPieces = outcome(() => {
    const stream = new ZstdDecompressor().decompressObj({ readAcrossFrames: true });
    const parts: Uint8Array[] = [];
    let total = 0;
    for (let at = 0; at < frame.length; ) {
      const end = at + 1 + random.below(random.pick([2, 20, 5000]));
      const part = stream.decompress(frame.subarray(at, end));
      parts.push(part);
      total += part.length;
      if (total > LIMIT) throw new ZstdError('dstSize_tooSmall');
      at = end;
    }
    stream.close();
    return Buffer.concat(parts);
  });
  // Which of two faults is met first may differ: the size limit is only known to the single call.
  const limited = [once, inPieces].includes('dstSize_tooSmall');
  return once === inPieces || limited ? undefined : `one call: ${once.slice(0, 60)}; in pieces: ${inPieces.slice(0, 60)}`;
}

/**
 * Of a file for random access, only a ZstdError is thrown, within a second, and what a reader gives is what decompressing the file gives,
 * where that does not fail.
 */
export function checkSeekable(file: Uint8Array, random: Random): string | undefined {
  const start = performance.now();
  let parts: [from: number, part: Uint8Array][] = [];
  try {
    const reader = SeekableReader.openSync(file, { cacheSize: random.pick([0, 2000]) });
    const limit = Math.min(reader.size, LIMIT);
    const from = random.below(limit + 1);
    parts = [
      [from, reader.readSync(from, from + random.below(limit + 1 - from))],
      [0, reader.readSync(0, limit)],
    ];
  } catch (error) {
    if (!(error instanceof ZstdError)) return `threw ${(error as Error).stack}`;
  }
  const time = performance.now() - start;
  if (time > SLOW) return `took ${time.toFixed(0)} ms`;
  let all: Uint8Array;
  try {
    all = decompress(file, { maxOutputSize: LIMIT });
  } catch {
    return undefined;
  }
  const wrong = parts.find(([from, part]) => Buffer.compare(part, all.subarray(from, from + part.length)) !== 0);
  return wrong === undefined ? undefined : `other bytes than decompress() from ${wrong[0]}`;
}
