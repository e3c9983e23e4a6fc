import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { backOffSeconds } from '../../functions/batch/back-off-seconds.ts';

describe('backOffSeconds', () => {
  it('doubles after each delivery and lets go after the last', () => {
    expect([1, 2, 3, 4, 5, 6].map((count) => backOffSeconds(count, 30, 5))).toEqual([30, 60, 120, 240, 0, 0]);
  });

  it('is always something that SQS takes, a whole number of at most 15 minutes', () => {
    const natural = (max: number) => fc.integer({ min: 1, max });
    fc.assert(
      fc.property(natural(1000), natural(900), natural(1000), (count, base, most) => {
        const seconds = backOffSeconds(count, base, most);
        expect(Number.isInteger(seconds) && seconds >= 0 && seconds <= 900).toBe(true);
      }),
    );
  });
});
