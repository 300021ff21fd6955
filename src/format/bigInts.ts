/**
 * Whether the optimising compiler turns arithmetic on a BigUint64Array's elements into plain 64-bit instructions. V8's does; elsewhere
 * every BigInt is a heap object. V8 is recognised by its errors: those of JavaScriptCore (and Bun) and SpiderMonkey say in which line they
 * arose. Looking at the format of a stack instead has one written, 0.4 ms of a process's first decode. The elements are only of use where
 * they are little-endian, as all that is read.
 */
export function bigIntsCompileWell(): boolean {
  const littleEndian = new Uint8Array(new Uint32Array([1]).buffer)[0] === 1;
  const error = new Error();
  return littleEndian && typeof BigUint64Array === 'function' && !('line' in error || 'lineNumber' in error);
}

/**
 * Whether it also turns a DataView's `getBigInt64` and `setBigInt64` into plain loads and stores: V8 13.6 (Node 24, Chrome 136) does, 12.4
 * (Node 22) does not, and decodes 3.6 times as slowly with them. `Math.f16round` came with V8 13.5.
 */
export const bigIntViewsCompileWell = (): boolean => 'f16round' in Math && bigIntsCompileWell();
