import { basename, join } from 'node:path';
import { FileError } from './errors';
import type { Settings } from './settings';

/** What a file's name ends with when it is compressed. */
export const SUFFIX = '.zst';
/** What the names of compressed files end with, to the reference. */
const COMPRESSED_SUFFIXES = [SUFFIX, '.tzst', '.gz', '.tgz', '.lzma', '.xz', '.txz', '.lz4', '.tlz4'];

export const hasCompressedSuffix = (name: string): boolean => COMPRESSED_SUFFIXES.some((suffix) => name.endsWith(suffix));

/** The name that a compressed file loses its suffix to. */
export function decompressedName(name: string): string {
  for (const [suffix, replacement] of [
    [SUFFIX, ''],
    ['.tzst', '.tar'],
  ]) {
    if (name.endsWith(suffix) && name.length > suffix.length) return name.slice(0, -suffix.length) + replacement;
  }
  throw new FileError(`${name}: unknown suffix (${SUFFIX} or .tzst expected); -o names the output`);
}

/** Where a file's result goes: beside the file, or into the folder for all, by its own name or, mirrored, by its path from here. */
export function resultName(name: string, direction: 'compress' | 'decompress', { flatFolder, mirrorRoot }: Settings): string {
  const result = direction === 'compress' ? name + SUFFIX : decompressedName(name);
  if (mirrorRoot === undefined) return flatFolder === undefined ? result : join(flatFolder, basename(result));
  // It would come to lie outside.
  if (name.split(/[\\/]/).includes('..')) throw new FileError(`${name}: has no place in ${mirrorRoot}, a path with ".." -- ignored`);
  return join(mirrorRoot, result);
}

/** The names that several of these files have, which a folder for all can hold once. */
export function repeatedNames(names: readonly string[]): string[] {
  const own = names.map((name) => basename(name));
  return [...new Set(own.filter((name, i) => own.indexOf(name) < i))];
}
