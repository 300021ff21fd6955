import type { Frame } from '../../encoder/frame';
import { COMPRESSOBJ_FLUSH_BLOCK, COMPRESSOBJ_FLUSH_FINISH } from '../../format/constants';
import { fail } from '../../format/errors';
import type { Output } from '../../format/output';
import { type Bytes, type BytesLike, toBytes } from '../common/bytes';
import { Closable } from '../common/closable';

/** Checks what a flush is to do. */
export function checkFlushMode(mode: unknown): void {
  if (typeof mode !== 'number') throw new TypeError('flush mode must be a number');
  if (mode !== COMPRESSOBJ_FLUSH_FINISH && mode !== COMPRESSOBJ_FLUSH_BLOCK) throw new RangeError('flush mode not recognized');
}

/** Compresses data that comes in pieces; see {@link ZstdCompressor.compressObj}. */
export class ZstdCompressionObj extends Closable {
  private finished = false;

  /** @internal */
  constructor(
    private readonly frame: Frame,
    private readonly output: Output,
  ) {
    super();
  }

  /**
   * Takes the next piece of content and returns what compressed bytes are ready, possibly none.
   *
   * @throws TypeError when `data` is not bytes; ZstdError `stage_wrong` after the frame has ended, `srcSize_wrong` when more comes than was
   *   declared, `memory_allocation`
   */
  compress(data: BytesLike): Bytes {
    const input = toBytes(data);
    if (this.finished) fail('stage_wrong', 'cannot call compress() after compressor finished');
    return this.run(() => {
      this.frame.write(input, 0, input.length);
      this.frame.drain();
    });
  }

  /**
   * Returns the rest of the compressed bytes.
   *
   * @param mode `COMPRESSOBJ_FLUSH_FINISH` (default) ends the frame; `COMPRESSOBJ_FLUSH_BLOCK` ends a block, so that everything given so
   *   far can be decompressed, and more may follow
   * @throws TypeError when `mode` is no number; RangeError for another mode; ZstdError `stage_wrong` after the frame has ended,
   *   `srcSize_wrong` when less came than was declared, `memory_allocation`
   */
  flush(mode: number = COMPRESSOBJ_FLUSH_FINISH): Bytes {
    checkFlushMode(mode);
    if (this.finished) fail('stage_wrong', 'compressor object already finished');
    if (mode === COMPRESSOBJ_FLUSH_BLOCK) return this.run(() => this.frame.flush());
    const rest = this.run(() => this.frame.end());
    this.finished = true;
    return rest;
  }

  /** Gives up the frame where it has not ended, and its memory. */
  close(): void {
    this.finished = true;
    this.frame.release();
  }

  private run(step: () => void): Bytes {
    try {
      step();
      return this.output.take();
    } catch (error) {
      this.close();
      throw error;
    }
  }
}
