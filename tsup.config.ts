import { defineConfig, type Options } from 'tsup';
import { duplicateModulesEsbuild } from './tools/duplicateModules';

// Properties that only the inside knows get short names: 130 bytes of the decoder's gzip. Never a name that is imported with a namespace
// (`import * as spareExecute`): esbuild renames the use of it, not the namespace's key. tools/exerciseDist.mjs runs what comes out.
const INTERNAL =
  /^(absorb|acc|acrossFrames|allow|announce|atEnd|attach|backward|baselines|bases|begin|beginBlock|begun|bucketLog|build|buildCodes|busy|capacity|check|choose|collect|collectLazily|commit|compression|compressPending|consumed|content|contentAt|copies|copyIndex|count|countPending|counts|createWorker|decodeBlock|decodeFour|decodeOne|decoder|deltaBits|deltaState|dictionaries|digest|digestLow32|digests|distributions|drain|drop|encodeOne|encoder|ended|ends|engine|entropy|expect|expected|failed|families|finished|first|forDecoder|forEncoder|forget|forMessages|forward|found|frame|frequencies|fruitless|full|handOut|hash|hashRateLog|headerSize|heads|history|huffmanLengths|hungry|idle|index|ingested|inPlace|input|iterate|joined|leaves|left|lengths|limit|literal|literalCompression|literals|litLength|litLengthCodes|litLengths|llCode|load|logs|magicless|matchLength|matchLengthCodes|matchLengths|measure|mlCode|moveTo|nextOffsets|normalized|offBase|offsetCodes|offsets|operations|outBytes|outEnd|output|parents|passed|passes|passOn|peek|pending|pendingFrom|prepare|produced|progress|put|queue|raw|readDictionaryTables|rebase|refresh|registers|release|remainder|repeatOffsets|reset|restart|restore|returnRead|run|search|second|settings|single|skipTo|slots|snapshot|source|sources|spares|splitLeaves|stage|startFrame|states|step|stepwise|streaming|symbols|tables|tags|take|taken|target|tidyAt|trainCount|update|view|weights|wide|windowBytes|windowEnd|windowInUse|withinWindow|words)$/;

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
    options.keepNames = false;
    options.define = { ...options.define, 'Number.MAX_SAFE_INTEGER': '9007199254740991', 'Number.POSITIVE_INFINITY': 'Infinity' };
    // Imports that only order modules (tools/duplicateModules.ts).
    options.logOverride = { 'ignored-bare-import': 'silent' };
  },
};

/** The command keeps its names: it looks options up by them, and knows the library by public ones only. */
const library: Options = {
  ...common,
  esbuildOptions(options, context) {
    common.esbuildOptions?.(options, context);
    options.mangleProps = INTERNAL;
  },
};

// One build per format with all the entries together, so that entry points share chunks: two of them imported side by side
// hold one ZstdError and one engine. The command is a program of its own that loads the public entry point.
export default defineConfig([
  {
    ...library,
    entry: ['index', 'compress', 'decompress', 'dictionary', 'streams', 'node', 'seekable', 'fzstd', 'polyfill'].map(
      (name) => `src/${name}.ts`,
    ),
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
        name: 'public-entries',
        setup: (build) =>
          build.onResolve({ filter: /^\.\.\/(index|seekable)$/ }, ({ path }) => ({ path: `${path.slice(1)}.js`, external: true })),
      },
    ],
  },
]);
