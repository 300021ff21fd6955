// The built library in Chromium: a page that is isolated across origins and one that is not, both under the policy `script-src 'self'`,
// with and without a worker of their own. `npm run browser`; needs a build, and a chromium (or CHROMIUM=path) on this machine.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';

const chromium = process.env.CHROMIUM ?? 'chromium';
const TYPES = { '.js': 'text/javascript', '.html': 'text/html' };

/** What pages and their workers do: the same bytes in every way, and how long nothing else had its turn. */
const checks = `
import { compress, compressAsync, decompress, decompressAsync, ZstdCompressionStream } from '/dist/index.js';
const content = new Uint8Array(12e6);
for (let i = 0, s = 1; i < content.length; i++) {
  s = (Math.imul(s, 1103515245) + 12345) | 0;
  content[i] = (i >> 4) % 97 ^ (s >>> 28 & 3);
}
const same = (a, b) => a.length === b.length && a.every((byte, i) => byte === b[i]);
export async function run() {
  const expected = compress(content, { level: 3, threads: 1 });
  let last = performance.now();
  let longest = 0;
  const tick = setInterval(() => { longest = Math.max(longest, performance.now() - last); last = performance.now(); }, 1);
  const results = {
    isolated: globalThis.crossOriginIsolated,
    blocking: same(compress(content, { level: 3, threads: 2 }), expected),
  };
  last = performance.now();
  longest = 0;
  results.promise = same(await compressAsync(content, { level: 3, threads: 2 }), expected);
  results.whole = same(decompress(await compressAsync(content, { level: 6 })), content);
  results.back = same(await decompressAsync(expected), content);
  results.longest = Math.round(longest);
  clearInterval(tick);
  const piped = new Blob([content]).stream().pipeThrough(new ZstdCompressionStream({ level: 3, threads: 2, size: content.length }));
  results.stream = same(new Uint8Array(await new Response(piped).arrayBuffer()), expected);
  return results;
}`;
const page = `
import { run } from '/checks.js';
const inWorker = () => new Promise((resolve, reject) => {
  const worker = new Worker('/inner.js', { type: 'module' });
  worker.onmessage = ({ data }) => resolve(data);
  worker.onerror = (event) => reject(new Error(event.message));
});
const report = async () => ({ page: await run(), worker: await inWorker() });
report().then((result) => result, (error) => ({ error: String(error.stack) })).then((result) => fetch('/report', { method: 'POST', body: JSON.stringify(result) }));`;
const inner = `
import { configureWorkers } from '/dist/workers.js';
import { run } from '/checks.js';
configureWorkers();
run().then((result) => postMessage(result), (error) => postMessage({ error: String(error.stack) }));`;
const files = {
  '/': '<!doctype html><meta charset="utf-8"><script type="module" src="/page.js"></script>',
  '/page.js': page,
  '/checks.js': checks,
  '/inner.js': inner,
};

/** Opens the page and returns what it reports. */
async function visit(isolated) {
  let loaded = 0;
  let report;
  const reported = new Promise((resolve) => {
    report = resolve;
  });
  const server = createServer((request, response) => {
    const path = request.url;
    if (path === '/report') {
      let body = '';
      request.on('data', (chunk) => {
        body += chunk;
      });
      request.on('end', () => {
        response.end();
        report(JSON.parse(body));
      });
      return;
    }
    if (path.endsWith('/worker.js')) loaded++;
    const text = files[path] ?? (path.startsWith('/dist/') ? readFileSync(path.slice(1)) : undefined);
    response.setHeader('Content-Type', path === '/' ? TYPES['.html'] : (TYPES[extname(path)] ?? 'text/plain'));
    response.setHeader('Content-Security-Policy', "default-src 'none'; script-src 'self'; connect-src 'self'");
    if (isolated) {
      response.setHeader('Cross-Origin-Opener-Policy', 'same-origin');
      response.setHeader('Cross-Origin-Embedder-Policy', 'require-corp');
    }
    response.statusCode = text === undefined ? 404 : 200;
    response.end(text);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const folder = mkdtempSync(join(tmpdir(), 'purezstd-chromium-'));
  const browser = spawn(
    chromium,
    [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-dev-shm-usage',
      `--user-data-dir=${folder}`,
      `http://127.0.0.1:${server.address().port}/`,
    ],
    { stdio: 'ignore' },
  );
  browser.on('error', (error) => report({ error: `${chromium}: ${error.message}` }));
  const timer = setTimeout(() => report({ error: 'no report within two minutes' }), 120_000);
  const result = await reported;
  clearTimeout(timer);
  const gone = new Promise((resolve) => browser.once('exit', resolve));
  browser.kill();
  await Promise.race([gone, new Promise((resolve) => setTimeout(resolve, 5000))]);
  server.closeAllConnections();
  server.close();
  rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  return { ...result, loaded };
}

let failed = false;
for (const isolated of [true, false]) {
  const result = await visit(isolated);
  console.log(`${isolated ? 'isolated' : 'not isolated'}:`, JSON.stringify(result));
  const good = (one) => one?.isolated === isolated && ['blocking', 'promise', 'whole', 'back', 'stream'].every((name) => one[name]);
  failed ||= !good(result.page) || !good(result.worker) || result.loaded === 0;
}
console.log(failed ? 'Chromium: FAILED' : 'Chromium: the same bytes with workers, under script-src self');
process.exitCode = failed ? 1 : 0;
