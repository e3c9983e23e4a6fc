import { defineConfig } from 'vitest/config';

/** Tests against a real AWS endpoint: LocalStack or MiniStack at AWS_ENDPOINT_URL. Without one they fail. */
export default defineConfig({
  test: {
    include: ['test/e2e/**/*.test.ts'],
    // Has a configuration of its own: vitest.demo.config.ts.
    exclude: ['test/e2e/demo/**'],
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
