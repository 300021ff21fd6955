import type { Bytes } from '../common/bytes';
import { checkChunkSize } from '../common/checks';
import type { ReadOptions, WriteOptions } from '../common/chunkOptions';
import type { ByteQueue } from './byteQueue';
import { type ByteWriter, checkWriter, type Source, sourceOfReader } from './byteStreams';
import { Outlet } from './outlet';

/** Turns a source into output piece by piece, in whichever direction. */
export interface Step {
  /** Takes the next piece; false when there is none. */
  next(): boolean;
  /** Whether all that was read from the source has been used up. */
  readonly hungry: boolean;
  /** Whether the codec, not the source, has thrown. */
  readonly failed: boolean;
  release(): void;
}

/**
 * What the steps put into `queue`, in chunks. They are filled up from a piece of input, and what is there is given before the next piece is
 * asked for.
 */
export function* chunksOf(step: Step, queue: ByteQueue, size: number): Generator<Bytes, void> {
  try {
    for (let more = true; more; ) {
      more = step.next();
      while (queue.length() >= size || (queue.length() > 0 && (!more || step.hungry))) {
        const chunk = queue.peek(size);
        queue.drop(chunk.length);
        yield chunk;
      }
    }
  } finally {
    step.release();
  }
}

/** The two ends of a copy and the sizes of its pieces, checked. */
export function checkCopy(
  reader: unknown,
  writer: unknown,
  options: ReadOptions & WriteOptions,
  readDefault: number,
  writeDefault: number,
): { source: Source; target: ByteWriter; chunkSize: number } {
  const readSize = checkChunkSize(options.readSize, 'readSize', readDefault);
  const source = sourceOfReader(reader, readSize, 'first argument must have a read() method');
  const target = checkWriter(writer, 'second argument must have a write() method');
  return { source, target, chunkSize: checkChunkSize(options.writeSize, 'writeSize', writeDefault) };
}

/** Takes all steps and writes what they put into `queue`; returns the bytes written. */
export function copyAll(step: Step, queue: ByteQueue, target: ByteWriter, chunkSize: number): number {
  const outlet = new Outlet(queue, target, chunkSize);
  try {
    while (step.next()) outlet.passOn();
    return outlet.passed;
  } finally {
    step.release();
  }
}
