import { join, resolve } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { INTERNAL_NAMES } from '../../tools/internalNames';

const root = resolve(import.meta.dirname, '../..');

const { config } = ts.readConfigFile(join(root, 'tsconfig.json'), ts.sys.readFile);
const { options } = ts.parseJsonConfigFileContent(config, ts.sys, root);
const sources = ts.sys.readDirectory(join(root, 'src'), ['.ts'], ['cli']);

const program = ts.createProgram(sources, options);
const checker = program.getTypeChecker();

/** Uses of internal names that the build must not rename, as `file:line name`. */
function usesOf(names: ReadonlySet<string>): { wrong: string[]; used: Set<string> } {
  const wrong: string[] = [];
  const used = new Set<string>();
  const outside = (symbol: ts.Symbol | undefined): boolean =>
    symbol?.declarations?.some(
      (declaration) =>
        program.isSourceFileDefaultLibrary(declaration.getSourceFile()) || declaration.getSourceFile().fileName.includes('/node_modules/'),
    ) ?? false;

  const visit = (source: ts.SourceFile, node: ts.Node): void => {
    const name = ts.isPropertyAccessExpression(node) ? node.name : undefined;
    if (name !== undefined && names.has(name.text)) {
      used.add(name.text);
      const of = checker.getSymbolAtLocation((node as ts.PropertyAccessExpression).expression);
      const namespace = of?.declarations?.some(ts.isNamespaceImport) ?? false;
      if (namespace || outside(checker.getSymbolAtLocation(name))) {
        wrong.push(
          `${source.fileName.slice(root.length + 1)}:${source.getLineAndCharacterOfPosition(node.getStart()).line + 1} ${name.text}`,
        );
      }
    }
    if ((ts.isObjectBindingPattern(node) || ts.isObjectLiteralExpression(node)) && !source.isDeclarationFile) {
      const type = ts.isObjectBindingPattern(node) ? checker.getTypeAtLocation(node) : checker.getContextualType(node);
      for (const element of ts.isObjectBindingPattern(node) ? node.elements : node.properties) {
        const key = ts.isBindingElement(element) ? (element.propertyName ?? element.name) : element.name;
        if (key === undefined || !ts.isIdentifier(key) || !names.has(key.text)) continue;
        // That an object has it is no use of it.
        if (ts.isBindingElement(element)) used.add(key.text);
        if (outside(type?.getProperty(key.text))) {
          wrong.push(
            `${source.fileName.slice(root.length + 1)}:${source.getLineAndCharacterOfPosition(key.getStart()).line + 1} ${key.text}`,
          );
        }
      }
    }
    ts.forEachChild(node, (child) => visit(source, child));
  };
  for (const file of sources) {
    const source = program.getSourceFile(file);
    if (source !== undefined) visit(source, source);
  }
  return { wrong, used };
}

describe('the names that the build shortens', () => {
  const { wrong, used } = usesOf(INTERNAL_NAMES);

  it("are the inside's own", () => {
    expect(wrong).toEqual([]);
  });

  it('are used', () => {
    expect([...INTERNAL_NAMES].filter((name) => !used.has(name))).toEqual([]);
  });

  it('would be found where they are not', () => {
    // As in `Atomics.load`, and in `const { value, done } = await iterator.next()`.
    for (const name of ['load', 'done']) expect(usesOf(new Set([name])).wrong, name).not.toEqual([]);
  });
});
