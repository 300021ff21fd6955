// Bundles the fuzz targets as `dist` is built, engines and all, and runs one: npm run fuzz -- TARGET --seconds N --seed S
import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { build } from 'esbuild';

const folder = 'node_modules/.cache/purezstd';
mkdirSync(folder, { recursive: true });
const plugin = `${folder}/duplicateModules.mjs`;
const common = { bundle: true, platform: 'node', format: 'esm', logLevel: 'error', packages: 'external' };
await build({ ...common, entryPoints: ['tools/duplicateModules.ts'], outfile: plugin });
const { duplicateModulesEsbuild } = await import(`../${plugin}`);
await build({
  ...common,
  entryPoints: ['fuzz/main.ts'],
  outdir: `${folder}/fuzz`,
  splitting: true,
  outExtension: { '.js': '.mjs' },
  plugins: [duplicateModulesEsbuild(process.cwd())],
});
process.exit(
  spawnSync(process.execPath, ['--expose-gc', `${folder}/fuzz/main.mjs`, ...process.argv.slice(2)], { stdio: 'inherit' }).status ?? 1,
);
