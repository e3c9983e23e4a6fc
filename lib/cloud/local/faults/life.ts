import type { ObjectStore } from '../../object-store.ts';
import type { Topic } from '../../topic.ts';
import type { DrivenQueue } from '../driven-queue.ts';
import type { QueueHandler } from '../event-source-mapping.ts';
import { CrashError } from './crash.error.ts';
import type { FaultPlan } from './fault-plan.ts';
import { faultyHandler } from './faulty-handler.ts';
import { FaultyQueue } from './faulty-queue.ts';
import { FaultyStore } from './faulty-store.ts';
import { FaultyTopic } from './faulty-topic.ts';

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

  handler(handler: QueueHandler): QueueHandler {
    return faultyHandler(handler, this);
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
