/**
 * The operations that somebody began, while they are alive: an operation that was dropped without an end must not be kept by being counted.
 */
export class OpenOperations<Operation extends object> {
  private operations: { deref(): Operation | undefined }[] = [];
  private tidyAt = 16;

  /** @param measure bytes that an operation holds, 0 after its end */
  constructor(private readonly measure: (operation: Operation) => number) {}

  /** Counts `operation` in, where the platform can do that without keeping it. */
  add(operation: Operation): void {
    if (typeof WeakRef !== 'function') return;
    if (this.operations.length >= this.tidyAt) {
      this.operations = this.operations.filter((one) => one.deref() !== undefined);
      this.tidyAt = 16 + 2 * this.operations.length;
    }
    this.operations.push(new WeakRef(operation));
  }

  /** Bytes that they hold in all. */
  memorySize(): number {
    let total = 0;
    for (const one of this.operations) {
      const operation = one.deref();
      if (operation !== undefined) total += this.measure(operation);
    }
    return total;
  }
}
