import type { RangeSource } from '../raster/range-source.ts';
import type { NdviSeries } from './ndvi-series.ts';
import { nearestNdviDate } from './nearest-ndvi-date.ts';

/** The NDVI raster that stands for one tile at an acquisition. */
export interface NdviChoice {
  readonly tile: string;
  readonly date: string;
  readonly ageDays: number;
  readonly source: RangeSource;
}

/**
 * The nearest NDVI of each tile, chosen tile by tile. Tiles without one within `maxAgeDays` are absent from the
 * answer: an empty one means that the scene has no NDVI at all.
 */
export async function chooseNdvi(
  series: NdviSeries,
  tiles: readonly string[],
  acquisition: Date,
  maxAgeDays: number,
): Promise<NdviChoice[]> {
  const choices: NdviChoice[] = [];
  for (const tile of tiles) {
    let dates = await series.dates(tile);
    for (;;) {
      const nearest = nearestNdviDate(dates, acquisition, maxAgeDays);
      if (!nearest) break;
      const source = await series.open(tile, nearest.date);
      if (source) {
        choices.push({ tile, ...nearest, source });
        break;
      }
      // Listed but gone since: the next nearest.
      dates = dates.filter((date) => date !== nearest.date);
    }
  }
  return choices;
}
