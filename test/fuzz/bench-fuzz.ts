/**
 * `npm run bench:fuzz -- [cases] [seed]`: damages inputs in 20 000 ways and tells what became of them, kind by kind.
 * Ends with exit code 1 and the seed, path and damage of a case for each kind that had a failure.
 */
import fc from 'fast-check';
import { FUZZ_KINDS } from './fuzz-kinds.ts';
import type { Outcome } from './judge.ts';

/** Cases between two looks at the clock. */
const BATCH = 50;
const cases = Number(process.argv[2] ?? 20_000);
const firstSeed = Number(process.argv[3] ?? Math.floor(Math.random() * 2 ** 31));
const shares = FUZZ_KINDS.reduce((sum, { share }) => sum + share, 0);
const startMs = performance.now();
const failures: string[] = [];
const table: { kind: string; cases: number; rejected: number; same: number; changed: number; failed: number }[] = [];
const reasons = new Map<string, number>();
let done = 0;
console.log(`${cases} cases of ${FUZZ_KINDS.length} kinds, seed ${firstSeed}`);

for (const kind of FUZZ_KINDS) {
  const row = { kind: kind.name, cases: 0, rejected: 0, same: 0, changed: 0, failed: 0 };
  table.push(row);
  const tell = (outcome: Outcome) => {
    row.cases++;
    if (outcome === 'as undamaged') row.same++;
    else if (outcome === 'changed in bounds') row.changed++;
    else row.rejected++;
    reasons.set(outcome, (reasons.get(outcome) ?? 0) + 1);
  };
  const wished = Math.ceil((cases * kind.share) / shares);
  for (let run = 0, seed = firstSeed; run < wished; run += BATCH, seed++) {
    const numRuns = Math.min(BATCH, wished - run);
    const details = await fc.check(kind.property(tell), { seed, numRuns });
    if (details.failed) {
      row.failed++;
      const { error, seed: of, counterexamplePath: path, counterexample } = summary(details);
      failures.push(`${kind.name}: ${error}\n  seed ${of}, path ${path}: ${JSON.stringify(counterexample)}`);
    }
    done += numRuns;
    progress(kind.name);
  }
}

function summary({ errorInstance, ...details }: fc.RunDetails<unknown>) {
  return { ...details, error: errorInstance instanceof Error ? errorInstance.message : String(errorInstance) };
}

function progress(name: string): void {
  const seconds = (performance.now() - startMs) / 1000;
  const rate = done / seconds;
  const left = Math.max(cases - done, 0) / rate;
  process.stderr.write(`\r${done}/${cases}  ${rate.toFixed(0)}/s  ${left.toFixed(0)} s left  ${name.padEnd(40)}`);
}

process.stderr.write('\n');
console.table(table);
console.table(Object.fromEntries([...reasons].sort((a, b) => b[1] - a[1])));
const peakMb = (process.resourceUsage().maxRSS / 1024).toFixed(0);
console.log(
  `${done} cases in ${((performance.now() - startMs) / 1000).toFixed(0)} s, peak ${peakMb} MB, seed ${firstSeed}`,
);
for (const failure of failures) console.log(`\nFAILED ${failure}`);
if (failures.length > 0) process.exitCode = 1;
