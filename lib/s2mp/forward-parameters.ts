import { FORWARD_CHOICES, FORWARD_COEFFICIENTS } from './coefficients.ts';
import { InvalidForwardInputError } from './invalid-forward-input.error.ts';

export type ForwardCoefficientName = keyof typeof FORWARD_COEFFICIENTS;

/** Everything that decides σ0 beside the state of the field. Flat, so that it can be overridden, hashed and recorded. */
export type ForwardParameters = { readonly [name in ForwardCoefficientName]: number } & {
  readonly dielectric: (typeof FORWARD_CHOICES.dielectric)[number];
  readonly fresnelAngle: (typeof FORWARD_CHOICES.fresnelAngle)[number];
};

const names = Object.keys(FORWARD_COEFFICIENTS) as ForwardCoefficientName[];

export const DEFAULT_FORWARD_PARAMETERS: ForwardParameters = Object.freeze({
  ...(Object.fromEntries(names.map((name) => [name, FORWARD_COEFFICIENTS[name].value])) as {
    [name in ForwardCoefficientName]: number;
  }),
  dielectric: 'hallikainen',
  fresnelAngle: 'incidence',
});

/**
 * The defaults with overrides as a person writes them: `waterCloudA=0.1`, `dielectric=mironov`.
 * @throws {InvalidForwardInputError} unknown name, or a value that is no finite number or no known choice
 */
export function parseForwardOverrides(overrides: readonly string[]): ForwardParameters {
  const parameters: Record<string, number | string> = { ...DEFAULT_FORWARD_PARAMETERS };
  for (const override of overrides) {
    const [name = '', text = ''] = override.split('=');
    if (name === 'dielectric' || name === 'fresnelAngle') {
      const choices: readonly string[] = FORWARD_CHOICES[name];
      if (!choices.includes(text)) {
        throw new InvalidForwardInputError(`${name} is "${text}", known are ${choices.join(' and ')}`);
      }
      parameters[name] = text;
    } else if (Object.hasOwn(FORWARD_COEFFICIENTS, name)) {
      const value = Number(text);
      if (text.trim() === '' || !Number.isFinite(value)) {
        throw new InvalidForwardInputError(`${name} is "${text}", which is no number`);
      }
      parameters[name] = value;
    } else {
      throw new InvalidForwardInputError(
        `there is no coefficient "${name}"; known are ${[...names, 'dielectric', 'fresnelAngle'].join(', ')}`,
      );
    }
  }
  // Every key was filled from the defaults and every override checked above.
  return parameters as ForwardParameters;
}
