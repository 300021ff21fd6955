/**
 * One test per row of the map of python-zstandard's behaviour (parts 2 and 3), named after it; where the map has prose instead of a table,
 * one per claim. Where API.md decides otherwise, the row asserts that, and says so. More of what is not in tables is in prose.test.ts.
 */
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { referencePath } from '../helpers/shared';
import { rows as compressor } from './rows/compressor';
import { rows as decompressor } from './rows/decompressor';
import { rows as dictionaries } from './rows/dictionaries';
import { rows as module } from './rows/module';
import { rows as newer } from './rows/newer';

const sections = { ...module, ...compressor, ...decompressor, ...dictionaries, ...newer };

/** Rows of things that are Python's alone, or that another row decides otherwise. */
const NOT_ADOPTED: Readonly<Record<string, readonly string[]>> = {
  '2.1': ['import policy env var PYTHON_ZSTANDARD_IMPORT_POLICY', '__version__'],
  // The version that is matched has others, or none: section 3.2.
  Constants: ['ZSTD_VERSION', 'TARGETLENGTH_MIN / MAX'],
  // Files of Python have these methods; ours have no lines and do not pretend.
  '2.2.5': [
    'readable() True, writable() False, seekable() False, isatty() False, flush() None',
    'readline(), readlines(), iteration (iter(), next())',
    'write(x), writelines(x)',
  ],
  // There are no contexts to be outside of, and each operation has a state of its own.
  '2.9': ['writer.write outside context', 'writer.memory_size outside', 'DStream reset'],
  // The seed's names stay; API.md has no file API.
  '3.1': [
    'file API',
    'backend',
    'backend_features',
    '__version__ on the package',
    'typing stubs',
    'get_frame_parameters(data)',
    'CompressionParameters',
    'exported stream types',
  ],
  '3.2': ['DICT_MODE_*', 'HASHLOG3_MAX'],
  // The seed's: options have names, and jobs need threads.
  '3.5': ['argument order of ZstdCompressionParameters', 'job_size/overlap without threads'],
};

for (const [section, tests] of Object.entries(sections)) {
  describe(section, () => {
    for (const [row, test] of Object.entries(tests)) it(row, test);
  });
}

/** The map, where it is: it is no part of the repository. */
const path = referencePath('python-api.md');

if (!existsSync(path)) {
  console.log('test/seed: the map is not here, so whether each of its rows has a test is not looked at');
} else {
  describe('the map', () => {
    const map = readFileSync(path, 'utf8');

    it('has a test, or a reason why not, for every row of its tables and every section', () => {
      const lines = map.slice(map.indexOf('# Part 2'), map.indexOf('## 3.6')).split('\n');
      const rule = /^\|[-| ]+\|$/;
      const missing: string[] = [];
      let section = '';
      let rows = 0;
      for (const [i, line] of lines.entries()) {
        const heading = /^#{2,3} (\S+)/.exec(line);
        if (heading !== null) {
          section = heading[1];
          if (/^\d\.\d\.\d/.test(section) && Object.keys(sections[section] ?? {}).length === 0) missing.push(section);
        }
        if (!line.startsWith('|') || rule.test(line) || rule.test(lines[i + 1] ?? '')) continue;
        const row = line
          .split('|')[1]
          .replaceAll('`', '')
          .trim()
          .replace(/^\*\*(.*)\*\*$/, '$1');
        rows++;
        if (sections[section]?.[row] === undefined && !NOT_ADOPTED[section]?.includes(row)) missing.push(`${section} ${row}`);
      }
      expect(rows).toBeGreaterThan(160);
      expect(missing, missing.join('; ')).toEqual([]);
    });

    it("has a test in this folder for each of the seed's", () => {
      const written = ['bufferUtil', 'compressor', 'dataStructures', 'decompressor', 'dictionaries', 'fuzzing']
        .map((name) => readFileSync(`${import.meta.dirname}/${name}.test.ts`, 'utf8'))
        .flatMap((source) => source.split(/^describe\('/m).slice(1))
        .flatMap((text) => Array.from(text.matchAll(/\('(test_\w+)/g), ([, test]) => `${text.slice(0, text.indexOf("'"))} ${test}`));
      const part = map.slice(map.indexOf('## 4.4'), map.indexOf('## 4.9'));
      const missing: string[] = [];
      let count = 0;
      let group = '';
      for (const line of part.split('\n')) {
        group = /^\*\*`[^`]+` › `([^`]+)`\*\*/.exec(line)?.[1] ?? group;
        const test = /^\| \d+ \| `(test_\w+)`/.exec(line)?.[1];
        if (test === undefined) continue;
        count++;
        if (!written.includes(`${group} ${test}`)) missing.push(`${group} ${test}`);
      }
      // Two are of methods that only Python's files have.
      expect(missing).toEqual(['TestCompressor_stream_reader test_not_implemented', 'TestDecompressor_stream_reader test_not_implemented']);
      expect(count).toBe(172);
    });
  });
}
