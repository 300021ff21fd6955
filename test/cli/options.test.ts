import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseArguments } from '../../src/cli/arguments';
import { compressOptions } from '../../src/cli/convert';
import { PARAMETER_NAMES } from '../../src/cli/parameters';
import { makeSample } from '../../src/cli/sample';
import { type CompressionParameters, compress, getFrameParameters } from '../../src/index';
import { reference, run } from './helpers';

let folder: string;
const at = (name: string): string => join(folder, name);
const text = Buffer.from('All work and no play makes a dull codec. '.repeat(400));

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'purezstd-cli-'));
  writeFileSync(at('a'), text);
  writeFileSync(at('b'), text.subarray(7));
  writeFileSync(at('a.zst'), compress(text));
  writeFileSync(at('empty'), '');
  mkdirSync(at('dir'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Names in words, as in `-D a`, stand for files of the folder. */
const FILES = ['a', 'b', 'a.zst', 'empty', 'dir', 'gone', 'out'];
const inFolder = (words: string): string[] =>
  words.split(' ').map((word) => word.replace(/(?<==|^)[a-z.]+$/, (name) => (FILES.includes(name) ? at(name) : name)));

/** The parameters that a command line stands for. */
function parametersOf(...words: string[]): CompressionParameters | undefined {
  const settings = parseArguments(words);
  return compressOptions(settings, settings.level, { writeChecksum: true, writeContentSize: true }).compressionParams;
}

describe('--zstd', () => {
  it('sets the parameter that each of its names stands for', () => {
    const names = Object.entries(PARAMETER_NAMES);
    expect(names).toHaveLength(24);
    for (const [name, parameter] of names) {
      const value = { windowLog: 12, chainLog: 11, hashLog: 10, ldmHashLog: 9 }[parameter as string] ?? 4;
      expect(parametersOf('-T1', `--zstd=${name}=${value}`)?.[parameter], name).toBe(value);
    }
  });

  it('takes the names that the reference takes', () => {
    for (const name of Object.keys(PARAMETER_NAMES)) {
      expect(reference(['-qc', `--zstd=${name}=10`, at('a')]).stderr.toString(), name).not.toContain('Incorrect');
    }
  });

  it('compresses otherwise with another strategy', async () => {
    const [fast, best] = await Promise.all(
      ['strat=1', 'strategy=9'].map((one) => run(['-c', `--zstd=${one}`], { stdin: makeSample(50_000) })),
    );
    expect(fast.stdout.equals(best.stdout)).toBe(false);
  });
});

describe('exit codes', () => {
  it('are those of the reference', async () => {
    const cases: [words: string, code: number][] = [
      ['--long=9 -c a', 11],
      ['--long=32 -c a', 11],
      ['-d --long=9 -c a.zst', 11],
      ['--zstd=wlog=5 -c a', 11],
      ['--zstd=wlog=99 -c a b', 11],
      ['--zstd=strat=10 -c a', 11],
      ['--zstd=strategy=99 -c a', 11],
      ['--stream-size=1 -c -', 11],
      ['--stream-size=99999 -c -', 11],
      ['--train -o out', 14],
      ['--train a b -o out', 14],
      ['--train empty -o out', 14],
      ['--train -r dir -o out', 14],
      ['-d -M10 -c a.zst', 11],
      ['-t -M1023 a.zst', 11],
      ['-d -M2049M -c a.zst', 11],
      ['-D gone -c a', 31],
      ['-d -D gone -c a.zst', 31],
      ['-D dir -c a', 32],
      ['--patch-from=gone -c a', 42],
      ['--patch-from=dir -c a', 42],
      ['-d --patch-from=gone -c a.zst', 42],
      ['--patch-from=b a b', 1],
      ['-d --patch-from=b a.zst a.zst', 1],
      ['-D b --patch-from=b a', 1],
      ['--filelist=gone -c', 1],
      ['--filelist=dir -c', 1],
      ['-c dir', 1],
      ['-t dir', 1],
      ['-dc dir a.zst', 1],
      ['-l dir a.zst', 1],
      ['-c gone a', 1],
      ['-dc a a.zst', 1],
      ['-b1 -i0 empty', 1],
      ['-b1 -i0 gone', 1],
      ['-b1 -i0 dir', 1],
      ['-b1 -i0 -d a', 1],
      ['-T99999999999999999999 -c a', 1],
      ['--stream-size=99999999999999999999 -c -', 1],
      ['-M99999999999999999999 -dc a.zst', 1],
      ['-9999999999 -c a', 1],
      ['--fast=9999999999 -c a', 1],
      ['-B99999999999 -c a', 1],
    ];
    for (const [words, expected] of cases) {
      const { code, stderr } = await run(inFolder(words), { stdin: text });
      expect([words, code]).toEqual([words, expected]);
      expect(stderr, 'one line').toMatch(/^purezstd: .*\n$/);
      expect([words, reference(inFolder(words), text).status]).toEqual([words, expected]);
    }
    expect(readdirSync(folder).sort()).toEqual(['a', 'a.zst', 'b', 'dir', 'empty']);
  });

  it('are those of the reference for training, which goes on without samples that cannot be read', async () => {
    writeFileSync(at('samples'), makeSample(50_000));
    for (const [words, expected] of [
      [`gone dir -o ${at('out')}`, 14],
      [`-B500 ${at('samples')} gone dir -o ${at('out')}`, 0],
      [`-B500 ${at('samples')} -o ${at('gone/out')}`, 3],
      [`-B500 ${at('samples')} -o dir`, 3],
    ] as const) {
      const all = ['--train', '--maxdict=1000', ...inFolder(words)];
      expect([words, (await run(all)).code, reference(all).status]).toEqual([words, expected, expected]);
    }
    expect((await run(inFolder('--train gone'))).stderr).toMatch(/gone: no such file\n.*needs at least 5 samples, got 0\n$/);
  });

  it('do not keep other files from being listed', async () => {
    const { stdout, stderr } = await run(inFolder('-l dir a.zst'));
    expect(stdout.toString()).toMatch(/a\.zst\n/);
    expect(stderr).toContain('dir: cannot be read (EISDIR)\n');
  });
});

describe('values of options', () => {
  it('are those that the reference accepts', async () => {
    const cases = [
      '-T',
      '-T0',
      '-T9999',
      '-B1M',
      '-B',
      '-B1 -T2',
      '-B4294967295 -T2',
      '-D=b',
      '--fast=4294967295',
      '-4294967295',
      '-1 -of out',
    ];
    for (const words of cases) {
      const all = inFolder(words.includes('-of') ? `${words} a` : `${words} -fo out a`);
      expect([words, reference(['-q', ...all]).status]).toEqual([words, 0]);
      rmSync(at('out'));
      const { code, stderr } = await run(['-q', ...all]);
      expect([words, code, stderr]).toEqual([words, 0, '']);
      expect(reference(['-dc', ...(words === '-D=b' ? ['-D', at('b')] : []), at('out')]).stdout.equals(text), words).toBe(true);
    }
    for (const words of ['-M0', '--memory=0', '-M', '-M2048M']) {
      const all = inFolder(`${words} -dc a.zst`);
      expect((await run(all)).stdout.equals(text), words).toBe(true);
      expect(reference(all).stdout.equals(text), words).toBe(true);
    }
  });

  it('give threads the size of their jobs', () => {
    expect(parametersOf('-T2', '-B1M')?.jobSize).toBe(2 ** 20);
    expect(parametersOf('-B1M')).toBeUndefined();
  });
});

describe('--size-hint', () => {
  const sample = makeSample(60_000);
  const compressed = async (...words: string[]) => (await run(['-c', ...words], { stdin: sample })).stdout;

  it('chooses the parameters that a size that is known chooses, and states none', async () => {
    for (const level of ['-1', '-3', '-7', '-19', '--fast=2']) {
      const hinted = await compressed(level, '--size-hint=60000');
      expect(reference(['-dc'], hinted).stdout.equals(sample)).toBe(true);
      const { contentSize, windowSize } = getFrameParameters(hinted);
      expect([level, contentSize, windowSize]).toEqual([level, -1, 2 ** 16]);
      const known = await compressed(level, '--stream-size=60000', '--no-content-size');
      // The blocks of a size that is known may be cut elsewhere.
      expect(Math.abs(hinted.length / known.length - 1), level).toBeLessThan(0.02);
    }
  });

  it('may be wrong, is nothing where it is 0, and less than what is known', async () => {
    for (const hint of ['1', '2K', '100000000000']) {
      expect(reference(['-dc'], await compressed(`--size-hint=${hint}`)).stdout.equals(sample), hint).toBe(true);
    }
    expect((await compressed('--size-hint=0')).equals(await compressed())).toBe(true);
    expect((await compressed('--size-hint=2K', '--stream-size=60000')).equals(await compressed('--stream-size=60000'))).toBe(true);
    expect((await run(['-c', '--size-hint=2K', at('a')])).stdout.equals((await run(['-c', at('a')])).stdout)).toBe(true);
    for (const words of [['-D', at('b')], [`--patch-from=${at('b')}`]]) {
      expect((await compressed('--size-hint=2K', ...words)).equals(await compressed(...words)), words[0]).toBe(true);
    }
  });
});

describe('options that would change more than this command can', () => {
  it('are refused, by name', async () => {
    for (const word of ['--adapt', '--adapt=min=1,max=3', '--rsyncable', '--target-compressed-block-size=1000', '--train-legacy=s=8']) {
      const { code, stdout, stderr } = await run([word, '-c', at('a')]);
      expect([code, stdout.length, stderr]).toEqual([1, 0, expect.stringMatching(/^purezstd: --[a-z-]+ is not supported: .*\n$/)]);
    }
  });

  it('are taken for literals where they say what is the case', async () => {
    const cases: [words: string, taken: boolean][] = [
      ['--compress-literals -1', true],
      ['--compress-literals -19', true],
      ['--compress-literals --fast', false],
      ['--compress-literals -1 --zstd=tlen=2', false],
      ['--compress-literals --fast --zstd=strat=2', true],
      ['--no-compress-literals -3', false],
      ['--no-compress-literals --fast=3', true],
    ];
    for (const [words, taken] of cases) {
      const { code, stderr } = await run([...words.split(' '), '-c', at('a')]);
      expect([words, code, stderr]).toEqual([words, taken ? 0 : 1, taken ? '' : expect.stringContaining('compress-literals wants')]);
      expect((await run([...words.split(' '), '-dc', at('a.zst')])).stdout.equals(text), words).toBe(true);
    }
  });
});

describe('compressed files', () => {
  it('are compressed again, unless they are excluded', async () => {
    expect((await run([at('a.zst')])).code).toBe(0);
    expect(reference(['-dc', at('a.zst.zst')]).stdout.equals(readFileSync(at('a.zst')))).toBe(true);
    rmSync(at('a.zst.zst'));
    for (const name of ['x.gz', 'x.tzst', 'x.lz4']) writeFileSync(at(name), text);
    const names = ['a.zst', 'x.gz', 'x.tzst', 'x.lz4', 'b'].map(at);
    expect(await run(['-q', '--exclude-compressed', ...names])).toMatchObject({ code: 0, stderr: '' });
    const made = readdirSync(folder);
    rmSync(at('b.zst'));
    expect(reference(['-q', '--exclude-compressed', ...names]).status).toBe(0);
    expect(readdirSync(folder)).toEqual(made);
    expect((await run(['--exclude-compressed', at('a.zst')])).code).toBe(0);
    expect((await run(['-dc', '--exclude-compressed', at('a.zst')])).stdout.equals(text)).toBe(true);
  });
});

describe('benchmark', () => {
  it('measures a sample where no file is named', async () => {
    expect(Buffer.compare(makeSample(1000), makeSample(2000).subarray(0, 1000))).toBe(0);
    const { code, stdout } = await run(['-b1', '-i0']);
    expect(code).toBe(0);
    expect(stdout.toString()).toMatch(/^ {2}1# sample {2}10000000 -> [34]\d{6} \(\d\.\d+\) {2}[\d.]+ MB\/s {2}[\d.]+ MB\/s\n$/);
  });

  it('uses a dictionary', async () => {
    const sizeOf = async (...words: string[]) => Number(/-> (\d+)/.exec((await run(words)).stdout.toString())?.[1]);
    expect(await sizeOf('-b1', '-i0', '-D', at('b'), at('a'))).toBeLessThan(await sizeOf('-b1', '-i0', at('a')));
  });

  it('measures decompression alone with -d, and writes nothing', async () => {
    rmSync(at('a'));
    for (const words of [
      ['-b1', '-d'],
      ['-d', '-b1'],
    ]) {
      const { code, stdout } = await run([...words, '-i0', at('a.zst')]);
      expect([code, stdout.toString()]).toEqual([0, expect.stringMatching(/a\.zst {2}16400 -> \d+ \([\d.]+\) {2}[\d.]+ MB\/s\n$/)]);
      expect(existsSync(at('a'))).toBe(false);
    }
  });
});
