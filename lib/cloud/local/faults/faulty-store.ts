import { setImmediate as turnOfEventLoop } from 'node:timers/promises';
import {
  type ListedObject,
  type ObjectHead,
  type ObjectStore,
  type PutOptions,
  type StoredObject,
  StoreUnavailableError,
} from '../../object-store.ts';
import type { Life } from './life.ts';

/** At most so many turns of the event loop does a call linger. */
const MOST_TURNS = 4;

/** A store that is slow or unavailable now and then, and whose puts may be the last thing that the process does. */
export class FaultyStore implements ObjectStore {
  readonly bucket: string;
  readonly #store: ObjectStore;
  readonly #life: Life;

  constructor(store: ObjectStore, life: Life) {
    this.bucket = store.bucket;
    this.#store = store;
    this.#life = life;
  }

  head(key: string): Promise<ObjectHead | undefined> {
    return this.#read(key, () => this.#store.head(key));
  }

  get(key: string): Promise<StoredObject | undefined> {
    return this.#read(key, () => this.#store.get(key));
  }

  read(key: string, offset: number, length: number): Promise<Uint8Array | undefined> {
    return this.#read(key, () => this.#store.read(key, offset, length));
  }

  put(key: string, bytes: Uint8Array, options?: PutOptions): Promise<{ readonly etag: string }> {
    return this.#life.write(`put ${this.#life.plan.classOf(key)}`, async () => {
      this.#meetOutage(key);
      await this.#linger();
      const fails = this.#isUnavailable();
      if (fails && this.#life.plan.random.chance(0.5)) throw unavailable();
      const result = await this.#store.put(key, bytes, options);
      if (fails) throw unavailable();
      return result;
    });
  }

  async *list(prefix: string): AsyncIterable<ListedObject> {
    await this.#read(prefix, async () => undefined);
    for await (const listed of this.#store.list(prefix)) {
      this.#life.signal.throwIfAborted();
      yield listed;
    }
  }

  #read<T>(key: string, action: () => Promise<T>): Promise<T> {
    return this.#life.read(async () => {
      this.#meetOutage(key);
      await this.#linger();
      if (this.#isUnavailable()) throw unavailable();
      return action();
    });
  }

  #meetOutage(key: string): void {
    const { plan } = this.#life;
    const dependency = `store ${plan.classOf(key)}`;
    if (plan.isDown(dependency)) throw new StoreUnavailableError(`${dependency} is down, as planned`);
  }

  async #linger(): Promise<void> {
    const { random, options } = this.#life.plan;
    if (!random.chance(options.linger ?? 0)) return;
    for (let turns = 1 + random.below(MOST_TURNS); turns > 0; turns--) await turnOfEventLoop();
  }

  #isUnavailable(): boolean {
    return this.#life.plan.random.chance(this.#life.plan.options.unavailable ?? 0);
  }
}

function unavailable(): StoreUnavailableError {
  return new StoreUnavailableError('503 Slow Down, as planned');
}
