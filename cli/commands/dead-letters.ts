import { Command } from 'commander';
import { listDeadLetters } from '../../lib/pipeline/operations/dead-letters.ts';
import { explainAwsFailure } from '../aws/explain-aws-failure.ts';
import { regionOption, stackOption } from '../aws/stack-options.ts';
import { describeLetter, formatLetters } from '../dead-letters/format-letters.ts';
import { stopOnSignal } from '../local/stop-on-signal.ts';

interface DeadLettersOptions {
  readonly stack: string;
  readonly region?: string;
  readonly json?: true;
}

/** `s2mp dead-letters`: what a deployed pipeline has given up, and why. */
export function deadLettersCommand(): Command {
  return new Command('dead-letters')
    .description('list the messages that a deployed pipeline has given up, by queue and cause')
    .addOption(stackOption().makeOptionMandatory())
    .addOption(regionOption())
    .option('--json', 'print JSON, with every letter and its body')
    .addHelpText(
      'after',
      `
A line per queue and failure fingerprint, which is that of the scene's ledger record: the same for failures of one cause;
"unknown" where the ledger knows of none. The letters stay where they are; nobody else can receive them meanwhile.

Example:
  s2mp dead-letters --stack S2mpNrt`,
    )
    .action(run);
}

async function run({ json, ...choice }: DeadLettersOptions): Promise<void> {
  const { openStack } = await import('../aws/open-stack.ts');
  using opened = await openStack(choice);
  const { signal, release } = stopOnSignal();
  const letters = await listDeadLetters(opened.queues, opened, signal)
    .catch((error: unknown) => {
      throw explainAwsFailure(error, `stack ${choice.stack}`);
    })
    .finally(release);
  const now = new Date();
  const text = json
    ? JSON.stringify({ stack: choice.stack, letters: letters.map((letter) => describeLetter(letter, now)) }, null, 2)
    : formatLetters(letters, now);
  process.stdout.write(`${text}\n`);
}
