import { canShare } from './sharedTask';
import type { Buffers } from './tasks';

/** Buffers are some whole number of these. */
const GRAIN = 1 << 16;
/** Buffers kept. */
const KEPT = 16;

/**
 * Memory that goes round: shared between threads where that is allowed, since what a worker has seen stays with it until its next garbage
 * collection.
 */
export class Recycler implements Buffers {
  private free: Uint8Array[] = [];

  take(size: number): Uint8Array {
    const i = this.free.findIndex(({ length }) => length >= size && length <= 2 * size + GRAIN);
    if (i >= 0) return this.free.splice(i, 1)[0];
    const room = Math.ceil(size / GRAIN) * GRAIN;
    return new Uint8Array(canShare() ? new SharedArrayBuffer(room) : new ArrayBuffer(room));
  }

  give(buffer: Uint8Array): void {
    this.free.push(buffer);
    if (this.free.length > KEPT) this.free.shift();
  }

  clear(): void {
    this.free = [];
  }
}
