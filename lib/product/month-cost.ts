import { z } from 'zod';
import { encodeDocument, parseDocument } from './json-document.ts';

/**
 * What the receipts of one month (UTC) add up to. Sums of days that are over are kept, so that each look at the month only
 * reads the receipts of its last days.
 */
export const monthCostSchema = z.strictObject({
  type: z.literal('s2mp-month-cost'),
  month: z.string().regex(/^\d{4}-\d{2}$/),
  usd: z.number().nonnegative(),
  receipts: z.int().nonnegative(),
  /** By day, `yyyy-mm-dd`. */
  days: z.record(z.string(), z.strictObject({ usd: z.number().nonnegative(), receipts: z.int().nonnegative() })),
  /** Invocations side by side that the bulk lane was left with; 0 = stopped. */
  bulkConcurrency: z.int().nonnegative(),
  updated: z.iso.datetime(),
});

export type MonthCost = z.infer<typeof monthCostSchema>;

/** @throws InvalidDocumentError */
export function parseMonthCost(key: string, bytes: Uint8Array): MonthCost {
  return parseDocument(monthCostSchema, key, bytes);
}

export function encodeMonthCost(cost: MonthCost): Uint8Array {
  return encodeDocument(monthCostSchema.parse(cost));
}
