import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { convert } from '../../src/cli/convert';
import { defaultSettings } from '../../src/cli/settings';
import { compress } from '../../src/index';
import { Random } from '../helpers/random';
import { reference, run } from './helpers';

let folder: string;
const at = (name: string): string => join(folder, name);

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'purezstd-cli-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const cut = (bytes: Uint8Array, size: number): Uint8Array[] =>
  Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) => bytes.subarray(i * size, (i + 1) * size));

/** Frames of several kinds and blocks, and their content. */
const noise = new Random(7).bytes(140_000);
const contents = [Buffer.from('hello\n'), Buffer.alloc(0), Buffer.alloc(200_000), noise, Buffer.from('dull '.repeat(50_000))];
const skippable = Buffer.from('5a2a4d1803000000aabbcc', 'hex');
const frames = Buffer.concat([
  ...contents.flatMap((content, i) => [compress(content, { writeChecksum: i % 2 === 0, writeContentSize: i % 3 > 0 }), skippable]),
  compress(contents[0]),
]);
const content = Buffer.concat([...contents, contents[0]]);

describe('decompressing', () => {
  it('writes pieces of a size of their own, however much a piece of input holds', async () => {
    const size = 64 << 20;
    const frame = compress(new Uint8Array(size));
    expect(frame.length).toBeLessThan(10_000);
    const sizes: number[] = [];
    const target = {
      label: '',
      lasting: false,
      write: async (bytes: Uint8Array) => void sizes.push(bytes.length),
      finish: async () => undefined,
      abandon: async () => undefined,
    };
    const source = { label: 'zeros', stats: undefined, chunks: () => Readable.from([frame]) };
    const terminal = { stdin: new PassThrough(), stdout: new PassThrough(), stderr: new PassThrough() };
    const references = { dictionary: undefined, patchFrom: undefined };
    const totals = await convert('decompress', source, target, { ...defaultSettings(), action: 'decompress' }, references, terminal);
    expect(totals).toEqual({ read: frame.length, written: size });
    expect(Math.max(...sizes)).toBeLessThanOrEqual(1 << 20);
  });

  it('takes frames of all kinds, cut anywhere', async () => {
    for (const size of [1, 7, 4096, frames.length]) {
      const { code, stdout, stderr } = await run(['-d'], { stdin: cut(frames, size) });
      expect([code, stderr, stdout.equals(content)], `pieces of ${size}`).toEqual([0, '', true]);
    }
  });

  it('writes to standard output what comes before an error, as the reference does', async () => {
    const reserved = Buffer.from('28b52ffd2806310000', 'hex');
    for (const rest of [reserved, Buffer.from('no frame'), Buffer.from('n'), frames.subarray(0, 5), frames.subarray(0, 2)]) {
      writeFileSync(at('x.zst'), Buffer.concat([frames, rest]));
      const { code, stdout, stderr } = await run(['-dc', at('x.zst')]);
      expect(stderr).toMatch(/^purezstd: .*x\.zst: .*\n$/);
      const theirs = reference(['-dc', at('x.zst')]);
      expect([code, theirs.status]).toEqual([1, 1]);
      expect(stdout.equals(theirs.stdout)).toBe(true);
      expect(stdout.equals(content)).toBe(true);
    }
  });

  it('takes an empty file for a cut one, as the reference does', async () => {
    writeFileSync(at('empty.zst'), '');
    for (const words of [['-d', at('empty.zst')], ['-dcf', at('empty.zst')], ['-t', at('empty.zst')], ['-d'], ['-df']]) {
      const { code, stderr } = await run(words);
      expect([code, stderr], words.join(' ')).toEqual([1, expect.stringContaining('unexpected end of file\n')]);
      expect(reference(words).status).toBe(1);
    }
  });
});

describe('data that is not zstd', () => {
  const text = Buffer.from('plain text\n');

  it('passes through to standard output when forced, as in the reference', async () => {
    writeFileSync(at('text'), text);
    writeFileSync(at('mixed'), Buffer.concat([frames, text, frames]));
    writeFileSync(at('one'), Buffer.concat([frames, Buffer.from('h')]));
    writeFileSync(at('skipped'), Buffer.concat([skippable, text]));
    writeFileSync(at('cut'), frames.subarray(0, -1));
    for (const name of ['text', 'mixed', 'one', 'skipped', 'cut']) {
      for (const flags of ['-dcf', '-dc', '-tf']) {
        const theirs = reference([flags, at(name)]);
        const ours = await run([flags, at(name)]);
        expect([name, flags, ours.code]).toEqual([name, flags, theirs.status]);
        // Of a frame that is cut, the reference gives the block's part that is there.
        if (name !== 'cut') expect(ours.stdout.equals(theirs.stdout), `${flags} ${name}`).toBe(true);
      }
    }
    expect((await run(['-tf', at('text')])).stderr).toContain('text: Unknown frame descriptor (prefix_unknown)');
    expect((await run(['-dcf', at('mixed')])).stdout.equals(Buffer.concat([content, text, frames]))).toBe(true);
  });

  it('passes through from pipes, whatever the pieces', async () => {
    for (const flags of ['-df', '-dcf']) {
      for (const bytes of [text, Buffer.from('he'), Buffer.concat([compress(text), text])]) {
        const theirs = reference([flags], bytes);
        expect(theirs.status).toBe(0);
        for (const size of [1, 5, bytes.length]) {
          const { code, stdout } = await run([flags], { stdin: cut(bytes, size) });
          expect([code, stdout.equals(theirs.stdout)], `${flags}, pieces of ${size}`).toEqual([0, true]);
        }
      }
    }
    const refused = await run(['-df', '-o', at('out')], { stdin: text });
    expect([refused.code, reference(['-df', '-o', at('out')], text).status]).toEqual([1, 1]);
  });
});
