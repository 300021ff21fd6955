/** `[Symbol.dispose]` where the engine and the compiler know it. */
type DisposeKey = SymbolConstructor extends { readonly dispose: infer Key } ? (Key extends symbol ? Key : never) : never;
type Disposal = { [Key in DisposeKey]: () => void };

/** Adds what `using` calls to {@link Closable}. */
export interface Closable extends Disposal {}

/** Something with an end: `close()`, and `using` where the engine has it. */
// biome-ignore lint/suspicious/noUnsafeDeclarationMerging: the method is there when the first object is made
export abstract class Closable {
  constructor() {
    // Not when the class is defined: importing does nothing, and a computed name would keep bundlers from leaving the class out.
    const { dispose } = Symbol as { readonly dispose?: symbol };
    if (dispose !== undefined && !(dispose in this)) {
      Object.defineProperty(Closable.prototype, dispose, {
        configurable: true,
        writable: true,
        value(this: Closable): void {
          this.close();
        },
      });
    }
  }

  /** Ends the use of this object. Closing again does nothing. */
  abstract close(): void;
}
