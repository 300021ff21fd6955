import { readFileSync } from 'node:fs';
import { transformSync } from 'esbuild';
import { expect, it } from 'vitest';
import { levelRow } from '../../src/match/levels';
import { packLevels } from '../../tools/packLevels';

it('the tables of the levels are the same when the build has packed them', () => {
  const packed = packLevels(readFileSync('src/match/levels.ts', 'utf8')).replace(/^import .*$/m, 'const MAX_COMPRESSION_LEVEL = 22;');
  const module = { exports: {} as { levelRow: typeof levelRow } };
  new Function('module', transformSync(packed, { loader: 'ts', format: 'cjs' }).code)(module);
  for (let level = -3; level <= 22; level++) {
    for (const size of [100, 50_000, 200_000, 10_000_000]) expect(module.exports.levelRow(level, size)).toEqual(levelRow(level, size));
  }
});
