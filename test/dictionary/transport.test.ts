import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { compressDcz, decompressDcz } from '../../src/dictionary';
import { getFrameParameters, ZstdCompressionDict } from '../../src/index';
import { records, referenceDecompressWith, referenceDictionary } from '../helpers/dictionaries';
import { thrownBy } from '../helpers/errors';

describe('Compression Dictionary Transport', () => {
  const old = new Uint8Array(Buffer.concat(records(300, 3)));
  const content = new Uint8Array(Buffer.concat([old.subarray(0, 20_000), Buffer.from('news'), old.subarray(20_500)]));

  it('a body is a skippable frame with the SHA-256 of the dictionary, and a frame', () => {
    for (const level of [1, 3, 9, 19, 22]) {
      const body = compressDcz(content, old, level);
      expect(Buffer.from(body.subarray(0, 8)).toString('hex')).toBe('5e2a4d1820000000');
      expect(Buffer.from(body.subarray(8, 40)).toString('hex')).toBe(createHash('sha256').update(old).digest('hex'));
      expect(body.length).toBeLessThan(300);
      expect(Buffer.compare(referenceDecompressWith(body, old), content)).toBe(0);
      expect(Buffer.compare(decompressDcz(body, old), content)).toBe(0);
      expect(Buffer.compare(decompressDcz(body, [content, new ZstdCompressionDict(old)]), content)).toBe(0);
    }
  });

  it('a dictionary is raw content, also where it looks like a full one', () => {
    const full = referenceDictionary();
    const dict = new ZstdCompressionDict(full);
    for (const record of records(20, 8)) {
      const body = compressDcz(record, dict, { level: 9, writeChecksum: true });
      expect(getFrameParameters(body.subarray(40)).dictId).toBe(0);
      expect(Buffer.compare(body, compressDcz(record, full, { level: 9, writeChecksum: true }))).toBe(0);
      expect(Buffer.compare(decompressDcz(body, dict), record)).toBe(0);
    }
  });

  it('windows stay within what clients accept', () => {
    const large = new Uint8Array(9 << 20);
    for (const level of [1, 20, 22]) {
      const body = compressDcz(large, old, { level });
      expect(getFrameParameters(body.subarray(40)).windowSize).toBeLessThanOrEqual(8 << 20);
      expect(Buffer.compare(decompressDcz(body, old), large)).toBe(0);
    }
  });

  it('levels are checked whatever the size', () => {
    for (const size of [9, 9 << 20]) {
      const input = new Uint8Array(size);
      expect(compressDcz(input, old, { level: undefined as never })).toEqual(compressDcz(input, old));
      expect(thrownBy(() => compressDcz(input, old, 99))).toBeInstanceOf(RangeError);
      expect(thrownBy(() => compressDcz(input, old, { level: '9' as never }))).toBeInstanceOf(TypeError);
    }
  });

  it('says what is wrong', () => {
    const body = compressDcz(content, old);
    expect(thrownBy(() => decompressDcz(body, content))).toMatchObject({ code: 'dictionary_wrong' });
    expect(thrownBy(() => decompressDcz(body, []))).toMatchObject({ code: 'dictionary_wrong' });
    expect(thrownBy(() => decompressDcz(body.subarray(40), old))).toMatchObject({ code: 'prefix_unknown' });
    expect(thrownBy(() => decompressDcz(body.subarray(0, 39), old))).toMatchObject({ code: 'srcSize_wrong' });
    expect(thrownBy(() => decompressDcz(body.subarray(0, 60), old))).toMatchObject({ code: 'srcSize_wrong' });
    expect(thrownBy(() => decompressDcz(body, old, { maxOutputSize: 10 }))).toMatchObject({ code: 'dstSize_tooSmall' });
    expect(thrownBy(() => compressDcz('text' as never, old))).toBeInstanceOf(TypeError);
    expect(thrownBy(() => decompressDcz(body, 'text' as never))).toBeInstanceOf(TypeError);
  });
});
