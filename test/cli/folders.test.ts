import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makeSample } from '../../src/cli/sample';
import { decompress } from '../../src/index';
import { reference, run } from './helpers';

let folder: string;
let before: string;

/** A tree of two folders with files, two of which have the same name. */
beforeEach(() => {
  before = process.cwd();
  folder = mkdtempSync(join(tmpdir(), 'purezstd-folders-'));
  process.chdir(folder);
  mkdirSync('source/inner', { recursive: true });
  mkdirSync('other');
  writeFileSync('source/a', 'one');
  writeFileSync('source/inner/b', 'two');
  writeFileSync('other/a', 'three');
});
afterEach(() => {
  process.chdir(before);
  rmSync(folder, { recursive: true, force: true });
});

/** All files below `name`, by their paths from there. */
const filesIn = (name: string): string[] =>
  existsSync(name)
    ? readdirSync(name, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name).slice(name.length + 1))
        .sort()
    : [];

describe('--output-dir-mirror', () => {
  it('makes the folders that the reference makes, and leaves out what would lie outside', async () => {
    const upwards = join('..', folder.split(/[\\/]/).pop() as string, 'source', 'a');
    for (const words of [
      ['-r', 'source'],
      ['./source/a', join(folder, 'other/a')],
      [upwards, 'other/a'],
    ]) {
      const { code } = await run(['-q', '--output-dir-mirror', 'ours', ...words]);
      const { status } = reference(['-q', '--output-dir-mirror', 'theirs', ...words]);
      expect([code, filesIn('ours')], words.join(' ')).toEqual([status, filesIn('theirs')]);
      for (const name of filesIn('ours')) expect(decompress(readFileSync(join('ours', name))).length).toBeGreaterThan(2);
      rmSync('ours', { recursive: true });
      rmSync('theirs', { recursive: true });
    }
  });

  it('takes decompressed files, too', async () => {
    await run(['-q', '-r', 'source']);
    expect((await run(['-q', '-d', '--output-dir-mirror=out', 'source/a.zst', 'source/inner/b.zst'])).code).toBe(0);
    expect(filesIn('out')).toEqual(['source/a', 'source/inner/b']);
    expect(readFileSync('out/source/inner/b', 'latin1')).toBe('two');
  });
});

describe('--output-dir-flat', () => {
  it('puts all beside each other, as the reference does', async () => {
    mkdirSync('ours');
    mkdirSync('theirs');
    expect((await run(['-q', '--output-dir-flat=ours', '-r', 'source'])).code).toBe(0);
    reference(['-q', '--output-dir-flat=theirs', '-r', 'source']);
    expect(filesIn('ours')).toEqual(filesIn('theirs'));
  });

  it('names files of the same name, and overwrites none', async () => {
    mkdirSync('out');
    const { code, stderr } = await run(['--output-dir-flat', 'out', 'source/a', 'other/a']);
    expect(code).toBe(1);
    expect(stderr).toContain('more than one file is named a');
    expect(stderr).toContain('already exists');
    expect(Buffer.from(decompress(readFileSync('out/a.zst'))).toString()).toBe('one');
  });

  it('does not make its folder, and counts for less than -o and -c', async () => {
    const { code, stderr } = await run(['--output-dir-flat', 'gone', 'source/a']);
    expect([code, stderr]).toEqual([1, 'purezstd: gone/a.zst: cannot be written (ENOENT)\n']);
    expect((await run(['-q', '--output-dir-flat', 'gone', '-o', 'here', 'source/a'])).code).toBe(0);
    expect((await run(['-q', '--output-dir-flat', 'gone', '-c', 'source/a'])).stdout.length).toBeGreaterThan(10);
    expect(existsSync('here')).toBe(true);
  });
});

describe('--filelist', () => {
  it('takes files by their names in a file', async () => {
    writeFileSync('list', 'source/a\n\nother/a');
    const { stdout } = await run(['-c', '--filelist', 'list', 'source/inner/b']);
    expect(Buffer.from(decompress(stdout)).toString()).toBe('twoonethree');
  });

  it('reads nothing else where none is named, and says so if there is no list', async () => {
    writeFileSync('list', '\n');
    expect(await run(['-c', '--filelist=list'], { stdin: Buffer.from('not this') })).toMatchObject({ code: 0, stdout: Buffer.alloc(0) });
    expect((await run(['-c', '--filelist=gone'])).stderr).toBe('purezstd: gone: no such file\n');
  });
});

describe('the environment', () => {
  /** How long a result is with this environment, and what is said. */
  async function outcome(environment: Record<string, string>, ...words: string[]): Promise<{ size: number; said: string }> {
    const { code, stdout, stderr } = await run(['-c', ...words], { environment, stdin: makeSample(60_000) });
    expect(code).toBe(0);
    return { size: stdout.length, said: stderr };
  }

  it('gives a level that the command line does not give', async () => {
    const plain = await outcome({}, '-1');
    expect((await outcome({ ZSTD_CLEVEL: '1' })).size).toBe(plain.size);
    expect((await outcome({ ZSTD_CLEVEL: '+19' }, '-1')).size).toBe(plain.size);
    expect((await outcome({ ZSTD_CLEVEL: '19' })).size).toBeLessThan(plain.size);
    expect((await outcome({ ZSTD_NBTHREADS: '1' }, '-1')).said).toBe('');
  });

  it('is ignored where it is no number', async () => {
    const { size } = await outcome({});
    const { size: same, said } = await outcome({ ZSTD_CLEVEL: '5x', ZSTD_NBTHREADS: '-2' });
    expect(same).toBe(size);
    expect(said).toContain('ZSTD_CLEVEL=5x');
    expect(said).toContain('ZSTD_NBTHREADS=-2');
  });
});

describe('--pass-through', () => {
  it('is as in the reference, whether forced or not', async () => {
    for (const words of [['--pass-through'], ['--no-pass-through'], ['-f'], ['-f', '--no-pass-through']]) {
      const all = ['-d', '-q', '-c', ...words, 'source/a'];
      const { code, stdout } = await run(all);
      const theirs = reference(all);
      expect([code, stdout.toString()], words.join(' ')).toEqual([theirs.status, theirs.stdout.toString()]);
    }
  });
});

describe('options that say what is the case anyhow', () => {
  it('are taken', async () => {
    for (const word of ['--asyncio', '--no-asyncio', '--sparse', '--no-sparse', '--format=zstd']) {
      expect((await run(['-q', '-c', word, 'source/a'])).code, word).toBe(0);
    }
    const { code, stderr } = await run(['-c', '--format=gzip', 'source/a']);
    expect([code, stderr]).toEqual([1, "purezstd: --format=gzip: there is none but zstd's (-h shows the options)\n"]);
  });
});
