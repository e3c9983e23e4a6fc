import { InvalidArgumentError } from 'commander';

/** Parser of options that count something: 1 or more. */
export function wholeNumber(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 1) throw new InvalidArgumentError('must be a whole number of 1 or more');
  return value;
}
