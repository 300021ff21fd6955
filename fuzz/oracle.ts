import { createRequire } from 'node:module';
import * as zlib from 'node:zlib';

/** Decompresses with libzstd in this process, or returns undefined where libzstd rejects the input. A dictionary is raw content. */
export type Oracle = (frame: Uint8Array, limit: number, dictionary?: Uint8Array) => Uint8Array | undefined;

interface ZlibWithZstd {
  zstdDecompressSync?: (
    input: Uint8Array,
    options: { maxOutputLength: number; params: Record<number, number>; dictionary: Uint8Array | undefined },
  ) => Uint8Array;
}

/** ZSTD_d_windowLogMax */
const WINDOW_LOG_MAX = 100;

let ready: Promise<void> | undefined;

/** The native libzstd of node:zlib where this Node has it (24 and newer), else the WebAssembly build. */
export async function createOracle(): Promise<Oracle> {
  const { zstdDecompressSync } = zlib as ZlibWithZstd;
  if (zstdDecompressSync !== undefined) {
    return (frame, limit, dictionary) => {
      try {
        return zstdDecompressSync(frame, { maxOutputLength: limit, params: { [WINDOW_LOG_MAX]: 27 }, dictionary });
      } catch {
        return undefined;
      }
    };
  }
  const wasm = createRequire(import.meta.url)('@bokuweb/zstd-wasm') as {
    init(): Promise<void>;
    decompress(frame: Uint8Array, options?: { defaultHeapSize: number }): Uint8Array;
    createDCtx(): number;
    decompressUsingDict(context: number, frame: Uint8Array, dictionary: Uint8Array, options?: { defaultHeapSize: number }): Uint8Array;
  };
  // Initialised again, it refuses valid frames now and then.
  ready ??= wasm.init();
  await ready;
  let context: number | undefined;
  return (frame, limit, dictionary) => {
    // What it takes a content to be that says nothing of its size.
    const options = { defaultHeapSize: Math.max(limit, 1) };
    try {
      if (dictionary === undefined) return wasm.decompress(frame, options);
      context ??= wasm.createDCtx();
      return wasm.decompressUsingDict(context, frame, dictionary, options);
    } catch {
      return undefined;
    }
  };
}
