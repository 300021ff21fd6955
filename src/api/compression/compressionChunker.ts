import type { Frame } from '../../encoder/frame';
import { BLOCK_SIZE_MAX } from '../../format/constants';
import { fail } from '../../format/errors';
import { type Bytes, type BytesLike, toBytes } from '../common/bytes';
import { Closable } from '../common/closable';
import type { ByteQueue } from '../pieces/byteQueue';

/** Compresses data that comes in pieces, to chunks of one size; see {@link ZstdCompressor.chunker}. */
export class ZstdCompressionChunker extends Closable {
  private closed = false;
  private finished = false;
  /** Content that an iterator has not got to yet. */
  private input: Uint8Array | undefined;
  private at = 0;
  /** Whether an iterator is still to be read to its end. */
  private busy = false;

  /** @internal */
  constructor(
    private readonly frame: Frame,
    private readonly queue: ByteQueue,
    private readonly chunkSize: number,
  ) {
    super();
  }

  /**
   * Takes the next piece of content. The iterator does the work and gives all full chunks; it has to be read to its end before the next
   * call.
   *
   * @throws TypeError when `data` is not bytes; ZstdError `stage_wrong` after `finish()`, or before the last iterator has been read to its
   *   end. The iterator: ZstdError `srcSize_wrong` when more comes than was declared, `memory_allocation`
   */
  compress(data: BytesLike): IterableIterator<Bytes> {
    const input = toBytes(data);
    this.check('compress');
    this.input = input;
    this.at = 0;
    return this.iterate(() => undefined, false);
  }

  /**
   * Ends a block; the iterator gives everything compressed so far, the last chunk being as long as it is.
   *
   * @throws ZstdError `stage_wrong` after `finish()`, or before the last iterator has been read to its end
   */
  flush(): IterableIterator<Bytes> {
    this.check('flush');
    return this.iterate(() => this.frame.flush(), true);
  }

  /**
   * Ends the frame; the iterator gives the rest, the last chunk being as long as it is.
   *
   * @throws ZstdError `stage_wrong` after `finish()`, or before the last iterator has been read to its end. The iterator: ZstdError
   *   `srcSize_wrong` when less came than was declared
   */
  finish(): IterableIterator<Bytes> {
    this.check('finish');
    return this.iterate(() => {
      this.finished = true;
      this.frame.end();
    }, true);
  }

  /** Gives up the frame where it has not ended, and its memory. */
  close(): void {
    this.finished = true;
    this.closed = true;
    this.busy = false;
    this.frame.release();
  }

  private check(name: string): void {
    if (this.finished) fail('stage_wrong', `cannot call ${name}() after compression finished`);
    if (this.busy) fail('stage_wrong', 'cannot perform operation before consuming output from previous operation');
  }

  /**
   * Full chunks while there is input, then `last`, and then, with `all`, what remains. Leaving a loop early loses nothing: the iterator
   * goes on where it stopped.
   */
  private iterate(last: () => void, all: boolean): IterableIterator<Bytes> {
    let pending: (() => void) | undefined = last;
    let ended = false;
    this.busy = true;
    const next = (): IteratorResult<Bytes> => {
      if (ended) return { value: undefined, done: true };
      if (this.closed) fail('stage_wrong', 'cannot take more chunks after close()');
      while (this.queue.length() < this.chunkSize && this.feed());
      if (pending !== undefined && this.queue.length() < this.chunkSize) {
        const step = pending;
        pending = undefined;
        this.run(step);
      }
      const length = this.queue.length();
      if (length >= this.chunkSize || (all && length > 0)) {
        const value = this.queue.peek(this.chunkSize);
        this.queue.drop(value.length);
        return { value, done: false };
      }
      this.busy = false;
      ended = true;
      return { value: undefined, done: true };
    };
    const iterator: IterableIterator<Bytes> = { next, [Symbol.iterator]: () => iterator };
    return iterator;
  }

  /** Compresses a block's worth of the input; false when there is none. */
  private feed(): boolean {
    const { input } = this;
    if (input === undefined) return false;
    const end = Math.min(this.at + BLOCK_SIZE_MAX, input.length);
    this.run(() => {
      this.frame.write(input, this.at, end);
      this.frame.drain();
    });
    this.at = end;
    if (end === input.length) this.input = undefined;
    return true;
  }

  private run(step: () => void): void {
    try {
      step();
    } catch (error) {
      this.close();
      throw error;
    }
  }
}
