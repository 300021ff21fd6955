// The libraries that are measured beside ours. Each gives some of { decompress(frame, size), compress(content, level) }.
import { createRequire } from 'node:module';
import * as zlib from 'node:zlib';

/** What a ratio "to WASM" compares with: the faster of these. */
export const WASM = ['zstd-wasm', 'zstddec'];
/** No zstd, but what many use today: for the eyes only. */
export const OTHERS = ['fflate gzip'];

export async function loadPeers(path = '../dist/index.js') {
  const require = createRequire(import.meta.url);
  const ours = await import(path);
  const wasm = require('@bokuweb/zstd-wasm');
  await wasm.init();
  const { ZSTDDecoder } = await import('zstddec');
  const zstddec = new ZSTDDecoder();
  await zstddec.init();
  const fzstd = await import('fzstd');
  const fflate = await import('fflate');
  const peers = {
    purezstd: { decompress: (frame) => ours.decompress(frame), compress: (content, level) => ours.compress(content, level), ours },
    'zstd-wasm': { decompress: (frame) => wasm.decompress(frame), compress: (content, level) => wasm.compress(content, level) },
    zstddec: { decompress: (frame, size) => zstddec.decode(frame, size) },
    fzstd: { decompress: (frame) => fzstd.decompress(frame) },
    'fflate gzip': { compress: (content) => fflate.gzipSync(content, { level: 6 }) },
  };
  if (typeof zlib.zstdCompressSync === 'function') {
    peers['node:zlib'] = {
      decompress: (frame) => zlib.zstdDecompressSync(frame),
      compress: (content, level) => zlib.zstdCompressSync(content, { params: { [zlib.constants.ZSTD_c_compressionLevel]: level } }),
    };
  }
  return peers;
}
