import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '../..');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const manifest = JSON.parse(read('package.json'));
const withoutComments = (text: string): string => text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '');

describe('what the package promises of its sources', () => {
  const entries = readdirSync(join(root, 'src')).filter((name) => name.endsWith('.ts'));

  it.each(entries)('%s only re-exports', (name) => {
    const rest = withoutComments(read(`src/${name}`)).replace(/export (?:type )?(?:\*|\{[^}]*\}) from '[^']+';/g, '');
    expect(rest.trim()).toBe('');
  });

  it('every entry point of package.json has a source, and the other way round', () => {
    const exported = Object.keys(manifest.exports)
      // Not modules: the manifest, and the script that workers run.
      .filter((key) => key !== './package.json' && key !== './worker.js')
      .map((key) => (key === '.' ? 'index.ts' : `${key.slice(2)}.ts`));
    expect(exported.sort()).toEqual(entries.sort());
  });

  it('there is no runtime dependency', () => {
    for (const kind of ['dependencies', 'peerDependencies', 'optionalDependencies']) expect(manifest[kind] ?? {}).toEqual({});
  });

  it('the library holds no WebAssembly and no code from strings, and touches no file of Node', () => {
    const files = readdirSync(join(root, 'src'), { recursive: true }).map(String);
    for (const file of files.filter((name) => name.endsWith('.ts'))) {
      const code = withoutComments(read(`src/${file}`));
      expect(code, file).not.toMatch(/\bWebAssembly\b|\beval\s*\(|\bFunction\s*\(/);
      if (!/^(cli|api\/node)/.test(file)) expect(code, file).not.toMatch(/from 'node:|\brequire\(|\bprocess\.|\bBuffer\b/);
    }
  });

  it('documents that are linked to are there', () => {
    for (const document of ['README.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md', 'SECURITY.md', 'CHANGELOG.md']) {
      for (const [, target] of read(document).matchAll(/\]\(((?!https?:)[^)#]+)[^)]*\)/g))
        expect(() => read(target), `${document}: ${target}`).not.toThrow();
    }
  });

  it('scripts that documents name exist', () => {
    for (const document of ['README.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md']) {
      for (const [, script] of read(document).matchAll(/npm run ([\w:-]+)/g)) expect(manifest.scripts, document).toHaveProperty(script);
    }
  });
});
