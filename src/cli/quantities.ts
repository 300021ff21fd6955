import { UsageError } from './errors';

const UNITS = { K: 2 ** 10, M: 2 ** 20, G: 2 ** 30 };

/** What a text begins with that is a whole number with or without a unit, as the `64MB` of `64MBd`; empty where there is none. */
export const startOfNumber = (text: string): string => /^\d+([KMG](i?B)?)?/.exec(text)?.[0] ?? '';

/** Numbers of the command line have 32 bits in the reference. */
const MOST = 2 ** 32 - 1;

/** The value of a number with an optional unit: `8`, `64K`, `128MB`, `1GiB`. */
export function sizeOf(option: string, text: string | undefined, most = MOST): number {
  if (!text || startOfNumber(text) !== text) throw new UsageError(`${option} wants a size, not "${text ?? ''}"`);
  const [, digits, unit] = /^(\d+)([KMG]?)/.exec(text) as RegExpExecArray;
  const value = Number(digits) * (unit === '' ? 1 : UNITS[unit as keyof typeof UNITS]);
  if (value > most) throw new UsageError(`${option} wants ${most} at the most, not ${text}`);
  return value;
}
