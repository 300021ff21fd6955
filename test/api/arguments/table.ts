import { generate } from '../../../corpus/generate';
import { CompressionParameters, compress, ZstdCompressionDict } from '../../../src/index';
import { bytes, chunkSize, flag, type Kind, level, object, options, severalBytes, threads, whole } from '../../helpers/badArguments';

/** What a function does with one of its arguments; the others are right. */
export type Use = (value: never) => unknown;

/** A parameter of a public function. */
export interface Row {
  /** As {@link publicFunctions} names it: the function, and the parameter or option. */
  readonly name: string;
  readonly kind: Kind;
  /** Where the parameter takes bytes, what comes back is {@link content}, or made of it. */
  readonly use: Use;
  /** Whether it takes bytes: then every kind of view. */
  readonly takesBytes: boolean;
  /** What views to give it, where it is not what {@link Row.kind} has. */
  readonly right: Uint8Array | undefined;
}

export const content = generate('text', 1500, 4);
export const frame = compress(content);

export function row(name: string, kind: Kind, use: Use): Row {
  return { name, kind, use, takesBytes: false, right: undefined };
}

/** A parameter that takes bytes; `right` are those that make the function come to {@link content}. */
export function bytesRow(name: string, right: Uint8Array, use: Use, ...also: unknown[]): Row {
  return { name, kind: bytes(right, ...also), use, takesBytes: true, right };
}

/** A parameter that has a row of what it refuses: every kind of view for it. */
export function viewsRow(name: string, right: Uint8Array, use: Use): Row {
  return { name, kind: { wrong: [], right: () => [right] }, use, takesBytes: true, right };
}

/** The rows of an object of options: itself, and what may be in it. */
export function optionRows(
  name: string,
  use: (options: never) => unknown,
  kinds: Readonly<Record<string, Kind>>,
  parameter = 'options',
  self = options,
): Row[] {
  return [
    row(`${name} ${parameter}`, self, use),
    ...Object.entries(kinds).map(([option, kind]) =>
      row(`${name} ${parameter}.${option}`, kind, (value) => use({ [option]: value } as never)),
    ),
  ];
}

const params = new CompressionParameters();
const dictionary = new ZstdCompressionDict(content);

/** What all that compresses can be told. */
export const COMPRESS_OPTIONS = {
  level,
  writeChecksum: flag,
  writeContentSize: flag,
  writeDictId: flag,
  threads,
  compressionParams: object(() => [params], undefined),
  dictData: bytes(content, undefined, dictionary),
};

/** A declared size; that of {@link content}, or −1 for not known. */
export const DECLARED = whole(0, Number.MAX_SAFE_INTEGER, undefined, content.length, -1);

/** A dictionary, or several, to decompress with. */
const DICTIONARIES = severalBytes(content, undefined, dictionary);

/** What all that decompresses can be told. */
export const DECOMPRESS_OPTIONS = {
  maxOutputSize: whole(0, Number.MAX_SAFE_INTEGER, undefined, content.length),
  maxWindowSize: whole(0, Number.MAX_SAFE_INTEGER, undefined, 2 ** 27, 2 ** 31),
  dictData: DICTIONARIES,
  verifyChecksum: flag,
  format: whole(0, 1, undefined, 0),
};

/** An object with `read`, which gives what it is asked for once. */
export const readerOf = (data: unknown): { read(): Uint8Array } => {
  const pieces = [data];
  return { read: () => (pieces.shift() ?? new Uint8Array(0)) as Uint8Array };
};

export const READ_SIZE = { readSize: chunkSize };
export const WRITE_SIZE = { writeSize: chunkSize };
