import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
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

  it('gives folders the modes of those that they are like', async () => {
    chmodSync('source/inner', 0o700);
    expect((await run(['-q', '--output-dir-mirror=ours/deep', '-r', './source'])).code).toBe(0);
    mkdirSync('theirs/deep', { recursive: true });
    reference(['-q', '--output-dir-mirror=theirs/deep', '-r', './source']);
    for (const name of ['source', 'source/inner']) {
      expect([name, statSync(join('ours/deep', name)).mode]).toEqual([name, statSync(join('theirs/deep', name)).mode]);
    }
  });

  it('counts for more than --output-dir-flat, and makes nothing in what is no folder', async () => {
    const both = ['--output-dir-mirror', 'out', '--output-dir-flat', 'other', 'source/a'];
    expect([(await run(['-q', ...both])).code, reference(['-qf', ...both]).status]).toEqual([0, 0]);
    expect([filesIn('out'), filesIn('other')]).toEqual([['source/a.zst'], ['a']]);
    expect(await run(['--output-dir-mirror', 'source/a', 'other/a'])).toMatchObject({
      code: 1,
      stderr: /^purezstd: source\/a: cannot be made .*\n$/,
    });
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

  it('speaks of names only where results get them', async () => {
    expect((await run(['--output-dir-flat', 'gone', '-c', 'source/a', 'other/a'])).stderr).toBe('');
  });

  it('is no empty name, as in the reference', async () => {
    for (const option of ['--output-dir-flat=', '--output-dir-mirror=']) {
      const { code, stderr } = await run([option, 'source/a']);
      expect([code, stderr]).toEqual([1, expect.stringContaining('wants a folder')]);
      expect(reference([option, 'source/a']).status).toBe(1);
    }
    expect(filesIn('source')).toEqual(['a', 'inner/b']);
  });
});

describe('--filelist', () => {
  it('takes files by their names in a file', async () => {
    writeFileSync('list', 'source/a\nother/a');
    const { stdout } = await run(['-c', '--filelist', 'list', 'source/inner/b']);
    expect(Buffer.from(decompress(stdout)).toString()).toBe('twoonethree');
  });

  it('is read as by the reference: lines are names, also empty ones, folders wait for -r, and links are followed', async () => {
    symlinkSync('a', 'source/link');
    for (const [text, ...words] of [
      ['source/a'],
      ['source/a\nother/a\n', '--filelist=list'],
      ['source/a\n\nother/a\n'],
      ['\n'],
      [''],
      ['', 'source/a'],
      ['-q\nsource/a\r\n'],
      ['source\n'],
      ['source\n', '-r'],
      ['source/link\nother/a'],
    ]) {
      writeFileSync('list', text);
      const all = ['-c', '-q', '--filelist', 'list', ...words];
      const ours = await run(all, { stdin: Buffer.from('not this') });
      const theirs = reference(all, Buffer.from('not this'));
      const contentOf = (frames: Buffer) => (frames.length === 0 ? '' : [...Buffer.from(decompress(frames)).toString()].sort().join(''));
      expect([text, ours.code, contentOf(ours.stdout)]).toEqual([text, theirs.status, contentOf(theirs.stdout)]);
    }
  });

  it('says so if there is no list, or nothing in it', async () => {
    writeFileSync('list', '');
    expect((await run(['-c', '--filelist=gone'])).stderr).toBe('purezstd: gone: no such file\n');
    expect((await run(['-c', '--filelist=list'])).stderr).toContain('list: is empty');
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

  it('has the numbers that the reference understands', async () => {
    for (const value of ['5', '+5', '-5', '-0', '5K', '-5KiB', '99', '', '5x', '--5', '+-5', ' 5', '99999999999']) {
      for (const name of ['ZSTD_CLEVEL', 'ZSTD_NBTHREADS']) {
        const environment = { [name]: value };
        const { stderr, status } = reference(['-c'], Buffer.from('text'), environment);
        const { code, stderr: said } = await run(['-c'], { environment, stdin: Buffer.from('text') });
        expect([environment, code, said.includes('ignored')]).toEqual([environment, status, stderr.includes('Ignore environment')]);
      }
    }
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
    const words =
      '--asyncio --no-asyncio --sparse --no-sparse --format=zstd --row-match-finder --no-row-match-finder --auto-threads=physical --auto-threads=logical -S';
    for (const word of words.split(' ')) {
      const all = ['-q', '-c', word, 'source/a'];
      expect([word, (await run(all)).code, reference(all).status]).toEqual([word, 0, 0]);
    }
    for (const [word, message] of [
      ['--format=gzip', "--format=gzip: there is none but zstd's"],
      ['--auto-threads=all', '--auto-threads wants physical or logical, not "all"'],
    ]) {
      const { code, stderr } = await run(['-c', word, 'source/a']);
      expect([code, stderr]).toEqual([1, `purezstd: ${message} (-h shows the options)\n`]);
    }
  });
});
