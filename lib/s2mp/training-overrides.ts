import { TRAINING_COEFFICIENTS } from './coefficients.ts';
import { FORWARD_OVERRIDES, parseForwardOverrides } from './forward-parameters.ts';
import { readOverride } from './read-override.ts';
import { PRIOR_BOUNDS, type PriorBounds, REFERENCE_PROBLEM, type TrainingProblem } from './training-problem.ts';

/** Names that {@link parseTrainingOverrides} knows: every coefficient and choice of the card. */
export const TRAINING_OVERRIDES: readonly string[] = [...Object.keys(TRAINING_COEFFICIENTS), ...FORWARD_OVERRIDES];

/**
 * The reference problem and the bounds of the priors, with overrides as a person writes them: `sigma0NoiseDb=0.7`,
 * `waterCloudA=0.1`.
 * @throws {InvalidForwardInputError} unknown name, no known choice, or a value that is no number within its limits
 */
export function parseTrainingOverrides(overrides: readonly string[]): {
  readonly problem: TrainingProblem;
  readonly priorBounds: PriorBounds;
} {
  const values: Record<string, number> = {};
  const forward: string[] = [];
  for (const override of overrides) {
    const [name = '', text = ''] = override.split('=');
    if (FORWARD_OVERRIDES.includes(name)) forward.push(override);
    else values[name] = readOverride(TRAINING_COEFFICIENTS, name, text, TRAINING_OVERRIDES);
  }
  return {
    problem: {
      ...REFERENCE_PROBLEM,
      sigma0NoiseDb: values.sigma0NoiseDb ?? REFERENCE_PROBLEM.sigma0NoiseDb,
      ndviRelativeNoise: values.ndviRelativeNoise ?? REFERENCE_PROBLEM.ndviRelativeNoise,
      forward: parseForwardOverrides(forward),
    },
    priorBounds: {
      dryPriorMaximumSmM3M3: values.dryPriorMaximumSmM3M3 ?? PRIOR_BOUNDS.dryPriorMaximumSmM3M3,
      wetPriorMinimumSmM3M3: values.wetPriorMinimumSmM3M3 ?? PRIOR_BOUNDS.wetPriorMinimumSmM3M3,
    },
  };
}
