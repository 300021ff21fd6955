import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Random } from '../test/helpers/random';

/** What one run of a target found wrong, or undefined. The input is what replays it. */
export type Finding = { readonly what: string; readonly input: Uint8Array } | undefined;

/** A fuzz target: `prepare` once, then `run` as often as time allows. */
export interface Target {
  prepare(random: Random): Promise<(random: Random) => Finding | Promise<Finding>>;
  /** What is wrong when all is done, such as something that was left behind. */
  finish?(): Promise<string | undefined>;
}

/** Where an input that failed is kept; the tests replay all of them. What went wrong without one only the seed brings back. */
export function keep(target: string, { input }: { input: Uint8Array }): string {
  if (input.length === 0) return 'nothing, since it has no input';
  const folder = join('fuzz', 'replay', target);
  mkdirSync(folder, { recursive: true });
  const path = join(folder, `${createHash('sha256').update(input).digest('hex').slice(0, 16)}.bin`);
  writeFileSync(path, input);
  return path;
}
