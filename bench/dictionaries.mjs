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

const imports = `
import { readFileSync } from 'node:fs';
import { trainDictionary } from '../dist/index.js';`;
const prologue = (name) => `${imports}
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
  console.log(`
Most memory of the process while it trains a dictionary of 112,640 bytes (VmHWM), less what it had before, relative to the samples (limit 12). First: all there
is, in a fresh process, so with the codec's first use and the compilers' memory, which do not depend on the samples. Second: that without the compilers (--jitless; takes long,
so not the largest set). Then: where 200 of the samples were trained on before.
`);
  header('records', 'MB', 'algorithm', 'fresh, MB', 'x samples', 'no JIT, MB', 'x samples', 'not fresh, MB', 'x samples');
  /** Records of which there are as many as are wanted, unlike the shared ones. */
  const generate = `${imports}
let state = 1;
const below = (n) => ((state = (Math.imul(state, 1103515245) + 12345) | 0) >>> 8) % n;
const pick = (words) => words.split(' ')[below(words.split(' ').length)];
const all = [];
for (let size = 0; size < 20e6; size += all[all.length - 1].length) {
  const user = { name: pick('anna bert carl dora') + below(1000), mail: below(1e6) + '@example.org' };
  const tags = Array.from({ length: below(8) }, () => pick('red green blue big small'));
  const text = pick('open closed pending') + ' since 2024-' + (1 + below(12)) + '-' + (1 + below(28)) + ', note ' + below(100) + ' of ' + below(1000);
  all.push(Buffer.from(JSON.stringify({ id: below(1e7), user, tags, hash: below(2 ** 24).toString(16) + below(2 ** 24).toString(16), text })));
}
const joined = Buffer.concat(all);
let at = 0;
const samples = all.map(({ length }) => new Uint8Array(joined.buffer, joined.byteOffset + (at += length) - length, length));`;
  const sources = [...sets.map(({ name }) => [name, prologue(name)]), ['generated', generate]];
  for (const [name, source] of sources) {
    for (const algorithm of ALGORITHMS) {
      const measured = (warm, ...flags) =>
        cold(
          `${source}
import { setTimeout } from 'node:timers/promises';
import { writeFileSync } from 'node:fs';
const status = (key) => 1024 * new RegExp(key + ':\\\\s+(\\\\d+)').exec(readFileSync('/proc/self/status', 'latin1'))[1];
for (let i = 0; i < ${warm ? 2 : 0}; i++) trainDictionary(8192, samples.slice(0, 200), { algorithm: '${algorithm}' });
await setTimeout(500);
gc();
await setTimeout(100);
writeFileSync('/proc/self/clear_refs', '5'); // VmHWM starts over
const before = status('VmRSS');
trainDictionary(112640, samples, { algorithm: '${algorithm}' });
console.log(JSON.stringify([status('VmHWM') - before, samples.reduce((sum, { length }) => sum + length, 0)]));`,
          '--expose-gc',
          ...flags,
        );
      const runs = (...how) => Array.from({ length: 3 }, () => measured(...how));
      const [fresh, warm] = [runs(false), runs(true)];
      const bytes = fresh[0][1];
      const cells = [fresh, name === 'generated' ? [] : runs(false, '--jitless'), warm]
        .map((all) => median(all.map(([most]) => most)))
        .flatMap((most) => (most === undefined ? ['', ''] : [(most / 1e6).toFixed(1), (most / bytes).toFixed(1)]));
      row(name, (bytes / 1e6).toFixed(2), algorithm, ...cells);
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
