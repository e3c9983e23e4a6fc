import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { announceCarelessly } from './faults/announce-carelessly.ts';
import { announceFirst } from './faults/announce-first.ts';
import { announceNever } from './faults/announce-never.ts';
import { KINDS_OF_WRITE } from './faults/class-of-write.ts';
import { FaultLab } from './faults/fault-lab.ts';
import { addTallies, NO_FAULTS } from './faults/fault-tally.ts';
import { STORIES } from './faults/schedules.ts';
import { DEPENDENCIES, planOfSeed, seedOf } from './faults/seed-plan.ts';

/** `npm run bench:load` runs ten times as many. */
const SEEDS_PER_STORY = 50;
const SEEDS_PER_TEST = 10;
const SIDE_BY_SIDE = 5;

let lab: FaultLab;
let tally = NO_FAULTS;

beforeAll(async () => {
  lab = await FaultLab.open();
  for (const story of STORIES) await lab.referencesOf(story);
}, 60_000);

afterAll(() => lab?.close());

describe('the pipeline under faults', () => {
  describe.each(STORIES)('%s', (story) => {
    const chunks = Array.from({ length: SEEDS_PER_STORY / SEEDS_PER_TEST }, (_, chunk) => chunk * SEEDS_PER_TEST);
    test.each(chunks)(
      'keeps its promises from turn %i on',
      async (from) => {
        // Side by side, for each waits for disk and compression half of its time.
        for (let turn = from; turn < from + SEEDS_PER_TEST; turn += SIDE_BY_SIDE) {
          const seeds = Array.from({ length: SIDE_BY_SIDE }, (_, i) => seedOf(story, turn + i));
          const outcomes = await Promise.all(seeds.map((seed) => lab.run(seed)));
          for (const outcome of outcomes) tally = addTallies(tally, outcome.tally);
          const found = outcomes.map(({ seed, violations }) => ({ seed, violations }));
          expect(found).toEqual(seeds.map((seed) => ({ seed, violations: [] })));
        }
      },
      120_000,
    );
  });

  test('has crashed before and after every kind of write', () => {
    const writes = Object.entries(tally.writes);
    const hit = writes.filter(([, { crashesBefore, crashesAfter }]) => crashesBefore > 0 && crashesAfter > 0);
    expect(writes.map(([kind]) => kind).toSorted()).toEqual(KINDS_OF_WRITE);
    expect(hit.map(([kind]) => kind).toSorted()).toEqual(KINDS_OF_WRITE);
    expect(tally.lives).toBeGreaterThan(STORIES.length * SEEDS_PER_STORY * 2);
  });

  test('has met an outage of every dependency', () => {
    const met = Object.entries(tally.refused).filter(([, calls]) => calls > 0);
    expect(met.map(([dependency]) => dependency).toSorted()).toEqual(DEPENDENCIES.toSorted());
  });
});

describe('a pipeline that breaks a promise is caught', () => {
  test('when it announces before the item is written', async () => {
    const { violations } = await lab.run(seedOf('month', 0), announceFirst);
    expect(violations.filter((what) => /was announced without collections\/.*\.json$/.test(what))).not.toEqual([]);
  });

  test('when it announces never', async () => {
    const { violations } = await lab.run(seedOf('month', 1), announceNever);
    expect(violations.filter((what) => what.endsWith('was never announced'))).toHaveLength(4);
  });

  test('when it takes what the topic refused in an outage for announced', async () => {
    const seed = seedOf('month', 1);
    expect(planOfSeed(seed).faults.outages?.map(({ of }) => of)).toEqual(['topic sm-ready']);
    const { violations } = await lab.run(seed, announceCarelessly);
    expect(violations.filter((what) => what.endsWith('was never announced'))).not.toEqual([]);
  });
});
