import type { ProgressDisplay } from '../../../cli/progress/progress-display.ts';
import type { SeedOutcome } from '../../lib/pipeline/faults/fault-lab.ts';
import { addTallies, type FaultTally, NO_FAULTS } from '../../lib/pipeline/faults/fault-tally.ts';
import { planOfSeed } from '../../lib/pipeline/faults/seed-plan.ts';
import type { LoadOptions } from './load-options.ts';
import { runSeeds } from './run-seeds.ts';

export interface FaultResult {
  readonly seeds: number;
  readonly from: number;
  readonly seconds: number;
  readonly tally: FaultTally;
  /** Seeds that broke a promise, in ascending order. */
  readonly violating: readonly ViolatingSeed[];
}

export interface ViolatingSeed {
  readonly seed: number;
  readonly story: string;
  readonly turn: number;
  readonly violations: readonly string[];
  /** What repeats it. */
  readonly command: string;
}

export async function benchFaults(options: LoadOptions, progress: ProgressDisplay): Promise<FaultResult> {
  const { seeds, from } = options;
  const startMs = performance.now();
  let tally = NO_FAULTS;
  let done = 0;
  const violating: ViolatingSeed[] = [];
  await runSeeds(options, (outcome) => {
    tally = addTallies(tally, outcome.tally);
    done += 1;
    progress.update({ task: 'faults', stage: 'seeds', done, total: seeds, unit: 'seeds' });
    if (outcome.violations.length === 0) return;
    const broken = describe(outcome);
    violating.push(broken);
    progress.say(`seed ${broken.seed} (${broken.story}, turn ${broken.turn}): ${broken.violations[0]}`);
  });
  violating.sort((a, b) => a.seed - b.seed);
  return { seeds, from, seconds: (performance.now() - startMs) / 1000, tally, violating };
}

function describe({ seed, violations }: SeedOutcome): ViolatingSeed {
  const { story, turn } = planOfSeed(seed);
  const command = `npm run bench:load -- --only faults --from ${seed} --seeds 1`;
  return { seed, story, turn, violations, command };
}
