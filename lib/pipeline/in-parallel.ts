export interface Bounds<T> {
  /** Most items that are worked on at a time. */
  readonly workers: number;
  /** What an item takes while it is worked on: bytes, for example. */
  readonly weightOf?: (item: T) => number;
  /** Most weight at a time; an item that weighs more is worked on alone. */
  readonly budget?: number;
}

/**
 * Works on all items, several at a time, within bounds. The first failure is thrown, once nothing is under way any more;
 * what had not begun by then is not begun.
 */
export async function inParallel<T>(
  items: Iterable<T>,
  work: (item: T) => Promise<void>,
  { workers, weightOf = () => 0, budget = Number.POSITIVE_INFINITY }: Bounds<T>,
): Promise<void> {
  const running = new Set<Promise<void>>();
  let weightNow = 0;
  let failure: { readonly error: unknown } | undefined;
  for (const item of items) {
    const weight = weightOf(item);
    while (running.size >= workers || (running.size > 0 && weightNow + weight > budget)) await Promise.race(running);
    if (failure) break;
    weightNow += weight;
    const job: Promise<void> = work(item)
      .catch((error: unknown) => {
        failure ??= { error };
      })
      .finally(() => {
        weightNow -= weight;
        running.delete(job);
      });
    running.add(job);
  }
  await Promise.all(running);
  if (failure) throw failure.error;
}
