import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/e2e/**', 'node_modules/**'],
    // Two cores: more workers only compete with the worker threads that the scene processing starts itself.
    maxWorkers: 2,
    testTimeout: 30_000,
  },
});
