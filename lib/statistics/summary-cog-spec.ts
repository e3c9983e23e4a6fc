import { geoTransformOf } from '../grid/grid-window.ts';
import type { CogSpec } from '../raster/encode-cog.ts';
import { TILE_CELLS, TILE_SIDE, tileWindow } from './map-tiles.ts';
import { type SampleMoments, standardDeviation } from './sample-moments.ts';
import { type StatisticsTile, statisticsMetadata } from './statistics-tile.ts';

export const SUMMARY_BANDS = 4;

/**
 * The raster of a summary tile: number, mean and standard deviation of soil moisture over time, per cell, and the
 * moment from which totals are folded. A cell without a value has n = 0 and NaN in every other band.
 */
export function summaryCogSpec(moments: SampleMoments, collection: string, tile: StatisticsTile): CogSpec {
  const valued = (value: number, cell: number) => (moments.n[cell] === 0 ? Number.NaN : value);
  const sd = Float64Array.from({ length: TILE_CELLS }, (_, cell) => standardDeviation(moments, cell));
  return {
    width: TILE_SIDE,
    height: TILE_SIDE,
    dataType: 'float64',
    bands: [
      { data: moments.n, description: 'n: number of maps with a recommended value' },
      { data: moments.mean.map(valued), description: 'mean of soil moisture', unit: 'm3 m-3' },
      { data: sd, description: 'standard deviation of soil moisture over time, ddof 0', unit: 'm3 m-3' },
      { data: moments.m2.map(valued), description: 'm2: sum of squared deviations of soil moisture', unit: 'm6 m-6' },
    ],
    transform: geoTransformOf(tileWindow(tile.tile)),
    nodata: Number.NaN,
    overviews: 'nearest',
    tileSize: TILE_SIDE,
    metadata: statisticsMetadata('summary', collection, tile),
  };
}
