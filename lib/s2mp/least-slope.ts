import { createForwardTable } from './forward-table.ts';
import { evaluateNetwork, type NetworkWeights } from './network-weights.ts';
import { sigma0Range } from './sigma0-range.ts';
import type { TrainingProblem } from './training-problem.ts';

const LEVELS = 100;
const ANGLES = 25;
const NDVIS = 16;
/** The published range of angles; the three degrees that IW adds are held monotone by the training as well. */
const MAXIMUM_INCIDENCE_DEG = 45;

/** Least slope of SM with σ0, m³ m⁻³ per dB, between neighbours of a 100 × 25 × 16 grid of σ0, angle and NDVI. */
export function leastSlope(problem: TrainingProblem, weights: NetworkWeights): number {
  const table = createForwardTable(problem.forward);
  let least = Number.POSITIVE_INFINITY;
  for (let a = 0; a < ANGLES; a++) {
    const minimum = problem.incidenceDeg[0];
    const incidenceDeg = minimum + ((MAXIMUM_INCIDENCE_DEG - minimum) * a) / (ANGLES - 1);
    for (let v = 0; v < NDVIS; v++) {
      const ndvi = problem.ndvi[0] + ((problem.ndvi[1] - problem.ndvi[0]) * v) / (NDVIS - 1);
      const [low, high] = sigma0Range(table, problem, incidenceDeg, ndvi);
      const stepDb = (high - low) / (LEVELS - 1);
      const sigma0Db = Array.from({ length: LEVELS }, (_, i) => low + i * stepDb);
      const { sm } = evaluateNetwork(
        weights,
        sigma0Db,
        new Float64Array(LEVELS).fill(incidenceDeg),
        new Float64Array(LEVELS).fill(ndvi),
      );
      for (let i = 1; i < LEVELS; i++) least = Math.min(least, ((sm[i] as number) - (sm[i - 1] as number)) / stepDb);
    }
  }
  return least;
}
