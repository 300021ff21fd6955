import { UsageError } from './settings';

const UNITS = { K: 2 ** 10, M: 2 ** 20, G: 2 ** 30 };

/** What a text begins with that is a whole number with or without a unit, as the `64MB` of `64MBd`; empty where there is none. */
export const startOfNumber = (text: string): string => /^\d+([KMG](i?B)?)?/.exec(text)?.[0] ?? '';

/** The value of a number with an optional unit: `8`, `64K`, `128MB`, `1GiB`. */
export function sizeOf(option: string, text: string | undefined): number {
  if (!text || startOfNumber(text) !== text) throw new UsageError(`${option} wants a size, not "${text ?? ''}"`);
  const [, digits, unit] = /^(\d+)([KMG]?)/.exec(text) as RegExpExecArray;
  return Number(digits) * (unit === '' ? 1 : UNITS[unit as keyof typeof UNITS]);
}
