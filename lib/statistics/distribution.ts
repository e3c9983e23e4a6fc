import { percentile } from './percentile.ts';

/** How soil moisture is distributed over a group of cells. m³ m⁻³; undefined = null. */
export interface Distribution {
  /** Cells of the group. */
  readonly cells: number;
  /** Those with a recommended value (QA 0). */
  readonly n: number;
  /** n / cells. */
  readonly coverage: number | null;
  readonly mean: number | null;
  /** Standard deviation, ddof 0. */
  readonly sd: number | null;
  /** By linear interpolation between ranks (percentile.ts). */
  readonly percentiles: { readonly [name in PercentileName]: number } | null;
}

export const PERCENTILES = { p5: 5, p25: 25, p50: 50, p75: 75, p95: 95 } as const;
type PercentileName = keyof typeof PERCENTILES;

/**
 * @param values the recommended values of the group, in any order; sorted in place
 * @param cells cells of the group, with a value or without
 */
export function distributionOf(values: Float64Array, cells: number): Distribution {
  const n = values.length;
  const coverage = cells === 0 ? null : n / cells;
  if (n === 0) return { cells, n, coverage, mean: null, sd: null, percentiles: null };
  values.sort();
  let sum = 0;
  for (const value of values) sum += value;
  const mean = sum / n;
  let squares = 0;
  for (const value of values) squares += (value - mean) * (value - mean);
  const { p5, p25, p50, p75, p95 } = PERCENTILES;
  const percentiles = {
    p5: percentile(values, p5),
    p25: percentile(values, p25),
    p50: percentile(values, p50),
    p75: percentile(values, p75),
    p95: percentile(values, p95),
  };
  return { cells, n, coverage, mean, sd: Math.sqrt(squares / n), percentiles };
}
