import type { ForwardTable } from './forward-table.ts';
import type { TrainingProblem } from './training-problem.ts';

/** Noise on σ0 beyond the noise-free range for which a network must still be monotone: two standard deviations. */
export const MARGIN_DB = 1.5;

/**
 * σ0 (dB) from `MARGIN_DB` below the driest to `MARGIN_DB` above the wettest forward value of any roughness, at one angle
 * and NDVI: the range over which SM must rise with σ0.
 */
export function sigma0Range(
  table: ForwardTable,
  problem: TrainingProblem,
  incidenceDeg: number,
  ndvi: number,
): [low: number, high: number] {
  const steps = 33;
  let low = Number.POSITIVE_INFINITY;
  let high = 0;
  for (let i = 0; i <= steps; i++) {
    const hrmsCm = problem.hrmsCm[0] + ((problem.hrmsCm[1] - problem.hrmsCm[0]) * i) / steps;
    for (const smM3M3 of problem.smM3M3) {
      const sigma0 = table.sigma0(incidenceDeg, hrmsCm, smM3M3, ndvi);
      low = Math.min(low, sigma0);
      high = Math.max(high, sigma0);
    }
  }
  return [10 * Math.log10(low) - MARGIN_DB, 10 * Math.log10(high) + MARGIN_DB];
}
