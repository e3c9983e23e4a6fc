import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { FUZZ_KINDS } from './fuzz-kinds.ts';

/** One seed for all runs here; `npm run bench:fuzz` takes others. A failure prints seed and path of its case. */
const SEED = 20_211_008;
/** Of the shares, which add up to about 100. */
const CASES_PER_SHARE = 10;

describe('damaged input ends in a typed error, the same map, or one within bounds', () => {
  let cases = 0;
  test.each(FUZZ_KINDS)('$name', async ({ share, property }) => {
    const numRuns = share * CASES_PER_SHARE;
    const outcomes = new Map<string, number>();
    await fc.assert(
      property((outcome) => outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1)),
      { seed: SEED, numRuns },
    );
    const total = [...outcomes.values()].reduce((sum, count) => sum + count, 0);
    expect(total).toBe(numRuns);
    cases += total;
  });

  test('in 500 cases and more', () => {
    expect(cases).toBeGreaterThanOrEqual(500);
  });
});
