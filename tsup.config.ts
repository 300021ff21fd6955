import { build } from 'esbuild';
import { defineConfig, type Options } from 'tsup';
import { duplicateModulesEsbuild } from './tools/duplicateModules';
import { fewChunksEsbuild } from './tools/fewChunks';

// Properties that only the inside knows get short names: 130 bytes of the decoder's gzip. Never a name that is imported with a namespace
// (`import * as spareExecute`): esbuild renames the use of it, not the namespace's key; and never one of the platform's (`Atomics.load`, `Object.assign`). tools/exerciseDist.mjs runs what comes out.
const INTERNAL =
  /^(absorb|acc|acrossFrames|allow|announce|atEnd|attach|backward|baselines|bases|beat|begin|beginBlock|begins|begun|bucketLog|buffers|build|buildCodes|busy|capacity|changes|check|checkEnd|checksums|choose|claim|collect|collectLazily|commit|compressPending|compression|consumed|content|contentAt|continued|copies|copyIndex|count|countPending|countTests|counts|createBinaryTree|createCountBytes|createDoubleFast|createFast|createGatherSequences|createLazy|createLiteralsEncoder|createOptimal|createSequencesEncoder|createWorker|crew|cut|cutter|decodeBlock|decodeFour|decodeOne|decoder|deltaBits|deltaState|depth|dict|dictionaries|digest|digestLow32|digests|distributions|drain|drop|encodeFour|encodeOne|encoder|ended|ends|engine|entropy|errand|expect|expected|failed|failures|families|finder|finished|first|forDecoder|forEncoder|forMessages|forget|forward|found|frame|frequencies|fruitless|full|gather|give|groupSize|handOut|hash|hashRateLog|header|headerSize|heads|held|history|huffmanLengths|hungry|idle|inPlace|index|ingest|ingested|input|items|iterate|jobs|joined|kind|last|lastBeats|layout|ldm|leaves|left|lengths|lent|limit|litLength|litLengthCodes|litLengths|literal|literalCompression|literals|llCode|logs|longMatches|lose|magicless|matchLength|matchLengthCodes|matchLengths|measure|missing|mlCode|mode|most|moveTo|narrow|nextNumber|nextOffsets|normalized|note|numbers|offBase|offer|offsetCodes|offsets|operation|operations|origin|outBytes|outEnd|outcome|output|overlap|parents|passOn|passed|passes|peek|pending|pendingFrom|perform|phase|pool|positions|prepare|produced|progress|put|queue|raw|readDictionaryTables|rebase|receive|refresh|registers|release|remainder|repeatOffsets|reserve|reset|restart|restore|returnRead|room|run|running|scanPending|search|second|settings|settle|share|shared|single|sizes|skipTo|slots|snapshot|source|sources|spares|splitLeaves|stage|startFrame|starts|states|step|stepwise|stop|strategy|streaming|submit|symbols|tables|tags|take|takeBack|takeOver|taken|target|task|testFrom|testSize|tidyAt|touch|trailer|trainCount|uncoverAll|update|vacate|view|weights|wide|windowBytes|windowEnd|windowInUse|withinWindow|words|writeHeader|writeTrailer)$/;

/**
 * What the bundler's own minifier does not do and what no engine notices: variables and functions that are used once stand where they are used (270 bytes of gzip
 * of `compress`). Nothing is renamed.
 */
const TERSE: Options['terserOptions'] = {
  module: true,
  mangle: false,
  compress: {
    defaults: false,
    collapse_vars: true,
    comparisons: true,
    join_vars: true,
    reduce_vars: true,
    reduce_funcs: false,
    unused: true,
  },
  format: { preserve_annotations: true },
};

const common: Options = {
  minify: 'terser',
  terserOptions: TERSE,
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

/** Workers and the library are several builds that exchange objects, so a build of them all decides for each which names are shortened to what. */
async function shortNames(): Promise<Options['esbuildOptions']> {
  const { mangleCache } = await build({
    ...{
      entryPoints: ['src/index.ts', 'src/node.ts', 'src/seekable.ts', 'src/workers.ts', 'src/workers/script.ts'],
      bundle: true,
      write: false,
      outdir: 'dist',
      platform: 'neutral',
    },
    ...{
      external: ['node:*'],
      minifySyntax: true,
      mangleProps: INTERNAL,
      mangleCache: {},
      plugins: [duplicateModulesEsbuild(process.cwd())],
    },
    logOverride: { 'ignored-bare-import': 'silent' },
  });
  return (options, context) => {
    common.esbuildOptions?.(options, context);
    // What translates chunks to CommonJS afterwards makes slow calls of these operators, and `return_nullishCoalesce(a, b)` of `return(a)??b`.
    if (context.format === 'cjs') options.supported = { 'nullish-coalescing': false, 'optional-chain': false };
    options.mangleProps = INTERNAL;
    options.mangleCache = { ...mangleCache };
  };
}

const ENTRIES = ['index', 'compress', 'decompress', 'dictionary', 'streams', 'node', 'seekable', 'fzstd', 'polyfill', 'workers'];

// One build per format with all the entries together, so that entry points share chunks: two of them imported side by side
// hold one ZstdError and one engine. The command is a program of its own that loads the public entry point, and knows the library by public names only.
export default defineConfig(async (): Promise<Options[]> => {
  const library: Options = { ...common, esbuildOptions: await shortNames() };
  return [
    {
      ...library,
      entry: {
        ...Object.fromEntries(ENTRIES.map((name) => [name, `src/${name}.ts`])),
        // Not public: whoever uses threads loads it then.
        pool: 'src/workers/workers.ts',
      },
      esbuildPlugins: [fewChunksEsbuild(process.cwd()), ...(common.esbuildPlugins ?? [])],
      // Deno and workerd know `node:stream`, not `stream`.
      removeNodeProtocol: false,
      // The CommonJS files know where they are.
      shims: true,
      external: [/^node:/],
      format: ['esm', 'cjs'],
      splitting: true,
      dts: { compilerOptions: { stripInternal: true } },
      clean: true,
    },
    // One file, so that whoever has to serve it himself serves nothing else. It is a script as well as a module.
    { ...library, entry: { worker: 'src/workers/script.ts' }, format: ['esm'], splitting: false },
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
  ];
});
