import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

/** The project's shared test data; it is not part of the repository, so whatever needs it is only registered where it is. */
const shared = resolve(process.env.PUREZSTD_SHARED ?? join(import.meta.dirname, '../../../shared'));
const root = join(shared, 'data');
export const hasSharedData = existsSync(join(root, 'frames'));

/** A page of the project's shared notes; not part of the repository either. */
export const referencePath = (name: string): string => join(shared, 'reference', name);
export const sharedPath = (name: string): string => join(root, name);
export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** One item of a container of the shared data. */
export interface SharedItem {
  name: string;
  data: Uint8Array;
  /** The dictionary that it needs. */
  dictData: Uint8Array | undefined;
  original: { length: number; sha256: string } | undefined;
  expect: 'accept' | 'reject' | 'differs';
}

interface Index {
  bin: string;
  kind: string;
  dictionaries?: string;
  items: { name: string; offset: number; length: number; dict?: string; expect?: string; original?: { length: number; sha256: string } }[];
}

const EXPECT_OF_KIND: Record<string, SharedItem['expect']> = {
  valid: 'accept',
  accepted: 'accept',
  // Formally invalid, and accepted by the reference: rejecting is right, accepting with the same bytes tolerable.
  'accepted-permissive': 'differs',
  disagree: 'differs',
  invalid: 'reject',
};

/** Reads a container, e.g. `frames/cli-frames`. */
export function loadContainer(name: string): SharedItem[] {
  const indexPath = sharedPath(`${name}.json`);
  const index = JSON.parse(readFileSync(indexPath, 'utf8')) as Index;
  const bin = new Uint8Array(readFileSync(join(dirname(indexPath), index.bin)));
  const dictionaries = new Map<string, Uint8Array>();
  if (index.dictionaries) {
    for (const { name: id, data } of loadContainer(join(dirname(name), index.dictionaries.replace(/\.json$/, ''))))
      dictionaries.set(id, data);
  }
  return index.items.map((item) => ({
    name: item.name,
    data: bin.subarray(item.offset, item.offset + item.length),
    dictData: item.dict === undefined ? undefined : dictionaries.get(item.dict),
    original: item.original,
    expect: (item.expect as SharedItem['expect'] | undefined) ?? EXPECT_OF_KIND[index.kind] ?? 'reject',
  }));
}
