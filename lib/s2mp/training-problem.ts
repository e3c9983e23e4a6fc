import { TRAINING_COEFFICIENTS } from './coefficients.ts';
import { DEFAULT_FORWARD_PARAMETERS, type ForwardParameters } from './forward-parameters.ts';
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

/** What is known beforehand about the wetness (El Hajj et al. 2017): which range of SM a network is trained on. */
export const PRIORS = ['none', 'dry', 'wet'] as const;
export type Prior = (typeof PRIORS)[number];

/** The reference problem with the range of SM of a prior; the ranges of `dry` and `wet` overlap. */
export function problemWithPrior(prior: Prior, problem: TrainingProblem = REFERENCE_PROBLEM): TrainingProblem {
  const [driest, wettest] = problem.smM3M3;
  if (prior === 'dry') return { ...problem, smM3M3: [driest, TRAINING_COEFFICIENTS.dryPriorMaximumSmM3M3.value] };
  if (prior === 'wet') return { ...problem, smM3M3: [TRAINING_COEFFICIENTS.wetPriorMinimumSmM3M3.value, wettest] };
  return problem;
}
