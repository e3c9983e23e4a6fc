import type { Coefficient } from './coefficients.ts';
import { InvalidForwardInputError } from './invalid-forward-input.error.ts';

/**
 * The value that a person gives a coefficient of a table, checked against its limits.
 * @param known names to offer when there is no such coefficient
 * @throws {InvalidForwardInputError}
 */
export function readOverride(
  table: Readonly<Record<string, Coefficient>>,
  name: string,
  text: string,
  known: readonly string[],
): number {
  const coefficient = Object.hasOwn(table, name) ? table[name] : undefined;
  if (coefficient === undefined) {
    throw new InvalidForwardInputError(`there is no coefficient "${name}"; known are ${known.join(', ')}`);
  }
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value)) {
    throw new InvalidForwardInputError(`${name} is "${text}", which is no number`);
  }
  const [low, high] = coefficient.limits;
  if (value < low || value > high) throw new InvalidForwardInputError(`${name} is ${value}, not in ${low} to ${high}`);
  return value;
}
