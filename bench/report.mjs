import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { summary } from './suites.mjs';

const fixed = (value, digits = 2) => (value === undefined ? '' : value.toFixed(digits));

/** A table for the terminal and for Markdown. */
export function table(header, rows) {
  const widths = header.map((title, i) => Math.max(title.length, ...rows.map((row) => row[i].length)));
  const line = (cells) => `| ${cells.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]) : cell.padStart(widths[i]))).join(' | ')} |`;
  return [
    line(header),
    `|${widths.map((width, i) => (i === 0 ? `:${'-'.repeat(width + 1)}` : `${'-'.repeat(width + 1)}:`)).join('|')}|`,
    ...rows.map(line),
  ].join('\n');
}

export function speedTable(rows) {
  const names = Object.keys(rows[0].speeds);
  const hasSize = rows[0].sizeToReference !== undefined;
  const header = [
    'input',
    'level',
    ...names.map((name) => `${name} MB/s`),
    'x WASM',
    'x native',
    ...(hasSize ? ['size / reference'] : ['x fzstd']),
  ];
  const body = rows.map((row) => [
    row.label,
    String(row.level),
    ...names.map((name) => fixed(row.speeds[name], 0)),
    fixed(row.xWasm),
    fixed(row.xNative),
    hasSize ? fixed(row.sizeToReference, 4) : fixed(row.xFzstd),
  ]);
  const overall = (key) => {
    const found = summary(rows, key);
    return found === undefined ? '' : `${fixed(found.geomean)} (worst ${fixed(found.worst)})`;
  };
  body.push(['**geometric mean**', '', ...names.map(() => ''), overall('xWasm'), overall('xNative'), hasSize ? '' : overall('xFzstd')]);
  return table(header, body);
}

const TITLES = {
  decode: 'Decoding whole files',
  decodeSmall: 'Decoding small inputs',
  checksum: 'Cost of verifying the checksum, percent of decode time',
  encode: 'Encoding whole files',
  encodeSmall: 'Encoding small inputs',
  cold: 'Cold start, milliseconds more than an empty process',
  memory: 'Resident memory added, MiB',
};

export function suiteText(name, rows) {
  if (rows[0].speeds !== undefined) return `## ${TITLES[name]}\n\n${speedTable(rows)}`;
  const value = (row) => fixed(row.costPercent ?? row.milliseconds ?? row.mebibytes, 1);
  return `## ${TITLES[name]}\n\n${table(
    ['', ''],
    rows.map((row) => [row.label, value(row)]),
  )}`;
}

/** Writes the tables of all engines' results. */
export function writeReport(folder) {
  const parts = [
    '# Results',
    '',
    'Made by `npm run bench`; how to read it: [../README.md](../README.md). Ratios are medians of paired, interleaved runs in one process; "x WASM" compares with the faster of two',
    'WebAssembly builds of the reference, and 1 is as fast. Absolute speeds depend on the machine and its load.',
  ];
  for (const file of readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .sort()) {
    const { engine, date, suites } = JSON.parse(readFileSync(`${folder}/${file}`, 'utf8'));
    parts.push('', `# ${engine}, ${date}`);
    for (const [name, rows] of Object.entries(suites)) parts.push('', suiteText(name, rows));
  }
  writeFileSync(`${folder}/README.md`, `${parts.join('\n')}\n`);
}

const COLORS = { purezstd: '#2563eb', 'zstd-wasm': '#94a3b8', zstddec: '#cbd5e1', fzstd: '#f59e0b', 'node:zlib': '#10b981' };

/** A bar chart of speeds relative to the WebAssembly build, geometric means over files and levels. */
export function writeChart(folder, engineFile) {
  if (!existsSync(`${folder}/${engineFile}`)) return;
  const { engine, suites } = JSON.parse(readFileSync(`${folder}/${engineFile}`, 'utf8'));
  const groups = [];
  for (const [name, title] of [
    ['decode', 'Decoding'],
    ['encode', 'Encoding'],
  ]) {
    const rows = suites[name];
    if (rows === undefined) continue;
    const bars = Object.keys(rows[0].speeds).map((peer) => {
      const ratios = rows.map(({ speeds }) => speeds[peer] / Math.max(speeds['zstd-wasm'], speeds.zstddec ?? 0));
      return { peer, value: Math.exp(ratios.reduce((sum, x) => sum + Math.log(x), 0) / ratios.length) };
    });
    groups.push({ title, bars });
  }
  const scale = 300;
  let y = 64;
  const parts = [];
  for (const { title, bars } of groups) {
    parts.push(`<text class="t" x="20" y="${y}">${title}</text>`);
    y += 12;
    for (const { peer, value } of bars) {
      parts.push(
        `<text class="l" x="128" y="${y + 15}" text-anchor="end">${peer}</text><rect x="140" y="${y}" width="${(value * scale).toFixed(1)}" height="20" rx="3" fill="${COLORS[peer] ?? '#64748b'}"/><text class="l" x="${(148 + value * scale).toFixed(1)}" y="${y + 15}">${value.toFixed(2)}</text>`,
      );
      y += 27;
    }
    y += 26;
  }
  const height = y;
  writeFileSync(
    `${folder}/chart.svg`,
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 ${height}" width="640" height="${height}" role="img" aria-label="Speed relative to WebAssembly">
<style>text{font-family:system-ui,sans-serif;fill:#1e293b}.h{font-size:17px;font-weight:600}.t{font-size:14px;font-weight:600}.l{font-size:13px}line{stroke:#64748b;stroke-dasharray:3 3}@media(prefers-color-scheme:dark){text{fill:#e2e8f0}}</style>
<text class="h" x="20" y="30">Speed, WebAssembly build of zstd = 1 (${engine})</text>
<line x1="${140 + scale}" y1="46" x2="${140 + scale}" y2="${height - 30}"/>
${parts.join('\n')}
</svg>
`,
  );
}
