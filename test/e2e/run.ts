import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InterruptedError, interruption } from '../localstack/interruption.ts';
import { LocalAwsError } from '../localstack/local-aws.error.ts';
import { say } from '../localstack/say.ts';
import { addCounts, NO_COUNTS } from './runner/counts.ts';
import { runSuite } from './runner/run-suite.ts';
import { openTarget, type Target } from './runner/target.ts';

/**
 * `npm run test:e2e -- [FILTER…]`: the stack on an AWS endpoint, from its deployment to its destruction. Ends with
 * `N passed, N failed`; whatever keeps it from being tried is a failure.
 */
const signal = interruption();
const scratch = await mkdtemp(join(tmpdir(), 's2mp-e2e-'));
const begun = Date.now();
let target: Target | undefined;
let counts = NO_COUNTS;
try {
  target = await openTarget(scratch, signal);
  signal.throwIfAborted();
  say(`Target: ${target.name}.`);
  await runSuite({
    target,
    scratch,
    signal,
    filters: process.argv.slice(2),
    onCounts: (some) => {
      counts = addCounts(counts, some);
    },
  });
} catch (error) {
  counts = addCounts(counts, { ...NO_COUNTS, failed: 1 });
  if (error instanceof InterruptedError) process.exitCode = error.exitCode;
  else if (!(error instanceof LocalAwsError)) say(error instanceof Error ? `${error.stack}` : String(error));
  if (error instanceof InterruptedError || error instanceof LocalAwsError) say(error.message);
} finally {
  await target?.stop();
  await rm(scratch, { recursive: true, force: true, maxRetries: 5 });
}
const seconds = Math.round((Date.now() - begun) / 1000);
process.stdout.write(`\nRun against: ${target?.name ?? 'nothing, for no target could be had'}. ${seconds} s.\n`);
if (counts.skipped > 0) process.stdout.write(`${counts.skipped} skipped\n`);
process.stdout.write(`${counts.passed} passed, ${counts.failed} failed\n`);
process.exitCode ??= counts.failed > 0 ? 1 : 0;
