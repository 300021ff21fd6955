// `npm start`: compresses real files at several levels, decompresses them, compares byte for byte, has the reference check both directions
// where it is installed, and prints what came of it. `npm start -- FILE…` takes other files.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { compress, decompress } from '../dist/index.js';

const LEVELS = [-5, 1, 3, 4];
/**
 * Of the default files, more than this adds time and tells nothing new; a file of the user's is taken whole up to what one check can hold.
 */
const DEFAULT_MAX = 12 << 20;
const SIZE_MAX = 512 << 20;
/** Milliseconds that a measurement takes at least. */
const MEASURE = 250;

const tty = process.stdout.isTTY === true;
const paint = (code, text) => (tty ? `\x1b[${code}m${text}\x1b[0m` : text);

function sources(folder) {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => readFileSync(join(entry.parentPath ?? entry.path, entry.name)));
}

/** A native program among the installed packages, or else this Node. */
function nativeBinary() {
  const folder = 'node_modules/@esbuild';
  for (const name of existsSync(folder) ? readdirSync(folder) : []) {
    const path = join(folder, name, 'bin', 'esbuild');
    if (existsSync(path)) return path;
  }
  return process.execPath;
}

function defaultInputs() {
  const binary = nativeBinary();
  return [
    { name: 'sources of purezstd', content: Buffer.concat(sources('src')) },
    { name: 'typescript.js', content: readFileSync('node_modules/typescript/lib/typescript.js') },
    { name: `${basename(binary)} (native)`, content: readFileSync(binary).subarray(0, DEFAULT_MAX) },
    { name: 'package-lock.json', content: readFileSync('package-lock.json') },
  ];
}

/** Best time of a call in milliseconds, and its result. */
function measure(work) {
  let best = Number.POSITIVE_INFINITY;
  let result;
  const end = performance.now() + MEASURE;
  do {
    const start = performance.now();
    result = work();
    best = Math.min(best, performance.now() - start);
  } while (performance.now() < end);
  return { best, result };
}

const hasReference = spawnSync('zstd', ['--version'], { stdio: 'ignore' }).status === 0;
const reference = (input, ...args) => spawnSync('zstd', ['-q', '-c', ...args], { input, maxBuffer: 1 << 30 });
const same = (a, b) => Buffer.compare(a, b) === 0;

/** What is wrong with a frame, or an empty text. */
function verify(content, frame, result, level) {
  if (!same(result, content)) return 'our own decompression differs';
  if (!hasReference) return '';
  const theirs = reference(frame, '-d');
  if (theirs.status !== 0 || !same(theirs.stdout, content)) return 'the reference does not read it';
  const made = reference(content, level < 0 ? `--fast=${-level}` : `-${level}`);
  if (!same(decompress(made.stdout), content)) return "we do not read the reference's";
  return '';
}

const COLUMNS = [
  ['file', 20, 'left'],
  ['size', 10],
  ['level', 5],
  ['compressed', 10],
  ['ratio', 7],
  ['MB/s in', 8],
  ['MB/s out', 8],
  ['', 1],
];
const NAME = COLUMNS[0][1];
/** Names must not widen the table, nor make the progress line wrap. */
const short = (name) => (name.length > NAME ? `${name.slice(0, NAME - 1)}…` : name);
const line = (cells) =>
  cells
    .map((cell, i) => (COLUMNS[i][2] === 'left' ? cell.padEnd(COLUMNS[i][1]) : cell.padStart(COLUMNS[i][1])))
    .join(' ')
    .trimEnd();

const names = process.argv.slice(2);

function read(path) {
  try {
    const content = readFileSync(path);
    if (content.length > SIZE_MAX) console.log(`${path}: the first ${SIZE_MAX >> 20} MiB are taken`);
    return { name: basename(path), content: content.subarray(0, SIZE_MAX) };
  } catch (error) {
    console.error(`${path} cannot be read (${error.code})`);
    process.exit(1);
  }
}

const inputs = names.length > 0 ? names.map(read) : defaultInputs();
console.log(
  `${paint(1, `purezstd ${JSON.parse(readFileSync('package.json', 'utf8')).version}`)}, pure TypeScript, on Node ${process.versions.node}`,
);
console.log(
  hasReference
    ? 'Every line is checked with the reference zstd in both directions.\n'
    : 'The reference zstd is not installed, so only our own round trip is checked.\n',
);
console.log(paint(4, line(COLUMNS.map(([title]) => title))));

let failures = 0;
let done = 0;
for (const { name, content: whole } of inputs) {
  const content = new Uint8Array(whole.buffer, whole.byteOffset, whole.length);
  for (const level of LEVELS) {
    if (tty) process.stdout.write(`\r\x1b[2K${paint(2, `${++done}/${inputs.length * LEVELS.length} ${short(name)}, level ${level} …`)}`);
    const { best: compressing, result: frame } = measure(() => compress(content, { level, writeChecksum: true }));
    const { best: decompressing, result } = measure(() => decompress(frame));
    const wrong = verify(content, frame, result, level);
    if (wrong) failures++;
    if (tty) process.stdout.write('\r\x1b[2K');
    const cells = [
      level === LEVELS[0] ? short(name) : '',
      level === LEVELS[0] ? String(content.length) : '',
      String(level),
      String(frame.length),
      frame.length === 0 ? '' : (content.length / frame.length).toFixed(3),
      (content.length / 1000 / compressing).toFixed(1),
      (content.length / 1000 / decompressing).toFixed(1),
      wrong ? paint(31, `✗ ${wrong}`) : paint(32, '✓'),
    ];
    console.log(line(cells));
  }
}
console.log(failures === 0 ? `\nAll verified${hasReference ? ', by the reference too' : ''}.` : `\n${failures} failed.`);
process.exitCode = failures === 0 ? 0 : 1;
