/** Most bytes that compressing `size` bytes in one call can give, in any settings: the reference's bound. */
export function compressBound(size: number): number {
  const small = 128 * 1024;
  return size + Math.floor(size / 256) + (size < small ? Math.floor((small - size) / 2048) : 0);
}
