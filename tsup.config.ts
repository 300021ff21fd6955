import { defineConfig } from 'tsup';
import { duplicateModulesEsbuild } from './tools/duplicateModules';

const common = {
  target: 'es2020',
  platform: 'neutral',
  clean: false,
  sourcemap: false,
  treeshake: false,
  esbuildPlugins: [duplicateModulesEsbuild(import.meta.dirname ?? process.cwd())],
} as const;

// One build per format with all the entries together, so that entry points share chunks: two of them imported side by side
// hold one ZstdError and one arena. The command is a program of its own that loads the public entry point.
export default defineConfig([
  { ...common, entry: ['src/index.ts', 'src/compress.ts', 'src/decompress.ts'], format: ['esm', 'cjs'], splitting: true, dts: true },
  { ...common, entry: { cli: 'src/cli/main.ts' }, format: ['esm'], platform: 'node', external: ['purezstd', /^\.\.\/index/] },
]);
