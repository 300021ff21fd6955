import { ZstdCompressionStream, ZstdDecompressionStream } from './webStreams';

/** Where the stream classes are: the global object, or a stand-in for it. */
export interface StreamHost {
  CompressionStream?: unknown;
  DecompressionStream?: unknown;
}

type StreamClass = new (format: string) => object;

/** A class that makes the platform's streams, and ours for `'zstd'`. */
function withZstd(native: unknown, name: string, create: () => object): unknown {
  function standIn(format: string): object {
    if (new.target === undefined) throw new TypeError(`${name} must be called with new`);
    if (String(format) === 'zstd') return create();
    if (typeof native !== 'function') throw new TypeError(`Unsupported compression format: '${format}'`);
    return new (native as StreamClass)(format);
  }
  Object.defineProperty(standIn, 'name', { value: name });
  if (typeof native === 'function') standIn.prototype = native.prototype;
  return standIn;
}

function knowsZstd(native: unknown): boolean {
  try {
    return typeof native === 'function' && new (native as StreamClass)('zstd') instanceof native;
  } catch {
    return false;
  }
}

/**
 * Makes `new CompressionStream('zstd')` and `new DecompressionStream('zstd')` work where the platform does not know that format; where it
 * does, nothing is changed. Other formats are made by the platform as before. Importing this module alone changes nothing.
 *
 * @param host where the classes are; default: the global object
 * @returns a function that puts everything back
 * @throws TypeError when `host` is no object
 * @example
 * ```ts
 * import { installPolyfill } from 'purezstd/polyfill';
 * const uninstall = installPolyfill();
 * const frame = new Blob(['hello']).stream().pipeThrough(new CompressionStream('zstd' as 'gzip'));
 * console.log(await new Response(frame.pipeThrough(new DecompressionStream('zstd' as 'gzip'))).text()); // hello
 * uninstall();
 * ```
 */
export function installPolyfill(host: StreamHost = globalThis): () => void {
  if ((typeof host !== 'object' && typeof host !== 'function') || host === null) throw new TypeError('host must be an object');
  const undo: (() => void)[] = [];
  const install = (name: keyof StreamHost, create: () => object): void => {
    const before = Object.getOwnPropertyDescriptor(host, name);
    if (knowsZstd(host[name])) return;
    Object.defineProperty(host, name, { value: withZstd(host[name], name, create), configurable: true, writable: true, enumerable: false });
    undo.push(() => {
      if (before === undefined) delete host[name];
      else Object.defineProperty(host, name, before);
    });
  };
  install('CompressionStream', () => new ZstdCompressionStream());
  install('DecompressionStream', () => new ZstdDecompressionStream());
  return () => {
    for (const step of undo.splice(0)) step();
  };
}
