import { readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import ts from 'typescript';

/** A function, constructor or method that the package offers. */
export interface PublicFunction {
  /** `compress`, `new ZstdCompressor`, `ZstdCompressor.compress`; those of fzstd's API begin with `fzstd.`. */
  readonly name: string;
  /** Its parameters, and what may be in those that are options: `data`, `options`, `options.level`. */
  readonly parameters: readonly string[];
}

const root = process.cwd();
/** The entry points of the package, by the names of their files in src/. */
const ENTRIES = Object.keys(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).exports)
  .filter((path) => !/\.js(on)?$/.test(path))
  .map((path) => (path === '.' ? 'index' : path.slice('./'.length)));

/** Reads the sources as the compiler does. */
function createProgram(): ts.Program {
  const { config } = ts.readConfigFile(join(root, 'tsconfig.json'), ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, root);
  return ts.createProgram(
    ENTRIES.map((entry) => join(root, 'src', `${entry}.ts`)),
    options,
  );
}

/** Finds out what the package offers, from its types: nothing that is added can be forgotten. */
class Surface {
  readonly functions = new Map<string, Set<string>>();
  private readonly classes = new Set<ts.Symbol>();

  constructor(private readonly checker: ts.TypeChecker) {}

  /** What an entry point exports. */
  addEntry(symbol: ts.Symbol, prefix: string): void {
    for (const one of this.checker.getExportsOfModule(symbol)) {
      const target = one.flags & ts.SymbolFlags.Alias ? this.checker.getAliasedSymbol(one) : one;
      if (!(target.flags & ts.SymbolFlags.Value)) continue;
      if (target.flags & ts.SymbolFlags.Class) this.addConstructor(target, prefix + one.name);
      else this.addSignatures(prefix + one.name, this.checker.getTypeOfSymbol(target).getCallSignatures());
    }
  }

  private addConstructor(symbol: ts.Symbol, name: string): void {
    const type = this.checker.getTypeOfSymbol(symbol);
    this.addSignatures(`new ${name}`, type.getConstructSignatures());
    for (const member of this.checker.getPropertiesOfType(type)) {
      if (member.name !== 'prototype' && this.offered(member)) {
        this.addSignatures(`${name}.${member.name}`, this.checker.getTypeOfSymbol(member).getCallSignatures());
      }
    }
    this.addClass(this.checker.getDeclaredTypeOfSymbol(symbol));
  }

  /** The methods of a class; also of one that is only given to the caller. */
  private addClass(type: ts.Type): void {
    const symbol = type.getSymbol();
    if (symbol === undefined || !(symbol.flags & ts.SymbolFlags.Class) || !isOurs(symbol) || this.classes.has(symbol)) return;
    this.classes.add(symbol);
    for (const member of this.checker.getPropertiesOfType(type)) {
      if (this.offered(member) && member.flags & ts.SymbolFlags.Method) {
        this.addSignatures(`${symbol.name}.${member.name}`, this.checker.getTypeOfSymbol(member).getCallSignatures());
      }
    }
  }

  private addSignatures(name: string, signatures: readonly ts.Signature[]): void {
    for (const signature of signatures) {
      const { declaration } = signature;
      // Objects of some classes only the library makes.
      if (declaration !== undefined && (isHidden(declaration) || isInternal(declaration))) continue;
      const parameters = this.functions.get(name) ?? new Set();
      this.functions.set(name, parameters);
      for (const parameter of signature.parameters) {
        parameters.add(parameter.name);
        const type = this.checker.getNonNullableType(this.checker.getTypeOfSymbol(parameter));
        for (const option of this.optionsOf(type)) parameters.add(`${parameter.name}.${option}`);
      }
      this.addClass(signature.getReturnType());
    }
  }

  /** The names in an object of options, which is one with properties of ours and without methods. */
  private optionsOf(type: ts.Type): string[] {
    return (type.isUnion() ? type.types : [type]).flatMap((part) => {
      if (!(part.flags & (ts.TypeFlags.Object | ts.TypeFlags.Intersection)) || part.isClass() || part.getCallSignatures().length > 0)
        return [];
      const properties = this.checker.getPropertiesOfType(part).filter((property) => this.offered(property));
      return properties.some(({ flags }) => flags & ts.SymbolFlags.Method) ? [] : properties.map(({ name }) => name);
    });
  }

  private offered(symbol: ts.Symbol): boolean {
    // Symbols and Node's own hooks are called by the platform.
    return isOurs(symbol) && !symbol.name.startsWith('_') && !symbol.declarations?.some((one) => isHidden(one) || isInternal(one));
  }
}

const isOurs = (symbol: ts.Symbol): boolean =>
  symbol.declarations?.some((one) => one.getSourceFile().fileName.startsWith(`${root}${sep}src`.replaceAll(sep, '/'))) ?? false;
const isHidden = (declaration: ts.Declaration): boolean =>
  (ts.getCombinedModifierFlags(declaration) & (ts.ModifierFlags.Private | ts.ModifierFlags.Protected)) !== 0;
const isInternal = (declaration: ts.Node): boolean => ts.getJSDocTags(declaration).some(({ tagName }) => tagName.text === 'internal');

/** Every function, constructor and method of every entry point. */
export function publicFunctions(): PublicFunction[] {
  const program = createProgram();
  const checker = program.getTypeChecker();
  const surface = new Surface(checker);
  for (const entry of ENTRIES) {
    const file = program.getSourceFile(join(root, 'src', `${entry}.ts`));
    const symbol = file && checker.getSymbolAtLocation(file);
    if (symbol === undefined) throw new Error(`src/${entry}.ts exports nothing`);
    surface.addEntry(symbol, entry === 'fzstd' ? 'fzstd.' : '');
  }
  return Array.from(surface.functions, ([name, parameters]) => ({ name, parameters: Array.from(parameters) }));
}
