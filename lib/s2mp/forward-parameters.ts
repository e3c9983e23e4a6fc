import { FORWARD_CHOICES, FORWARD_COEFFICIENTS } from './coefficients.ts';
import { InvalidForwardInputError } from './invalid-forward-input.error.ts';
import { readOverride } from './read-override.ts';

export type ForwardCoefficientName = keyof typeof FORWARD_COEFFICIENTS;

/** Everything that decides σ0 beside the state of the field. Flat, so that it can be overridden, hashed and recorded. */
export type ForwardParameters = { readonly [name in ForwardCoefficientName]: number } & {
  readonly dielectric: (typeof FORWARD_CHOICES.dielectric.values)[number];
  readonly fresnelAngle: (typeof FORWARD_CHOICES.fresnelAngle.values)[number];
};

const names = Object.keys(FORWARD_COEFFICIENTS) as ForwardCoefficientName[];
const choiceNames = Object.keys(FORWARD_CHOICES) as (keyof typeof FORWARD_CHOICES)[];

export const DEFAULT_FORWARD_PARAMETERS: ForwardParameters = Object.freeze({
  ...(Object.fromEntries(names.map((name) => [name, FORWARD_COEFFICIENTS[name].value])) as {
    [name in ForwardCoefficientName]: number;
  }),
  dielectric: 'hallikainen',
  fresnelAngle: 'incidence',
});

/** Names that {@link parseForwardOverrides} knows. */
export const FORWARD_OVERRIDES: readonly string[] = [...names, ...choiceNames];

/**
 * The defaults with overrides as a person writes them: `waterCloudA=0.1`, `dielectric=mironov`.
 * @throws {InvalidForwardInputError} unknown name, no known choice, or a value that is no number within its limits
 */
export function parseForwardOverrides(overrides: readonly string[]): ForwardParameters {
  const parameters: Record<string, number | string> = { ...DEFAULT_FORWARD_PARAMETERS };
  for (const override of overrides) {
    const [name = '', text = ''] = override.split('=');
    const choice = choiceNames.find((known) => known === name);
    if (choice !== undefined) {
      const choices: readonly string[] = FORWARD_CHOICES[choice].values;
      if (!choices.includes(text)) {
        throw new InvalidForwardInputError(`${name} is "${text}", known are ${choices.join(' and ')}`);
      }
      parameters[name] = text;
    } else {
      parameters[name] = readOverride(FORWARD_COEFFICIENTS, name, text, FORWARD_OVERRIDES);
    }
  }
  // Every key was filled from the defaults and every override checked above.
  return parameters as ForwardParameters;
}
