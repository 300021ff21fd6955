import type { ByteQueue } from './byteQueue';
import type { ByteWriter } from './byteStreams';

/** Hands the queue on in pieces of at most `size` bytes, and returns the bytes handed on. A piece that the writer refuses stays first in the queue. */
export function passOn(queue: ByteQueue, writer: ByteWriter, size: number): number {
  let total = 0;
  while (queue.length() > 0) {
    const piece = queue.peek(size);
    const { length } = piece;
    writer.write(piece);
    queue.drop(length);
    total += length;
  }
  return total;
}
