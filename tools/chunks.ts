import { readFileSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import type { Plugin } from 'esbuild';
import type { Options } from 'tsup';

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
  workers: ['decompress'],
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

/**
 * The pool of workers is a file that imports no other: were it to share chunks with the library, bundlers that do not split would wrap those
 * in functions, for the sake of an import that may come later (90 bytes of `decompress`, 180 of `compress`). Whoever uses it imports the file.
 */
export function poolApartEsbuild(root: string): Plugin {
  const pool = resolve(root, 'src', 'workers/workers');
  return {
    name: 'pool-apart',
    setup(build) {
      const extension = build.initialOptions.outExtension?.['.js'] ?? '.js';
      build.onResolve({ filter: /\/workers$/ }, ({ path, resolveDir }) =>
        resolve(resolveDir, path) === pool ? { path: `./pool${extension}`, external: true } : undefined,
      );
    },
  };
}

/** Of a chunk that is only imported for the sake of the order nothing is used: bundlers would say so in a warning to whoever bundles us. */
export const noBareImports: NonNullable<Options['plugins']>[number] = {
  name: 'no-bare-imports',
  renderChunk: (code) => ({ code: code.replace(/^import "\.\/chunk-\w+\.js";\n/gm, '') }),
};
