import { expect, it } from 'vitest';
import { costOfUsd } from '../../../../lib/pipeline/cost/cost-of.ts';
import { pricesSchema } from '../../../../lib/pipeline/cost/prices.ts';

it('adds memory times time, invocations and requests at the list prices', () => {
  const prices = pricesSchema.parse({});
  // 10 s at 3 538 MB, one invocation, 850 ranges and 12 puts.
  const usage = { gbSeconds: 34.551, invocations: 1, reads: 850, writes: 12 };
  expect(costOfUsd(usage, prices)).toBe(0.00097605);
  expect(costOfUsd({ gbSeconds: 0, invocations: 0, reads: 0, writes: 0 }, prices)).toBe(0);
});
