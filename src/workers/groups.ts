import type { Buffers } from './tasks';

/** Items that one task does. */
export interface Group {
  readonly from: number;
  readonly to: number;
}

/** Less in all is done sooner than anybody is told of it. */
const WORTH_THREADS = 256 << 10;
const GROUP_LEAST = 32 << 10;
/** Groups for each thread, so that none waits long for the last one. */
const GROUPS_PER_THREAD = 16;

/** The sum of some sizes. */
export function sumOf(sizes: readonly number[]): number {
  return sizes.reduce((sum, size) => sum + size, 0);
}

/** Divides items into runs of about the same size, several for each thread; into none where they are not worth it. */
export function groupsOf(sizes: readonly number[], threads: number): Group[] {
  const total = sumOf(sizes);
  const groups: Group[] = [];
  if (threads < 2 || sizes.length < 2 || total < WORTH_THREADS) return groups;
  const enough = Math.max(GROUP_LEAST, total / (threads * GROUPS_PER_THREAD));
  let from = 0;
  let size = 0;
  for (let to = 1; to <= sizes.length; to++) {
    size += sizes[to - 1];
    if (size < enough && to < sizes.length) continue;
    groups.push({ from, to });
    from = to;
    size = 0;
  }
  return groups;
}

/** Copies a group's items into a buffer, one after the other. */
export function gather(items: readonly Uint8Array[], { from, to }: Group, buffers: Buffers): { bytes: Uint8Array; sizes: number[] } {
  const sizes = items.slice(from, to).map(({ length }) => length);
  const bytes = buffers.take(sumOf(sizes));
  let at = 0;
  for (let i = from; i < to; i++) {
    bytes.set(items[i], at);
    at += items[i].length;
  }
  return { bytes, sizes };
}
