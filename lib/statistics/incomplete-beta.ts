import { logGamma } from './log-gamma.ts';

const TINY = 1e-300;
const MAX_TERMS = 10_000;

/**
 * Regularized incomplete beta function I_x(a, b) for a, b > 0.
 *
 * @param x in [0, 1]
 * @param complement 1 − x, given apart so that it keeps its digits when x is near 1
 */
export function incompleteBeta(x: number, complement: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (complement <= 0) return 1;
  const logFront = logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log(complement);
  // The fraction converges fast below the mean of the distribution; above it the symmetry of DLMF 8.17.4 is used.
  return x < (a + 1) / (a + b + 2)
    ? (Math.exp(logFront) * fraction(x, a, b)) / a
    : 1 - (Math.exp(logFront) * fraction(complement, b, a)) / b;
}

/** Continued fraction of DLMF 8.17.22, evaluated from the front (Lentz 1976, with Thompson and Barnett's guards). */
function fraction(x: number, a: number, b: number): number {
  let c = 1;
  let d = 1 / guarded(1 - ((a + b) * x) / (a + 1));
  let value = d;
  for (let m = 1; m <= MAX_TERMS; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / guarded(1 + even * d);
    c = guarded(1 + even / c);
    value *= d * c;
    d = 1 / guarded(1 + odd * d);
    c = guarded(1 + odd / c);
    value *= d * c;
    if (Math.abs(d * c - 1) < 1e-16) break;
  }
  return value;
}

function guarded(denominator: number): number {
  return Math.abs(denominator) < TINY ? TINY : denominator;
}
