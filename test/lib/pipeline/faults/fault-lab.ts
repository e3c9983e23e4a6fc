import { existsSync, rmSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FaultTally } from './fault-tally.ts';
import { type FaultRun, runUnderFaults } from './pipeline-under-faults.ts';
import { eventsOf, inTurn, type Story } from './schedules.ts';
import { planOfSeed } from './seed-plan.ts';
import { renderTinyWorld, type TinyWorld } from './tiny-products.ts';
import { type Footprints, footprintsOf, violationsOf } from './violations.ts';

/** In memory where the platform has such a place. */
const PARENT = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();

/** What came of one seed. */
export interface SeedOutcome {
  readonly seed: number;
  /** Promises that were broken; empty if none. */
  readonly violations: readonly string[];
  readonly tally: FaultTally;
}

/** A tiny world in which the pipeline is run under the faults of any seed, several runs side by side if wanted. */
export class FaultLab {
  readonly #base: string;
  readonly #world: TinyWorld;
  readonly #references = new Map<Story, Promise<readonly Footprints[]>>();

  private constructor(base: string, world: TinyWorld) {
    this.#base = base;
    this.#world = world;
  }

  static async open(): Promise<FaultLab> {
    const base = await mkdtemp(join(PARENT, 's2mp-faults-'));
    try {
      return new FaultLab(base, await renderTinyWorld(base));
    } catch (error) {
      await rm(base, { recursive: true, force: true });
      throw error;
    }
  }

  async close(): Promise<void> {
    await rm(this.#base, { recursive: true, force: true });
  }

  /** At the end of the process, whatever still runs: nothing can write any more. */
  closeAtExit(): void {
    process.once('exit', () => rmSync(this.#base, { recursive: true, force: true }));
  }

  /** @param mutate changes what the retrieval sees of the world */
  async run(seed: number, mutate?: FaultRun['mutate']): Promise<SeedOutcome> {
    const { story, hasStatistics, statisticsBatchSize, faults } = planOfSeed(seed);
    const references = await this.referencesOf(story);
    const expected = hasStatistics ? references : references.map(withoutStatistics);
    return this.#inFolder(async (folder) => {
      const world = this.#world;
      const events = eventsOf(story, world, seed);
      const run = { folder, world, events, faults, hasStatistics, statisticsBatchSize };
      const outcome = await runUnderFaults(mutate ? { ...run, mutate } : run);
      const { plan, lives } = outcome;
      return {
        seed,
        violations: await violationsOf(story, world, outcome, expected, hasStatistics),
        tally: {
          lives,
          writes: Object.fromEntries(plan.counts),
          refused: Object.fromEntries(plan.outages.map(({ outage, refused }) => [outage.of, refused])),
        },
      };
    });
  }

  /** What the story comes to when nothing goes wrong, whatever comes first. @throws if that breaks a promise itself */
  referencesOf(story: Story): Promise<readonly Footprints[]> {
    const known = this.#references.get(story);
    if (known) return known;
    const events = inTurn(eventsOf(story, this.#world, 0));
    const turns = story === 'slices' ? [events, inTurn(events.toReversed())] : [events];
    const references = Promise.all(turns.map((turn) => this.#referenceOf(story, turn)));
    this.#references.set(story, references);
    return references;
  }

  #referenceOf(story: Story, events: FaultRun['events']): Promise<Footprints> {
    return this.#inFolder(async (folder) => {
      const world = this.#world;
      const run = { folder, world, events, faults: { seed: 0 }, hasStatistics: true, statisticsBatchSize: 1 };
      const outcome = await runUnderFaults(run);
      const reference = await footprintsOf(outcome.store, true);
      const violations = await violationsOf(story, world, outcome, [reference], true);
      if (violations.length > 0) throw new Error(`${story} without any fault: ${violations.join('; ')}`);
      return reference;
    });
  }

  async #inFolder<T>(use: (folder: string) => Promise<T>): Promise<T> {
    const folder = await mkdtemp(join(this.#base, 'run-'));
    try {
      return await use(folder);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }
}

function withoutStatistics(reference: Footprints): Footprints {
  return new Map([...reference].filter(([key]) => !key.startsWith('statistics/')));
}
