/** Seconds spent in each stage of a run, in the order in which the stages first began. */
export class StageTimer {
  readonly #seconds = new Map<string, number>();

  /** Runs one stage; its time counts even if it throws. Stages do not nest. */
  async time<T>(stage: string, work: () => Promise<T>): Promise<T> {
    const startMs = performance.now();
    try {
      return await work();
    } finally {
      this.#seconds.set(stage, (this.#seconds.get(stage) ?? 0) + (performance.now() - startMs) / 1000);
    }
  }

  /** To the millisecond. */
  stages(): { stage: string; seconds: number }[] {
    return [...this.#seconds].map(([stage, seconds]) => ({ stage, seconds: Math.round(seconds * 1000) / 1000 }));
  }
}
