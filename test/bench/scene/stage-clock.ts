/** Prints one line per stage: wall time, and the rate where there is a number of things. */
export class StageClock {
  readonly #rows: { readonly name: string; readonly ms: number; readonly rate: string }[] = [];

  /** The best of some rounds. @param count things worked on, with their unit, as `[435.99, 'Mpx']` */
  async time<T>(
    name: string,
    work: () => T | Promise<T>,
    { count, rounds = 3 }: { readonly count?: readonly [number, string]; readonly rounds?: number } = {},
  ): Promise<T> {
    let ms = Number.POSITIVE_INFINITY;
    let result: T | undefined;
    for (let round = 0; round < rounds; round++) {
      const start = performance.now();
      result = await work();
      ms = Math.min(ms, performance.now() - start);
    }
    this.add(name, ms, count && `${((count[0] * 1000) / ms).toFixed(count[0] > 100 ? 0 : 1)} ${count[1]}/s`);
    return result as T; // at least one round
  }

  add(name: string, ms: number, rate = ''): void {
    this.#rows.push({ name, ms, rate });
    console.log(`${name.padEnd(64)} ${ms.toFixed(0).padStart(7)} ms  ${rate}`);
  }
}
