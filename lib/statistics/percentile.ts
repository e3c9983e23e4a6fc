/**
 * Percentile of values sorted ascending, by linear interpolation between the two nearest ranks: rank (n − 1) p / 100,
 * numpy's default ('linear', type 7 of Hyndman and Fan 1996). NaN of no values.
 */
export function percentile(sorted: Float32Array | Float64Array, p: number): number {
  const n = sorted.length;
  if (n === 0) return Number.NaN;
  const rank = ((n - 1) * p) / 100;
  const below = Math.floor(rank);
  const low = sorted[below] as number;
  const high = sorted[Math.min(below + 1, n - 1)] as number;
  return low + (high - low) * (rank - below);
}
