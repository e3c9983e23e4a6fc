import { TRAINING_COEFFICIENTS } from './coefficients.ts';
import { DEFAULT_FORWARD_PARAMETERS, type ForwardParameters } from './forward-parameters.ts';
import type { Prior } from './prior.ts';
import { TRAINING_LIMITS } from './training-limits.ts';

type Range = readonly [low: number, high: number];

/**
 * The inverse problem that a network is trained for: states of the field drawn independently, uniformly and
 * continuously from ranges, seen through the forward model and Gaussian noise. Card and model metadata repeat it.
 */
export interface TrainingProblem {
  readonly incidenceDeg: Range;
  readonly hrmsCm: Range;
  readonly smM3M3: Range;
  readonly ndvi: Range;
  /** Standard deviation of the noise added to σ0, dB. */
  readonly sigma0NoiseDb: number;
  /** Observed NDVI = max(0, NDVI · (1 + ndviRelativeNoise · ε)). */
  readonly ndviRelativeNoise: number;
  readonly forward: ForwardParameters;
}

export const REFERENCE_PROBLEM: TrainingProblem = {
  ...TRAINING_LIMITS,
  sigma0NoiseDb: TRAINING_COEFFICIENTS.sigma0NoiseDb.value,
  ndviRelativeNoise: TRAINING_COEFFICIENTS.ndviRelativeNoise.value,
  forward: DEFAULT_FORWARD_PARAMETERS,
};

/** Where the ranges of SM of the priors `dry` and `wet` end; they overlap. */
export interface PriorBounds {
  readonly dryPriorMaximumSmM3M3: number;
  readonly wetPriorMinimumSmM3M3: number;
}

export const PRIOR_BOUNDS: PriorBounds = {
  dryPriorMaximumSmM3M3: TRAINING_COEFFICIENTS.dryPriorMaximumSmM3M3.value,
  wetPriorMinimumSmM3M3: TRAINING_COEFFICIENTS.wetPriorMinimumSmM3M3.value,
};

/** A problem with the range of SM of a prior. */
export function problemWithPrior(
  prior: Prior,
  problem: TrainingProblem = REFERENCE_PROBLEM,
  bounds: PriorBounds = PRIOR_BOUNDS,
): TrainingProblem {
  const [driest, wettest] = problem.smM3M3;
  if (prior === 'dry') return { ...problem, smM3M3: [driest, bounds.dryPriorMaximumSmM3M3] };
  if (prior === 'wet') return { ...problem, smM3M3: [bounds.wetPriorMinimumSmM3M3, wettest] };
  return problem;
}
