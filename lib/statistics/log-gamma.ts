const HALF_LOG_TWO_PI = 0.5 * Math.log(2 * Math.PI);
/** B_2k / (2k (2k − 1)), k = 1 … 6. */
const STIRLING = [1 / 12, -1 / 360, 1 / 1260, -1 / 1680, 1 / 1188, -691 / 360360] as const;

/** ln Γ(x) for x > 0: recurrence up to x ≥ 15, then Stirling's series (DLMF 5.11.1), exact to rounding there. */
export function logGamma(x: number): number {
  let shift = 0;
  let z = x;
  for (; z < 15; z++) shift += Math.log(z);
  const inverseSquare = 1 / (z * z);
  let term = 1 / z;
  let series = 0;
  for (const coefficient of STIRLING) {
    series += coefficient * term;
    term *= inverseSquare;
  }
  return (z - 0.5) * Math.log(z) - z + HALF_LOG_TWO_PI + series - shift;
}
