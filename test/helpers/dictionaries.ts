import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Random } from './random';
import { referenceDecompress } from './reference';

/** Runs with a folder of its own, which goes afterwards. */
export function inFolder<T>(run: (folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'purezstd-dict-'));
  try {
    return run(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const NAMES = ['Ada', 'Grace', 'Edsger', 'Barbara', 'Donald', 'Tony', 'Leslie', 'Niklaus', 'Ken', 'Dennis'];
const CITIES = ['Oslo', 'Lisbon', 'Vienna', 'Kyoto', 'Quito', 'Nairobi', 'Wellington', 'Tromsø'];
const ROLES = ['administrator', 'reader', 'maintainer', 'guest'];

/** Records such as services send: much alike, each with something of its own. */
export function records(count: number, seed = 1): Uint8Array[] {
  const random = new Random(seed);
  return Array.from({ length: count }, (_, i) => {
    const tags = Array.from({ length: random.below(6) }, () => `"${random.pick(ROLES)}-${random.below(50)}"`);
    const text = `{"id":${random.below(1e9)},"type":"account.updated","name":"${random.pick(NAMES)} ${random.pick(NAMES)}","email":"user${random.below(1e6)}@example.com",
 "address":{"street":"${random.below(200)} Main Street","city":"${random.pick(CITIES)}","postal_code":"${10000 + random.below(80000)}"},
 "roles":["${random.pick(ROLES)}"],"tags":[${tags}],"created_at":"2024-0${1 + random.below(9)}-1${random.below(10)}T0${random.below(10)}:00:00Z","sequence":${i}}`;
    return new TextEncoder().encode(text);
  });
}

/** A full dictionary that the reference trains on {@link records}. */
export function referenceDictionary(size = 8192, seed = 1): Uint8Array {
  return inFolder((folder) => {
    const files = records(400, seed).map((record, i) => {
      const name = join(folder, `${i}`);
      writeFileSync(name, record);
      return name;
    });
    const out = join(folder, 'dictionary');
    const { status, stderr } = spawnSync('zstd', ['-q', '--train', ...files, `--maxdict=${size}`, '-o', out]);
    if (status !== 0) throw new Error(`zstd --train: ${stderr}`);
    return new Uint8Array(readFileSync(out));
  });
}

/** Decompresses concatenated frames with the reference and a dictionary. */
export function referenceDecompressWith(frames: Uint8Array, dictionary: Uint8Array, ...args: string[]): Uint8Array {
  return inFolder((folder) => {
    const name = join(folder, 'dictionary');
    writeFileSync(name, dictionary);
    return referenceDecompress(frames, '-D', name, ...args);
  });
}

/** What the reference's `--patch-from` makes of content behind a prefix. */
export function referencePatch(content: Uint8Array, prefix: Uint8Array, level: number): Uint8Array {
  return inFolder((folder) => {
    const [from, to] = [join(folder, 'from'), join(folder, 'to')];
    writeFileSync(from, prefix);
    writeFileSync(to, content);
    const { status, stdout, stderr } = spawnSync('zstd', ['-q', '-c', `-${level}`, '--no-check', `--patch-from=${from}`, to], {
      maxBuffer: 1 << 28,
    });
    if (status !== 0) throw new Error(`zstd --patch-from: ${stderr}`);
    return new Uint8Array(stdout);
  });
}
