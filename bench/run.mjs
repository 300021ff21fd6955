// npm run bench -- [--suite NAME,…] [--files A,B] [--levels 1,3] [--seconds N] [--quick]
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const here = dirname(fileURLToPath(import.meta.url));
if (!existsSync(join(here, 'node_modules'))) execFileSync('npm', ['ci', '--no-audit', '--no-fund', '--prefix', here], { stdio: 'inherit' });

const { loadPeers } = await import('./peers.mjs');
const suites = await import('./suites.mjs');
const { suiteText, writeChart, writeReport } = await import('./report.mjs');

const { values } = parseArgs({
  options: {
    suite: { type: 'string' },
    files: { type: 'string' },
    levels: { type: 'string' },
    seconds: { type: 'string' },
    quick: { type: 'boolean', default: false },
  },
});
const all = ['decode', 'decodeSmall', 'checksum', 'encode', 'encodeSmall', 'cold', 'memory'];
const chosen = values.suite?.split(',') ?? all;
const options = {
  files: values.files?.split(','),
  levels: values.levels?.split(',').map(Number),
  seconds: Number(values.seconds ?? (values.quick ? 0.3 : 2)),
};
const engine = process.versions.bun ? `Bun ${process.versions.bun}` : `Node ${process.versions.node}`;
const file = `${engine.split('.')[0].toLowerCase().replace(' ', '-')}.json`;
const folder = join(here, 'results');
mkdirSync(folder, { recursive: true });

const peers = await loadPeers();
const path = join(folder, file);
// Suites that are not run now keep their last results.
const results = existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : { suites: {} };
Object.assign(results, { engine, date: new Date().toISOString().slice(0, 10) });
console.log(`${engine}; ${options.seconds} s per line\n`);
for (const name of chosen) {
  const rows = suites[name](peers, options);
  console.log(`${suiteText(name, rows)}\n`);
  results.suites[name] = rows;
}
if (!values.quick && !values.files && !values.levels) {
  writeFileSync(path, `${JSON.stringify(results, null, 1)}\n`);
  writeReport(folder);
  writeChart(folder, 'node-24.json');
  console.log(`written to bench/results/${file}, README.md and chart.svg`);
}
