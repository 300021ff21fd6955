import type { Bytes } from '../common/bytes';

/** The contents of the frames that were used last, up to a number of bytes. */
export class ContentCache {
  /** The one used last is at the end. */
  private readonly contents = new Map<number, Bytes>();
  private size = 0;

  /** @param capacity most bytes to keep */
  constructor(private readonly capacity: number) {}

  recall(index: number): Bytes | undefined {
    const content = this.contents.get(index);
    if (content === undefined) return undefined;
    this.contents.delete(index);
    this.contents.set(index, content);
    return content;
  }

  /** Keeps a content, unless it is larger than all that may be kept. */
  keep(index: number, content: Bytes): void {
    if (content.length > this.capacity || this.contents.has(index)) return;
    this.contents.set(index, content);
    this.size += content.length;
    for (const [oldest, { length }] of this.contents) {
      if (this.size <= this.capacity) break;
      this.contents.delete(oldest);
      this.size -= length;
    }
  }

  clear(): void {
    this.contents.clear();
    this.size = 0;
  }
}
