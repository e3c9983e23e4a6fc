/**
 * Reproducible random numbers for shuffling and faults: xorshift32 (Marsaglia 2003, "Xorshift RNGs", J. Stat. Softw. 8(14),
 * shifts 13, 17, 5). Of no use for statistics or cryptography.
 */
export class SeededRandom {
  #state: number;

  constructor(seed: number) {
    // Spread the seed first (Weyl step and multiplication), because small seeds give alike first numbers; 0 is a fixed point.
    this.#state = Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) | 0 || 1;
    for (let i = 0; i < 8; i++) this.next();
  }

  /** In [0, 1). */
  next(): number {
    let x = this.#state;
    x ^= x << 13;
    x ^= x >>> 17;
    x ^= x << 5;
    this.#state = x;
    return (x >>> 0) / 2 ** 32;
  }

  /** A whole number from 0 to `count` − 1. */
  below(count: number): number {
    return Math.floor(this.next() * count);
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  /** A new array in random order. */
  shuffle<T>(items: readonly T[]): T[] {
    const order = items.map((item) => ({ item, at: this.next() }));
    order.sort((a, b) => a.at - b.at);
    return order.map(({ item }) => item);
  }
}
