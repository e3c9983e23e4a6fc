import { createForwardTable } from './forward-table.ts';
import { normalise } from './network-weights.ts';
import { sigma0Range } from './sigma0-range.ts';
import type { TrainingProblem } from './training-problem.ts';
import type { RisePairs } from './training-shard.ts';

const ANGLES = 13;
const NDVIS = 11;
const LEVELS = 36;
/** Observed NDVI overshoots the range of the true one; SM must rise with σ0 there as well. */
const HIGHEST_OBSERVED_NDVI = 1.2;
/** Just outside of what is promised, so that the promise holds at its own edge. */
const EXTRA_DB = 0.5;
/** Least slope asked of SM, m³ m⁻³ per dB; a tenth of it would still be far above float32 rounding. */
const MINIMUM_SLOPE = 4e-4;
/**
 * Weight of a squared shortfall against a squared error. Slopes are differences of tiny outputs, hence the size; at
 * 1e4 the constraint holds everywhere and the fit is not measurably worse.
 */
const WEIGHT = 1e4;

/** Pairs of neighbouring σ0 on a grid of angle and NDVI between which the network must rise (a free one dips near the edges). */
export function createRisePairs(
  problem: TrainingProblem,
  normalisation: Parameters<typeof normalise>[0],
  smPerOutput: number,
): RisePairs {
  const table = createForwardTable(problem.forward);
  const lower: number[] = [];
  const upper: number[] = [];
  let stepDb = 0;
  for (let a = 0; a < ANGLES; a++) {
    const incidenceDeg = between(problem.incidenceDeg, a / (ANGLES - 1));
    for (let v = 0; v < NDVIS; v++) {
      const ndvi = (HIGHEST_OBSERVED_NDVI * v) / (NDVIS - 1);
      const [low, high] = sigma0Range(table, problem, incidenceDeg, Math.min(ndvi, problem.ndvi[1]));
      stepDb = (high - low + 2 * EXTRA_DB) / LEVELS;
      for (let level = 0; level < LEVELS; level++) {
        const sigma0Db = low - EXTRA_DB + level * stepDb;
        for (const [target, value] of [
          [lower, sigma0Db],
          [upper, sigma0Db + stepDb],
        ] as const) {
          target.push(...([value, incidenceDeg, ndvi] as const).map((x, i) => normalise(normalisation, i, x)));
        }
      }
    }
  }
  return {
    lower: Float64Array.from(lower),
    upper: Float64Array.from(upper),
    minimumRise: (MINIMUM_SLOPE * stepDb) / smPerOutput,
    weight: WEIGHT,
  };
}

function between([low, high]: readonly [number, number], share: number): number {
  return low + (high - low) * share;
}
