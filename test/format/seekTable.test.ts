import { describe, expect, it } from 'vitest';
import { frameIndexAt, readSeekTable, readSeekTableFooter, type SeekTable } from '../../src/format/seekTable';
import { createSeekTableWriter } from '../../src/format/seekTableWrite';
import { errorOf } from '../helpers/errors';
import { Random } from '../helpers/random';
import { type TableFields, tableBytes } from '../helpers/seekable';

/** Reads a table behind `before` bytes of frames. */
function read(table: Uint8Array, before: number): SeekTable {
  const footer = readSeekTableFooter(table, before + table.length);
  return readSeekTable(table.subarray(table.length - footer.tableSize), footer, before + table.length - footer.tableSize);
}
const make = (fields: TableFields): Uint8Array => new Uint8Array(tableBytes(fields));
const errorFor = (fields: TableFields, before: number): string => errorOf(() => read(make(fields), before));

describe('seek tables', () => {
  it('are written as the specification lays them out', () => {
    const writer = createSeekTableWriter(true);
    expect(writer.length()).toBe(17);
    writer.add(100, 1000, 0xfedcba98);
    writer.add(0xfffffff0, 0x40000000, 7);
    const table = writer.write();
    expect([...table]).toEqual([
      ...[0x5e, 0x2a, 0x4d, 0x18, 33, 0, 0, 0],
      ...[100, 0, 0, 0, 0xe8, 3, 0, 0, 0x98, 0xba, 0xdc, 0xfe],
      ...[0xf0, 0xff, 0xff, 0xff, 0, 0, 0, 0x40, 7, 0, 0, 0],
      ...[2, 0, 0, 0, 0x80, 0xb1, 0xea, 0x92, 0x8f],
    ]);
    expect(writer.length()).toBe(table.length);
    const plain = createSeekTableWriter(false);
    expect([...plain.write()]).toEqual([0x5e, 0x2a, 0x4d, 0x18, 9, 0, 0, 0, 0, 0, 0, 0, 0, 0xb1, 0xea, 0x92, 0x8f]);
    plain.add(100, 1000, 5);
    expect([...plain.write()]).toEqual(tableBytes({ entries: [[100, 1000]] }));
  });

  it('are read back, however many entries they have', () => {
    const random = new Random(1);
    for (const count of [0, 1, 2, 63, 64, 65, 1000]) {
      for (const checksums of [false, true]) {
        const writer = createSeekTableWriter(checksums);
        const entries = Array.from({ length: count }, () => [10 + random.below(1e6), random.below(100_000), random.next()]);
        for (const [compressed, decompressed, checksum] of entries) writer.add(compressed, decompressed, checksum);
        const table = writer.write();
        expect([...table]).toEqual(
          tableBytes({ entries: entries.map((entry) => entry.slice(0, checksums ? 3 : 2)), descriptor: checksums ? 0x80 : 0 }),
        );
        const before = entries.reduce((sum, [compressed]) => sum + compressed, 0);
        const found = read(table, before);
        expect(found.frames).toBe(count);
        expect(found.compressedOffsets[count]).toBe(before);
        expect(found.checksums === undefined).toBe(!checksums);
        for (const [i, [compressed, decompressed, checksum]] of entries.entries()) {
          expect(found.compressedOffsets[i + 1] - found.compressedOffsets[i]).toBe(compressed);
          expect(found.decompressedOffsets[i + 1] - found.decompressedOffsets[i]).toBe(decompressed);
          if (found.checksums !== undefined) expect(found.checksums[i]).toBe(checksum);
        }
      }
    }
  });

  it('are rejected when they break the format', () => {
    const entries = [
      [20, 100],
      [30, 200],
    ];
    expect(errorFor({ entries }, 50)).toBe('no error');
    expect(errorFor({ entries, magic: 0x184d2a5f }, 50)).toBe('corruption_detected');
    expect(errorFor({ entries, seekableMagic: 0x8f92eab0 }, 50)).toBe('prefix_unknown');
    expect(errorFor({ entries, frameSize: 24 }, 50)).toBe('corruption_detected');
    expect(errorFor({ entries, frames: 1 }, 50)).toBe('corruption_detected');
    expect(errorFor({ entries, frames: 3 }, 50)).toBe('corruption_detected');
    expect(errorFor({ entries, frames: 0x8000000 }, 50)).toBe('srcSize_wrong');
    expect(errorFor({ entries, frames: 0x8000001 }, 50)).toBe('frameParameter_unsupported');
    expect(errorFor({ entries, frames: 0xffffffff }, 50)).toBe('frameParameter_unsupported');
    // The file has more or fewer bytes before the table than the frames.
    for (const before of [0, 49, 51, 5000]) expect(errorFor({ entries }, before), `${before}`).toBe('corruption_detected');
    // Checksum_Flag changes the size of an entry.
    expect(errorFor({ entries, descriptor: 0x80 }, 50)).toBe('corruption_detected');
    // Reserved_Bits must be 0, and Unused_Bits are not to be interpreted.
    for (const bit of [2, 3, 4, 5, 6]) expect(errorFor({ entries, descriptor: 1 << bit }, 50)).toBe('frameParameter_unsupported');
    for (const descriptor of [1, 2, 3]) expect(errorFor({ entries, descriptor }, 50)).toBe('no error');
  });

  it('are rejected when a frame claims more than one of its size can hold', () => {
    // Shortest header and blocks of one repeated byte: 128 KiB each.
    const error = (compressed: number, decompressed: number): string => errorFor({ entries: [[compressed, decompressed]] }, compressed);
    expect(error(7, 0)).toBe('corruption_detected');
    expect(error(8, 0)).toBe('no error');
    expect(error(9, 1)).toBe('corruption_detected');
    expect(error(10, 131_072)).toBe('no error');
    expect(error(10, 131_073)).toBe('corruption_detected');
    expect(error(14, 262_144)).toBe('no error');
    expect(error(1000, 0xffffffff)).toBe('corruption_detected');
    expect(error(0, 0)).toBe('corruption_detected');
  });

  it('are rejected when they are cut, or the file is', () => {
    const table = make({ entries: [[20, 100, 5]] });
    for (let length = 0; length < table.length; length++) {
      expect(
        errorOf(() => read(table.subarray(0, length), 20)),
        `first ${length}`,
      ).not.toBe('no error');
      // The footer is there, but not what it speaks of.
      const rest = table.subarray(table.length - length);
      expect(['prefix_unknown', 'srcSize_wrong'], `last ${length}`).toContain(errorOf(() => readSeekTableFooter(rest, length)));
    }
  });

  it('say which frame holds a position; one without content holds none', () => {
    const offsets = new Float64Array([0, 0, 10, 10, 10, 25, 25]);
    const expected = (position: number): number => (position < 10 ? 1 : 4);
    for (let position = 0; position < 25; position++) expect(frameIndexAt(offsets, position)).toBe(expected(position));
  });
});
