import { z } from 'zod';
import { encodeDocument, parseDocument } from './json-document.ts';

const sum = { usd: z.number().nonnegative(), receipts: z.int().nonnegative() };
const time = z.iso.datetime();

/**
 * What the receipts of one month (UTC) add up to, and what was done about it. Sums of hours that are over are kept, so that
 * each look at the month only reads the receipts of its last hour.
 */
export const monthCostSchema = z.strictObject({
  type: z.literal('s2mp-month-cost'),
  month: z.string().regex(/^\d{4}-\d{2}$/),
  ...sum,
  /** By hour, `yyyy-mm-ddThh`. */
  hours: z.record(z.string(), z.strictObject(sum)),
  /** Receipts whose cost could not be read. */
  unreadable: z.int().nonnegative(),
  /** Invocations side by side that the bulk lane was left with; 0 = closed. */
  bulkConcurrency: z.int().nonnegative(),
  /** While the lane is closed: when the messages that wait in it were last sent anew. */
  renewed: time.optional(),
  updated: time,
});

export type MonthCost = z.infer<typeof monthCostSchema>;

/** @throws InvalidDocumentError */
export function parseMonthCost(key: string, bytes: Uint8Array): MonthCost {
  return parseDocument(monthCostSchema, key, bytes);
}

export function encodeMonthCost(cost: MonthCost): Uint8Array {
  return encodeDocument(monthCostSchema.parse(cost));
}
