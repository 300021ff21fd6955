import { fail } from '../../format/errors';
import type { ByteQueue } from './byteQueue';
import type { ByteWriter } from './byteStreams';

/** Where a queue's bytes go: a writer that takes them in pieces. */
export class Outlet {
  /** Bytes passed on so far. */
  passed = 0;
  private passing = false;

  /** @param size most bytes of a piece */
  constructor(
    private readonly queue: ByteQueue,
    private readonly writer: ByteWriter,
    private readonly size: number,
  ) {}

  /**
   * Passes on all that the queue holds and returns its size. A piece leaves the queue once the writer has taken it: what it refuses is
   * offered again.
   *
   * @throws ZstdError `stage_wrong` where the writer itself asks for it, in the middle of a piece
   */
  passOn(): number {
    const { queue, writer, size, passed } = this;
    if (this.passing) fail('stage_wrong', 'a target cannot use the stream that is writing to it');
    this.passing = true;
    try {
      while (queue.length() > 0) {
        const piece = queue.peek(size);
        // The writer may transfer it: then its length is 0.
        const { length } = piece;
        writer.write(piece);
        queue.drop(length);
        this.passed += length;
      }
    } finally {
      this.passing = false;
    }
    return this.passed - passed;
  }
}
