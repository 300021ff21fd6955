import { createRequire } from 'node:module';
import * as zlib from 'node:zlib';

/** Decompresses with libzstd in this process, or returns undefined where libzstd rejects the input. */
export type Oracle = (frame: Uint8Array, limit: number) => Uint8Array | undefined;

interface ZlibWithZstd {
  zstdDecompressSync?: (input: Uint8Array, options: { maxOutputLength: number; params: Record<number, number> }) => Uint8Array;
}

/** ZSTD_d_windowLogMax */
const WINDOW_LOG_MAX = 100;

/** The native libzstd of node:zlib where this Node has it (24 and newer), else the WebAssembly build. */
export async function createOracle(): Promise<Oracle> {
  const { zstdDecompressSync } = zlib as ZlibWithZstd;
  if (zstdDecompressSync !== undefined) {
    return (frame, limit) => {
      try {
        return zstdDecompressSync(frame, { maxOutputLength: limit, params: { [WINDOW_LOG_MAX]: 27 } });
      } catch {
        return undefined;
      }
    };
  }
  const wasm = createRequire(import.meta.url)('@bokuweb/zstd-wasm') as {
    init(): Promise<void>;
    decompress(frame: Uint8Array): Uint8Array;
  };
  await wasm.init();
  return (frame) => {
    try {
      return wasm.decompress(frame);
    } catch {
      return undefined;
    }
  };
}
