import { afterAll, describe, expect, it } from 'vitest';
import { closeWorkers, configureWorkers } from '../../src/workers';
import { same } from '../helpers/content';
import { rejectionOf } from '../helpers/errors';
import { publicFunctions } from '../helpers/publicSurface';
import { views } from '../seed/helpers';
import { rows as compression } from './arguments/compression';
import { rows as decompression } from './arguments/decompression';
import { rows as dictionaries } from './arguments/dictionaries';
import { rows as node } from './arguments/node';
import { rows as others } from './arguments/others';
import { rows as seekable } from './arguments/seekable';
import { rows as streams } from './arguments/streams';
import { content, type Row, type Use } from './arguments/table';

const rows: Row[] = [...compression, ...decompression, ...dictionaries, ...node, ...others, ...seekable, ...streams];
afterAll(() => {
  closeWorkers();
  configureWorkers();
});

/** Parameters that nothing needs to check: only the library makes these. */
const UNCHECKED = /^new (ZstdError|HttpRangeError) /;

/** A value as it is written in a program. */
function written(value: unknown): string {
  if (value === null || typeof value !== 'object') return typeof value === 'string' ? `'${value}'` : String(value);
  return `${value.constructor.name} ${JSON.stringify(value)?.slice(0, 60)}`;
}

/** What a call ends in, at once or later. */
const outcomeOf = (use: Use, value: unknown): Promise<string> => rejectionOf((async () => use(value as never))());

it('every parameter and option of every public function has a row, and no row is of one that is not there', () => {
  const named = new Set(rows.map(({ name }) => name));
  const wanted = publicFunctions().flatMap(({ name, parameters }) => parameters.map((parameter) => `${name} ${parameter}`));
  expect(wanted.length).toBeGreaterThan(400);
  expect(wanted.filter((name) => !named.has(name) && !UNCHECKED.test(name))).toEqual([]);
  // What is not a parameter is told in words.
  const inWords = /^(an? |what |size of )/;
  expect([...named].filter((name) => !wanted.includes(name) && !inWords.test(name))).toEqual([]);
});

describe('wrong arguments are the documented error, and the next call works', () => {
  for (const { name, kind, use } of rows) {
    it(name, async () => {
      const found: string[] = [];
      for (const [value, outcome] of kind.wrong) {
        const actual = await outcomeOf(use, value);
        if (actual !== outcome) found.push(`${written(value)}: ${actual}, not ${outcome}`);
      }
      for (const value of kind.right()) {
        const actual = await outcomeOf(use, value);
        if (actual !== 'no error') found.push(`${written(value)}: ${actual}, which is right`);
      }
      expect(found, found.join('; ')).toEqual([]);
    });
  }
});

describe('bytes may be of every kind, and are left as they were', () => {
  for (const { name, right, use } of rows) {
    if (right === undefined) continue;
    it(name, async () => {
      for (const view of views(right)) {
        const result = (await use(view as never)) as Uint8Array;
        expect(result.constructor).toBe(Uint8Array);
        expect(same(result, content)).toBe(true);
        expect(result.buffer.byteLength).toBe(result.length);
        const after = ArrayBuffer.isView(view) ? new Uint8Array(view.buffer, view.byteOffset, view.byteLength) : new Uint8Array(view);
        if (!name.includes('readInto')) expect(same(after, right)).toBe(true);
      }
    });
  }
});
