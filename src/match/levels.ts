/** Window log, chain log, hash log, search log, minimum match, target length, strategy. */
export type LevelRow = readonly [number, number, number, number, number, number, number];

/**
 * What each level means, by the size of the source: rows 0 (the base of the negative levels) to 4 of the tables for sources that are unknown or larger than 256 KiB, up to
 * 256, up to 128 and up to 16 KiB. The reference's tables, but for what the corpus showed to be better at equal speed (bench/OPTIMIZATIONS.md):
 * the hash tables of strategy fast are twice as large.
 *
 * Levels 5 to 22 work like level 4 for now.
 */
const LEVELS: readonly (readonly LevelRow[])[] = [
  [
    [19, 12, 14, 1, 6, 1, 1],
    [19, 13, 15, 1, 7, 0, 1],
    [20, 15, 17, 1, 6, 0, 1],
    [21, 16, 17, 1, 5, 0, 2],
    [21, 18, 18, 1, 5, 0, 2],
  ],
  [
    [18, 12, 14, 1, 5, 1, 1],
    [18, 13, 15, 1, 6, 0, 1],
    [18, 14, 14, 1, 5, 0, 2],
    [18, 16, 16, 1, 4, 0, 2],
    [18, 16, 17, 3, 5, 2, 3],
  ],
  [
    [17, 12, 14, 1, 5, 1, 1],
    [17, 12, 14, 1, 6, 0, 1],
    [17, 13, 15, 1, 5, 0, 1],
    [17, 15, 16, 1, 5, 0, 2],
    [17, 17, 17, 1, 4, 0, 2],
  ],
  [
    [14, 12, 14, 1, 5, 1, 1],
    [14, 14, 15, 1, 5, 0, 1],
    [14, 14, 15, 1, 4, 0, 1],
    [14, 14, 15, 1, 4, 0, 2],
    [14, 14, 14, 4, 4, 2, 3],
  ],
];

/** The highest level that has a row of its own. */
export const LEVEL_ROW_MAX = 4;

/**
 * The row of a level for so many bytes of source and dictionary.
 *
 * @param level −131072 to 22; 0 means 3
 * @param size bytes, Infinity for an unknown source
 */
export function levelRow(level: number, size: number): LevelRow {
  const table = size <= 16 << 10 ? 3 : size <= 128 << 10 ? 2 : size <= 256 << 10 ? 1 : 0;
  const row = level === 0 ? 3 : level < 0 ? 0 : Math.min(level, LEVEL_ROW_MAX);
  return LEVELS[table][row];
}
