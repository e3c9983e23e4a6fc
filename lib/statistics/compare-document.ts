import { z } from 'zod';
import { type ComparedTile, compareGroups } from './compare-groups.ts';
import { inOrderOfId } from './in-order-of-id.ts';

const spread = z.strictObject({ mean: z.number(), p25: z.number(), median: z.number(), p75: z.number() });
const metric = z.number().nullable();

/** `statistics/compare/<x>--<y>/<yyyy-mm>/summary.json`. */
export const compareDocumentSchema = z.strictObject({
  type: z.literal('compare'),
  /** Collections; differences are x − y. */
  x: z.string(),
  y: z.string(),
  month: z.string().regex(/^\d{4}-\d{2}$/),
  unit: z.literal('m3 m-3'),
  definitions: z.record(z.string(), z.string()),
  /** The pairs of live maps of the month in the order of their ids, with the runs that made them. */
  items: z.array(z.strictObject({ id: z.string(), runX: z.string(), runY: z.string() })),
  groups: z.array(
    z.strictObject({
      landcover: z.int().nullable(),
      name: z.string(),
      cover: z.enum(['all', 'M', 'H']),
      cells: z.int(),
      usableCells: z.int(),
      perCell: z.strictObject({ r: spread, bias: spread, ubrmsd: spread, rmsd: spread }).nullable(),
      pooled: z.strictObject({ n: z.int(), r: metric, p: metric, bias: metric, ubrmsd: metric, rmsd: metric }),
    }),
  ),
  /** Rasters of the month, by tile name. */
  tiles: z.array(z.string()),
});

export type CompareDocument = z.infer<typeof compareDocumentSchema>;

/** A pair of live maps that entered a comparison. */
export interface ComparedItem {
  readonly id: string;
  readonly runX: string;
  readonly runY: string;
}

/** Folder of a comparison's results: `<x>--<y>`. */
export function comparisonName({ x, y }: { readonly x: string; readonly y: string }): string {
  return `${x}--${y}`;
}

const DEFINITIONS = {
  pairs: 'cells where both maps have a recommended value (QA 0)',
  bias: 'mean(x) - mean(y)',
  ubrmsd: 'STDD: standard deviation of x - y with ddof 0',
  rmsd: 'root mean square of x - y',
  perCell: 'spread, over cells with at least 10 pairs, of metrics over time',
  pooled: 'all pairs of all cells as one sample, over space and time',
  M: 'cells by dominant LC100 class, a tie going to the lower code',
  H: 'those of M with at least 61 of 81 land-cover pixels of that class',
};

export function compareDocument(
  collections: { readonly x: string; readonly y: string },
  month: string,
  items: readonly ComparedItem[],
  tiles: readonly ComparedTile[],
): CompareDocument {
  return compareDocumentSchema.parse({
    type: 'compare',
    ...collections,
    month,
    unit: 'm3 m-3',
    definitions: DEFINITIONS,
    items: inOrderOfId(items),
    groups: compareGroups(tiles),
    tiles: tiles.map(({ tile }) => tile).sort(),
  });
}
