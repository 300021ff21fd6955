import { readFileSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import type { Plugin } from 'esbuild';

/**
 * Modules that load whole entry points with them. The bundler cuts a chunk for every set of entry points that share modules, 29 of them for
 * our eleven, and each file costs a fresh process of Node's about a millisecond: `decompress` was sixteen files and 20 ms. Of an entry
 * point that another loads whole, nothing is cut off.
 */
const LOADS: Record<string, readonly string[]> = {
  index: ['compress', 'decompress', 'dictionary', 'streams'],
  dictionary: ['compress', 'decompress'],
  streams: ['compress', 'decompress'],
  node: ['compress', 'decompress', 'streams'],
  seekable: ['compress', 'decompress', 'streams'],
  fzstd: ['decompress'],
  polyfill: ['compress', 'decompress', 'streams'],
  'workers/workers': ['compress', 'decompress'],
};

/** Chunks by what is used together. Bundlers that meet them drop what is not used, as ever: a module of ours has no side effects. */
export function fewChunksEsbuild(root: string): Plugin {
  const source = (name: string) => resolve(root, 'src', `${name}.ts`);
  return {
    name: 'few-chunks',
    setup(build) {
      // Said to have side effects, since the import would be dropped otherwise.
      build.onResolve({ filter: /^#whole\// }, ({ path }) => ({ path: source(path.slice('#whole/'.length)), sideEffects: true }));
      build.onLoad({ filter: /\/src\/.*\.ts$/ }, ({ path }) => {
        const loads = LOADS[relative(resolve(root, 'src'), path).replace(/\.ts$/, '')];
        if (loads === undefined) return undefined;
        const imports = loads.map((name) => `import '#whole/${name}';`).join('\n');
        return { contents: `${imports}\n${readFileSync(path, 'utf8')}`, loader: 'ts', resolveDir: dirname(path) };
      });
    },
  };
}
