import type { Frame } from '../../encoder/frame';
import type { Source } from '../pieces/byteStreams';
import type { Step } from '../pieces/step';

/** Feeds a frame from a source, a piece at a time. */
export class CompressionStep implements Step {
  /** Each piece is taken whole. */
  readonly hungry = true;
  private ended = false;
  /** Whether an error has ended the frame. */
  failed = false;

  constructor(
    readonly frame: Frame,
    private readonly source: Source,
  ) {}

  /**
   * Compresses the next piece, or at the source's end what is left; false when all is done. An error of the frame ends it; one of the
   * source does not.
   */
  next(): boolean {
    if (this.ended) return false;
    const piece = this.source.next();
    try {
      if (piece === undefined) {
        this.ended = true;
        this.frame.end();
      } else {
        this.frame.write(piece, 0, piece.length);
        this.frame.drain();
      }
      return true;
    } catch (error) {
      this.failed = true;
      this.release();
      throw error;
    }
  }

  release(): void {
    this.ended = true;
    this.frame.release();
  }
}
