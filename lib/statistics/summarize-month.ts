import { inOrderOfId } from './in-order-of-id.ts';
import { TILE_CELLS } from './map-tiles.ts';
import { addSample, createSampleMoments, type SampleMoments } from './sample-moments.ts';

/** One item on one tile; NaN = does not count (lib/statistics/map-tiles.ts). */
export interface TileMap {
  readonly id: string;
  readonly values: Float32Array;
}

/** Moments per cell of a tile over the items of a month. */
export function summarizeMonth(maps: readonly TileMap[]): SampleMoments {
  const moments = createSampleMoments(TILE_CELLS);
  for (const { values } of inOrderOfId(maps)) {
    for (let cell = 0; cell < TILE_CELLS; cell++) {
      const value = values[cell] as number;
      if (!Number.isNaN(value)) addSample(moments, cell, value);
    }
  }
  return moments;
}
