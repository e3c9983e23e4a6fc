/**
 * Solves (A + μI) x = b by Cholesky factorisation.
 * @param lower lower triangle of A, [n][n]; left as it is
 * @returns undefined where the matrix is not positive definite
 */
export function solveSymmetric(lower: Float64Array, b: Float64Array, damping: number): Float64Array | undefined {
  const n = b.length;
  const factor = Float64Array.from(lower);
  for (let j = 0; j < n; j++) {
    let pivot = (factor[j * n + j] as number) + damping;
    for (let k = 0; k < j; k++) pivot -= (factor[j * n + k] as number) ** 2;
    if (!(pivot > 0)) return undefined;
    const root = Math.sqrt(pivot);
    factor[j * n + j] = root;
    for (let i = j + 1; i < n; i++) {
      let value = factor[i * n + j] as number;
      for (let k = 0; k < j; k++) value -= (factor[i * n + k] as number) * (factor[j * n + k] as number);
      factor[i * n + j] = value / root;
    }
  }
  const x = Float64Array.from(b);
  for (let i = 0; i < n; i++) {
    let value = x[i] as number;
    for (let k = 0; k < i; k++) value -= (factor[i * n + k] as number) * (x[k] as number);
    x[i] = value / (factor[i * n + i] as number);
  }
  for (let i = n - 1; i >= 0; i--) {
    let value = x[i] as number;
    for (let k = i + 1; k < n; k++) value -= (factor[k * n + i] as number) * (x[k] as number);
    x[i] = value / (factor[i * n + i] as number);
  }
  return x;
}
