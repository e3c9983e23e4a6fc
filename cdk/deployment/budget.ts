import { z } from 'zod';
import { budgetSchema } from '../../lib/pipeline/budget/budget.ts';
import { type Prices, pricesSchema } from '../../lib/pipeline/cost/prices.ts';

/** What a month may cost, and what the functions' work is counted at. */
export const budget = z
  .strictObject({
    monthlyUsd: budgetSchema.shape.monthlyUsd.default(100),
    lowerAtShare: budgetSchema.shape.lowerAtShare,
    /** Where the prices of the region or of a contract are others; absent = list prices of us-east-1. */
    prices: z.partialRecord(pricesSchema.keyof(), z.number().nonnegative()).prefault({}),
  })
  .prefault({});

/** Lambda on arm64; the schema's default is that of x86. */
const ARM64_GB_SECOND_USD = 1.33334e-5;

/** The prices that a scene's cost is counted at. */
export function pricesOf(architecture: 'x64' | 'arm64', own: z.infer<typeof budget>['prices']): Prices {
  return pricesSchema.parse({ ...(architecture === 'arm64' && { gbSecondUsd: ARM64_GB_SECOND_USD }), ...own });
}
