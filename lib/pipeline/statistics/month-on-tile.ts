import type { TileCorner } from '../../grid/tile-name.ts';
import { cutOfTile, recommendedOnTile } from '../../statistics/map-tiles.ts';
import type { MonthMap } from './month-maps.ts';

/** Recommended values of a map on a tile, NaN elsewhere; undefined where they do not meet. */
export function mapOnTile(map: MonthMap, corner: TileCorner): Float32Array | undefined {
  const cut = cutOfTile(map.window, corner);
  if (!cut) return undefined;
  const { column, row, width, height } = cut.part;
  const sm = new Float32Array(width * height);
  const qa = new Uint16Array(width * height);
  for (let y = 0; y < height; y++) {
    const from = (row + y) * map.window.width + column;
    sm.set(map.sm.subarray(from, from + width), y * width);
    qa.set(map.qa.subarray(from, from + width), y * width);
  }
  return recommendedOnTile(cut, sm, qa);
}
