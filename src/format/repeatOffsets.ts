/**
 * Repeat offsets (RFC 8878 §3.1.1.5), in any array whose first three elements are the history, newest first. An `offBase` of 1 to 3 is a
 * repeat code, a larger one an offset plus 3.
 */

/** Repeat codes, which offBases begin with. */
export const REPEAT_CODES = 3;
/** The history of a frame without a dictionary (RFC 8878 §3.1.1.5). */
export const FIRST_OFFSETS = [1, 4, 8];

/** The real offset that an offBase stands for. */
export function resolveOffset(history: Int32Array, offBase: number, litLength: number): number {
  if (offBase > REPEAT_CODES) return offBase - REPEAT_CODES;
  const index = offBase - 1 + (litLength === 0 ? 1 : 0);
  return index === 3 ? history[0] - 1 : history[index];
}

/** Brings the history up to date after a sequence with this offBase; returns the real offset. */
export function updateHistory(history: Int32Array, offBase: number, litLength: number): number {
  const index = offBase > REPEAT_CODES ? 3 : offBase - 1 + (litLength === 0 ? 1 : 0);
  const offset = resolveOffset(history, offBase, litLength);
  if (index === 0) return offset;
  if (index !== 1) history[2] = history[1];
  history[1] = history[0];
  history[0] = offset;
  return offset;
}
