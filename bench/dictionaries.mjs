// node bench/dictionaries.mjs [sizes|messages|training|memory|chain …]: what dictionaries are held to, on the shared records and the reference's sizes. Needs ../shared and zstd.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { measure, median } from './measure.mjs';

const shared = resolve(process.env.PUREZSTD_SHARED ?? join(import.meta.dirname, '../../shared'), 'data');
if (!existsSync(shared)) {
  console.log(`no shared data at ${shared}`);
  process.exit(0);
}
const ours = await import('../dist/index.js');
const { compress, trainDictionary, ZstdCompressionDict, ZstdCompressor, ZstdDecompressor } = ours;
const LEVELS = [1, 3, 9, 19];
const SIZES = [16384, 112640];
const ALGORITHMS = ['cover', 'fastcover'];
const wanted = process.argv.slice(2);
const wants = (name) => wanted.length === 0 || wanted.includes(name);

function load(name) {
  const { items } = JSON.parse(readFileSync(join(shared, `dict-samples/${name}.json`)));
  const bin = readFileSync(join(shared, `dict-samples/${name}.bin`));
  return items.map((item) => ({ ...item, data: new Uint8Array(bin.subarray(item.offset, item.offset + item.length)) }));
}

const { dictSets } = JSON.parse(readFileSync(join(shared, 'reference-sizes.json')));
const references = new Map(load('reference-dictionaries').map(({ name, data }) => [name, data]));
const sets = Object.keys(dictSets).map((name) => {
  const items = load(name);
  return { name, training: items.filter((i) => !i.holdout).map((i) => i.data), holdout: items.filter((i) => i.holdout).map((i) => i.data) };
});
const total = (records, dict, level) => records.reduce((sum, record) => sum + compress(record, { level, dictData: dict }).length, 0);
const row = (...cells) => console.log(`| ${cells.join(' | ')} |`);
const header = (...cells) => {
  row(...cells);
  row(...cells.map(() => '---'));
};

if (wants('sizes')) {
  console.log("\nBytes of the held-out records relative to the reference's with its own dictionary (limits 1.003 and 1.01)\n");
  header('records', 'dictionary', ...LEVELS.map((l) => `its, level ${l}`), ...LEVELS.map((l) => `ours, level ${l}`));
  for (const { name, training, holdout } of sets) {
    for (const algorithm of ALGORITHMS) {
      for (const size of SIZES) {
        const { dictionary, compressed } = dictSets[name].dicts[`${algorithm}-${size}`];
        const its = new ZstdCompressionDict(references.get(dictionary));
        const own = trainDictionary(size, training, { algorithm });
        const cells = [its, own].flatMap((dict) => LEVELS.map((level) => (total(holdout, dict, level) / compressed[level]).toFixed(4)));
        row(name, `${algorithm} ${size}`, ...cells);
      }
    }
  }
}

if (wants('messages')) {
  console.log('\nCalls per second relative to WebAssembly (limit 0.9): records of 400 to 600 bytes, dictionary of 112,640 bytes\n');
  const require = createRequire(import.meta.url);
  const wasm = require('@bokuweb/zstd-wasm');
  await wasm.init();
  const bytes = references.get('json-api.fastcover.112640');
  const dict = new ZstdCompressionDict(bytes);
  const records = load('json-api')
    .filter(({ data }) => data.length > 400 && data.length < 600)
    .map(({ data }) => data)
    .slice(0, 800);
  const [cctx, dctx] = [wasm.createCCtx(), wasm.createDCtx()];
  // zstd-codec prepares dictionaries, @bokuweb/zstd-wasm reads them each time.
  const { ZstdCodec } = require('zstd-codec');
  const codec = await new Promise((done) => ZstdCodec.run(done));
  const simple = new codec.Simple();
  header('level', 'µs', 'x zstd-codec', 'x zstd-wasm', 'bytes / zstd-codec');
  const report = (level, times, sizes) => {
    const ratio = (other) => median(times.ours.map((time, i) => times[other][i] / time)).toFixed(2);
    row(level, ((1000 * median(times.ours)) / records.length).toFixed(1), ratio('codec'), ratio('wasm'), sizes);
  };
  for (const level of LEVELS) {
    const compressor = new ZstdCompressor({ level, dictData: dict, writeContentSize: true });
    const prepared = new codec.Dict.Compression(bytes, level);
    const each = (work) => () => {
      for (const record of records) work(record);
    };
    const size = (work) => records.reduce((sum, record) => sum + work(record).length, 0);
    const times = measure({
      ours: each((record) => compressor.compress(record)),
      codec: each((record) => simple.compressUsingDict(record, prepared)),
      wasm: each((record) => wasm.compressUsingDict(cctx, record, bytes, level)),
    });
    const sizes = size((record) => compressor.compress(record)) / size((record) => simple.compressUsingDict(record, prepared));
    report(`compress ${level}`, times, sizes.toFixed(4));
  }
  const frames = records.map((record) => compress(record, { dictData: dict }));
  const decompressor = new ZstdDecompressor({ dictData: dict });
  const prepared = new codec.Dict.Decompression(bytes);
  const all = (work) => () => {
    for (const frame of frames) work(frame);
  };
  report(
    'decompress',
    measure({
      ours: all((frame) => decompressor.decompress(frame)),
      codec: all((frame) => simple.decompressUsingDict(frame, prepared)),
      wasm: all((frame) => wasm.decompressUsingDict(dctx, frame, bytes)),
    }),
    '',
  );
}

/** Runs a script in a process of its own, cold, and gives what it prints. */
function cold(script, ...flags) {
  const { stdout, stderr, status } = spawnSync(process.execPath, [...flags, '--input-type=module', '-e', script], {
    cwd: import.meta.dirname,
  });
  if (status !== 0) throw new Error(stderr.toString());
  return JSON.parse(stdout.toString());
}

const prologue = (name) => `
import { readFileSync } from 'node:fs';
import { trainDictionary, ZstdCompressor } from '../dist/index.js';
const { items } = JSON.parse(readFileSync(${JSON.stringify(join(shared, `dict-samples/${name}.json`))}));
const bin = readFileSync(${JSON.stringify(join(shared, `dict-samples/${name}.bin`))});
const samples = items.filter((i) => !i.holdout).map((i) => new Uint8Array(bin.subarray(i.offset, i.offset + i.length)));`;

if (wants('training')) {
  console.log("\nWall time of training, in a fresh process, relative to zstd's with one thread (limits: fastcover 3, cover 5)\n");
  header('records', 'size', 'zstd option', 'zstd s', 'ours s', 'ratio');
  const folder = mkdtempSync(join(tmpdir(), 'purezstd-bench-'));
  const modes = [
    ['--train', { algorithm: 'fastcover' }],
    ['--train-fastcover', { algorithm: 'fastcover', steps: 40 }],
    ['--train-cover', { algorithm: 'cover', steps: 40 }],
  ];
  for (const { name, training } of sets) {
    const files = training.map((data, i) => {
      const file = join(folder, `${name}-${i}`);
      writeFileSync(file, data);
      return file;
    });
    for (const size of SIZES) {
      for (const [option, options] of modes) {
        const rounds = option === '--train-cover' ? 1 : 3;
        const theirs = median(
          Array.from({ length: rounds }, () => {
            const start = performance.now();
            spawnSync('zstd', ['-q', '-T1', option, ...files, `--maxdict=${size}`, '-f', '-o', join(folder, 'dict')]);
            return (performance.now() - start) / 1000;
          }),
        );
        const own = median(
          Array.from({ length: rounds }, () =>
            cold(`${prologue(name)}
const start = performance.now();
trainDictionary(${size}, samples, ${JSON.stringify(options)});
console.log((performance.now() - start) / 1000);`),
          ),
        );
        row(name, size, option, theirs.toFixed(2), own.toFixed(2), (own / theirs).toFixed(2));
      }
    }
  }
  rmSync(folder, { recursive: true });
}

if (wants('memory')) {
  console.log('\nArray buffers at most while training, relative to the samples (limit 12); the codec has been used before\n');
  header('records', 'algorithm', 'x samples', 'MB');
  for (const { name, training } of sets) {
    const bytes = training.reduce((sum, { length }) => sum + length, 0);
    for (const algorithm of ALGORITHMS) {
      const most = cold(
        `${prologue(name)}
const compressor = new ZstdCompressor({ dictData: Buffer.concat(samples).subarray(0, 112640) });
for (let i = 0; i < 2000; i++) compressor.compress(samples[i % samples.length]);
gc();
const before = process.memoryUsage().arrayBuffers;
let most = 0;
const look = () => (most = Math.max(most, process.memoryUsage().arrayBuffers - before));
trainDictionary(112640, samples, { algorithm: '${algorithm}', onProgress: look });
console.log(most);`,
        '--expose-gc',
      );
      row(name, algorithm, (most / bytes).toFixed(1), (most / 1e6).toFixed(1));
    }
  }
}

if (wants('chain') && ZstdDecompressor.prototype.decompressContentDictChain !== undefined) {
  console.log('\nA chain of 1,000 revisions of a 20 KB document against as many calls with dictionaries (limit 3)\n');
  const revisions = [new Uint8Array(Buffer.concat(sets[0].holdout)).slice(0, 20_000)];
  for (let i = 1; i < 1000; i++) {
    const next = revisions[i - 1].slice();
    next.set(new TextEncoder().encode(`revision ${i}`), (i * 7919) % 19_900);
    revisions.push(next);
  }
  const frames = revisions.map((revision, i) => compress(revision, i === 0 ? {} : { prefix: revisions[i - 1] }));
  const decompressor = new ZstdDecompressor();
  const separate = () => {
    let content = ours.decompress(frames[0]);
    for (const frame of frames.slice(1)) content = ours.decompress(frame, { dictData: content });
    return content;
  };
  if (Buffer.compare(decompressor.decompressContentDictChain(frames), revisions[999]) !== 0) throw new Error('chain differs');
  const times = measure({ chain: () => decompressor.decompressContentDictChain(frames), separate });
  console.log(
    `${median(times.chain.map((time, i) => times.separate[i] / time)).toFixed(2)} times as fast, ${median(times.chain).toFixed(1)} ms`,
  );
}
