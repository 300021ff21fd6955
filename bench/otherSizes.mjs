// node bench/otherSizes.mjs [--levels 1,3] [FOLDER…]: sizes of our frames against those of the installed `zstd` on files that nothing was tuned for. Of each folder
// (default: the machine's programs and this project's packages) two files of each of the 30 most frequent suffixes, in four classes of size, one of the largest.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { compress } from '../dist/index.js';
import { geomean } from './measure.mjs';
import { table } from './report.mjs';

const KIB = 1024;
/** The parameter tables' bounds, and most bytes of a file. */
const CLASSES = [4 * KIB, 16 * KIB, 128 * KIB, 256 * KIB, 8192 * KIB];
const SUFFIXES = 30;

const { values, positionals: folders } = parseArgs({
  options: { levels: { type: 'string', default: '1,3,6,9,13,19' } },
  allowPositionals: true,
});
if (folders.length === 0) folders.push('/usr/bin', '/usr/lib', '/usr/share', fileURLToPath(new URL('../node_modules', import.meta.url)));
const levels = values.levels.split(',').map(Number);

/** Class → suffix → paths. */
const found = CLASSES.slice(1).map(() => new Map());

function collect(folder) {
  let entries = [];
  try {
    entries = readdirSync(folder, { withFileTypes: true });
  } catch {
    return; // Not ours to read.
  }
  for (const entry of entries) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) collect(path);
    else if (entry.isFile()) {
      const { size } = statSync(path);
      const k = CLASSES.findIndex((bound) => size <= bound) - 1;
      if (k < 0) continue;
      const suffix = extname(entry.name);
      found[k].set(suffix, [...(found[k].get(suffix) ?? []), path]);
    }
  }
}

/** Always the same order, and none that says anything about the contents. */
const shuffled = (paths) => {
  const key = (path) => createHash('sha256').update(path).digest('hex');
  return paths
    .map((path) => [key(path), path])
    .sort()
    .map(([, path]) => path);
};

const referenceSize = (content, level) =>
  execFileSync('zstd', ['-qc', '--single-thread', '--no-check', '--ultra', `--stream-size=${content.length}`, `-${level}`], {
    input: content,
    maxBuffer: 1 << 29,
  }).length;

for (const folder of folders) collect(folder);
const rows = [];
found.forEach((bySuffix, k) => {
  const frequent = [...bySuffix.values()].sort((a, b) => b.length - a.length).slice(0, SUFFIXES);
  const paths = frequent.flatMap((all) => shuffled(all).slice(0, k === found.length - 1 ? 1 : 2));
  const contents = paths.map((path) => [path, new Uint8Array(readFileSync(path))]);
  for (const level of levels) {
    const sizes = contents.map(([path, content]) => ({
      path,
      ours: compress(content, level).length,
      theirs: referenceSize(content, level),
    }));
    const sum = (of) => sizes.reduce((total, one) => total + one[of], 0);
    const worst = sizes.reduce((a, b) => (a.ours / a.theirs > b.ours / b.theirs ? a : b));
    rows.push([
      `${CLASSES[k] / KIB} to ${CLASSES[k + 1] / KIB} KiB`,
      String(contents.length),
      String(level),
      (sum('ours') / sum('theirs')).toFixed(4),
      geomean(sizes.map(({ ours, theirs }) => ours / theirs)).toFixed(4),
      `${(worst.ours / worst.theirs).toFixed(4)} ${worst.path}`,
    ]);
  }
});
console.log(table(['size', 'files', 'level', 'total / reference', 'mean of files', 'worst file'], rows));
