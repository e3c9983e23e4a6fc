import { z } from 'zod';
import type { GroupSummary, ItemSummary } from './summarize-maps.ts';

const number = z.number().nullable();
const group = z.strictObject({
  region: z.string(),
  landcover: z.int().nullable(),
  name: z.string(),
  cover: z.enum(['all', 'M', 'H']),
  cells: z.int(),
  n: z.int(),
  coverage: number,
  mean: number,
  sd: number,
  percentiles: z
    .strictObject({ p5: z.number(), p25: z.number(), p50: z.number(), p75: z.number(), p95: z.number() })
    .nullable(),
});

/** `statistics/summary/<collection>/<yyyy-mm>/summary.json`. */
export const summaryDocumentSchema = z.strictObject({
  type: z.literal('summary'),
  collection: z.string(),
  month: z.string().regex(/^\d{4}-\d{2}$/),
  unit: z.literal('m3 m-3'),
  definitions: z.record(z.string(), z.string()),
  /** The live maps of the month in the order of their ids, each with the run that made it. */
  items: z.array(z.strictObject({ id: z.string(), run: z.string(), groups: z.array(group) })),
  /** All cells of all maps of the month as one sample. */
  groups: z.array(group),
  /** Rasters of the month, by tile name. */
  tiles: z.array(z.string()),
});

export type SummaryDocument = z.infer<typeof summaryDocumentSchema>;

const DEFINITIONS = {
  n: 'cells with a recommended value (QA 0)',
  cells: "cells of the region and land-cover group on the map's raster; over a month, summed over its maps",
  coverage: 'n / cells',
  sd: 'standard deviation with ddof 0',
  percentiles: 'linear interpolation between ranks (n - 1) p / 100',
  M: 'cells by dominant LC100 class, a tie going to the lower code',
  H: 'those of M with at least 61 of 81 land-cover pixels of that class',
};

export function summaryDocument(
  collection: string,
  month: string,
  summaries: { readonly items: readonly ItemSummary[]; readonly groups: readonly GroupSummary[] },
  tiles: readonly string[],
): SummaryDocument {
  return summaryDocumentSchema.parse({
    type: 'summary',
    collection,
    month,
    unit: 'm3 m-3',
    definitions: DEFINITIONS,
    items: summaries.items,
    groups: summaries.groups,
    tiles: [...tiles].sort(),
  });
}
