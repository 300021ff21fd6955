/** What may be given to one parameter, and what it must not: each wrong value with what the call then fails with. */
export interface Kind {
  /** The class of the error, or a ZstdError's code; 'no error' where the value is documented not to matter. */
  readonly wrong: readonly (readonly [value: unknown, outcome: string])[];
  /** Makes values that are right. */
  readonly right: () => readonly unknown[];
}

const nothing = (): undefined => undefined;
const all = (values: readonly unknown[], outcome: string): [unknown, string][] => values.map((value) => [value, outcome]);
const without = (values: readonly unknown[], ...these: unknown[]): unknown[] => values.filter((value) => !these.includes(value));

/** None of these is a number; what is left out is `undefined`. */
const NOT_NUMBERS = ['1', '', null, true, {}, 1n, [], [1], Symbol('1'), nothing];
/** None of these is a whole number that fits. */
const NOT_WHOLE = [0.5, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
const NOT_OBJECTS = ['options', true, null, 1n, Symbol('options')];
const NOT_BYTES = ['text', '', 5, 5n, true, null, undefined, {}, [], [1], Symbol('bytes'), nothing, new Date(0)];

/** A whole number; without `right`, it may be left out, or be the least or the most. */
export function whole(least: number, most: number, ...right: unknown[]): Kind {
  const outside = [least - 1, -(2 ** 31) - 1, most + 1, 2 ** 53].filter(
    (value) => (value < least || value > most) && !right.includes(value),
  );
  return {
    wrong: [...all(NOT_NUMBERS, 'TypeError'), ...all([...NOT_WHOLE, ...outside], 'RangeError')],
    right: () => (right.length > 0 ? right : [undefined, least, Math.min(most, 2 ** 53 - 1)]),
  };
}

/** The same without a default. */
export function index(least: number, most: number): Kind {
  const { wrong } = whole(least, most);
  return { wrong, right: () => [least, most] };
}

/** How many bytes there are, or may be: any number of them. */
export const size = whole(0, Number.MAX_SAFE_INTEGER, undefined);
/** Bytes at a time. */
export const chunkSize = whole(1, Number.MAX_SAFE_INTEGER, undefined, 1, 1000);
export const threads: Kind = {
  wrong: [...all(NOT_NUMBERS, 'TypeError'), ...all(NOT_WHOLE, 'RangeError')],
  right: () => [undefined, 0, 1, 2, -1, 1000],
};
export const flag: Kind = {
  wrong: all([0, 1, 'true', '', null, {}, [], 1n], 'TypeError'),
  right: () => [undefined, true, false],
};
export const level: Kind = {
  wrong: [...all(NOT_NUMBERS, 'TypeError'), ...all([...NOT_WHOLE, 0, 23, -131_073, 2 ** 31], 'RangeError')],
  right: () => [undefined, 1, -5],
};
/** Options; a number is none. */
export const options: Kind = { wrong: all([...NOT_OBJECTS, 7, nothing], 'TypeError'), right: () => [undefined, {}] };
/** A level, or options. */
export const levelOrOptions: Kind = {
  wrong: [...all([...NOT_OBJECTS, nothing], 'TypeError'), ...all([0, 23, 0.5, Number.NaN], 'RangeError')],
  right: () => [undefined, {}, 1, -5],
};

/** Bytes; `also` is taken too. */
export function bytes(content: Uint8Array, ...also: unknown[]): Kind {
  return { wrong: all(without(NOT_BYTES, ...also), 'TypeError'), right: () => [content, ...also] };
}

/** Bytes, or an iterable of them: none of them is none. */
export function severalBytes(content: Uint8Array, ...also: unknown[]): Kind {
  const wrong = NOT_BYTES.filter((value) => !also.includes(value) && !(Array.isArray(value) && value.length === 0));
  return { wrong: all(wrong, 'TypeError'), right: () => [content, [content], new Set([content]), [], ...also] };
}

/** Objects of some kind; anything else is a TypeError. */
export function object(right: () => readonly unknown[], ...also: unknown[]): Kind {
  const wrong = without([null, undefined, 5, 'text', '', true, {}, { read: 1, write: 1 }, Symbol('object'), nothing], ...also);
  return { wrong: all(wrong, 'TypeError'), right: () => [...right(), ...also] };
}

/** A function that is called back. */
export const callback = (...right: unknown[]): Kind => ({
  wrong: all(without([null, undefined, 5, 'text', true, {}, []], ...right), 'TypeError'),
  right: () => right,
});

export const signal: Kind = {
  wrong: all([null, 5, 'text', true, {}, []], 'TypeError'),
  right: () => [undefined, new AbortController().signal],
};

/** A value of one of the other kinds, or one that is wrong in another way. */
export const also = (kind: Kind, ...wrong: [value: unknown, outcome: string][]): Kind => ({ ...kind, wrong: [...kind.wrong, ...wrong] });

/** What is accepted for the sake of another API, and of no effect. */
export const unused: Kind = { wrong: all([null, 5, 'text', true, {}], 'no error'), right: () => [undefined, false, true] };
