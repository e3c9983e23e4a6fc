/**
 * Count, mean and sum of squared deviations of one variable, kept per cell: what a mean and a standard deviation need,
 * in one pass and mergeable. Arrays of one length; a cell without a value has n = 0, mean = 0, m2 = 0.
 */
export interface SampleMoments {
  readonly n: Float64Array;
  readonly mean: Float64Array;
  /** Σ(x − mean)². */
  readonly m2: Float64Array;
}

export function createSampleMoments(cells: number): SampleMoments {
  return { n: new Float64Array(cells), mean: new Float64Array(cells), m2: new Float64Array(cells) };
}

/** Welford's update (Welford 1962): no sum of squares is ever formed, so nothing cancels. */
export function addSample(moments: SampleMoments, cell: number, x: number): void {
  const { n, mean, m2 } = moments;
  const count = (n[cell] as number) + 1;
  const before = mean[cell] as number;
  const delta = x - before;
  const after = before + delta / count;
  n[cell] = count;
  mean[cell] = after;
  m2[cell] = (m2[cell] as number) + delta * (x - after);
}

/** Adds every cell of `from` to the same cell of `into` (Chan, Golub and LeVeque 1983, eq. 2.1). */
export function mergeSampleMoments(into: SampleMoments, from: SampleMoments): void {
  for (let cell = 0; cell < into.n.length; cell++) {
    const added = from.n[cell] as number;
    if (added === 0) continue;
    const had = into.n[cell] as number;
    const n = had + added;
    const delta = (from.mean[cell] as number) - (into.mean[cell] as number);
    into.n[cell] = n;
    into.mean[cell] = (into.mean[cell] as number) + (delta * added) / n;
    into.m2[cell] = (into.m2[cell] as number) + (from.m2[cell] as number) + (delta * delta * had * added) / n;
  }
}

/** Standard deviation with ddof 0, as all spreads here; NaN without a value. */
export function standardDeviation(moments: SampleMoments, cell: number): number {
  const n = moments.n[cell] as number;
  return n === 0 ? Number.NaN : Math.sqrt((moments.m2[cell] as number) / n);
}
