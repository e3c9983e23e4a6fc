/** One critical section per name within this process; sections of different names run side by side. */
export class KeyedMutex {
  readonly #tails = new Map<string, Promise<void>>();

  async run<T>(name: string, section: () => Promise<T>): Promise<T> {
    const before = this.#tails.get(name) ?? Promise.resolve();
    const result = before.then(section);
    const tail = result.then(
      () => undefined,
      () => undefined,
    );
    this.#tails.set(name, tail);
    try {
      return await result;
    } finally {
      // The last one out removes the entry, so that the map does not grow with every key ever written.
      if (this.#tails.get(name) === tail) this.#tails.delete(name);
    }
  }
}
