/** Bytes that come in chunks and are taken in amounts of the taker's choice. */
export class Intake {
  private readonly chunks: AsyncIterator<Uint8Array>;
  private held: Uint8Array = new Uint8Array(0);

  constructor(chunks: AsyncIterable<Uint8Array>) {
    this.chunks = chunks[Symbol.asyncIterator]();
  }

  /** What comes next, of `size` bytes or more unless all ends before; it is not taken. */
  async look(size: number): Promise<Uint8Array> {
    while (this.held.length < size) {
      const chunk = await this.next();
      if (chunk === undefined) break;
      this.held = this.held.length === 0 ? chunk : Buffer.concat([this.held, chunk]);
    }
    return this.held;
  }

  /** Takes the next `size` bytes, in the pieces in which they come; fewer where all ends before. */
  async *take(size: number): AsyncGenerator<Uint8Array, void> {
    for (let left = size; left > 0; ) {
      if (this.held.length === 0) {
        const chunk = await this.next();
        if (chunk === undefined) return;
        this.held = chunk;
      }
      const piece = this.held.subarray(0, left);
      this.held = this.held.subarray(piece.length);
      left -= piece.length;
      if (piece.length > 0) yield piece;
    }
  }

  /** Asks for no more. */
  async close(): Promise<void> {
    await this.chunks.return?.();
  }

  private async next(): Promise<Uint8Array | undefined> {
    const { value, done } = await this.chunks.next();
    return done ? undefined : value;
  }
}
