import { existsSync, readFileSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import type { Plugin as EsbuildPlugin } from 'esbuild';
import type { Plugin as VitePlugin } from 'vite';
import { inlineConstants } from './inlineConstants.ts';
import { packLevels } from './packLevels.ts';

/**
 * V8 folds the addresses and lengths of a closure's typed arrays into its machine code only while that closure has been created once;
 * a second engine made by the same code costs both of them a fifth of their speed (measured, ARCHITECTURE.md "One engine, and spare ones").
 * So spare engines are made by a second, textually identical copy of the code, and the build makes that copy, nobody's hands do:
 *
 *     import { LOOPS } from './loops';                              // for the main engine, used at most once
 *     import { LOOPS as SPARE_LOOPS } from '#copy/encoder/loops';   // for any number of others
 *
 * A module imported through `#copy/` is loaded a second time, and so is each module that it imports (directly or not) whose text carries
 * the tag `@duplicated`. Everything else (errors, constants, pure functions) stays shared. `#copy2/` gives another copy.
 */
const PREFIX = /^#(copy\d?)\//;
const isDuplicated = (file: string): boolean => readFileSync(file, 'utf8').includes('@duplicated');
const sourceOf = (root: string, specifier: string): string => resolve(root, 'src', `${specifier.replace(/^#\w+\//, '')}.ts`);
/** Which copy an import asks for: what follows the path of its modules. */
function suffixOf(specifier: string): string | undefined {
  const name = PREFIX.exec(specifier)?.[1];
  return name === undefined ? undefined : `?${name}`;
}

/** The duplication for the bundler that makes `dist`; it also loads every source with its constants inlined. */
export function duplicateModulesEsbuild(root: string): EsbuildPlugin {
  return {
    name: 'duplicate-modules',
    setup(build) {
      const copy = (path: string, suffix?: string) => ({ path, suffix, pluginData: { copy: suffix } });
      build.onResolve({ filter: PREFIX }, ({ path }) => copy(sourceOf(root, path), suffixOf(path)));
      build.onResolve({ filter: /^\.\.?\// }, ({ path, resolveDir, pluginData }) => {
        const file = resolve(resolveDir, `${path}.ts`);
        return pluginData?.copy && existsSync(file) && isDuplicated(file) ? copy(file, pluginData.copy) : undefined;
      });
      build.onLoad({ filter: /\/src\/.*\.ts$/ }, ({ path, pluginData }) => {
        const name = relative(resolve(root, 'src'), path).replace(/\.ts$/, '');
        const inlined = inlineConstants(path);
        const contents = name === 'match/levels' ? packLevels(inlined) : inlined;
        return { contents, loader: 'ts', resolveDir: dirname(path), pluginData };
      });
    },
  };
}

/** The same for the tests, which run on the sources. */
export function duplicateModulesVite(root: string): VitePlugin {
  return {
    name: 'duplicate-modules',
    enforce: 'pre',
    resolveId(specifier, importer) {
      const asked = suffixOf(specifier);
      if (asked !== undefined) return sourceOf(root, specifier) + asked;
      const suffix = /\?copy\d?$/.exec(importer ?? '')?.[0];
      if (suffix === undefined || !specifier.startsWith('.')) return undefined;
      const file = resolve(dirname(importer as string), `${specifier}.ts`);
      return isDuplicated(file) ? file + suffix : file;
    },
  };
}
