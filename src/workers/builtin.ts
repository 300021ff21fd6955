/** A module of Node's (Deno's, Bun's), where there is one and it can be had at once; without an import, which would not load elsewhere. */
export function builtin<Module>(name: string): Module | undefined {
  const { process } = globalThis as { process?: { getBuiltinModule?(name: string): unknown } };
  return process?.getBuiltinModule?.(name) as Module | undefined;
}
