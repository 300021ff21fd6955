// What is measured: files of the shared corpus where they are (../shared or PUREZSTD_SHARED), else generated data and files of installed packages.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const shared = resolve(process.env.PUREZSTD_SHARED ?? join(root, '../shared'), 'data');
const unpacked = join(tmpdir(), 'purezstd-bench-corpus');

/** Paths of the corpus files by name; empty where the shared data is not. */
export function corpusFiles() {
  if (!existsSync(join(shared, 'corpus'))) return new Map();
  mkdirSync(unpacked, { recursive: true });
  for (const name of readdirSync(join(shared, 'corpus')).filter((file) => file.endsWith('.zst'))) {
    const target = join(unpacked, name.slice(0, -4));
    if (!existsSync(target)) execFileSync('zstd', ['-dqf', join(shared, 'corpus', name), '-o', target]);
  }
  return new Map(readdirSync(unpacked).map((name) => [name, join(unpacked, name)]));
}

export const referenceSizes = () => JSON.parse(readFileSync(join(shared, 'reference-sizes.json'), 'utf8')).corpus;

/** Contents to measure with, at most `size` bytes each. */
export function inputs(names, size) {
  const files = corpusFiles();
  const found = names.filter((name) => files.has(name)).map((name) => ({ name, path: files.get(name) }));
  const list =
    found.length > 0
      ? found
      : [
          { name: 'typescript.js', path: join(root, 'node_modules/typescript/lib/typescript.js') },
          { name: 'node (native)', path: process.execPath },
        ];
  return list.map(({ name, path }) => ({ name, content: new Uint8Array(readFileSync(path).subarray(0, size)) }));
}

/** JSON records of about `size` bytes, always the same. */
export function json(size) {
  let seed = 12345;
  const random = () => (seed = (Math.imul(seed, 1103515245) + 12345) | 0) >>> 8;
  let text = '[';
  while (text.length < size) {
    text += `{"id":${random() % 100000},"name":"user${random() % 1000}","email":"u${random() % 5000}@example.com","active":${random() % 2 === 0},"score":${(random() % 10000) / 100}},`;
  }
  return new TextEncoder().encode(text.slice(0, size));
}

/** A frame of the reference command. */
export const reference = (content, ...args) =>
  new Uint8Array(execFileSync('zstd', ['-qc', '--single-thread', ...args], { input: content, maxBuffer: 1 << 29 }));
