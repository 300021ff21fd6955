/**
 * Takes what is read from arrays and views before a loop, for nothing but what V8 learns from the reading: put it where no call lies between
 * it and the loop.
 *
 * Once any buffer of the process has been detached (a message's, or that of a WebAssembly memory that grew), each access asks whether its
 * own has, and only accesses that others of the same array dominate do not. A loop whose first accesses are its own asks in every round: a
 * fifth of the time of such loops (bench/OPTIMIZATIONS.md). Calls of a function that does nothing cost nothing.
 */
export function readFirst(_values: number): void {}
