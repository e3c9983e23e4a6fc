import { setTimeout } from 'node:timers/promises';
import { Command } from 'commander';
import { SYSTEM_CLOCK } from '../../lib/cloud/clock.ts';
import { redrive } from '../../lib/pipeline/operations/redrive.ts';
import { explainAwsFailure } from '../aws/explain-aws-failure.ts';
import { regionOption, stackOption } from '../aws/stack-options.ts';
import { describeRedrive, formatRedrive } from '../dead-letters/format-redrive.ts';
import { reportRedrive } from '../dead-letters/report-redrive.ts';
import { stopOnSignal } from '../local/stop-on-signal.ts';
import { openProgress } from '../progress/open-progress.ts';
import { wholeNumber } from '../whole-number.ts';

interface RedriveCommandOptions {
  readonly stack: string;
  readonly region?: string;
  readonly queue?: string;
  readonly fingerprint?: string;
  readonly canary: boolean;
  /** Minutes. */
  readonly wait: number;
  readonly dryRun?: true;
  readonly json?: true;
}

/** `s2mp redrive`: has messages tried again that were given up. */
export function redriveCommand(): Command {
  return new Command('redrive')
    .description('have dead letters of a deployed pipeline tried again: one as a canary, then the others')
    .addOption(stackOption().makeOptionMandatory())
    .addOption(regionOption())
    .option('--fingerprint <hex>', 'only letters of this failure, as s2mp dead-letters names it; or unknown')
    .option('--queue <name>', 'only letters of this queue: Arrivals, RetrievalNrt, UndeliveredNotifications …')
    .option('--dry-run', 'say what would be redriven')
    .option('--no-canary', 'redrive all at once')
    .option('--wait <minutes>', 'longest time for a canary', wholeNumber, 15)
    .option('--json', 'print JSON instead of text')
    .addHelpText(
      'after',
      `
Of each queue and failure the oldest letter goes first. Only when the ledger record of its scene has come to a state other
than failed do the others follow; otherwise they stay, and the exit code is 1. A letter is sent to its queue before it is
deleted, so that none is lost; one that fails once more becomes a dead letter again. Notifications that could not even be
delivered (UndeliveredNotifications) are sent to the queue that they were for; like all notifications, without a canary.

Example:
  s2mp redrive --stack S2mpNrt --fingerprint 3f2a9c01d4e7`,
    )
    .action(run);
}

async function run(options: RedriveCommandOptions): Promise<void> {
  const { openStack } = await import('../aws/open-stack.ts');
  const { stack, fingerprint, canary, wait, dryRun, json } = options;
  using opened = await openStack(options);
  const { signal, release } = stopOnSignal();
  const progress = openProgress();
  // An abort only ends the pause: whoever waits looks at the signal next.
  const pause = (seconds: number) => setTimeout(seconds * 1000, undefined, { signal }).catch(() => undefined);
  const outcomes = await redrive(
    opened.queues,
    { store: opened.store, clock: SYSTEM_CLOCK, pause },
    {
      ...(fingerprint !== undefined && { fingerprint }),
      canary,
      waitSeconds: 60 * wait,
      ...(dryRun && { dryRun }),
      signal,
      onProgress: reportRedrive(progress),
    },
  )
    .catch((error: unknown) => {
      throw explainAwsFailure(error, `stack ${stack}`);
    })
    .finally(() => {
      release();
      progress.close();
    });
  if (json) process.stdout.write(`${JSON.stringify({ stack, groups: outcomes.map(describeRedrive) }, null, 2)}\n`);
  else if (outcomes.length === 0) process.stdout.write('There are no such dead letters.\n');
  for (const outcome of outcomes) {
    const isDone = outcome.end === 'done' || outcome.end === 'planned';
    if (!isDone) process.stderr.write(`s2mp: ${formatRedrive(outcome)}\n`);
    else if (!json) process.stdout.write(`${formatRedrive(outcome)}\n`);
    if (!isDone) process.exitCode = 1;
  }
}
