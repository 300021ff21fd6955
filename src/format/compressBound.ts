/**
 * Most bytes that compressing `size` bytes in one call can give, in any settings: the reference's bound. Incompressible data costs a frame header and
 * three bytes per block.
 *
 * @param size content in bytes
 * @example
 * ```ts
 * import { compressBound } from 'purezstd';
 * console.log(compressBound(1_000_000)); // 1003906
 * ```
 */
export function compressBound(size: number): number {
  const small = 128 * 1024;
  return size + Math.floor(size / 256) + (size < small ? Math.floor((small - size) / 2048) : 0);
}
