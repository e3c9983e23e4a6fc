import { inOrderOfId } from './in-order-of-id.ts';
import { TILE_CELLS } from './map-tiles.ts';
import { createPairMoments, mergePairMoments, type PairMoments } from './pair-moments.ts';
import { createSampleMoments, mergeSampleMoments, type SampleMoments } from './sample-moments.ts';

/** A tile's moments of one month; `id` is `yyyy-mm`. */
export interface MonthOf<M> {
  readonly id: string;
  readonly moments: M;
}

/** The total of a compare tile: its months, merged in calendar order. */
export function foldPairMonths(months: readonly MonthOf<PairMoments>[]): PairMoments {
  const total = createPairMoments(TILE_CELLS);
  for (const { moments } of inOrderOfId(months)) mergePairMoments(total, moments);
  return total;
}

/** The total of a summary tile: its months, merged in calendar order. */
export function foldSampleMonths(months: readonly MonthOf<SampleMoments>[]): SampleMoments {
  const total = createSampleMoments(TILE_CELLS);
  for (const { moments } of inOrderOfId(months)) mergeSampleMoments(total, moments);
  return total;
}
