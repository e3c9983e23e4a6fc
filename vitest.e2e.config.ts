import { defineConfig } from 'vitest/config';

/** The stack against an AWS endpoint; started by `npm run test:e2e`, which deploys it first. */
export default defineConfig({
  test: {
    include: ['test/e2e/{contract,scenarios,before-destroy,after-destroy}/**/*.test.ts'],
    // Scenarios wait for the stack most of their time, so that all of them run side by side.
    maxWorkers: 12,
    // Above the sum of what one test waits for (support/until.ts), which says what did not come.
    testTimeout: 1_000_000,
    hookTimeout: 60_000,
  },
});
