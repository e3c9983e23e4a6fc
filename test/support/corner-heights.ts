import { cornerHeightsOf } from '../../lib/dem/corner-heights.ts';
import { type HeightReference, openHeightField } from '../../lib/dem/height-field.ts';
import { boundingBoxOf, type GridWindow } from '../../lib/grid/grid-window.ts';
import type { TileSet } from '../../lib/raster/tile-set.ts';

/** Heights at the corners of just this window. */
export async function cornerHeights(
  tiles: TileSet,
  window: GridWindow,
  heights: HeightReference,
): Promise<Float32Array> {
  return cornerHeightsOf(await openHeightField(tiles, boundingBoxOf(window), heights), window);
}
