import { writeFileSync } from 'node:fs';
import type { Reporter, SerializedError, TestModule } from 'vitest/node';

interface Counts {
  passed: number;
  failed: number;
  skipped: number;
}

/**
 * Ends a run with `N passed, N failed`. A file that cannot be loaded, a failing hook and an error outside of any test
 * count as failures. With S2MP_TEST_SUMMARY set, the counts go into that file instead, for a caller who prints the
 * line itself as the very last one.
 */
export default class SummaryReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly SerializedError[]): void {
    const counts = countResults(modules);
    counts.failed += unhandledErrors.length;
    const file = process.env.S2MP_TEST_SUMMARY;
    if (file) writeFileSync(file, JSON.stringify(counts));
    else process.stdout.write(`${counts.passed} passed, ${counts.failed} failed\n`);
  }
}

function countResults(modules: readonly TestModule[]): Counts {
  const counts: Counts = { passed: 0, failed: 0, skipped: 0 };
  for (const module of modules) {
    counts.failed += module.errors().length;
    for (const suite of module.children.allSuites()) counts.failed += suite.errors().length;
    for (const test of module.children.allTests()) {
      const { state } = test.result();
      // A test that never got a result was cut off: it did not pass.
      if (state === 'pending') counts.failed++;
      else counts[state]++;
    }
  }
  return counts;
}
