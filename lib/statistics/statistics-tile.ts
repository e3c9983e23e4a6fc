import type { TileCorner } from '../grid/tile-name.ts';

/** What a statistics raster stands for; all of it goes into the file. */
export interface StatisticsTile {
  readonly tile: TileCorner;
  /** `yyyy-mm` or `total`. */
  readonly period: string;
  /** What was counted: `<item> <run> …` per item of a month, `yyyy-mm` per month of a total; in ascending order. */
  readonly sources: readonly string[];
}

/** Metadata item that names the job. */
export const STATISTICS_ITEM = 'S2MP_STATISTICS';

/** Metadata items of the file. */
export function statisticsMetadata(job: string, collections: string, tile: StatisticsTile): Record<string, string> {
  return {
    [STATISTICS_ITEM]: job,
    S2MP_COLLECTIONS: collections,
    S2MP_PERIOD: tile.period,
    S2MP_SOURCES: JSON.stringify(tile.sources),
  };
}
