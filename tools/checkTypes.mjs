// Compiles what users write (test/types) against the declarations in dist: with the newest compiler, and with the oldest that is supported,
// whose arrays have no parameter.
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';

const LIB = 'ES2022,DOM,DOM.Iterable';
// Without types of Node where none may be needed; libraries are only left unchecked where Node's are among them.
const runs = [
  { compiler: 'typescript', lib: `${LIB},DOM.AsyncIterable`, types: [], files: ['consumer'] },
  { compiler: 'typescript', lib: `${LIB},ESNext.Disposable`, types: ['node'], files: ['modern'] },
  { compiler: 'typescript-5.0', lib: LIB, types: [], files: ['consumer'] },
];
const folder = 'node_modules/.cache/purezstd';
mkdirSync(folder, { recursive: true });
let failed = false;
for (const { compiler, lib, types, files } of runs) {
  const compilerOptions = {
    noEmit: true,
    strict: true,
    target: 'ES2022',
    module: 'NodeNext',
    lib: lib.split(','),
    types,
    skipLibCheck: types.length > 0,
  };
  const project = `${folder}/types.json`;
  writeFileSync(project, JSON.stringify({ compilerOptions, files: files.map((name) => resolve(`test/types/${name}.ts`)) }));
  const { status, stdout } = spawnSync(process.execPath, [`node_modules/${compiler}/lib/tsc.js`, '-p', project], { encoding: 'utf8' });
  console.log(`types: ${files} with ${compiler}: ${status === 0 ? 'ok' : `\n${stdout}`}`);
  failed ||= status !== 0;
}
if (failed) process.exit(1);
