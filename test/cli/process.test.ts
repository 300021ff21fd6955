import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { duplicateModulesEsbuild } from '../../tools/duplicateModules';

/** The command as a process of its own: what streams, signals and memory do cannot be seen from within. */
const root = join(import.meta.dirname, '../..');
const MIB = 1 << 20;
let folder: string;
let command: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'purezstd-process-'));
  await build({
    entryPoints: { command: join(root, 'src/cli/main.ts') },
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: true,
    platform: 'node',
    format: 'esm',
    logLevel: 'error',
    plugins: [duplicateModulesEsbuild(root)],
  });
  command = join(folder, 'command.mjs');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Root may read and make files everywhere, so it asks as nobody, if nobody may run this Node. */
function ordinaryUser(): { refused: boolean; asUser: { uid?: number; gid?: number } } {
  if (process.getuid?.() !== 0) return { refused: process.platform !== 'win32', asUser: {} };
  const nobody = { uid: 65534, gid: 65534 };
  const possible = spawnSync(process.execPath, ['-v'], nobody).status === 0;
  return { refused: possible, asUser: possible ? nobody : {} };
}

/** Content that compresses to about half and never repeats at a distance: 64 MiB of it would show in memory. */
function block(seed: number): Buffer {
  const bytes = Buffer.alloc(MIB);
  let state = seed | 1;
  for (let i = 0; i < MIB; i++) {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    bytes[i] = 97 + ((state >>> 24) & 15);
  }
  return bytes;
}

/** Sends pieces through the command and returns how much came out and its peak memory. */
async function pipe(words: string[], pieces: Iterable<Buffer>): Promise<{ code: number; out: Buffer[]; size: number; peak: number }> {
  const report = `data:text/javascript,${encodeURIComponent(
    "process.on('exit', () => process._rawDebug('peak ' + process.resourceUsage().maxRSS * 1024))",
  )}`;
  const child = spawn(process.execPath, ['--import', report, command, ...words], { stdio: 'pipe' });
  const out: Buffer[] = [];
  let size = 0;
  let err = '';
  child.stdout.on('data', (chunk: Buffer) => {
    out.push(chunk);
    size += chunk.length;
  });
  child.stderr.on('data', (chunk: Buffer) => (err += chunk));
  const closed = once(child, 'close');
  for (const piece of pieces) if (!child.stdin.write(piece)) await once(child.stdin, 'drain');
  child.stdin.end();
  const [code] = await closed;
  return { code, out, size, peak: Number(/peak (\d+)/.exec(err)?.[1]) };
}

describe('the command as a process', () => {
  it('streams: memory does not grow with the data', async () => {
    const small = await pipe(['-1'], [block(1)]);
    const large = await pipe(
      ['-1'],
      (function* () {
        for (let i = 0; i < 128; i++) yield block(i);
      })(),
    );
    expect(large.code).toBe(0);
    expect(large.peak - small.peak).toBeLessThan(64 * MIB);
    const back = await pipe(['-d'], large.out);
    expect(back.code).toBe(0);
    expect(back.size).toBe(128 * MIB);
    expect(back.peak - small.peak).toBeLessThan(64 * MIB);
  });

  it('ends quietly when its reader does', () => {
    const path = join(folder, 'long');
    writeFileSync(path, Buffer.concat([block(1), block(2), block(3)]));
    const script = 'set -o pipefail; "$0" "$1" -c -1 "$2" | head -c 10 | wc -c';
    const { stdout, stderr, status } = spawnSync('bash', ['-c', script, process.execPath, command, path]);
    expect(stderr.toString()).toBe('');
    expect(stdout.toString().trim()).toBe('10');
    expect(status).toBe(0);
  });

  it.each(['SIGINT', 'SIGTERM'] as const)('removes what it did not complete upon %s, and dies of it', async (signal) => {
    const place = join(folder, signal);
    mkdirSync(place);
    const child = spawn(process.execPath, [command, '-q', '-o', join(place, 'out.zst'), '-'], { stdio: ['pipe', 'ignore', 'inherit'] });
    child.stdin.on('error', () => undefined);
    child.stdin.write(block(1));
    while (!readdirSync(place).some((name) => existsSync(join(place, name, 'partial')))) await new Promise((done) => setTimeout(done, 20));
    child.kill(signal);
    const [, diedOf] = await once(child, 'close');
    expect(diedOf).toBe(signal);
    expect(readdirSync(place)).toEqual([]);
  });

  it('runs through a link, as package managers install it', () => {
    const link = join(folder, 'purezstd');
    symlinkSync(command, link);
    const { status, stdout } = spawnSync(process.execPath, [link, '-V']);
    expect(status).toBe(0);
    expect(stdout.toString().trim()).toBe(`purezstd ${JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).version}`);
  });

  it('a directory is no standard input', () => {
    const directory = openSync(folder, 'r');
    const { status, stdout, stderr } = spawnSync(process.execPath, [command], { stdio: [directory, 'pipe', 'pipe'] });
    closeSync(directory);
    expect([status, stdout.length]).toEqual([37, 0]);
    expect(String(stderr)).toContain('standard input is a directory');
  });

  it('a file that may be written is, where none can be made beside it', () => {
    const closed = join(folder, 'closed');
    mkdirSync(closed);
    writeFileSync(join(closed, 'text'), 'content');
    writeFileSync(join(closed, 'old.zst'), 'old');
    const { refused, asUser } = ordinaryUser();
    for (const [path, mode] of [[folder, 0o755], [join(closed, 'old.zst'), 0o666], [closed, 0o555]] as const) chmodSync(path, mode); // biome-ignore format: pairs
    const run = (...words: string[]): number | null =>
      spawnSync(process.execPath, [command, '-q', ...words], { cwd: closed, ...asUser }).status;
    expect([run('text', '-o', 'new.zst'), run('-f', 'text', '-o', 'old.zst')]).toEqual([refused ? 1 : 0, 0]);
    expect(spawnSync(process.execPath, [command, '-dc', 'old.zst'], { cwd: closed }).stdout.toString()).toBe('content');
    expect(readdirSync(closed).sort()).toEqual(refused ? ['old.zst', 'text'] : ['new.zst', 'old.zst', 'text']);
    chmodSync(closed, 0o755);
  });
});

describe('files that may not be read', () => {
  it('end the command as they end the reference, by what they are for', ({ skip }) => {
    const { refused, asUser } = ordinaryUser();
    if (!refused) skip();
    const place = join(folder, 'unreadable');
    mkdirSync(place);
    for (const name of ['open', 'shut']) writeFileSync(join(place, name), block(1).subarray(0, 1000));
    for (const [path, mode] of [[folder, 0o755], [place, 0o755], [join(place, 'shut'), 0]] as const) chmodSync(path, mode); // biome-ignore format: pairs
    for (const [words, expected] of [
      ['-c shut open', 1],
      ['-dc shut', 1],
      ['-l shut', 1],
      ['-c --filelist shut', 1],
      ['-c -D shut open', 33],
      ['-c --patch-from=shut open', 33],
      ['--train shut open -o /dev/null', 14],
    ] as const) {
      const options = { cwd: place, ...asUser };
      const ours = spawnSync(process.execPath, [command, ...words.split(' ')], options);
      const theirs = spawnSync('zstd', words.split(' '), options);
      expect([words, ours.status, theirs.status]).toEqual([words, expected, expected]);
      expect(ours.stderr.toString()).toContain('cannot be read (EACCES)\n');
    }
  });
});

describe.runIf(existsSync('/dev/full'))('a full device', () => {
  it('ends the command as it ends the reference, named or as standard output', () => {
    const input = join(folder, 'input');
    writeFileSync(input, block(1));
    const full = openSync('/dev/full', 'w');
    spawnSync('zstd', ['-q', input]);
    const train = ['--train', '-B1000', '--maxdict=1000', '-q', input];
    for (const [words, expected] of [
      [['-qc', input], 70],
      [['-qf', input, '-o', '/dev/full'], 70],
      [['-qdc', `${input}.zst`], 70],
      [['-qdf', `${input}.zst`, '-o', '/dev/full'], 93],
      [[...train, '-o', '/dev/full'], 5],
    ] as const) {
      const stdio = ['ignore', full, 'pipe'] as const;
      const ours = spawnSync(process.execPath, [command, ...words], { stdio: [...stdio] });
      const theirs = spawnSync('zstd', words, { stdio: [...stdio] });
      expect([words, ours.status, theirs.status]).toEqual([words, expected, expected]);
      expect(ours.stderr.toString()).toMatch(/^purezstd: .* cannot be written \(ENOSPC\)\n$/);
    }
    closeSync(full);
  });
});
