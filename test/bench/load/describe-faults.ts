import type { FaultResult } from './fault-part.ts';

export function describeFaults({ seeds, from, seconds, tally, violating }: FaultResult): string {
  const sum = (counts: readonly number[]) => counts.reduce((a, b) => a + b, 0);
  const writes = Object.values(tally.writes);
  const crashes = sum(writes.map(({ crashesBefore, crashesAfter }) => crashesBefore + crashesAfter));
  return [
    `${seeds} seeds of faults (${from} to ${from + seeds - 1}) in ${seconds.toFixed(0)} s, ${(seeds / seconds).toFixed(1)} seeds/s`,
    `  ${tally.lives} lives of the process, ${crashes} crashes at ${writes.length} kinds of write`,
    `  ${sum(Object.values(tally.refused))} calls met an outage of ${Object.keys(tally.refused).length} dependencies`,
    violating.length === 0 ? 'All promises kept.' : `${violating.length} SEEDS BROKE A PROMISE:`,
    ...violating.flatMap(({ seed, story, turn, violations, command }) => [
      `seed ${seed}, story ${story}, turn ${turn}: ${command}`,
      ...violations.map((violation) => `  ${violation}`),
    ]),
    '',
  ].join('\n');
}
