import { ZstdError } from '../../src/index';

export const bytes = (content: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(content);
export const text = (content: Uint8Array): string => new TextDecoder().decode(content);
export const hex = (content: Uint8Array): string => Buffer.from(content).toString('hex');
export const unhex = (content: string): Uint8Array<ArrayBuffer> => new Uint8Array(Buffer.from(content, 'hex'));
export const concat = (...parts: Uint8Array[]): Uint8Array<ArrayBuffer> => new Uint8Array(Buffer.concat(parts));
/** So many bytes of one value. */
export const run = (value: string, length: number): Uint8Array<ArrayBuffer> => new Uint8Array(length).fill(value.charCodeAt(0));
/** Numbers as 64-bit little-endian ones. */
export const pairs = (...values: number[]): BigUint64Array<ArrayBuffer> => new BigUint64Array(values.map(BigInt));

/** The same content in every kind of bytes. */
export function views(content: Uint8Array): (ArrayBufferView | ArrayBufferLike)[] {
  const padded = new Uint8Array(content.length + 9);
  padded.set(content, 5);
  const shared = new SharedArrayBuffer(content.length + 3);
  new Uint8Array(shared).set(content, 3);
  const exact = new Uint8Array(content).buffer;
  const sharedExact = new SharedArrayBuffer(content.length);
  new Uint8Array(sharedExact).set(content);
  return [
    content,
    Buffer.from(content),
    padded.subarray(5, 5 + content.length),
    new DataView(padded.buffer, 5, content.length),
    new Int8Array(padded.buffer, 5, content.length),
    new Uint8ClampedArray(padded.buffer, 5, content.length),
    new Uint8Array(shared, 3),
    exact,
    sharedExact,
  ];
}

/** A source that counts how often it is read. */
export class CountingReader {
  reads = 0;
  at = 0;

  constructor(readonly content: Uint8Array) {}

  read(size: number): Uint8Array {
    this.reads++;
    const piece = this.content.subarray(this.at, this.at + size);
    this.at += piece.length;
    return piece;
  }
}

/** A target that counts how often it is written to. */
export class CountingWriter {
  writes = 0;
  private readonly parts: Uint8Array[] = [];

  write(part: Uint8Array): void {
    this.writes++;
    this.parts.push(part);
  }

  bytes(): Uint8Array<ArrayBuffer> {
    return concat(...this.parts);
  }
}

/** The ZstdError that a function throws. */
export function zstdError(code: string, message?: string): unknown {
  return {
    asymmetricMatch: (error: unknown) => error instanceof ZstdError && error.code === code && (!message || error.message.includes(message)),
  };
}
