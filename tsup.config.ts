import { defineConfig, type Options } from 'tsup';
import { duplicateModulesEsbuild } from './tools/duplicateModules';

// Properties that only the inside knows get short names: 130 bytes of the decoder's gzip. Never a name that is imported with a namespace
// (`import * as spareExecute`): esbuild renames the use of it, not the namespace's key. tools/exerciseDist.mjs runs what comes out.
const INTERNAL =
  /^(absorb|announce|atEnd|baselines|begun|compressPending|consumed|decodeBlock|decodeFour|decodeOne|digestLow32|drain|families|handOut|headerSize|hungry|ingested|literalCompression|litLength|magicless|matchLength|moveTo|nextOffsets|offBase|outBytes|outEnd|pendingFrom|produced|readDictionaryTables|registers|repeatOffsets|snapshot|splitLeaves|startFrame|stepwise|streaming|windowBytes|windowEnd|windowInUse|words)$/;

const common: Options = {
  target: 'es2020',
  platform: 'neutral',
  sourcemap: false,
  esbuildPlugins: [duplicateModulesEsbuild(process.cwd())],
  esbuildOptions(options) {
    // Constants of a module become literals: V8 cannot fold a bundle's top-level variables (ARCHITECTURE.md).
    options.minifySyntax = true;
    // A third less to parse: 1 MiB less resident memory after import on Node 24. Names stay, so stack traces can be read.
    options.minifyWhitespace = true;
    options.mangleProps = INTERNAL;
    options.keepNames = false;
  },
};

// One build per format with all the entries together, so that entry points share chunks: two of them imported side by side
// hold one ZstdError and one engine. The command is a program of its own that loads the public entry point.
export default defineConfig([
  {
    ...common,
    entry: ['index', 'compress', 'decompress', 'streams', 'node', 'fzstd', 'polyfill'].map((name) => `src/${name}.ts`),
    external: [/^node:/],
    format: ['esm', 'cjs'],
    splitting: true,
    dts: { compilerOptions: { stripInternal: true } },
    clean: true,
  },
  {
    ...common,
    entry: { cli: 'src/cli/main.ts' },
    format: ['esm'],
    target: 'node18',
    platform: 'node',
    esbuildPlugins: [
      {
        name: 'public-entry',
        setup: (build) => build.onResolve({ filter: /^\.\.\/index$/ }, () => ({ path: './index.js', external: true })),
      },
    ],
  },
]);
