/** Results of tests; several runs add up. */
export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

export const NO_COUNTS: Counts = { passed: 0, failed: 0, skipped: 0 };

export function addCounts(a: Counts, b: Counts): Counts {
  return { passed: a.passed + b.passed, failed: a.failed + b.failed, skipped: a.skipped + b.skipped };
}

/**
 * What a run of vitest comes to. One that failed without a failed test (a crash, a leak at its end), or that ran nothing,
 * is one failure: it must never pass for green.
 */
export function countsOfRun(reported: Counts | undefined, exitCode: number): Counts {
  const counts = reported ?? NO_COUNTS;
  const isUnexplained = counts.failed === 0 && (exitCode !== 0 || counts.passed + counts.skipped === 0);
  return isUnexplained ? { ...counts, failed: 1 } : counts;
}
