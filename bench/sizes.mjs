// node bench/sizes.mjs [--levels fast=1,3,19] [--write]: sizes of our frames on the corpus against the reference's and against those recorded; a total that grows
// by 0.1 % fails. All levels take six minutes, most of it the optimal parser: CI runs those up to 12.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { compress } from '../dist/index.js';
import { corpusFiles, json, referenceSizes } from './inputs.mjs';
import { table } from './report.mjs';

const ALL = ['fast=5', 'fast=4', 'fast=3', 'fast=2', 'fast=1', ...Array.from({ length: 22 }, (_, i) => String(i + 1))];
const { values } = parseArgs({ options: { levels: { type: 'string' }, write: { type: 'boolean', default: false } } });
const LEVELS = values.levels?.split(',') ?? ALL;
const TOLERANCE = 1.001;
const levelOf = (key) => (key.startsWith('fast=') ? -Number(key.slice(5)) : Number(key));
const recorded = join(dirname(fileURLToPath(import.meta.url)), 'expected-sizes.json');
const expected = existsSync(recorded) ? JSON.parse(readFileSync(recorded, 'utf8')) : {};

const files = corpusFiles();
const contents = files.size > 0 ? [...files].map(([name, path]) => [name, new Uint8Array(readFileSync(path))]) : [];
const reference = files.size > 0 ? referenceSizes() : {};
const own = [1000, 10_000, 100_000, 1_000_000].map((size) => [`json-${size}`, json(size)]);
const totals = { corpus: { ...expected.corpus }, generated: { ...expected.generated } };
const rows = [];
let failed = false;
for (const key of LEVELS) {
  totals.generated[key] = own.reduce((sum, [, content]) => sum + compress(content, levelOf(key)).length, 0);
  if (contents.length > 0) {
    const sizes = contents.map(([name, content]) => [
      name,
      content.length,
      compress(content, levelOf(key)).length,
      reference[name].levels[key],
    ]);
    const total = sizes.reduce((sum, [, , ours]) => sum + ours, 0);
    const worst = sizes.filter(([, length]) => length >= 10_000).reduce((a, b) => (a[2] / a[3] > b[2] / b[3] ? a : b));
    totals.corpus[key] = total;
    rows.push([
      key,
      String(total),
      (total / sizes.reduce((sum, [, , , theirs]) => sum + theirs, 0)).toFixed(4),
      (sizes.reduce((sum, [, , ours, theirs]) => sum + ours / theirs, 0) / sizes.length).toFixed(4),
      `${(worst[2] / worst[3]).toFixed(4)} ${worst[0]}`,
    ]);
  }
  for (const set of ['corpus', 'generated']) {
    const before = expected[set]?.[key];
    if (totals[set][key] > before * TOLERANCE) {
      console.error(`level ${key}: ${set} grew from ${before} to ${totals[set][key]}`);
      failed = true;
    }
  }
}
if (rows.length > 0) console.log(table(['level', 'total bytes', '/ reference', 'mean of files', 'worst file of 10 KB or more'], rows));
if (values.write) writeFileSync(recorded, `${JSON.stringify(totals, null, 2)}\n`);
process.exitCode = failed && !values.write ? 1 : 0;
