import { METRIC_STATUS, MIN_PAIRS } from './metric-status.ts';
import type { PairMoments } from './pair-moments.ts';
import { pearsonPValue } from './pearson-p-value.ts';

/** Metrics of x against the reference y, as pytesmo 0.18 defines them (`metrics.pairwise`). Undefined = NaN. */
export interface PairMetrics {
  readonly n: number;
  /** Pearson's correlation; NaN if x or y does not vary. */
  readonly r: number;
  /** Two-sided p of R = 0 with n − 2 degrees of freedom. */
  readonly p: number;
  /** mean(x) − mean(y). */
  readonly bias: number;
  /** STDD = ubRMSD: standard deviation of x − y with ddof 0 (Rojas-Munoz et al. 2023, Eq. 1, without its misprint). */
  readonly ubrmsd: number;
  /** Root of the mean of (x − y)²; rmsd² = bias² + ubrmsd². */
  readonly rmsd: number;
  /** Bits of METRIC_STATUS. */
  readonly status: number;
}

export function pairMetrics(moments: PairMoments, cell: number): PairMetrics {
  const n = moments.n[cell] as number;
  const m2X = moments.m2X[cell] as number;
  const m2Y = moments.m2Y[cell] as number;
  const varies = n > 1 && m2X > 0 && m2Y > 0;
  const status = (n < MIN_PAIRS ? METRIC_STATUS.fewPairs : 0) | (varies ? 0 : METRIC_STATUS.zeroVariance);
  if (n === 0)
    return { n, r: Number.NaN, p: Number.NaN, bias: Number.NaN, ubrmsd: Number.NaN, rmsd: Number.NaN, status };

  // Two roots, not the root of the product: m2X · m2Y underflows for tiny spreads.
  const ratio = (moments.cXY[cell] as number) / (Math.sqrt(m2X) * Math.sqrt(m2Y));
  const r = varies ? Math.min(1, Math.max(-1, ratio)) : Number.NaN;
  const bias = (moments.meanX[cell] as number) - (moments.meanY[cell] as number);
  const variance = (moments.m2D[cell] as number) / n;
  return {
    n,
    r,
    p: pearsonPValue(r, n),
    bias,
    ubrmsd: Math.sqrt(variance),
    rmsd: Math.sqrt(variance + bias * bias),
    status,
  };
}
