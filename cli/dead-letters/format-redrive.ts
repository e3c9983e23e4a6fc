import type { RedriveOutcome } from '../../lib/pipeline/operations/redrive.ts';

/** What became of one group of dead letters, in a sentence or two. */
export function formatRedrive(outcome: RedriveOutcome): string {
  const { group, end, redriven, canary } = outcome;
  const name = `${group.queue} ${group.fingerprint}`;
  const count = group.letters.length;
  const stay = `${count - redriven} ${count - redriven === 1 ? 'letter stays' : 'letters stay'} in the dead-letter queue`;
  switch (end) {
    case 'planned':
      return `${name}: ${count} would be redriven`;
    case 'done':
      return `${name}: ${redriven} of ${count} redriven${canary ? `, the canary ${canary.product} is ${stateOf(outcome)}` : ''}`;
    case 'canary-failed':
      return `${name}: the canary ${canary?.product} failed again, ${stateOf(outcome)}; ${stay}.`;
    case 'canary-in-flight':
      return `${name}: the canary ${canary?.product} was still in flight when the time was over; ${stay}. Run the command again when it is settled, or with a longer --wait.`;
    case 'no-canary':
      return `${name}: none of its letters would show in the ledger how it went; ${stay}. Redrive them with --no-canary.`;
  }
}

function stateOf({ canary }: RedriveOutcome): string {
  const came = canary?.came;
  if (came?.state === 'failed') return `${came.record.fingerprint}: ${came.record.message}`;
  if (came?.state !== 'settled') return 'in flight';
  return came.records
    .map((record) => (record.state === 'rejected' ? `rejected(${record.reason})` : record.state))
    .join(', ');
}

/** What `--json` prints of each group. */
export function describeRedrive({ group, end, redriven, canary }: RedriveOutcome) {
  const { queue, fingerprint, failure, letters } = group;
  const products = [...new Set(letters.flatMap((letter) => letter.products))];
  return {
    queue,
    fingerprint,
    ...(failure !== undefined && { failure }),
    end,
    letters: letters.length,
    redriven,
    ...(canary && { canary }),
    products,
  };
}
