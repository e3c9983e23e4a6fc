import { type Clock, SYSTEM_CLOCK } from '../../clock.ts';
import { SeededRandom } from '../seeded-random.ts';
import type { CrashPoint, FaultOptions } from './fault-options.ts';
import { Life } from './life.ts';
import { OutageWatch } from './outage.ts';

export interface WriteCount {
  writes: number;
  crashesBefore: number;
  crashesAfter: number;
}

/**
 * A seeded plan of everything that may go wrong, over all lives of an engine's folder. Each life begins with {@link begin}
 * and does all its work through ports that this life has wrapped.
 */
export class FaultPlan {
  readonly options: FaultOptions;
  readonly random: SeededRandom;
  /** What was written so far, by kind: a test asserts with it that every kind has met a crash. */
  readonly counts = new Map<string, WriteCount>();
  readonly outages: readonly OutageWatch[];
  readonly #due: Set<CrashPoint>;
  #randomCrashes = 0;

  /** @param clock the engine's, by which outages last */
  constructor(options: FaultOptions, clock: Clock = SYSTEM_CLOCK) {
    this.options = options;
    this.random = new SeededRandom(options.seed);
    this.outages = (options.outages ?? []).map((outage) => new OutageWatch(outage, clock));
    this.#due = new Set(options.crashes);
  }

  begin(): Life {
    return new Life(this);
  }

  /** Counts a call of a dependency (named as in {@link Outage}) and says whether an outage lets it fail. */
  isDown(dependency: string): boolean {
    return this.outages.filter((outage) => outage.refuses(dependency)).length > 0;
  }

  /** Counts a write and says whether to crash at it. */
  fateOf(kind: string): 'before' | 'after' | undefined {
    const count = this.countOf(kind);
    count.writes += 1;
    for (const point of this.#due) {
      if (point.kind === kind && point.nth <= count.writes) return point.when;
    }
    if (this.#randomCrashes >= (this.options.maxCrashes ?? 3) || !this.random.chance(this.options.crash ?? 0))
      return undefined;
    this.#randomCrashes += 1;
    return this.random.chance(0.5) ? 'before' : 'after';
  }

  /** Notes that a life has ended at a write of this kind. */
  crashed(kind: string, when: 'before' | 'after'): void {
    const count = this.countOf(kind);
    if (when === 'before') count.crashesBefore += 1;
    else count.crashesAfter += 1;
    const point = [...this.#due].find((due) => due.kind === kind && due.when === when && due.nth <= count.writes);
    if (point !== undefined) this.#due.delete(point);
  }

  countOf(kind: string): WriteCount {
    const count = this.counts.get(kind) ?? { writes: 0, crashesBefore: 0, crashesAfter: 0 };
    this.counts.set(kind, count);
    return count;
  }

  classOf(key: string): string {
    return (this.options.classOfKey ?? firstSegmentAndExtension)(key);
  }
}

function firstSegmentAndExtension(key: string): string {
  const [first = ''] = key.split('/');
  return key.includes('/') ? `${first}/*${/\.[^./]+$/.exec(key)?.[0] ?? ''}` : first;
}
