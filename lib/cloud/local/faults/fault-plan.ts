import type { ObjectStore } from '../../object-store.ts';
import type { Topic } from '../../topic.ts';
import type { DrivenQueue } from '../driven-queue.ts';
import { SeededRandom } from '../seeded-random.ts';
import { CrashError } from './crash.error.ts';
import { FaultyQueue } from './faulty-queue.ts';
import { FaultyStore } from './faulty-store.ts';
import { FaultyTopic } from './faulty-topic.ts';

/** A crash right before or right after the n-th (from 1) write of a kind, or the next one if another crash came between. */
export interface CrashPoint {
  /** `put <class of key>`, `send <queue>`, `delete <queue>` or `publish <topic>`. */
  readonly kind: string;
  readonly nth: number;
  readonly when: 'before' | 'after';
}

/** Probabilities are from 0 to 1, default 0. */
export interface FaultOptions {
  readonly seed: number;
  /** Per message sent: it is there twice. */
  readonly duplicate?: number;
  /** Per acknowledgement: it is lost, so that the message comes again after its visibility timeout. */
  readonly redeliver?: number;
  /** Per message sent: it comes up to 15 minutes later. */
  readonly delay?: number;
  /** Per call of a store: it answers {@link StoreUnavailableError}, puts as often after as before they had their effect. */
  readonly unavailable?: number;
  readonly crashes?: readonly CrashPoint[];
  /** Per write: a crash before or after it. */
  readonly crash?: number;
  /** Of the random crashes, so that every run comes to an end. Default 3. */
  readonly maxCrashes?: number;
  /** Class of a key in the names of write kinds. Default: first segment and extension, as in `ledger/*.json`. */
  readonly classOfKey?: (key: string) => string;
}

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
  readonly #due: Set<CrashPoint>;
  #randomCrashes = 0;

  constructor(options: FaultOptions) {
    this.options = options;
    this.random = new SeededRandom(options.seed);
    this.#due = new Set(options.crashes);
  }

  begin(): Life {
    return new Life(this);
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

/** One life of the process, from its start to its end or crash. */
export class Life {
  readonly plan: FaultPlan;
  readonly #death = new AbortController();

  constructor(plan: FaultPlan) {
    this.plan = plan;
  }

  /** Aborted with the {@link CrashError} at a crash: for the engine. */
  get signal(): AbortSignal {
    return this.#death.signal;
  }

  get crashed(): boolean {
    return this.#death.signal.aborted;
  }

  store(store: ObjectStore): ObjectStore {
    return new FaultyStore(store, this);
  }

  queue(queue: DrivenQueue): DrivenQueue {
    return new FaultyQueue(queue, this);
  }

  topic(topic: Topic): Topic {
    return new FaultyTopic(topic, this);
  }

  /** Runs one write, or crashes right before or after it. */
  async write<T>(kind: string, action: () => Promise<T>): Promise<T> {
    this.signal.throwIfAborted();
    const fate = this.plan.fateOf(kind);
    if (fate === 'before') this.#crash(kind, fate);
    const result = await action();
    this.signal.throwIfAborted();
    if (fate === 'after') this.#crash(kind, fate);
    return result;
  }

  /** The dead read nothing. */
  async read<T>(action: () => Promise<T>): Promise<T> {
    this.signal.throwIfAborted();
    const result = await action();
    this.signal.throwIfAborted();
    return result;
  }

  #crash(kind: string, when: 'before' | 'after'): never {
    this.plan.crashed(kind, when);
    const error = new CrashError(`the process died ${when} ${kind}`);
    this.#death.abort(error);
    throw error;
  }
}

function firstSegmentAndExtension(key: string): string {
  const [first = ''] = key.split('/');
  return key.includes('/') ? `${first}/*${/\.[^./]+$/.exec(key)?.[0] ?? ''}` : first;
}
