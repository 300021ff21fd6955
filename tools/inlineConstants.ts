import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

/**
 * A module's text with the numeric constants that it uses, imported ones and its own, written as literals. To V8 a literal is a constant
 * and a bundle's top-level variable is not (a window bound that was one cost a load, a check and a shift per sequence), and the bundle gets
 * smaller (360 bytes of gzip in the decoder). Constants are recognised by their spelling, LIKE_THIS, at the top level; locals may be spelt so too.
 */
export function inlineConstants(file: string): string {
  return readFileSync(file, 'utf8')
    .split('\n')
    .map((line) => {
      if (/^(import|export \{|export \*|} from| {2}(type )?[A-Za-z_\d, ]+,$| \*|\/\*\*)/.test(line)) return line;
      const [, definition = '', own = '', rest] = /^((?:export )?const ([A-Z][A-Z\d_]*) )?(.*)$/.exec(line) as RegExpExecArray;
      const known = own === '' ? undefined : constantValue(file, own);
      // As a number rather than a calculation: bundlers leave out numbers that nothing uses.
      if (known !== undefined) return `${definition}= ${known};`;
      return (
        definition +
        rest.replace(/(?<![\w.'"`$])[A-Z][A-Z\d_]+(?![\w'"`])/g, (name) => {
          const value = constantValue(file, name);
          return value === undefined ? name : value < 0 ? `(${value})` : String(value);
        })
      );
    })
    .join('\n');
}

const IMPORT = /^import \{([^}]*)\} from '(\.[^']*)';$/gm;
const cache = new Map<string, number | undefined>();

/** The value of a module's constant, if it is a number that arithmetic on literals and other such constants gives. */
function constantValue(file: string, name: string): number | undefined {
  const key = `${file}:${name}`;
  if (!cache.has(key)) {
    cache.set(key, undefined);
    cache.set(key, evaluate(file, name));
  }
  return cache.get(key);
}

function evaluate(file: string, name: string): number | undefined {
  const text = readFileSync(file, 'utf8');
  const expression = new RegExp(`^(?:export )?const ${name} = ([^;\\n]+);`, 'm').exec(text)?.[1];
  if (expression === undefined) return importedValue(file, text, name);
  let known = true;
  const literal = expression.replace(/[A-Za-z_$][\w$]*/g, (word, at: number) => {
    if (/^x[\da-f]+$/i.test(word) && expression[at - 1] === '0') return word;
    const value = constantValue(file, word);
    known &&= value !== undefined;
    return `(${value})`;
  });
  if (!known || !/^[\d\s.xa-fA-F+\-*/%()<>|&^~]+$/.test(literal)) return undefined;
  const value: unknown = new Function(`return ${literal};`)();
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

function importedValue(file: string, text: string, name: string): number | undefined {
  for (const [, names, specifier] of text.matchAll(IMPORT)) {
    if (names.split(',').some((part) => part.trim() === name)) return constantValue(resolve(dirname(file), `${specifier}.ts`), name);
  }
  return undefined;
}
