import { spawnSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inputs, json, reference } from './inputs.mjs';
import { geomean, measure, median, ratio } from './measure.mjs';
import { OTHERS, WASM } from './peers.mjs';

const DECODE_FILES = ['dickens', 'xml', 'osdb', 'mr', 'ooffice', 'reymont', 'nci8'];
const ENCODE_FILES = ['dickens', 'xml', 'osdb', 'mr'];
const MIB8 = 8 << 20;

const speed = (bytes, times) => bytes / 1000 / median(times);
const row = (label, level, bytes, times, extra = {}) => ({
  label,
  level,
  speeds: Object.fromEntries(Object.entries(times).map(([name, list]) => [name, speed(bytes, list)])),
  xWasm: ratio(times, 'purezstd', WASM),
  xNative: ratio(times, 'purezstd', ['node:zlib']),
  xFzstd: ratio(times, 'purezstd', ['fzstd']),
  ...extra,
});

export function summary(rows, key) {
  const values = rows.map((one) => one[key]).filter((value) => value !== undefined);
  return values.length === 0 ? undefined : { geomean: geomean(values), worst: Math.min(...values) };
}

const decoders = (peers, frame, size) =>
  Object.fromEntries(
    Object.entries(peers)
      .filter(([, peer]) => peer.decompress)
      .map(([name, peer]) => [name, () => peer.decompress(frame, size)]),
  );

/** Whole files, frames of the reference without checksum. */
export function decode(peers, { files = DECODE_FILES, levels = [1, 3, 19], seconds }) {
  const rows = [];
  for (const level of levels) {
    for (const { name, content } of inputs(files, MIB8)) {
      const frame = reference(content, `-${level}`, '--no-check', `--stream-size=${content.length}`);
      if (Buffer.compare(peers.purezstd.decompress(frame), content) !== 0) throw new Error(`${name} level ${level} differs`);
      rows.push(row(name, level, content.length, measure(decoders(peers, frame, content.length), { seconds })));
    }
  }
  return rows;
}

/** Small JSON inputs: calls per second. */
export function decodeSmall(peers, { seconds }) {
  return [1024, 10_240, 102_400].map((size) => {
    const content = json(size);
    const frame = reference(content, '-3', '--no-check', `--stream-size=${size}`);
    return row(
      `JSON ${size / 1024} KB`,
      3,
      content.length,
      measure(decoders(peers, frame, size), { seconds, batch: Math.ceil(1e6 / size), warmUp: 30 }),
    );
  });
}

/** What verifying the content checksum adds, in percent of the decode time. */
export function checksum(peers, { files = DECODE_FILES, seconds }) {
  return inputs(files, MIB8).map(({ name, content }) => {
    const frame = reference(content, '-3', '--check', `--stream-size=${content.length}`);
    const { decompress } = peers.purezstd.ours;
    const times = measure({ with: () => decompress(frame), without: () => decompress(frame, { verifyChecksum: false }) }, { seconds });
    return { label: name, level: 3, costPercent: 100 * (median(times.with.map((time, i) => time / times.without[i])) - 1) };
  });
}

const encoders = (peers, content, level) =>
  Object.fromEntries(
    Object.entries(peers)
      .filter(([name, peer]) => peer.compress && !OTHERS.includes(name))
      .map(([name, peer]) => [name, () => peer.compress(content, level)]),
  );

/** Whole files at levels up to 12, sizes beside speeds; higher ones take minutes and are asked for with --levels. */
export function encode(peers, { files = ENCODE_FILES, levels = [-5, -1, 1, 2, 3, 4, 5, 6, 7, 9, 12], seconds }) {
  const rows = [];
  for (const level of levels) {
    for (const { name, content } of inputs(files, MIB8)) {
      const contestants = encoders(peers, content, level);
      const sizes = Object.fromEntries(Object.entries(contestants).map(([peer, work]) => [peer, work().length]));
      const native = reference(
        content,
        level < 0 ? `--fast=${-level}` : `-${level}`,
        '--no-check',
        `--stream-size=${content.length}`,
      ).length;
      rows.push(row(name, level, content.length, measure(contestants, { seconds }), { sizes, sizeToReference: sizes.purezstd / native }));
    }
  }
  return rows;
}

export function encodeSmall(peers, { seconds }) {
  const rows = [];
  for (const level of [1, 3, 9]) {
    for (const size of [1024, 10_240]) {
      const content = json(size);
      rows.push(
        row(
          `JSON ${size / 1024} KB`,
          level,
          size,
          measure(encoders(peers, content, level), { seconds, batch: Math.ceil(3e5 / size), warmUp: 30 }),
        ),
      );
    }
  }
  return rows;
}

const runFresh = (code, ...args) => {
  const path = join(tmpdir(), `purezstd-bench-${process.pid}.mjs`);
  writeFileSync(path, code);
  const start = performance.now();
  const { stdout, status, stderr } = spawnSync(process.execPath, [path, ...args]);
  const time = performance.now() - start;
  rmSync(path);
  if (status !== 0) throw new Error(stderr.toString());
  return { time, output: stdout.toString() };
};

/** First decode of 10 KB in a fresh process, import included, against an empty process: milliseconds. */
export function cold() {
  const frame = Buffer.from(reference(json(10_240), '-3')).toString('base64');
  const url = new URL('../dist/decompress.js', import.meta.url).href;
  const empty = `const frame = Buffer.from('${frame}', 'base64');`;
  const one = `import { decompress } from '${url}'; ${empty} decompress(frame);`;
  const times = { empty: [], one: [] };
  for (let i = 0; i < 25; i++) {
    times.empty.push(runFresh(empty).time);
    times.one.push(runFresh(one).time);
  }
  return [{ label: 'first decode of 10 KB, fresh process', milliseconds: median(times.one) - median(times.empty) }];
}

/**
 * Resident memory that import, one decode of 1 MB and one level-3 encode of 1 MB add: MiB. Much of it are pages of the engine's own program, its compilers, which the
 * first hot loop of a process touches, whichever that is; so there is also what a loop of one line adds, what is added after such a loop, and (on Linux) what
 * is anonymous memory, no page of a program. Inputs and results stay in use: freeing them would be
 * counted in the codec's favour, and the more so the more garbage it makes.
 */
export function memory() {
  const url = new URL('../dist/index.js', import.meta.url).href;
  const [{ content }] = inputs(['dickens'], 1 << 20);
  const path = join(tmpdir(), `purezstd-bench-${process.pid}.bin`);
  writeFileSync(path, content);
  writeFileSync(`${path}.zst`, reference(content, '-3'));
  const loop = `
    const view = new DataView(new ArrayBuffer(4096));
    const hot = (n) => { for (let i = 0; i < n; i++) view.setInt32(i & 1023, view.getInt32(i & 511, true) + i, true); };
    for (let i = 0; i < 30000; i++) hot(100);`;
  const codec = `
    const { compress, decompress } = await import('${url}');
    globalThis.kept = [decompress(frame), compress(content, 3)];`;
  const added = (first, then) => {
    const code = `
      import { existsSync, readFileSync } from 'node:fs';
      const content = readFileSync('${path}');
      const frame = readFileSync('${path}.zst');
      // Nothing is parsed before the end: a regular expression touches pages of the program, too.
      const status = () => existsSync('/proc/self/status') ? readFileSync('/proc/self/status', 'latin1') : '';
      const look = () => [process.memoryUsage.rss(), status()];
      look();
      ${first}
      const before = look();
      ${then}
      const after = look();
      const anonymous = (text) => Number(/RssAnon:\\s+(\\d+)/.exec(text)?.[1]) * 1024;
      console.log(JSON.stringify([after[0] - before[0], anonymous(after[1]) - anonymous(before[1])]));`;
    const runs = Array.from({ length: 9 }, () => JSON.parse(runFresh(code).output));
    return [0, 1].map((i) => median(runs.map((run) => run[i])) / 2 ** 20);
  };
  const [all, anonymous] = added('', codec);
  const rows = [
    { label: 'import, decode of 1 MB, level 3 encode of 1 MB', mebibytes: all },
    { label: 'of that, anonymous memory', mebibytes: anonymous },
    { label: 'the same after another hot loop', mebibytes: added(loop, codec)[0] },
    { label: 'for comparison: one hot loop', mebibytes: added('', loop)[0] },
  ].filter(({ mebibytes }) => mebibytes > 0);
  rmSync(path);
  rmSync(`${path}.zst`);
  return rows;
}
