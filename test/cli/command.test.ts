import { spawn, spawnSync } from 'node:child_process';
import {
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runCommand } from '../../src/cli/run';
import { getFrameParameters } from '../../src/index';
import { compressSeekable, SeekableReader } from '../../src/seekable';
import { records } from '../helpers/dictionaries';
import { Random } from '../helpers/random';
import { reference, run } from './helpers';

let folder: string;
const at = (name: string): string => join(folder, name);
const text = Buffer.from('All work and no play makes a dull codec. '.repeat(4000));

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'purezstd-cli-'));
  writeFileSync(at('text'), text);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('compressing and decompressing files', () => {
  it('makes FILE.zst, which the reference reads, and keeps the source with its times', async () => {
    utimesSync(at('text'), 1_000_000_000, 1_000_000_000);
    const { code, stderr } = await run([at('text')]);
    expect(code).toBe(0);
    expect(stderr).toMatch(/text\s*:\s+0\.\d\d%.*=> .*text\.zst\)/);
    expect(reference(['-qdc', at('text.zst')]).stdout.equals(text)).toBe(true);
    expect(existsSync(at('text'))).toBe(true);
    expect(statSync(at('text.zst')).mtimeMs).toBe(1_000_000_000_000);
    expect(readdirSync(folder)).toEqual(['text', 'text.zst']);
  });

  it('reads what the reference made, and removes sources when asked to', async () => {
    reference(['-q', at('text')]);
    rmSync(at('text'));
    expect((await run(['-d', '--rm', at('text.zst')])).code).toBe(0);
    expect(readFileSync(at('text')).equals(text)).toBe(true);
    expect(readdirSync(folder)).toEqual(['text']);
  });

  it('takes levels, options, joined flags and names of outputs', async () => {
    for (const args of [['-1'], ['-4'], ['-19'], ['--ultra', '-22'], ['--fast'], ['--fast=9'], ['--no-check'], ['--no-content-size']]) {
      expect((await run([...args, '-fo', at('out.zst'), at('text')])).code).toBe(0);
      expect(reference(['-qdc', at('out.zst')]).stdout.equals(text), args.join(' ')).toBe(true);
    }
    const { stdout } = await run(['-dcq', at('out.zst')]);
    expect(stdout.equals(text)).toBe(true);
    expect((await run(['-vkzf', at('text')])).code).toBe(0);
    expect((await run(['-dfo', at('again'), at('text.zst')])).code).toBe(0);
    expect(readFileSync(at('again')).equals(text)).toBe(true);
  });

  it('handles .tzst, directories with -r, and several files of which some fail', async () => {
    mkdirSync(at('d/e'), { recursive: true });
    writeFileSync(at('d/one'), text);
    writeFileSync(at('d/e/two'), text);
    expect((await run(['-r', at('d')])).code).toBe(0);
    expect(existsSync(at('d/e/two.zst'))).toBe(true);
    const { code, stderr } = await run(['-d', '-f', at('nothing.zst'), at('d/one.zst'), at('d')]);
    expect(code).toBe(1);
    expect(stderr).toContain('nothing.zst: no such file');
    expect(stderr).toContain('is a directory -- ignored');
    expect(stderr).toMatch(/one\.zst\s*: 164000 bytes/);
    writeFileSync(at('a.tzst'), readFileSync(at('d/one.zst')));
    expect((await run(['-d', at('a.tzst')])).code).toBe(0);
    expect(readFileSync(at('a.tar')).equals(text)).toBe(true);
    expect((await run(['-d', at('text')])).stderr).toContain('unknown suffix');
    mkdirSync(at('empty'));
    expect((await run(['-r', at('empty')])).code).toBe(0);
  });

  it('a result has the owner of its source', async () => {
    // Only root can give files away.
    const owner = process.getuid?.() === 0 ? 1234 : statSync(at('text')).uid;
    chownSync(at('text'), owner, statSync(at('text')).gid);
    expect((await run([at('text')])).code).toBe(0);
    expect(statSync(at('text.zst')).uid).toBe(owner);
  });

  it('a link that leads nowhere is not replaced', async () => {
    symlinkSync('nowhere', at('text.zst'));
    for (const force of [[], ['-f']]) {
      const { code, stderr } = await run([...force, at('text')]);
      expect(code).toBe(1);
      expect(stderr).toContain('is a link to what does not exist');
    }
    expect(lstatSync(at('text.zst')).isSymbolicLink()).toBe(true);
  });

  it('devices are no input', async () => {
    expect(await run(['/dev/null', '-o', at('nothing.zst')])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('is not a regular file -- ignored'),
    });
    expect(existsSync(at('nothing.zst'))).toBe(false);
  });

  it('says why a file cannot be read, and which option named it', async () => {
    const cases: [words: string[], reason: string][] = [
      [[at('text/x')], 'x: cannot be read (ENOTDIR)'],
      [['-l', at('text/x')], 'x: cannot be read (ENOTDIR)'],
      [['-l', folder], `${folder}: cannot be read (EISDIR)`],
      [['-b1', '-i0', folder], `${folder}: cannot be read (EISDIR)`],
      [['-b1', '-i0', at('gone')], 'gone: no such file'],
    ];
    for (const [words, reason] of cases) {
      const { code, stderr } = await run(words);
      expect([code, stderr], words.join(' ')).toEqual([1, expect.stringContaining(`${reason}\n`)]);
      expect(stderr, 'one line').toMatch(/^.*\n$/);
    }
  });

  it('joins several inputs in one file when forced, all of them or none', async () => {
    writeFileSync(at('more'), 'more');
    const both = Buffer.concat([text, Buffer.from('more')]);
    const { code, stderr } = await run(['-f', '--rm', at('text'), at('more'), '-o', at('both')]);
    expect(code, stderr).toBe(0);
    expect(stderr).toContain('not removed');
    expect(reference(['-qdc', at('both')]).stdout.equals(both)).toBe(true);
    expect((await run([at('text'), '-q'])).code).toBe(0);
    expect((await run(['-df', at('both'), at('text.zst'), '-o', at('content')])).code).toBe(0);
    expect(readFileSync(at('content')).equals(Buffer.concat([both, text]))).toBe(true);
    // A file that is no frame, or is not there, or is the output itself: nothing is written.
    for (const words of [
      ['-df', at('both'), at('more')],
      ['-f', at('more'), at('nothing')],
      ['-f', at('more'), at('content')],
    ]) {
      const before = readFileSync(at('content'));
      expect((await run([...words, '-o', at('content')])).code).toBe(1);
      expect(readFileSync(at('content')).equals(before)).toBe(true);
    }
    expect(readdirSync(folder).sort()).toEqual(['both', 'content', 'more', 'text', 'text.zst']);
  });

  it('decompresses with a dictionary', async () => {
    writeFileSync(at('dictionary'), text.subarray(0, 5000));
    reference(['-q', '-D', at('dictionary'), '--no-check', at('text')]);
    expect((await run(['-dfD', at('dictionary'), at('text.zst')])).code).toBe(0);
    expect(readFileSync(at('text')).equals(text)).toBe(true);
    expect((await run(['-dD', at('missing'), at('text.zst')])).stderr).toMatch(/dictionary .*missing: no such file\n$/);
  });
});

describe('dictionaries', () => {
  const writeSamples = (count: number): void => {
    mkdirSync(at('samples'));
    for (const [i, record] of records(count).entries()) writeFileSync(at(`samples/${i}`), record);
  };

  it('trains, compresses and decompresses with the result; so does the reference', async () => {
    writeSamples(200);
    writeFileSync(at('record'), records(1, 50)[0]);
    for (const train of [
      ['--train'],
      ['--train-cover=k=100,d=8'],
      ['--train-fastcover=steps=2,accel=2,split=80,f=18,shrink=5'],
      ['--train-cover=steps=1,shrink'],
    ]) {
      const { code, stderr } = await run([...train, '-r', at('samples'), '--maxdict=4KB', '--dictID=1234', '-fo', at('dict')]);
      expect(code, stderr).toBe(0);
      expect(stderr).toMatch(/200 samples => .*dict: \d+ bytes, ID 1234, k=\d+, d=[68]/);
      expect(statSync(at('dict')).size).toBeLessThanOrEqual(4096);
      expect((await run(['-9', '-fD', at('dict'), at('record')])).code).toBe(0);
      const size = statSync(at('record.zst')).size;
      expect(size).toBeLessThan(statSync(at('record')).size / 2);
      expect(reference(['-qdc', '-D', at('dict'), at('record.zst')]).stdout.equals(readFileSync(at('record')))).toBe(true);
      expect((await run(['-9', '--no-dictID', '-fD', at('dict'), at('record')])).code).toBe(0);
      expect(statSync(at('record.zst')).size).toBe(size - 2);
      expect((await run(['-dcD', at('dict'), at('record.zst')])).stdout.equals(readFileSync(at('record')))).toBe(true);
    }
  });

  it('trains on one file that is cut, and shows a bar on a terminal', async () => {
    writeFileSync(at('log'), Buffer.concat(records(300)));
    const { code, stderr } = await run(['--train-fastcover', '-B500', at('log'), '--maxdict', '8192', '-o', at('dict')], { tty: true });
    expect(code).toBe(0);
    expect(stderr).toMatch(/\d+ samples => .*dict/);
    expect((await run(['--train', at('log'), '-o', at('other')])).stderr).toContain('cannot train dict: needs at least 5 samples, got 1');
    // An existing output is replaced, as in the reference.
    const first = readFileSync(at('dict'));
    expect((await run(['--train-fastcover', '-B500', at('log'), '--maxdict', '4096', '-o', at('dict')])).code).toBe(0);
    expect(readFileSync(at('dict')).equals(first)).toBe(false);
    expect((await run(['--train'])).stderr).toContain('--train wants names');
    expect((await run(['--train-cover=q=1', at('log')])).stderr).toContain('does not understand "q=1"');
  });

  it('makes patches', async () => {
    const old = Buffer.concat(records(800, 3));
    writeFileSync(at('old'), old);
    writeFileSync(at('new'), Buffer.concat([old.subarray(0, 70_000), Buffer.from('something new'), old.subarray(70_100)]));
    expect((await run([`--patch-from=${at('old')}`, at('new'), '-o', at('patch')])).code).toBe(0);
    expect(statSync(at('patch')).size).toBeLessThan(300);
    expect((await run(['-dc', '--patch-from', at('old'), at('patch')])).stdout.equals(readFileSync(at('new')))).toBe(true);
    expect(reference(['-qdc', `--patch-from=${at('old')}`, at('patch')]).stdout.equals(readFileSync(at('new')))).toBe(true);
    expect((await run(['-D', at('old'), '--patch-from', at('old'), at('new')])).stderr).toContain('cannot be used together');
  });
});

describe('files for random access', () => {
  it('compresses on several threads, to the same bytes as on one', async () => {
    const content = Buffer.concat(
      Array.from({ length: 200 }, (_, i) => Buffer.from(`${i} ${'lorem ipsum dolor sit amet '.repeat(i)}`.repeat(20))),
    );
    writeFileSync(at('large'), content);
    const [one, two, three] = await Promise.all(['-T1', '--threads=2', '-T0'].map((threads) => run(['-1', threads, '-c', at('large')])));
    expect(one.code).toBe(0);
    expect(two.stdout.equals(one.stdout)).toBe(true);
    expect(three.stdout.equals(one.stdout)).toBe(true);
    expect((await run(['-d', '-c'], { stdin: [two.stdout] })).stdout.equals(content)).toBe(true);
    expect(
      (await run(['-1', '-T2', '--single-thread', '-c', at('large')])).stdout.equals((await run(['-1', '-c', at('large')])).stdout),
    ).toBe(true);
  });

  it('are what the library makes, from files and pipes, and any decoder reads them', async () => {
    expect((await run(['-5', '--seekable=32K', at('text')])).code).toBe(0);
    const made = readFileSync(at('text.zst'));
    expect(made.equals(compressSeekable(text, { level: 5, frameSize: 32_768, writeChecksum: true }))).toBe(true);
    expect(reference(['-qdc', at('text.zst')]).stdout.equals(text)).toBe(true);
    expect((await run(['-dc', at('text.zst')])).stdout.equals(text)).toBe(true);
    const pieces = Array.from({ length: 17 }, (_, i) => text.subarray(i * 10_000, (i + 1) * 10_000));
    expect((await run(['-5', '--seekable=32KB', '-c'], { stdin: pieces })).stdout.equals(made)).toBe(true);
    const whole = await run(['--seekable', '--no-check', '--no-content-size', '-c', at('text')]);
    expect(whole.stdout.equals(compressSeekable(text, { writeContentSize: false }))).toBe(true);
    const far = await run(['--seekable=32K', '--long=18', '-c', at('text')]);
    expect(Buffer.from(SeekableReader.openSync(far.stdout).readSync()).equals(text)).toBe(true);
    expect((await run(['-lv', at('text.zst')])).stdout.toString()).toMatch(/Skippable frames: {3}1\n {2}Seekable: {11}6 frames\n/);
  });

  it('serve dictionaries, but no patches', async () => {
    writeFileSync(at('dictionary'), text.subarray(0, 5000));
    expect((await run(['--seekable=32K', '-D', at('dictionary'), at('text')])).code).toBe(0);
    expect((await run(['-dc', '-D', at('dictionary'), at('text.zst')])).stdout.equals(text)).toBe(true);
    expect((await run(['--seekable', '--patch-from', at('dictionary'), at('text')])).stderr).toContain('cannot be used together');
  });
});

describe('pipes', () => {
  it('compresses standard input to standard output, in pieces, and back', async () => {
    const compressed = await run([], { stdin: [text.subarray(0, 1000), text.subarray(1000)] });
    expect(compressed.code).toBe(0);
    expect(compressed.stderr).toBe('');
    writeFileSync(at('piped.zst'), compressed.stdout);
    expect(reference(['-qdc', at('piped.zst')]).stdout.equals(text)).toBe(true);
    const pieces = [...compressed.stdout].map((byte) => Uint8Array.of(byte));
    expect((await run(['-d'], { stdin: pieces })).stdout.equals(text)).toBe(true);
    expect((await run(['-d', '-v', '-'], { stdin: Buffer.concat([compressed.stdout, compressed.stdout]) })).stdout.length).toBe(
      2 * text.length,
    );
  });

  it('states the size of standard input where it is told', async () => {
    const { stdout } = await run(['--stream-size', String(text.length), '-c'], { stdin: text });
    expect(getFrameParameters(stdout).contentSize).toBe(text.length);
    const { code, stderr } = await run(['--stream-size=5K', '-c'], { stdin: text });
    expect(code).toBe(11);
    expect(stderr).toContain('(srcSize_wrong)');
  });

  it('takes single parameters by the names that the reference gives them', async () => {
    const { stdout } = await run(['--zstd=wlog=12,strat=3,slog=2,minMatch=5,ovlog=3', '--no-content-size', '-c', at('text')]);
    expect(getFrameParameters(stdout).windowSize).toBe(4096);
    writeFileSync(at('small.zst'), stdout);
    expect(reference(['-qdc', at('small.zst')]).stdout.equals(text)).toBe(true);
    const long = await run(['--long=20', '--zstd=lhlog=10,lmml=32', '-c'], { stdin: text });
    expect(getFrameParameters(long.stdout).windowSize).toBe(2 ** 20);
    for (const words of ['--zstd=', '--zstd', '--zstd=wlog', '--zstd=size=3', '--zstd=wlog=x', '--stream-size=x']) {
      const { code, stderr, stdout } = await run([words, at('text')]);
      expect([words, code, stdout.length]).toEqual([words, 1, 0]);
      expect(stderr).toMatch(/^purezstd: --(zstd|stream-size).*\(-h shows the options\)\n$/);
      expect(existsSync(at('text.zst'))).toBe(false);
    }
  });

  it('verifies no checksum with --no-check', async () => {
    const frame = (await run(['-c', at('text')])).stdout;
    frame[frame.length - 1] ^= 1;
    writeFileSync(at('text.zst'), frame);
    expect((await run(['-t', at('text.zst')])).stderr).toContain('checksum_wrong');
    expect((await run(['-t', '--no-check', at('text.zst')])).code).toBe(0);
    expect((await run(['-dc', '--no-check', at('text.zst')])).stdout.equals(text)).toBe(true);
  });

  it('writes nothing binary to a terminal and reads nothing from one', async () => {
    expect((await run(['-c', at('text')], { tty: true })).stderr).toContain('standard output is a terminal');
    expect((await run(['-cf', at('text')], { tty: true })).stdout.length).toBeGreaterThan(0);
    expect((await run([], { tty: true })).stderr).toContain('standard input is a terminal');
  });
});

describe('refusals', () => {
  it('does not overwrite', async () => {
    await run([at('text')]);
    const before = readFileSync(at('text.zst'));
    expect((await run([at('text')])).stderr).toContain('not overwritten');
    expect(readFileSync(at('text.zst')).equals(before)).toBe(true);
    mkdirSync(at('folder'));
    expect((await run(['-o', at('folder'), at('text')])).stderr).toContain('is a directory');
    expect((await run(['-o', at('no/such/place'), at('text')])).stderr).toContain('cannot be written');
  });

  it('never writes over its own input, which --rm would remove with it', async () => {
    for (const words of [
      ['-f', '--rm', '-o', at('text'), at('text')],
      ['-f', '--rm', '-o', `${folder}/./text`, at('text')],
    ]) {
      const { code, stderr } = await run(words);
      expect(code).toBe(1);
      expect(stderr).toContain('is the input itself');
      expect(readFileSync(at('text')).equals(text)).toBe(true);
    }
    expect((await run(['--rm=3', at('text')])).stderr).toContain('unknown option --rm=3');
    expect((await run(['--rm', '-c', at('text')])).stdout.length).toBeGreaterThan(0);
    expect((await run(['--rm', '-fo', '/dev/null', at('text')])).code).toBe(0);
    expect(readdirSync(folder)).toEqual(['text']);
  });

  it('removes regular files only', async () => {
    spawnSync('mkfifo', [at('pipe')]);
    const writer = spawn('sh', ['-c', 'cat "$0" > "$1"', at('text'), at('pipe')]);
    const { code, stderr } = await run(['--rm', '-f', '-o', at('out'), at('pipe')]);
    expect([code, stderr]).toEqual([0, expect.stringContaining('pipe is no regular file: it is not removed')]);
    expect(reference(['-dc', at('out')]).stdout.equals(text)).toBe(true);
    expect(existsSync(at('pipe'))).toBe(true);
    writer.kill();
  });

  it('leaves links out, unless forced', async () => {
    symlinkSync(at('text'), at('link'));
    const alone = await run([at('link')]);
    expect(alone.code).toBe(1);
    expect(alone.stderr).toContain('link is a symbolic link -- ignored');
    expect((await run([at('link'), at('text')])).code).toBe(0);
    expect(readdirSync(folder)).toEqual(['link', 'text', 'text.zst']);
    expect((await run(['-f', at('link')])).code).toBe(0);
    expect(reference(['-qdc', at('link.zst')]).stdout.equals(text)).toBe(true);
  });

  it('leaves nothing behind when the data is bad', async () => {
    await run([at('text')]);
    const bad = readFileSync(at('text.zst'));
    bad[bad.length - 1] ^= 1;
    writeFileSync(at('bad.zst'), bad);
    const { code, stderr } = await run(['-d', at('bad.zst')]);
    expect(code).toBe(1);
    expect(stderr).toContain("Restored data doesn't match checksum");
    writeFileSync(at('cut.zst'), bad.subarray(0, bad.length - 7));
    expect((await run(['-d', at('cut.zst')])).stderr).toContain('Src size is incorrect');
    expect(readdirSync(folder).sort()).toEqual(['bad.zst', 'cut.zst', 'text', 'text.zst']);
    expect((await run(['-t', at('text.zst'), at('bad.zst')])).code).toBe(1);
    expect((await run(['-t', at('text.zst')])).stderr).toContain('164000 bytes');
    expect((await run(['-qqt', at('bad.zst')])).stderr).toBe('');
  });

  it('explains a command line that makes no sense', async () => {
    const cases: [string[], string][] = [
      [['--nonsense'], 'unknown option --nonsense'],
      [['-dy'], 'unknown option -y in -dy'],
      [['-y'], 'unknown option -y'],
      [['-o'], '-o wants a value'],
      [['--force=1'], 'unknown option --force=1'],
      [['--fast=0'], '--fast wants'],
      [['--memory=1Q'], '--memory wants a size'],
      [['--memory'], 'wants a value'],
      [['--long='], '--long wants'],
      [['--seekable=0'], '--seekable wants'],
      [['--seekable=2G'], '--seekable wants'],
      [['--seekable=x'], '--seekable wants'],
      [['-l'], '-l wants names'],
      [['-o', 'x', 'a', 'b'], '2 inputs would be joined in x; -f does so'],
      [['-l', '-'], '-l wants names'],
      [['--threads', 'a'], '--threads wants a size'],
    ];
    for (const [words, message] of cases) {
      const { code, stderr } = await run(words);
      expect(code, words.join(' ')).toBe(1);
      expect(stderr).toContain(message);
    }
  });

  it('brings levels into their range and says so', async () => {
    const { code, stderr } = await run(['-20', at('text')]);
    expect(code).toBe(0);
    expect(stderr).toContain('level 20 is above the highest (--ultra allows it): 19 is used');
    expect((await run(['-f', '--ultra', '-99', at('text')])).stderr).toContain('level 99 is above the highest: 22 is used');
    expect((await run(['-fq', '-99', at('text')])).stderr).toBe('');
  });

  it('respects the memory limit', async () => {
    // From a pipe, whose size nobody knows, the reference keeps the window that it was told.
    writeFileSync(at('wide.zst'), spawnSync('zstd', ['-q', '--long=30', '-c'], { input: text }).stdout);
    const limited = await run(['-t', '-M1MB', at('wide.zst')]);
    expect(limited.stderr).toContain('requires too much memory');
    expect([limited.code, reference(['-t', '-M1MB', at('wide.zst')]).status]).toEqual([1, 1]);
    expect((await run(['-t', '--memory=2GB', at('wide.zst')])).code).toBe(0);
    expect((await run(['-t', '--memory', '2GB', at('wide.zst')])).code).toBe(0);
    expect((await run(['-t', '--long=29', at('wide.zst')])).code).toBe(1);
    expect((await run(['-t', '--long=30', at('wide.zst')])).code).toBe(0);
    expect((await run(['-t', '--long=30', '-M1MB', at('wide.zst')])).code).toBe(1);
  });

  it('looks for matches far back with --long', async () => {
    const noise = new Random(5).bytes(1_500_000);
    writeFileSync(at('twice'), Buffer.concat([noise, noise]));
    for (const [option, most] of [
      ['--long', 1_510_000],
      ['--long=22', 1_510_000],
      ['--long=20', 3_010_000],
    ] as const) {
      expect((await run(['-1', '-f', option, at('twice')])).code).toBe(0);
      const { size } = statSync(at('twice.zst'));
      expect(size, option).toBeLessThan(most);
      expect(size, option).toBeGreaterThan(most - 20_000);
      expect(spawnSync('zstd', ['-tq', at('twice.zst')]).status).toBe(0);
      expect((await run(['-t', at('twice.zst')])).code).toBe(0);
    }
    const { stdout } = await run(['-b1', '-i0', '--long', at('twice')]);
    expect(stdout.toString()).toContain('-> 150');
  });
});

describe('listing, help, benchmark', () => {
  it('lists frames without decompressing', async () => {
    reference(['-q', at('text')]);
    const skippable = Buffer.from('5a2a4d1803000000aabbcc', 'hex');
    writeFileSync(at('two.zst'), Buffer.concat([readFileSync(at('text.zst')), skippable, readFileSync(at('text.zst'))]));
    const { stdout } = await run(['-l', at('text.zst'), at('two.zst')]);
    const lines = stdout.toString().trimEnd().split('\n');
    expect(lines[0]).toContain('Uncompressed');
    expect(lines[1]).toMatch(/^ +1 +0 .*160 KiB.*XXH64 {2}.*text\.zst$/);
    expect(lines[2]).toMatch(/^ +2 +1 .*320 KiB/);
    expect(lines[3]).toMatch(/^ +3 +1 .*480 KiB.*XXH64 {2}2 files$/);
    const details = (await run(['-lv', at('two.zst')])).stdout.toString();
    expect(details).toContain('Zstandard frames:   2');
    expect(details).toContain('Skippable frames:   1');
    expect(details).toContain('(328000 B)');
    expect(details).not.toContain('Seekable');
    writeFileSync(at('unsized.zst'), (await run(['--no-check', '--no-content-size', '-c', at('text')])).stdout);
    expect((await run(['-lv', at('unsized.zst')])).stdout.toString()).toContain('not stated');
    expect((await run(['-l', at('unsized.zst')])).stdout.toString()).toContain('None');
    writeFileSync(at('empty.zst'), '');
    expect(await run(['-l', at('empty.zst')])).toMatchObject({ code: 1, stderr: expect.stringContaining('no frame') });
    writeFileSync(at('cut.zst'), readFileSync(at('text.zst')).subarray(0, 30));
    expect((await run(['-l', at('cut.zst'), at('text'), at('gone')])).stderr).toMatch(
      /cut\.zst: ends inside a frame\n.*text: Unknown frame[\s\S]*gone: no such file/,
    );
  });

  it('says what it can do and which version it is', async () => {
    expect((await run(['-h'])).stdout.toString()).toContain('Usage: purezstd');
    expect((await run(['--version'])).stdout.toString()).toMatch(/^purezstd \d+\.\d+\.\d+/);
  });

  it('benchmarks levels', async () => {
    const { stdout, code } = await run(['-b1', '-e2', '-i0', at('text')]);
    expect(code).toBe(0);
    expect(stdout.toString()).toMatch(/^ {2}1# .*-> \d+ \(\d+\.\d+\).*MB\/s.*MB\/s\n {2}2# /);
    expect((await run(['-b1', '-i0', at('gone')])).code).toBe(1);
    const negative = (await run(['--fast=3', '-b', '-i0', at('text')])).stdout.toString();
    expect(negative.trimEnd().split('\n')).toHaveLength(1);
    expect(negative).toMatch(/^ -3# /);
  });

  it('shows a progress bar on terminals when the work takes long', async () => {
    const slow = async function* () {
      for (let i = 0; i < 6; i++) {
        await new Promise((resolve) => setTimeout(resolve, 90));
        yield text;
      }
    };
    const stderr = Object.assign(new PassThrough(), { isTTY: true });
    const seen: Buffer[] = [];
    stderr.on('data', (chunk: Buffer) => seen.push(chunk));
    const stdout = new PassThrough();
    stdout.resume();
    expect(await runCommand(['--progress', '-c'], { stdin: Readable.from(slow()), stdout, stderr })).toBe(0);
    expect(Buffer.concat(seen).toString()).toMatch(/stdin: .*=> .*\/s/);
  });
});
