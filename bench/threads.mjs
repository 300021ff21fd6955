// Several threads: how much faster, and how large. `node bench/threads.mjs [--levels 3,6,12] [--size 64] [--rounds 3]`; needs a build and two processors.
// Wall time, since that is what threads are for: runs with 1 and 2 threads take turns, and the ratio of their medians is given.
import { execFileSync } from 'node:child_process';
import { unlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import { compress, compressAsync, decompress, ZstdCompressor } from '../dist/index.js';
import { inputs, json } from './inputs.mjs';

const { values } = parseArgs({
  options: {
    levels: { type: 'string', default: '3,6,12' },
    size: { type: 'string', default: '64' },
    rounds: { type: 'string', default: '3' },
    skip: { type: 'string', default: '' },
  },
});
const rounds = Number(values.rounds);
const size = Number(values.size) << 20;
const skipped = values.skip.split(',');

/** Three files again and again, each time with other bytes here and there. */
function edited() {
  const parts = inputs(['dickens', 'xml', 'osdb'], Number.POSITIVE_INFINITY);
  const whole = Buffer.concat(parts.map(({ content }) => content));
  const content = new Uint8Array(size);
  let seed = 99;
  for (let at = 0; at < size; at += whole.length) {
    content.set(whole.subarray(0, Math.min(whole.length, size - at)), at);
    for (let i = 0; at > 0 && i < whole.length / 500; i++) {
      seed = (Math.imul(seed, 1103515245) + 12345) | 0;
      const p = at + ((seed >>> 4) % whole.length);
      if (p < size) content[p] = seed >>> 24;
    }
  }
  return content;
}

const median = (times) => times.sort((a, b) => a - b)[times.length >> 1];

/** Milliseconds of each way, taking turns. */
async function race(ways, warmUps = 1, measured = rounds) {
  const times = ways.map(() => []);
  for (let round = 0; round < warmUps + measured; round++) {
    for (const [i, way] of ways.entries()) {
      const from = performance.now();
      await way();
      if (round >= warmUps) times[i].push(performance.now() - from);
    }
  }
  return times.map(median);
}

/** How much of the same work two threads do that have nothing to do with one another, as a multiple of what one does: what this machine gives at the most. */
async function ceiling(level) {
  const code = `
    import { parentPort, workerData } from 'node:worker_threads';
    import { compress } from '${new URL('../dist/index.js', import.meta.url).href}';
    const content = Uint8Array.from(workerData.content);
    parentPort.on('message', () => parentPort.postMessage(compress(content, workerData.level).length));
  `;
  const url = new URL(`data:text/javascript,${encodeURIComponent(code)}`);
  const workers = [0, 1].map(() => new Worker(url, { workerData: { level, content: content.subarray(0, size / 4) } }));
  const work = (worker) =>
    new Promise((done) => {
      worker.once('message', done);
      worker.postMessage(0);
    });
  const [alone, both] = await race([() => work(workers[0]), () => Promise.all(workers.map(work))]);
  await Promise.all(workers.map((worker) => worker.terminate()));
  return (2 * alone) / both;
}

const content = edited();
const path = join(tmpdir(), `purezstd-threads-${process.pid}`);
writeFileSync(path, content);
try {
  for (const level of skipped.includes('frame') ? [] : values.levels.split(',').map(Number)) {
    const one = compress(content, { level, threads: 1 });
    const two = compress(content, { level, threads: 2 });
    const later = await compressAsync(content, { level, threads: 2 });
    if (Buffer.compare(one, two) !== 0 || Buffer.compare(one, later) !== 0) throw new Error('the bytes depend on the threads');
    if (Buffer.compare(decompress(one), content) !== 0) throw new Error('wrong content');
    const reference = execFileSync('zstd', ['-qc', '-T2', ...(level > 19 ? ['--ultra'] : []), `-${level}`, path], {
      maxBuffer: 1 << 30,
    }).length;
    const [alone, both, asyncAlone, asyncBoth] = await race([
      () => compress(content, { level, threads: 1 }),
      () => compress(content, { level, threads: 2 }),
      () => compressAsync(content, { level, threads: 1 }),
      () => compressAsync(content, { level, threads: 2 }),
    ]);
    console.log(
      `level ${level}: two threads ${(alone / both).toFixed(2)}x, asynchronous ${(asyncAlone / asyncBoth).toFixed(2)}x (${(size / 1e3 / alone).toFixed(0)} MB/s with one); ` +
        `${one.length} bytes, ${(one.length / reference).toFixed(4)} of zstd -T2; two threads apart from one another ${(await ceiling(level)).toFixed(2)}x`,
    );
  }
} finally {
  unlinkSync(path);
}

if (!skipped.includes('batch')) {
  const text = json(10_000 * 700);
  const records = Array.from({ length: 10_000 }, (_, i) => text.subarray(i * 700, i * 700 + 700));
  const compressor = new ZstdCompressor();
  // Short, and new to the worker: its code is compiled after five rounds.
  const [alone, both] = await race(
    [() => compressor.multiCompressToBuffer(records), () => compressor.multiCompressToBuffer(records, { threads: 2 })],
    5,
    5 * rounds,
  );
  console.log(
    `multiCompressToBuffer, 10,000 records of 700 bytes: two threads ${(alone / both).toFixed(2)}x (${alone.toFixed(0)} ms with one)`,
  );
}

if (!skipped.includes('delay')) {
  for (const threads of [0, 2]) {
    const delay = monitorEventLoopDelay({ resolution: 1 });
    delay.enable();
    await compressAsync(content, { level: 9, threads });
    delay.disable();
    const at = (p) => (delay.percentile(p) / 1e6).toFixed(1);
    console.log(
      `event loop during compressAsync at level 9, threads ${threads}: delay ${at(50)} ms in the middle, ${at(99)} at 99 %, ${(delay.max / 1e6).toFixed(1)} at the most`,
    );
  }
}
