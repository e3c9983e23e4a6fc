import { z } from 'zod';
import { COLLECTION_IDS } from '../../product/collection-id.ts';
import { parseDocument } from '../../product/json-document.ts';

const collection = z.enum(COLLECTION_IDS);
const month = z.string().regex(/^\d{4}-\d{2}$/);

/** Message of the statistics queue: one job to be brought up to date because of one item. */
export const statisticsOrderSchema = z.discriminatedUnion('job', [
  z.strictObject({
    type: z.literal('statistics-order'),
    job: z.literal('summary'),
    collection,
    month,
    item: z.string(),
  }),
  z.strictObject({
    type: z.literal('statistics-order'),
    job: z.literal('compare'),
    /** First minus second. */
    pair: z.tuple([collection, collection]),
    month,
    item: z.string(),
  }),
]);

export type StatisticsOrder = z.infer<typeof statisticsOrderSchema>;

/** @throws InvalidDocumentError */
export function parseStatisticsOrder(body: string): StatisticsOrder {
  return parseDocument(statisticsOrderSchema, 'statistics order', body);
}
