import type { GridWindow } from '../grid/grid-window.ts';
import { tileParts } from '../raster/degree-tile.ts';
import type { HeightField } from './height-field.ts';
import type { PostingGrid } from './posting-grid.ts';
import { type UndulationGrid, undulationAt } from './undulation-grid.ts';

/**
 * Ellipsoidal heights (m) at the pixel corners of a window: (width + 1) × (height + 1), row-major from the north-west
 * corner. Bilinear between DEM posts at most 125 m apart, across tile borders too.
 *
 * @param field opened for a box around the window
 */
export function cornerHeightsOf(field: HeightField, window: GridWindow): Float32Array {
  const columns = window.width + 1;
  const out = new Float32Array(columns * (window.height + 1));
  const undulation = cornerUndulation(field.undulation, window);
  for (const { corner, inTile, column, row } of tileParts(window)) {
    // Corners on the far edge of the window belong to its last tile, whose ring reaches across the degree line.
    const width = inTile.width + (column + inTile.width === window.width ? 1 : 0);
    const height = inTile.height + (row + inTile.height === window.height ? 1 : 0);
    const grid = field.grid(corner);
    const k = window.perDegree;
    const weights = grid && columnWeights(grid, inTile.column, width, k);
    for (let r = 0; r < height; r++) {
      const target = (row + r) * columns + column;
      if (grid && weights) writeRow(grid, 1 - (inTile.row + r) / k, weights, out, target);
      if (grid && field.reference === 'ellipsoid') continue;
      undulation?.addRow(row + r, column, width, out, target);
    }
  }
  return out;
}

/** Where the corners of a tile's columns lie between its posts: the same for every row. */
interface ColumnWeights {
  /** Post to the west of each corner. */
  readonly post: Int32Array;
  /** Weight of the post to its east. */
  readonly east: Float32Array;
}

function columnWeights(grid: PostingGrid, firstColumn: number, width: number, perDegree: number): ColumnWeights {
  const { columns } = grid;
  const post = new Int32Array(width);
  const east = new Float32Array(width);
  for (let c = 0; c < width; c++) {
    const position = ((firstColumn + c) / perDegree - grid.westDeg) / grid.stepLonDeg;
    const u = Math.min(Math.max(position, 0), columns - 1);
    const i = Math.min(Math.floor(u), columns - 2);
    post[c] = i;
    east[c] = u - i;
  }
  return { post, east };
}

/** Heights of one row of corners within a tile. */
function writeRow(
  grid: PostingGrid,
  northDeg: number,
  weights: ColumnWeights,
  out: Float32Array,
  target: number,
): void {
  const { columns, rows, heightM } = grid;
  const { post, east } = weights;
  const v = Math.min(Math.max((grid.northDeg - northDeg) / grid.stepLatDeg, 0), rows - 1);
  const r = Math.min(Math.floor(v), rows - 2);
  const south = v - r;
  const row = r * columns;
  for (let c = 0; c < post.length; c++) {
    const at = row + (post[c] as number);
    const e = east[c] as number;
    const west0 = heightM[at] as number;
    const west1 = heightM[at + columns] as number;
    const top = west0 + ((heightM[at + 1] as number) - west0) * e;
    const bottom = west1 + ((heightM[at + columns + 1] as number) - west1) * e;
    out[target + c] = top + (bottom - top) * south;
  }
}

/** Undulation at the corners of a window: a whole row at a time, since it is linear between its few nodes. */
function cornerUndulation(grid: UndulationGrid | undefined, window: GridWindow) {
  if (!grid) return undefined;
  const { perDegree: k, column: firstColumn, row: firstRow } = window;
  const line = new Float64Array(window.width + 1);
  let lineRow = -1;
  const fill = (row: number) => {
    const latDeg = 90 - (firstRow + row) / k;
    const lonOf = (c: number) => (firstColumn + c) / k - 180;
    const perNode = grid.stepDeg * k; // corners from node to node: 252 or 28
    // Nodes lie on quarters of a degree, thus on corners.
    const offset = firstColumn % perNode;
    for (let c = -offset; c <= window.width; c += perNode) {
      const west = undulationAt(grid, lonOf(c), latDeg);
      const east = undulationAt(grid, lonOf(c + perNode), latDeg);
      const end = Math.min(c + perNode, window.width);
      for (let i = Math.max(c, 0); i <= end; i++) line[i] = west + ((east - west) * (i - c)) / perNode;
    }
    lineRow = row;
  };
  return {
    addRow(row: number, column: number, width: number, out: Float32Array, target: number): void {
      if (row !== lineRow) fill(row);
      for (let c = 0; c < width; c++) out[target + c] = (out[target + c] as number) + (line[column + c] as number);
    },
  };
}
