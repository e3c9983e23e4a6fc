import type { CrashPoint, FaultOptions } from '../../../../lib/cloud/local/faults/fault-options.ts';
import type { Outage } from '../../../../lib/cloud/local/faults/outage.ts';
import { SeededRandom } from '../../../../lib/cloud/local/seeded-random.ts';
import { KINDS_OF_WRITE } from './class-of-write.ts';
import { STORIES, type Story } from './schedules.ts';

/** What is run for one seed. Seeds from 1 on go through the stories; turns count the seeds of one story, from 0. */
export interface SeedPlan {
  readonly seed: number;
  readonly story: Story;
  readonly turn: number;
  readonly hasStatistics: boolean;
  readonly statisticsBatchSize: number;
  readonly faults: FaultOptions;
}

interface CrashPlan {
  readonly perTurn: number;
  /** A crash is at the first, or at one of the first so many writes of its kind. */
  readonly amongWrites: number;
}

/** With statistics, where every kind of write happens: all kinds in 11 turns, each at its first write. */
const CERTAIN: CrashPlan = { perTurn: 5, amongWrites: 1 };
const VARIED: CrashPlan = { perTurn: 2, amongWrites: 2 };

/** Every dependency that can fail by itself. */
export const DEPENDENCIES: readonly string[] = [
  'store ndvi',
  'topic sm-ready',
  'queue retrieval-nrt',
  'queue fan-out',
  'store scenes',
  'queue arrivals',
  'store ledger',
  'queue statistics',
  'store item',
  'store landcover',
  'queue retrieval-bulk',
  'store receipts',
  'store asset sm.tif',
  'store dem',
  'store acquisitions',
];

/** Failed messages are tried again every 20 s: at most five of their ten deliveries fall into an outage. */
const SHORTEST_OUTAGE_S = 20;
const LONGEST_OUTAGE_S = 90;

export function planOfSeed(seed: number): SeedPlan {
  const story = STORIES[(seed - 1) % STORIES.length];
  if (!story || !Number.isInteger(seed)) throw new RangeError(`a seed is a whole number from 1 on, not ${seed}`);
  const turn = Math.floor((seed - 1) / STORIES.length);
  const period = turnsPerStatistics(story);
  const hasStatistics = turn % period === 0;
  return {
    seed,
    story,
    turn,
    hasStatistics,
    statisticsBatchSize: (turn / period) % 2 === 0 ? 1 : 10,
    faults: hasStatistics ? faultsOf(seed, turn / period, CERTAIN) : faultsOf(seed, turn, VARIED),
  };
}

/** The seed of a story's turn. */
export function seedOf(story: Story, turn: number): number {
  return turn * STORIES.length + STORIES.indexOf(story) + 1;
}

/** Statistics take most of the time, so not every seed has them: of the month, which is there for them, every fourth. */
function turnsPerStatistics(story: Story): number {
  return story === 'month' ? 4 : 20;
}

const CRASH_POINTS = KINDS_OF_WRITE.flatMap((kind) => [
  { kind, when: 'before' as const },
  { kind, when: 'after' as const },
]);

/**
 * Nuisances of every sort at random, crashes at some chosen kinds of write, and an outage: turns one after the other go
 * through all kinds, before and after, and through all dependencies.
 */
function faultsOf(seed: number, turn: number, { perTurn, amongWrites }: CrashPlan): FaultOptions {
  const random = new SeededRandom(seed + 2000);
  const crashes = Array.from({ length: perTurn }).flatMap((_, k): CrashPoint[] => {
    const point = CRASH_POINTS[(perTurn * turn + k) % CRASH_POINTS.length];
    return point ? [{ ...point, nth: 1 + random.below(amongWrites) }] : [];
  });
  return {
    seed,
    duplicate: 0.1,
    redeliver: 0.05,
    delay: 0.2,
    unavailable: 0.0005,
    throttle: 0.02,
    linger: 0.05,
    crash: 0.003,
    maxCrashes: 1,
    crashes,
    outages: [outageOf(turn, random)],
  };
}

function outageOf(turn: number, random: SeededRandom): Outage {
  return {
    of: DEPENDENCIES[turn % DEPENDENCIES.length] ?? '',
    fromCall: 1 + random.below(3),
    seconds: SHORTEST_OUTAGE_S + random.below(LONGEST_OUTAGE_S - SHORTEST_OUTAGE_S),
  };
}
