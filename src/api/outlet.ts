import type { ByteQueue } from './byteQueue';
import type { ByteWriter } from './byteStreams';

/** Where a queue's bytes go: a writer that takes them in pieces. */
export class Outlet {
  /** Bytes passed on so far. */
  passed = 0;

  /** @param size most bytes of a piece */
  constructor(
    private readonly queue: ByteQueue,
    private readonly writer: ByteWriter,
    private readonly size: number,
  ) {}

  /** Passes on all that the queue holds and returns its size. A piece leaves the queue once the writer has taken it: what it refuses is offered again. */
  passOn(): number {
    const { queue, writer, size, passed } = this;
    while (queue.length() > 0) {
      const piece = queue.peek(size);
      const { length } = piece;
      writer.write(piece);
      queue.drop(length);
      this.passed += length;
    }
    return this.passed - passed;
  }
}
