import { fail } from './errors';

/**
 * Where results gather: pieces as they come, joined once at the end. It never holds more than what was made, except that {@link expect} may set
 * aside a result of a size that the input itself makes plausible.
 */
export class Output {
  /** Bytes so far, handed out ones included. */
  total = 0;
  private pieces: Uint8Array<ArrayBuffer>[] = [];
  private gathered = 0;
  private target: Uint8Array<ArrayBuffer> | undefined;

  /** @param limit most bytes in all; more is `dstSize_tooSmall` */
  constructor(private readonly limit: number) {}

  /** Announces bytes that exist and will be written later, so that the limit holds before memory is spent. */
  announce(pending: number): void {
    if (this.total + pending > this.limit) fail('dstSize_tooSmall');
  }

  /** Says that `size` more bytes will come if the data keeps its promise. */
  expect(size: number): void {
    if (this.gathered === 0 && size > 0) this.target = new Uint8Array(size);
  }

  /** Adds a copy of bytes [from, to). */
  write(bytes: Uint8Array, from: number, to: number): void {
    const length = to - from;
    if (length === 0) return;
    this.announce(length);
    this.total += length;
    const target = this.target;
    if (target !== undefined && this.gathered + length <= target.length) {
      target.set(bytes.subarray(from, to), this.gathered);
    } else {
      this.settle();
      // Copying through the constructor skips the zero fill that `new Uint8Array(length)` with `set` pays (7 % of a whole decode).
      this.pieces.push(new Uint8Array(bytes.subarray(from, to)));
    }
    this.gathered += length;
  }

  /** All bytes since the last call, in one fresh array. */
  take(): Uint8Array<ArrayBuffer> {
    const { target, gathered } = this;
    if (target !== undefined && gathered === target.length) {
      this.target = undefined;
      this.gathered = 0;
      return target;
    }
    this.settle();
    const { pieces } = this;
    this.pieces = [];
    this.gathered = 0;
    if (pieces.length === 1) return pieces[0];
    const result = new Uint8Array(gathered);
    let at = 0;
    for (const piece of pieces) {
      result.set(piece, at);
      at += piece.length;
    }
    return result;
  }

  /** Turns what a target holds into an ordinary piece: the data turned out longer or shorter than expected. */
  private settle(): void {
    if (this.target !== undefined) {
      this.pieces.push(this.target.slice(0, this.gathered));
      this.target = undefined;
    }
  }
}
