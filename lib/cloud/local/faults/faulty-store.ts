import {
  type ListedObject,
  type ObjectHead,
  type ObjectStore,
  type PutOptions,
  type StoredObject,
  StoreUnavailableError,
} from '../../object-store.ts';
import type { Life } from './fault-plan.ts';

/** A store that is unavailable now and then, and whose puts may be the last thing that the process does. */
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
    return this.#read(() => this.#store.head(key));
  }

  get(key: string): Promise<StoredObject | undefined> {
    return this.#read(() => this.#store.get(key));
  }

  read(key: string, offset: number, length: number): Promise<Uint8Array | undefined> {
    return this.#read(() => this.#store.read(key, offset, length));
  }

  put(key: string, bytes: Uint8Array, options?: PutOptions): Promise<{ readonly etag: string }> {
    return this.#life.write(`put ${this.#life.plan.classOf(key)}`, async () => {
      const fails = this.#isUnavailable();
      if (fails && this.#life.plan.random.chance(0.5)) throw unavailable();
      const result = await this.#store.put(key, bytes, options);
      if (fails) throw unavailable();
      return result;
    });
  }

  async *list(prefix: string): AsyncIterable<ListedObject> {
    await this.#read(async () => undefined);
    for await (const listed of this.#store.list(prefix)) {
      this.#life.signal.throwIfAborted();
      yield listed;
    }
  }

  #read<T>(action: () => Promise<T>): Promise<T> {
    return this.#life.read(async () => {
      if (this.#isUnavailable()) throw unavailable();
      return action();
    });
  }

  #isUnavailable(): boolean {
    return this.#life.plan.random.chance(this.#life.plan.options.unavailable ?? 0);
  }
}

function unavailable(): StoreUnavailableError {
  return new StoreUnavailableError('503 Slow Down, as planned');
}
