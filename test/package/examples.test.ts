import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as util from 'node:util';
import { transformSync } from 'esbuild';
import { describe, expect, it } from 'vitest';
import * as dictionary from '../../src/dictionary';
import * as fzstd from '../../src/fzstd';
import * as purezstd from '../../src/index';
import * as node from '../../src/node';
import * as polyfill from '../../src/polyfill';
import * as seekable from '../../src/seekable';
import * as streams from '../../src/streams';
import * as workers from '../../src/workers';

const modules: Record<string, object> = {
  purezstd,
  'purezstd/dictionary': dictionary,
  'purezstd/streams': streams,
  'purezstd/node': node,
  'purezstd/seekable': seekable,
  'purezstd/workers': workers,
  'purezstd/fzstd': fzstd,
  'purezstd/polyfill': polyfill,
  'node:util': util,
};

const root = join(import.meta.dirname, '../..');

/** The ts examples of a file: in a Markdown file as they stand, in a source within its docstrings. */
function examples(path: string): string[] {
  const text = readFileSync(join(root, path), 'utf8');
  const plain = path.endsWith('.md') ? text : text.replace(/^ *\* ?/gm, '');
  return [...plain.matchAll(/```ts\n([\s\S]*?)```/g)].map(([, code]) => code);
}

/** Runs an example; what it logs must be what the comment behind the call says. */
async function run(code: string): Promise<void> {
  const lines: string[] = [];
  const log = (...values: unknown[]): void => {
    lines.push(
      values
        .map((value) => (value instanceof Uint8Array ? `Uint8Array(${value.length}) [ ${[...value].join(', ')} ]` : String(value)))
        .join(' '),
    );
  };
  const body = code.replace(/^import \{([^}]*)\} from '([^']*)';$/gm, "const {$1} = modules['$2'];");
  const { code: script } = transformSync(`export default async function (modules, console) {\n${body}\n}`, {
    loader: 'ts',
    format: 'cjs',
  });
  const module = { exports: {} as { default?: (modules: unknown, console: unknown) => Promise<void> } };
  new Function('module', 'exports', script)(module, module.exports);
  await module.exports.default?.(modules, { log });
  const expected = [...code.matchAll(/console\.log\(.*\); \/\/ (.*)$/gm)].map(([, value]) => value);
  expect(lines).toEqual(expected);
}

const files = [
  'README.md',
  'docs/choosing.md',
  'docs/recipes.md',
  ...readdirSync(join(root, 'src/api'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => `src/api/${name}`),
  'src/format/errors.ts',
  'src/workers/loader.ts',
];

describe('examples of the documentation run and print what they say', () => {
  for (const file of files) {
    for (const [index, code] of examples(file).entries()) it(`${file} #${index + 1}`, () => run(code));
  }

  it('every public class and function has one', () => {
    const missing: string[] = [];
    for (const file of files.filter((name) => name.endsWith('.ts'))) {
      const text = readFileSync(join(root, file), 'utf8');
      for (const [, doc, name] of text.matchAll(/\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\nexport (?:abstract |async )?(?:class|function) (\w+)/g)) {
        if (Object.values(modules).some((one) => name in one) && !doc.includes('@example')) missing.push(name);
      }
    }
    expect(missing).toEqual([]);
  });
});
