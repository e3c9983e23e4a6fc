import { inOrderOfId } from './in-order-of-id.ts';
import { TILE_CELLS } from './map-tiles.ts';
import { addPair, createPairMoments, type PairMoments } from './pair-moments.ts';

/** One acquisition on one tile, in both collections; NaN = does not count (lib/statistics/map-tiles.ts). */
export interface TilePair {
  /** Item id: the same in both collections. */
  readonly id: string;
  readonly x: Float32Array;
  readonly y: Float32Array;
}

/** Joint moments per cell of a tile over the pairs of a month. A cell counts where both maps have a value. */
export function compareMonth(pairs: readonly TilePair[]): PairMoments {
  const moments = createPairMoments(TILE_CELLS);
  for (const { x, y } of inOrderOfId(pairs)) {
    for (let cell = 0; cell < TILE_CELLS; cell++) {
      const a = x[cell] as number;
      const b = y[cell] as number;
      if (!Number.isNaN(a) && !Number.isNaN(b)) addPair(moments, cell, a, b);
    }
  }
  return moments;
}
