import { z } from 'zod';

/** What a month may cost, and the lane that yields when it does. */
export const budgetSchema = z.strictObject({
  /** US dollars of the receipts of one month; at this sum the bulk lane is closed until the next. */
  monthlyUsd: z.number().positive(),
  /** Share of it from which the bulk lane is narrowed to its least. */
  lowerAtShare: z.number().min(0).max(1).default(0.8),
  /** Width of the bulk lane while there is money. */
  bulkConcurrency: z.int().min(2).max(1000),
});

export type Budget = z.infer<typeof budgetSchema>;
