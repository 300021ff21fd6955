import type { ByteQueue } from './byteQueue';
import type { CompressionStep } from './compressionStep';
import { QueueReader } from './queueReader';

/** Reads what a source's content compresses to; see {@link ZstdCompressor.streamReader}. */
export class ZstdCompressionReader extends QueueReader {
  /** @internal */
  constructor(
    queue: ByteQueue,
    private readonly step: CompressionStep,
  ) {
    super(queue);
  }

  protected pull(): boolean {
    try {
      return this.step.next();
    } catch (error) {
      // An error of the source leaves the frame as it was.
      if (this.step.failed) this.close();
      throw error;
    }
  }

  protected release(): void {
    this.step.release();
  }
}
