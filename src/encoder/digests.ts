import type { IndexCopy } from '../match/matchFinder';
import type { CompressionSettings } from '../match/parameters';

/** A dictionary's content indexed with some settings. */
export interface Digest {
  readonly settings: CompressionSettings;
  /** By the bits of an engine's tags; an engine that needs one makes it. */
  readonly copies: (IndexCopy | undefined)[];
  /** Copies of older content, whose memory is free. */
  readonly spares?: (IndexCopy | undefined)[];
}

/** The digests of one dictionary, by what their settings are; made on first use. */
export type Digests = Map<string, Digest>;

/** Digests kept of one dictionary. */
const DIGESTS_MAX = 8;

/** The digest for these settings, which must suit the dictionary's size. Where there are too many, the oldest goes. */
export function digestFor(digests: Digests, settings: CompressionSettings): Digest {
  const key = JSON.stringify(settings);
  let digest = digests.get(key);
  if (digest === undefined) {
    digest = { settings, copies: [] };
    for (const [oldest] of digests) if (digests.size >= DIGESTS_MAX) digests.delete(oldest);
    digests.set(key, digest);
  }
  return digest;
}

/** Digests for other content in the memory of these, which must not be used any more: a trainer tries many dictionaries. */
export function recycleDigests(digests: ReadonlyMap<string, Digest>): Digests {
  return new Map(Array.from(digests, ([key, { settings, copies }]) => [key, { settings, copies: [], spares: copies }]));
}
