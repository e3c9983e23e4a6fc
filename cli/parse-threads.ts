import { InvalidArgumentError } from 'commander';

/** Parser of `--threads`. */
export function parseThreads(text: string): number {
  const threads = Number(text);
  if (Number.isInteger(threads) && threads >= 1 && threads <= 64) return threads;
  throw new InvalidArgumentError('a whole number from 1 to 64 is needed.');
}
