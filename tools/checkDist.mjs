// What must never be in the shipped code: WebAssembly, code from strings, and Node modules outside the command and `purezstd/node`.
// And what whoever bundles an entry point must not see: a warning.
import { readdirSync, readFileSync } from 'node:fs';
import { build } from 'esbuild';

// The last one: a translator's helper, which is no function if it follows a word (tsup.config.ts).
const forbidden = [/\bWebAssembly\b/, /\beval\s*\(/, /\bFunction\s*\(/, /[a-z]_(nullishCoalesce|optionalChain)\b/];
let failures = 0;
for (const name of readdirSync('dist').filter((file) => /\.c?js$/.test(file))) {
  const text = readFileSync(`dist/${name}`, 'utf8');
  const patterns = /^(cli|node)\.c?js$/.test(name)
    ? forbidden
    : [...forbidden, /from\s*["']node:/, /require\(\s*["'](node:|fs|path|zlib|stream|buffer)/];
  for (const pattern of patterns) {
    if (!pattern.test(text)) continue;
    console.error(`dist/${name} contains ${pattern}`);
    failures++;
  }
}
const { dependencies = {}, exports: entries } = JSON.parse(readFileSync('package.json', 'utf8'));
for (const name of Object.keys(entries).filter((entry) => entry !== './package.json')) {
  const contents = `export * from '${name.replace('.', 'purezstd')}'`;
  const { warnings } = await build({
    ...{ stdin: { contents, resolveDir: process.cwd() }, bundle: true, format: 'esm', write: false },
    ...{ external: ['node:*'], logLevel: 'warning' },
  });
  failures += warnings.length;
}
if (Object.keys(dependencies).length > 0) {
  console.error('there are runtime dependencies');
  failures++;
}
if (failures > 0) process.exit(1);
console.log('dist: no WebAssembly, no code from strings, no Node module in the library, no dependency, no warning when bundled');
