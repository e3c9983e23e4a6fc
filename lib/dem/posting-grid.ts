import type { TileCorner } from '../grid/tile-name.ts';

/**
 * Heights of one 1° tile, or of the part of it that is needed, at regular posts. Positions are relative to the tile's
 * south-west corner, so that they do not care about the antimeridian.
 */
export interface PostingGrid {
  readonly corner: TileCorner;
  /** Of the first post, degrees east and north of the corner. */
  readonly westDeg: number;
  readonly northDeg: number;
  readonly stepLonDeg: number;
  readonly stepLatDeg: number;
  readonly columns: number;
  readonly rows: number;
  /** Row-major from the north-west post; no voids, or nothing else. */
  readonly heightM: Float32Array;
}

/** Bilinear at a point relative to the tile's corner; beyond the outermost posts, the value there. */
export function heightInGrid(grid: PostingGrid, eastDeg: number, northDeg: number): number {
  const { columns, rows, heightM } = grid;
  const u = Math.min(Math.max((eastDeg - grid.westDeg) / grid.stepLonDeg, 0), columns - 1);
  const v = Math.min(Math.max((grid.northDeg - northDeg) / grid.stepLatDeg, 0), rows - 1);
  const c = Math.min(Math.floor(u), Math.max(columns - 2, 0));
  const r = Math.min(Math.floor(v), Math.max(rows - 2, 0));
  const right = columns > 1 ? 1 : 0;
  const down = rows > 1 ? columns : 0;
  const at = r * columns + c;
  const north = (heightM[at] as number) * (1 - (u - c)) + (heightM[at + right] as number) * (u - c);
  const south = (heightM[at + down] as number) * (1 - (u - c)) + (heightM[at + down + right] as number) * (u - c);
  return north * (1 - (v - r)) + south * (v - r);
}

/**
 * The grid with one more post on each side, asked from `beyond`: interpolation then runs on into the neighbouring
 * tiles, whose posts the ring repeats.
 * @param beyond height at a point (degrees from the corner) that lies `dx`, `dy` tiles away (−1, 0, 1; east, north)
 */
export function withRing(
  grid: PostingGrid,
  beyond: (eastDeg: number, northDeg: number, dx: number, dy: number) => number,
): PostingGrid {
  const columns = grid.columns + 2;
  const rows = grid.rows + 2;
  const heightM = new Float32Array(columns * rows);
  const westDeg = grid.westDeg - grid.stepLonDeg;
  const northDeg = grid.northDeg + grid.stepLatDeg;
  for (let r = 0; r < rows; r++) {
    const dy = r === 0 ? 1 : r === rows - 1 ? -1 : 0;
    if (dy === 0) {
      const from = (r - 1) * grid.columns;
      heightM.set(grid.heightM.subarray(from, from + grid.columns), r * columns + 1);
    }
    for (let c = 0; c < columns; c += dy === 0 ? columns - 1 : 1) {
      const dx = c === 0 ? -1 : c === columns - 1 ? 1 : 0;
      const [east, north] = [westDeg + c * grid.stepLonDeg, northDeg - r * grid.stepLatDeg];
      heightM[r * columns + c] = beyond(east, north, dx, dy);
    }
  }
  return { ...grid, westDeg, northDeg, columns, rows, heightM };
}
