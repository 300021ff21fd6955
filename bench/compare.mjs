// node bench/compare.mjs A.js B.js [decode|encode] [levels]: two builds in one process, interleaved; how many times as fast B is as A.
import { pathToFileURL } from 'node:url';
import { inputs, reference } from './inputs.mjs';
import { geomean, measure, median } from './measure.mjs';

const [a, b, what = 'decode', levels = '1,3'] = process.argv.slice(2);
const builds = await Promise.all([a, b].map((path) => import(pathToFileURL(path).href)));
const ratios = [];
for (const level of levels.split(',').map(Number)) {
  for (const { name, content } of inputs(['dickens', 'xml', 'osdb', 'mr', 'ooffice', 'reymont', 'nci8'], 8 << 20)) {
    const frame = reference(content, `-${Math.max(level, 1)}`, '--no-check', `--stream-size=${content.length}`);
    const work = builds.map((build) => (what === 'decode' ? () => build.decompress(frame) : () => build.compress(content, level)));
    const times = measure({ a: work[0], b: work[1] }, { seconds: 1.5 });
    const ratio = median(times.b.map((time, i) => times.a[i] / time));
    ratios.push(ratio);
    console.log(`${what} ${name.padEnd(10)} level ${level}: ${ratio.toFixed(3)}`);
  }
}
console.log(`geometric mean ${geomean(ratios).toFixed(3)}`);
