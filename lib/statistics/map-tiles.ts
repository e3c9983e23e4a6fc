import { CELLS_PER_DEGREE_1KM, type GridWindow } from '../grid/grid-window.ts';
import type { TileCorner } from '../grid/tile-name.ts';

/** Cells along a side of a statistics tile: 1° of the 1-km grid. */
export const TILE_SIDE = CELLS_PER_DEGREE_1KM;
export const TILE_CELLS = TILE_SIDE * TILE_SIDE;
const COLUMNS = 360 * CELLS_PER_DEGREE_1KM;

/** The 1-km window of a 1° tile. */
export function tileWindow({ lat, lon }: TileCorner): GridWindow {
  const perDegree = CELLS_PER_DEGREE_1KM;
  const [column, row] = [(lon + 180) * perDegree, (89 - lat) * perDegree];
  return { perDegree, column, row, width: TILE_SIDE, height: TILE_SIDE };
}

/** Which part of a map's raster falls into a tile, and where in the tile it goes. */
export interface TileCut {
  /** Part of the raster, counted from its first column and row. */
  readonly part: { readonly column: number; readonly row: number; readonly width: number; readonly height: number };
  /** Column and row of the tile where the part's first cell goes. */
  readonly column: number;
  readonly row: number;
}

/** The cut of a map's 1-km window by a tile; undefined where they do not meet. Across 180° the map runs on past 360°. */
export function cutOfTile(map: GridWindow, tile: TileCorner): TileCut | undefined {
  const target = tileWindow(tile);
  for (const turn of [0, COLUMNS, -COLUMNS]) {
    const left = Math.max(map.column, target.column + turn);
    const right = Math.min(map.column + map.width, target.column + turn + TILE_SIDE);
    const top = Math.max(map.row, target.row);
    const bottom = Math.min(map.row + map.height, target.row + TILE_SIDE);
    if (left >= right || top >= bottom) continue;
    return {
      part: { column: left - map.column, row: top - map.row, width: right - left, height: bottom - top },
      column: left - target.column - turn,
      row: top - target.row,
    };
  }
  return undefined;
}

/**
 * Values of one map on a tile (112 × 112, row-major, NaN = nothing that counts): only cells with QA 0 count.
 *
 * @param sm soil moisture (m³ m⁻³) of `cut.part`, row-major
 * @param qa QA bits of the same cells
 */
export function recommendedOnTile(cut: TileCut, sm: ArrayLike<number>, qa: ArrayLike<number>): Float32Array {
  const { width, height } = cut.part;
  if (sm.length !== width * height || qa.length !== width * height) {
    throw new RangeError(`the cut has ${width * height} cells, but sm has ${sm.length} and qa ${qa.length}`);
  }
  const values = new Float32Array(TILE_CELLS).fill(Number.NaN);
  for (let y = 0; y < height; y++) {
    const to = (cut.row + y) * TILE_SIDE + cut.column;
    for (let x = 0; x < width; x++) {
      const from = y * width + x;
      if (qa[from] === 0) values[to + x] = sm[from] as number;
    }
  }
  return values;
}
