import { compressBound as boundOf } from '../../format/compressBound';
import { checkInteger } from '../common/checks';

/**
 * Most bytes that compressing `size` bytes in one call can give, in any settings: the reference's bound. Incompressible data costs a frame
 * header and three bytes per block.
 *
 * @param size content in bytes
 * @throws TypeError and RangeError for what is no number of bytes
 * @example
 * ```ts
 * import { compressBound } from 'purezstd';
 * console.log(compressBound(1_000_000)); // 1003906
 * ```
 */
export function compressBound(size: number): number {
  if (size === undefined) throw new TypeError('size must be a number');
  return boundOf(checkInteger(size, 'size', 0, 0, Number.MAX_SAFE_INTEGER));
}
