import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { sha256 } from '../../src/format/sha256';
import { Random } from '../helpers/random';

it('agrees with another implementation for every length around its block size', () => {
  const random = new Random(5);
  for (const length of [...Array.from({ length: 200 }, (_, i) => i), 1000, 100_003]) {
    const bytes = random.bytes(length);
    expect(Buffer.from(sha256(bytes)).toString('hex')).toBe(createHash('sha256').update(bytes).digest('hex'));
  }
});
