import { fail } from '../../format/errors';
import { type Bytes, type BytesLike, toBytes } from '../common/bytes';
import { Closable } from '../common/closable';
import type { ByteQueue } from './byteQueue';
import type { Step } from './step';

/** What reading a stream means, whichever way its bytes come about. */
export class QueueReader extends Closable {
  private taken = 0;
  private done = false;

  /** @internal */
  constructor(
    private readonly queue: ByteQueue,
    private readonly step: Step,
  ) {
    super();
  }

  /** Whether {@link close} was called, or an error has ended the stream. */
  get closed(): boolean {
    return this.done;
  }

  /** Bytes read so far. */
  tell(): number {
    return this.taken;
  }

  /**
   * Reads `size` bytes, or fewer where the stream ends; none after its end. Without a size, all that is left.
   *
   * @throws TypeError when `size` is no number; RangeError for sizes below 1; ZstdError `stage_wrong` after `close()`, and what the data
   *   causes; whatever the source's `read` throws, after which reading can go on
   */
  read(size?: number): Bytes {
    this.check();
    if (size === undefined) return this.readAll();
    if (typeof size !== 'number') throw new TypeError('size must be a number');
    if (!Number.isSafeInteger(size) || size < 1) throw new RangeError('cannot read negative or size 0 amounts');
    this.fill(size);
    const bytes = this.queue.peek(size);
    this.queue.drop(bytes.length);
    this.taken += bytes.length;
    return bytes;
  }

  /**
   * Reads all that is left.
   *
   * @throws what {@link read} throws
   */
  readAll(): Bytes {
    this.check();
    this.fill(Number.POSITIVE_INFINITY);
    const bytes = this.queue.take();
    this.taken += bytes.length;
    return bytes;
  }

  /**
   * Fills `view` with the next bytes and returns their number, which is only less than its size where the stream ends.
   *
   * @throws TypeError when `view` is not bytes; what {@link read} throws
   */
  readInto(view: BytesLike): number {
    const target = toBytes(view, 'view');
    this.check();
    this.fill(target.length);
    const n = this.queue.readInto(target);
    this.taken += n;
    return n;
  }

  /** Gives up what is left, and the memory. The source stays open. */
  close(): void {
    this.done = true;
    this.step.release();
  }

  /** Forgets the next bytes, at most `size`; returns how many there were. */
  protected skip(size: number): number {
    this.check();
    let left = size;
    while (left > 0) {
      this.fill(1);
      const n = Math.min(left, this.queue.length());
      if (n === 0) break;
      this.queue.drop(n);
      this.taken += n;
      left -= n;
    }
    return size - left;
  }

  private check(): void {
    if (this.done) fail('stage_wrong', 'stream is closed');
  }

  private fill(size: number): void {
    try {
      while (this.queue.length() < size && this.step.next());
    } catch (error) {
      // An error of the source leaves the codec as it was.
      if (this.step.failed) this.close();
      throw error;
    }
  }
}
