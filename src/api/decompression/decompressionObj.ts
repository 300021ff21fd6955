import type { FrameDecoder } from '../../decoder/frame';
import { fail } from '../../format/errors';
import type { Output } from '../../format/output';
import { type Bytes, type BytesLike, toBytes } from '../common/bytes';
import { Closable } from '../common/closable';

/** Decompresses data that arrives in pieces; see {@link ZstdDecompressor.decompressObj}. */
export class ZstdDecompressionObj extends Closable {
  private remainder: Bytes = new Uint8Array(0);
  private closed = false;

  /** @internal */
  constructor(
    private readonly decoder: FrameDecoder,
    private readonly output: Output,
    private readonly readAcrossFrames: boolean,
  ) {
    super();
  }

  /**
   * Whether the input so far ends where a frame does. Without `readAcrossFrames` nothing more can be given then; a skippable frame does not
   * count.
   */
  get eof(): boolean {
    return this.decoder.atEnd() && (this.readAcrossFrames || this.decoder.begun());
  }

  /** What was given after the end of the frame, in a fresh array. */
  get unusedData(): Bytes {
    return this.remainder.slice();
  }

  /**
   * Takes the next piece of input and returns all content that it completes, possibly none.
   *
   * @throws TypeError when `data` is not bytes; ZstdError for invalid data, with the codes of `decompress`; `stage_wrong` after the end of
   *   the frame, after an error and after `close()`
   */
  decompress(data: BytesLike): Bytes {
    const input = toBytes(data);
    if (this.closed || (this.eof && !this.readAcrossFrames)) fail('stage_wrong', 'cannot use a decompressobj multiple times');
    try {
      let at = 0;
      do at = this.decoder.push(input, at, input.length);
      while (at < input.length && (this.readAcrossFrames || !this.eof));
      if (at < input.length) this.remainder = new Uint8Array(input.subarray(at));
      return this.output.take();
    } catch (error) {
      this.closed = true;
      this.decoder.release();
      throw error;
    }
  }

  /** Returns an empty array: {@link decompress} never holds content back. */
  flush(): Bytes {
    return new Uint8Array(0);
  }

  /**
   * Says that the input has ended.
   *
   * @throws ZstdError `srcSize_wrong` when it ended inside a frame or before the first one
   */
  close(): void {
    if (this.closed) return;
    this.closed = true;
    this.decoder.release();
    this.decoder.finish();
  }
}
