import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // What needs an AWS endpoint, or takes a demo to its end, has configurations of its own.
    exclude: ['test/e2e/{contract,scenarios,before-destroy,after-destroy,demo}/**', 'node_modules/**'],
    // Two cores: more workers only compete with the worker threads that the scene processing starts itself.
    maxWorkers: 2,
    testTimeout: 30_000,
  },
});
