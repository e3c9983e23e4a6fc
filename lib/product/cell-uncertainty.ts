/**
 * 1-σ uncertainty of a mean of n values whose errors are all correlated by ρ:
 * u² = [(1 − ρ) Σuᵢ² + ρ (Σuᵢ)²] / n². With ρ = 0 that is independent errors, with ρ = 1 the mean of the uᵢ.
 *
 * @param n number of values, ≥ 1
 * @param sum Σuᵢ
 * @param sumOfSquares Σuᵢ²
 * @param errorCorrelation ρ, 0 … 1
 */
export function cellUncertainty(n: number, sum: number, sumOfSquares: number, errorCorrelation: number): number {
  return Math.sqrt((1 - errorCorrelation) * sumOfSquares + errorCorrelation * sum * sum) / n;
}
