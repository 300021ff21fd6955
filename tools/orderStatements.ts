import type { Options } from 'tsup';
import ts from 'typescript';

/** Characters that must be alike to count. */
const GRAM = 4;
/** What a compressor still remembers of what came before: deflate reaches back 32 KiB. */
const REACH = 32_768;

interface Statement {
  readonly text: string;
  readonly grams: ReadonlySet<string>;
}

function statementOf(text: string): Statement {
  const terse = text.replace(/\s+/g, ' ');
  const grams = new Set<string>();
  for (let i = 0; i + GRAM <= terse.length; i++) grams.add(terse.slice(i, i + GRAM));
  return { text, grams };
}

/** Which share of a statement stands in one of those before it. */
function likeness({ grams }: Statement, known: ReadonlySet<string>): number {
  let n = 0;
  for (const gram of grams) if (known.has(gram)) n++;
  return n / (grams.size || 1);
}

/** What the last statements hold, as far back as a compressor looks. */
function lately(statements: readonly Statement[]): Set<string> {
  const known = new Set<string>();
  for (let i = statements.length - 1, size = 0; i >= 0 && size < REACH; i--) {
    for (const gram of statements[i].grams) known.add(gram);
    size += statements[i].text.length;
  }
  return known;
}

/**
 * A module's text with each function beside what it resembles, so that a compressor which meets the bundle finds the one in the other: the
 * copies of the engines' loops above all, 10 KB of gzip in `compress`. The order of functions means nothing; all else keeps its own.
 */
export function orderStatements(code: string): string {
  const file = ts.createSourceFile('bundle.js', code, ts.ScriptTarget.ESNext, false, ts.ScriptKind.JS);
  const first: string[] = [];
  const last: string[] = [];
  const functions = new Set<Statement>();
  const others: Statement[] = [];
  for (const node of file.statements) {
    const text = code.slice(node.getStart(file), node.end);
    if (ts.isImportDeclaration(node)) first.push(text);
    else if (ts.isExportDeclaration(node)) last.push(text);
    else if (ts.isFunctionDeclaration(node)) functions.add(statementOf(text));
    else others.push(statementOf(text));
  }
  const ordered: Statement[] = [];
  while (functions.size + others.length > 0) {
    const known = lately(ordered);
    let next = others[0];
    let most = -1;
    for (const statement of [...others.slice(0, 1), ...functions]) {
      const like = likeness(statement, known);
      if (like <= most) continue;
      most = like;
      next = statement;
    }
    ordered.push(next);
    if (!functions.delete(next)) others.shift();
  }
  return [...first, ...ordered.map(({ text }) => text), ...last].join('\n');
}

/** The same for every file of a build. */
export const likeBesideLike: NonNullable<Options['plugins']>[number] = {
  name: 'like-beside-like',
  renderChunk: (code) => ({ code: orderStatements(code) }),
};
