/** Tests by section and row of the map of python-zstandard's behaviour, its parts 2 and 3; a row is called as its first cell. */
export type Rows = Readonly<Record<string, Readonly<Record<string, () => void | Promise<void>>>>>;
