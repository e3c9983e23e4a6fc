import { incompleteBeta } from './incomplete-beta.ts';

/**
 * Two-sided p of Pearson's r under no correlation: t² = r²(n − 2)/(1 − r²) against Student's t with n − 2 degrees of
 * freedom, which is I(1 − r²; (n − 2)/2, 1/2). Two pairs always lie on a line: p = 1. NaN if r is.
 */
export function pearsonPValue(r: number, n: number): number {
  if (Number.isNaN(r) || n < 2) return Number.NaN;
  if (n === 2) return 1;
  return incompleteBeta((1 - r) * (1 + r), r * r, (n - 2) / 2, 0.5);
}
