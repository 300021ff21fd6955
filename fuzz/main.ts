import { parseArgs } from 'node:util';
import { Random } from '../test/helpers/random';
import { keep, type Target } from './target';

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { seconds: { type: 'string', default: '30' }, runs: { type: 'string' }, seed: { type: 'string', default: '1' } },
});
const [name] = positionals;
const targets: Record<string, () => Promise<{ target: Target }>> = {
  decodeMutated: () => import('./decodeMutated'),
  streamDecode: () => import('./streamDecode'),
  seekable: () => import('./seekable'),
  roundTrip: () => import('./roundTrip'),
  dictionaries: () => import('./dictionaries'),
  jobs: () => import('./jobs'),
  killWorkers: () => import('./killWorkers'),
  smallCalls: () => import('./smallCalls'),
};
if (name === undefined || !Object.hasOwn(targets, name)) {
  console.error(`usage: npm run fuzz -- TARGET [--seconds N | --runs N] [--seed N]\ntargets: ${Object.keys(targets).join(', ')}`);
  process.exit(2);
}

const random = new Random(Number(values.seed));
const { target } = await targets[name]();
const run = await target.prepare(random);
const runs = values.runs === undefined ? Number.POSITIVE_INFINITY : Number(values.runs);
const end = values.runs === undefined ? performance.now() + 1000 * Number(values.seconds) : Number.POSITIVE_INFINITY;
const memory = process.memoryUsage.rss();
let done = 0;
let findings = 0;
let slowest = 0;
let largest = memory;
while (done < runs && performance.now() < end) {
  const start = performance.now();
  const result = run(random);
  const finding = result instanceof Promise ? await result : result;
  slowest = Math.max(slowest, performance.now() - start);
  done++;
  if (done % 10_000 === 0) largest = Math.max(largest, process.memoryUsage.rss());
  if (finding !== undefined) {
    findings++;
    console.error(`${name} #${done}: ${finding.what}\n  kept as ${keep(name, finding)}`);
    if (findings >= 20) break;
  }
}
const left = await target.finish?.();
if (left !== undefined) {
  findings++;
  console.error(`${name}, at the end: ${left}`);
}
const megabytes = (bytes: number): string => `${(bytes / 2 ** 20).toFixed(0)} MiB`;
console.log(
  `${name}: ${done} runs, ${findings} findings, slowest ${slowest.toFixed(0)} ms, memory ${megabytes(memory)} at the start, ${megabytes(largest)} at the most`,
);
process.exitCode = findings > 0 ? 1 : 0;
