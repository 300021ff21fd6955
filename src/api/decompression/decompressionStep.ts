import type { FrameDecoder } from '../../decoder/frame';
import type { Source } from '../pieces/byteStreams';
import type { Step } from '../pieces/step';

/** Decodes from a source, at most a block at a time. */
export class DecompressionStep implements Step {
  private input: Uint8Array | undefined;
  private at = 0;
  private ended = false;
  /** Bytes that came from the source. */
  ingested = 0;
  /** Whether an error of the data has ended it. */
  failed = false;

  /** @param acrossFrames go on behind the first frame with content */
  constructor(
    readonly decoder: FrameDecoder,
    private readonly source: Source,
    private readonly acrossFrames: boolean,
  ) {}

  /** Decodes something; false when all is done. No input at all is no error, an end inside a frame is one. */
  next(): boolean {
    if (this.ended) return false;
    if (this.input === undefined) {
      this.input = this.source.next();
      this.at = 0;
      this.ingested += this.input?.length ?? 0;
    }
    const { input, decoder } = this;
    try {
      if (input === undefined) {
        this.ended = true;
        if (this.ingested > 0) decoder.finish();
        return false;
      }
      this.at = decoder.push(input, this.at, input.length);
      if (this.at === input.length) this.input = undefined;
      this.ended = !this.acrossFrames && decoder.begun() && decoder.atEnd();
      return true;
    } catch (error) {
      this.failed = true;
      this.release();
      throw error;
    }
  }

  /** Whether the piece in hand is used up, so that the source would be asked next. */
  get hungry(): boolean {
    return this.input === undefined;
  }

  release(): void {
    this.ended = true;
    this.input = undefined;
    this.decoder.release();
  }
}
