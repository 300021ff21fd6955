import type { FrameDecoder } from '../../decoder/frame';
import { fail } from '../../format/errors';
import { type BytesLike, toBytes } from '../common/bytes';
import { Closable } from '../common/closable';
import type { ByteQueue } from '../pieces/byteQueue';
import type { ByteWriter } from '../pieces/byteStreams';
import { Outlet } from '../pieces/outlet';

/** Decompresses what is written to it and passes it on; see {@link ZstdDecompressor.writeTo}. */
export class ZstdDecompressionWriter extends Closable {
  /** Input that the target's error has kept from being decoded. */
  private left: Uint8Array = new Uint8Array(0);
  private readonly outlet: Outlet;
  private ingested = 0;
  private done = false;

  /** @internal */
  constructor(
    target: ByteWriter,
    private readonly decoder: FrameDecoder,
    private readonly queue: ByteQueue,
    writeSize: number,
  ) {
    super();
    this.outlet = new Outlet(queue, target, writeSize);
  }

  /** Whether the writer has been closed, or an error has ended it. */
  get closed(): boolean {
    return this.done;
  }

  /**
   * Takes the next piece of input: any number of frames, cut anywhere.
   *
   * @returns the bytes of content passed on to the target
   * @throws TypeError when `data` is not bytes; ZstdError for invalid data, with the codes of `decompress`, `stage_wrong` after `close()`;
   *   whatever the target's `write` throws: what it refused is offered again by the next call
   */
  write(data: BytesLike): number {
    const input = toBytes(data);
    if (this.done) fail('stage_wrong', 'stream is closed');
    const before = this.outlet.passed;
    this.resume(input);
    return this.outlet.passed - before;
  }

  /**
   * Passes on what the target has refused before and returns its size; otherwise there is never anything held back.
   *
   * @throws what {@link write} throws
   */
  flush(): number {
    if (this.done) fail('stage_wrong', 'stream is closed');
    const before = this.outlet.passed;
    this.resume();
    return this.outlet.passed - before;
  }

  /** Bytes passed on so far. */
  tell(): number {
    return this.outlet.passed;
  }

  /** Bytes of memory that this writer holds. */
  memorySize(): number {
    return this.queue.length() + this.left.length + this.decoder.memorySize();
  }

  /**
   * Says that the input has ended.
   *
   * @throws ZstdError `srcSize_wrong` when it ended inside a frame; what {@link write} throws, where something was held back
   */
  close(): void {
    if (this.done) return;
    this.resume();
    this.done = true;
    this.decoder.release();
    if (this.ingested > 0) this.decoder.finish();
  }

  /** Goes on with what the target's error has kept back, and then with `more`: if it fails again, all of that is kept. */
  private resume(more: Uint8Array = new Uint8Array(0)): void {
    const { left } = this;
    let input = more;
    if (left.length > 0) {
      input = new Uint8Array(left.length + more.length);
      input.set(left);
      input.set(more, left.length);
      this.left = new Uint8Array(0);
    }
    this.passOn(input, 0);
    this.decode(input);
  }

  private decode(input: Uint8Array): void {
    for (let at = 0; at < input.length; ) {
      const from = at;
      try {
        at = this.decoder.push(input, at, input.length);
      } catch (error) {
        this.done = true;
        this.decoder.release();
        throw error;
      }
      this.ingested += at - from;
      this.passOn(input, at);
    }
  }

  /** What follows `at` in the input is kept if the target fails. */
  private passOn(input: Uint8Array, at: number): void {
    try {
      this.outlet.passOn();
    } catch (error) {
      this.left = input.slice(at);
      throw error;
    }
  }
}
