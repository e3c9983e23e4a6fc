import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { WriteCount } from '../../../lib/cloud/local/faults/fault-plan.ts';
import { announceFirst } from './faults/announce-first.ts';
import { announceNever } from './faults/announce-never.ts';
import { KINDS_OF_WRITE } from './faults/class-of-write.ts';
import { type FaultRun, runUnderFaults } from './faults/pipeline-under-faults.ts';
import { type CrashPlan, eventsOf, faultsOf, inTurn, STORIES, type Story } from './faults/schedules.ts';
import { renderTinyWorld, type TinyWorld } from './faults/tiny-products.ts';
import { type Footprints, footprintsOf, violationsOf } from './faults/violations.ts';

const SEEDS_PER_STORY = 50;
const SEEDS_PER_TEST = 10;
const SIDE_BY_SIDE = 5;

/** With statistics, where every kind of write happens: all kinds in 11 turns, each at its first write. */
const CERTAIN: CrashPlan = { perTurn: 5, amongWrites: 1 };
const VARIED: CrashPlan = { perTurn: 2, amongWrites: 2 };

/** In memory where the platform has such a place. */
const PARENT = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();

let base: string;
let world: TinyWorld;
const references = new Map<Story, Footprints[]>();
const counts = new Map<string, WriteCount>();
let lives = 0;

beforeAll(async () => {
  base = await mkdtemp(join(PARENT, 's2mp-faults-'));
  world = await renderTinyWorld(base);
  for (const story of STORIES) {
    const events = inTurn(eventsOf(story, world, 0));
    const turns = story === 'slices' ? [events, inTurn(events.toReversed())] : [events];
    references.set(story, await Promise.all(turns.map((turn) => referenceOf(story, turn))));
  }
}, 60_000);

afterAll(() => rm(base, { recursive: true, force: true }));

async function inFolder<T>(use: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(base, 'run-'));
  try {
    return await use(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** What the story comes to when nothing goes wrong. */
function referenceOf(story: Story, events: FaultRun['events']): Promise<Footprints> {
  return inFolder(async (folder) => {
    const outcome = await runUnderFaults({ folder, world, events, faults: { seed: 0 }, hasStatistics: true });
    const reference = await footprintsOf(outcome.store, true);
    expect(await violationsOf(story, world, outcome, [reference], true)).toEqual([]);
    return reference;
  });
}

/** Statistics take most of the time, so not every seed has them: of the month, which is there for them, every fourth. */
function turnsPerStatistics(story: Story): number {
  return story === 'month' ? 4 : 20;
}

function withoutStatistics(reference: Footprints): Footprints {
  return new Map([...reference].filter(([key]) => !key.startsWith('statistics/')));
}

async function violations(story: Story, turn: number, mutate?: FaultRun['mutate']): Promise<string[]> {
  const seed = turn * STORIES.length + STORIES.indexOf(story) + 1;
  const period = turnsPerStatistics(story);
  const statistics = turn % period === 0;
  return inFolder(async (folder) => {
    const events = eventsOf(story, world, seed);
    const faults = statistics ? faultsOf(seed, turn / period, CERTAIN) : faultsOf(seed, turn, VARIED);
    const outcome = await runUnderFaults({
      folder,
      world,
      events,
      faults,
      hasStatistics: statistics,
      ...(mutate && { mutate }),
    });
    if (!mutate) remember(outcome.plan.counts, outcome.lives);
    const expected = (references.get(story) ?? []).map((found) => (statistics ? found : withoutStatistics(found)));
    return violationsOf(story, world, outcome, expected, statistics);
  });
}

function remember(found: ReadonlyMap<string, WriteCount>, runLives: number): void {
  lives += runLives;
  for (const [kind, { writes, crashesBefore, crashesAfter }] of found) {
    const sum = counts.get(kind) ?? { writes: 0, crashesBefore: 0, crashesAfter: 0 };
    counts.set(kind, {
      writes: sum.writes + writes,
      crashesBefore: sum.crashesBefore + crashesBefore,
      crashesAfter: sum.crashesAfter + crashesAfter,
    });
  }
}

describe('the pipeline under faults', () => {
  describe.each(STORIES)('%s', (story) => {
    const chunks = Array.from({ length: SEEDS_PER_STORY / SEEDS_PER_TEST }, (_, chunk) => chunk * SEEDS_PER_TEST);
    test.each(chunks)(
      'keeps its promises from turn %i on',
      async (from) => {
        // Side by side, for each waits for disk and compression half of its time.
        for (let turn = from; turn < from + SEEDS_PER_TEST; turn += SIDE_BY_SIDE) {
          const turns = Array.from({ length: SIDE_BY_SIDE }, (_, i) => turn + i);
          const found = await Promise.all(turns.map((each) => violations(story, each)));
          expect(found, `story ${story}, turns ${turns.join()}`).toEqual(turns.map(() => []));
        }
      },
      120_000,
    );
  });

  test('has crashed before and after every kind of write', () => {
    const hit = [...counts].filter(([, { crashesBefore, crashesAfter }]) => crashesBefore > 0 && crashesAfter > 0);
    expect([...counts.keys()].toSorted()).toEqual(KINDS_OF_WRITE);
    expect(hit.map(([kind]) => kind).toSorted()).toEqual(KINDS_OF_WRITE);
    expect(lives).toBeGreaterThan(STORIES.length * SEEDS_PER_STORY * 2);
  });
});

describe('a pipeline that breaks a promise is caught', () => {
  test('when it announces before the item is written', async () => {
    const found = await violations('month', 0, announceFirst);
    expect(found.filter((violation) => /was announced without collections\/.*\.json$/.test(violation))).not.toEqual([]);
  });

  test('when it announces never', async () => {
    const found = await violations('month', 1, announceNever);
    expect(found.filter((violation) => violation.endsWith('was never announced'))).toHaveLength(4);
  });
});
