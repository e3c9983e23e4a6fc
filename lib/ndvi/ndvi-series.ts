import type { RangeSource } from '../raster/range-source.ts';

/** Gap-filled NDVI: for each 1° tile, rasters at irregular dates. Dates are `yyyy-mm-dd`. */
export interface NdviSeries {
  /** Shown in error messages: a path or a key prefix. */
  readonly name: string;
  /** In any order; empty if there is no such tile. */
  dates(tile: string): Promise<readonly string[]>;
  open(tile: string, date: string): Promise<RangeSource | undefined>;
}
