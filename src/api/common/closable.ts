/** `[Symbol.dispose]` and `[Symbol.asyncDispose]` where the engine and the compiler know them. */
type KeyOf<Name extends string> = SymbolConstructor extends { readonly [key in Name]: infer Key }
  ? Key extends symbol
    ? Key
    : never
  : never;
export type Disposal = { [Key in KeyOf<'dispose'>]: () => void };
type AsyncDisposal = { [Key in KeyOf<'asyncDispose'>]: () => Promise<void> };

/**
 * Gives a class `[Symbol.dispose]` and `[Symbol.asyncDispose]`, which call `close()`, where the engine knows them and the class has none.
 * Constructors call it: done where the class is defined, it would be a side effect of importing, and a method with a computed name would
 * keep bundlers from leaving the class out.
 */
export function addDisposal(prototype: { close(): void }): void {
  for (const name of ['dispose', 'asyncDispose'] as const) {
    const key = (Symbol as { readonly [key in typeof name]?: symbol })[name];
    if (key === undefined || key in prototype) continue;
    Object.defineProperty(prototype, key, {
      configurable: true,
      writable: true,
      value(this: typeof prototype): unknown {
        this.close();
        return name === 'dispose' ? undefined : Promise.resolve();
      },
    });
  }
}

/** Adds what `using` and `await using` call to {@link Closable}. */
export interface Closable extends Disposal, AsyncDisposal {}

/** Something with an end: `close()`, and `using` where the engine has it. */
// biome-ignore lint/suspicious/noUnsafeDeclarationMerging: the methods are there when the first object is made
export abstract class Closable {
  constructor() {
    addDisposal(Closable.prototype);
  }

  /** Ends the use of this object. Closing again does nothing. */
  abstract close(): void;
}
