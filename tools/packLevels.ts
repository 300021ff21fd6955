/** The levels' tables in `src/match/levels.ts`, as numbers. */
const TABLES = /const LEVELS: [^=]*= (\[[\s\S]*?\n\]);/;
/** Values of the column of target lengths are too many for a digit. */
const TARGET_LENGTH = 5;

/**
 * The text of `src/match/levels.ts` with its tables packed: a digit (base 36) per number, column by column, in which a compressor finds
 * more repeats: 130 bytes of gzip less. The tables that come out are equal.
 */
export function packLevels(text: string): string {
  const [source, literal] = TABLES.exec(text) as RegExpExecArray;
  const tables: number[][][] = JSON.parse(literal.replace(/\/\/.*/g, '').replace(/,(\s*\])/g, '$1'));
  const targets = [...new Set(tables.flat().map((row) => row[TARGET_LENGTH]))].sort((a, b) => a - b);
  const rows = tables[0].length;
  const columns = tables[0][0].length;
  let digits = '';
  for (const table of tables) {
    for (let column = 0; column < columns; column++) {
      for (const row of table) digits += (column === TARGET_LENGTH ? targets.indexOf(row[column]) : row[column]).toString(36);
    }
  }
  if (digits.length !== tables.length * rows * columns) throw new Error('a number in src/match/levels.ts needs two digits');
  return text.replace(
    source,
    `const LEVELS = /* @__PURE__ */ Array.from({ length: ${tables.length} }, (_, t) => Array.from({ length: ${rows} }, (_, r) => Array.from({ length: ${columns} }, (_, c) => {
  const n = parseInt('${digits}'[(t * ${columns} + c) * ${rows} + r], 36);
  return c === ${TARGET_LENGTH} ? [${targets}][n] : n;
})));`,
  );
}
