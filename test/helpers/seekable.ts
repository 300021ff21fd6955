/** A seek table put together from the specification of the seekable format, field by field. */
export interface TableFields {
  magic?: number;
  frameSize?: number;
  entries?: readonly (readonly number[])[];
  frames?: number;
  descriptor?: number;
  seekableMagic?: number;
}

/** Bytes of little-endian 32-bit numbers. */
function words(...values: number[]): number[] {
  return values.flatMap((value) => [value & 255, (value >>> 8) & 255, (value >>> 16) & 255, value >>> 24]);
}

/** `Skippable_Magic_Number`, `Frame_Size`, entries, `Number_Of_Frames`, `Seek_Table_Descriptor`, `Seekable_Magic_Number`. */
export function tableBytes(fields: TableFields): number[] {
  const entries = fields.entries ?? [];
  const body = [
    ...words(...entries.flat()),
    ...words(fields.frames ?? entries.length),
    fields.descriptor ?? (entries[0]?.length === 3 ? 0x80 : 0),
    ...words(fields.seekableMagic ?? 0x8f92eab1),
  ];
  return [...words(fields.magic ?? 0x184d2a5e, fields.frameSize ?? body.length), ...body];
}
