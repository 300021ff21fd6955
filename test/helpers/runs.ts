/** How often a property is tried: a few hundred times in the normal tests, 10,000 times with PROPERTY_RUNS=10000 (`npm run properties`). */
export const PROPERTY_RUNS = Number(process.env.PROPERTY_RUNS ?? 200);

/** The same for the platforms' streams. */
export const STREAM_RUNS = Math.max(PROPERTY_RUNS, 500);

/** The same for frames that are made in jobs, each of which is half a megabyte at least. */
export const JOB_RUNS = PROPERTY_RUNS < 1000 ? Math.ceil(PROPERTY_RUNS / 10) : PROPERTY_RUNS;
