// Interleaved measurement: every contestant once a round, processor time, medians of each round's ratios. Nothing else holds on a busy machine.

export const median = (values) => [...values].sort((a, b) => a - b)[values.length >> 1];
export const geomean = (values) => Math.exp(values.reduce((sum, value) => sum + Math.log(value), 0) / values.length);

const cpu = process.cpuUsage
  ? () => {
      const { user, system } = process.cpuUsage();
      return (user + system) / 1000;
    }
  : () => performance.now();

/**
 * @param contestants name → function to time
 * @param options.seconds how long in all; at least five rounds are made
 * @param options.batch calls per round
 * @returns name → milliseconds per call, one for each round
 */
export function measure(contestants, { seconds = 2, batch = 1, warmUp = 3 } = {}) {
  const names = Object.keys(contestants);
  const times = Object.fromEntries(names.map((name) => [name, []]));
  for (let i = 0; i < warmUp; i++) for (const name of names) for (let k = 0; k < batch; k++) contestants[name]();
  const end = performance.now() + seconds * 1000;
  for (let round = 0; round < 5 || performance.now() < end; round++) {
    // Each goes first in turn: what a library leaves to the collector's threads would else always be counted as its neighbour's.
    for (let i = 0; i < names.length; i++) {
      const name = names[(round + i) % names.length];
      const start = cpu();
      for (let k = 0; k < batch; k++) contestants[name]();
      times[name].push((cpu() - start) / batch);
    }
  }
  return times;
}

/** Median over the rounds of how many times as fast `name` was as the fastest of `others`. */
export function ratio(times, name, others) {
  const present = others.filter((other) => times[other] !== undefined);
  if (present.length === 0) return undefined;
  return median(times[name].map((time, round) => Math.min(...present.map((other) => times[other][round])) / Math.max(time, 1e-6)));
}
