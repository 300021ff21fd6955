// What a user's bundle grows by: each import bundled from dist, minified and gzipped, against its budget.
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';

/** Names that only one half of the codec holds. That they are somewhere at all is checked too: a renamed one would check nothing. */
const ENCODER = ['createEncoderEngine', 'encodeFour', 'normalizeCounts', 'ZstdCompressor', 'readEncoderDictionary'];
const TRAINER = ['chooseSegments', 'finalizeDictionary'];
const DECODER = ['createExecute', 'prepareDictionary', 'ZstdDecompressor'];

/** What asynchronous functions import dynamically, when threads are asked for: bundlers split it off. */
const LATER = ['./dist/pool.js'];

const budgets = [
  { name: 'decompress', code: "export { decompress } from './dist/decompress.js'", limit: 9 * 1024, without: [...ENCODER, ...TRAINER] },
  { name: 'compress', code: "export { compress } from './dist/compress.js'", limit: 28 * 1024, without: [...DECODER, ...TRAINER] },
  {
    name: 'streams',
    code: "export * from './dist/streams.js'",
    later: LATER,
    limit: 40 * 1024,
    without: TRAINER,
    within: ['ZstdCompressionStream'],
  },
  {
    name: 'seekable',
    // 42 KB until frames were made on threads: their tasks, and for the stream those who wait for them, are 1.4 KB.
    code: "export * from './dist/seekable.js'",
    later: LATER,
    limit: 43 * 1024,
    without: TRAINER,
    within: ['compressSeekable', 'SeekableReader'],
  },
  {
    name: 'seekable read',
    code: "export { SeekableReader } from './dist/seekable.js'",
    later: LATER,
    limit: 15 * 1024,
    without: [...ENCODER, ...TRAINER],
    within: DECODER.slice(0, 2),
  },
  {
    name: 'seekable write',
    code: "export { compressSeekable, SeekableWriter } from './dist/seekable.js'",
    limit: 29.25 * 1024,
    without: [...DECODER, ...TRAINER, 'SeekableReader'],
  },
  { name: 'fzstd', code: "export * from './dist/fzstd.js'", limit: 10 * 1024, without: [...ENCODER, ...TRAINER] },
  {
    name: 'everything',
    // 45 KB were kept until long-distance matching and dictionaries came together (46 KB); threads are 5 KB, and refusing
    // every wrong argument of every function is 0.2 KB. What would win it back is in bench/OPTIMIZATIONS.md.
    code: "export * from './dist/index.js'",
    later: LATER,
    limit: 52 * 1024,
    without: [],
    within: [...ENCODER, ...DECODER, ...TRAINER],
  },
];

/** The text of a bundle, without what it only imports later. */
async function bundle(code, later, minify) {
  const { outputFiles } = await build({
    ...{ stdin: { contents: code, resolveDir: process.cwd() }, bundle: true, format: 'esm', write: false, logLevel: 'error' },
    ...{ minify, external: later },
  });
  return outputFiles[0].text;
}

let failed = false;
console.log('import          minified     gzip   budget');
for (const { name, code, later = [], limit, without, within = [] } of budgets) {
  const readable = await bundle(code, later, false);
  const minified = await bundle(code, later, true);
  const size = gzipSync(minified, { level: 9 }).length;
  const stray = without.find((identifier) => readable.includes(identifier));
  const lost = within.find((identifier) => !readable.includes(identifier));
  const verdict = size > limit ? 'over budget' : stray ? `holds ${stray}` : lost ? `${lost} was renamed: adapt this check` : 'ok';
  failed ||= verdict !== 'ok';
  console.log(
    `${name.padEnd(14)} ${String(minified.length).padStart(9)} ${String(size).padStart(8)} ${String(limit).padStart(8)}  ${verdict}`,
  );
}
if (failed) process.exit(1);
