/**
 * Coefficients c of Σ c[k]·x^k through `f` at the Chebyshev points of [from, to]: near the best polynomial of that many
 * coefficients. Solved for x scaled to about 1, where the system is well enough conditioned.
 */
export function fitPolynomial(f: (x: number) => number, from: number, to: number, count: number): Float64Array {
  const scale = Math.max(Math.abs(from), Math.abs(to));
  const rows = Array.from({ length: count }, (_, i) => {
    const x = (from + to) / 2 - ((to - from) / 2) * Math.cos((Math.PI * (2 * i + 1)) / (2 * count));
    const row = new Float64Array(count + 1);
    for (let k = 0; k < count; k++) row[k] = (x / scale) ** k;
    row[count] = f(x);
    return row;
  });
  eliminate(rows, count);
  const c = new Float64Array(count);
  for (let k = count - 1; k >= 0; k--) {
    let value = entry(rows, k, count);
    for (let q = k + 1; q < count; q++) value -= entry(rows, k, q) * (c[q] as number);
    c[k] = value / entry(rows, k, k);
  }
  return c.map((value, k) => value / scale ** k);
}

/** Gaussian elimination with partial pivoting. */
function eliminate(rows: Float64Array[], count: number): void {
  for (let k = 0; k < count; k++) {
    let pivot = k;
    for (let i = k + 1; i < count; i++) {
      if (Math.abs(entry(rows, i, k)) > Math.abs(entry(rows, pivot, k))) pivot = i;
    }
    const swapped = rows[k] as Float64Array;
    rows[k] = rows[pivot] as Float64Array;
    rows[pivot] = swapped;
    for (let i = k + 1; i < count; i++) {
      const factor = entry(rows, i, k) / entry(rows, k, k);
      const row = rows[i] as Float64Array;
      for (let q = k; q <= count; q++) row[q] = (row[q] as number) - factor * entry(rows, k, q);
    }
  }
}

function entry(rows: readonly Float64Array[], i: number, k: number): number {
  return (rows[i] as Float64Array)[k] as number;
}
