import { defineConfig } from 'vitest/config';
import { duplicateModulesVite } from './tools/duplicateModules.ts';

export default defineConfig({
  plugins: [duplicateModulesVite(import.meta.dirname ?? process.cwd())],
  test: {
    include: ['test/**/*.test.ts', 'fuzz/replay/**/*.test.ts'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    pool: 'forks',
    // All processors: left alone, the runner leaves one out, which is half of two.
    maxWorkers: '100%',
    coverage: {
      provider: 'v8',
      include: ['src/**/*.ts'],
      thresholds: { lines: 95 },
    },
  },
});
