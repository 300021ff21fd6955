import { createXxhash64 } from './xxhash64';

/** The low 32 bits of the XXH64 of a content that is there as a whole, as the fields of the format hold it. */
export function contentChecksum(content: Uint8Array): number {
  const hash = createXxhash64();
  hash.update(content, 0, content.length);
  return hash.digestLow32() >>> 0;
}
