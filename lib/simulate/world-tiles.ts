import {
  type BoundingBox,
  CELLS_PER_DEGREE_1KM,
  CELLS_PER_DEGREE_100M,
  type GridWindow,
  windowAround,
} from '../grid/grid-window.ts';
import { type TileCorner, tileName } from '../grid/tile-name.ts';

/** One degree tile of the world. */
export interface WorldTile {
  /** `N43E003` */
  readonly name: string;
  /** South-west corner, longitude from −180. */
  readonly corner: TileCorner;
  /** Its 1008 × 1008 pixels; columns run on past 180° E, so that the world has no seam there. */
  readonly window100m: GridWindow;
}

/** The tiles that a box touches, north to south, then west to east. */
export function tilesOfBox(box: BoundingBox): WorldTile[] {
  const window = windowAround(box, CELLS_PER_DEGREE_1KM);
  const k = CELLS_PER_DEGREE_1KM;
  const tiles: WorldTile[] = [];
  for (let row = Math.floor(window.row / k); row * k < window.row + window.height; row++) {
    for (let column = Math.floor(window.column / k); column * k < window.column + window.width; column++) {
      const side = CELLS_PER_DEGREE_100M;
      const corner = { lat: 89 - row, lon: (((column % 360) + 360) % 360) - 180 };
      tiles.push({
        name: tileName(corner),
        corner,
        window100m: { perDegree: side, column: column * side, row: row * side, width: side, height: side },
      });
    }
  }
  return tiles;
}
