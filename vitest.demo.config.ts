import { defineConfig } from 'vitest/config';

/**
 * The demo as a user runs it, judged from its files: `npx vitest run -c vitest.demo.config.ts`. GDAL is needed.
 */
export default defineConfig({
  test: {
    include: ['test/e2e/demo/**/*.test.ts'],
    globalSetup: ['test/e2e/demo/prepare-demos.ts'],
    // One demo at a time: it takes all cores by itself, and its time is judged.
    fileParallelism: false,
    testTimeout: 240_000,
    hookTimeout: 240_000,
    reporters: ['default', './test/summary.reporter.ts'],
  },
});
