import { PIXELS_PER_CELL_SIDE } from '../grid/grid-window.ts';
import { type GeometryNodes, NODE_COEFFICIENTS } from './geometry-nodes.ts';

/** Incidence (degrees, at the ellipsoid's normal) in the middle of a 100-m pixel, at the mean height of its corners. */
export function pixelIncidenceDeg(
  geometry: GeometryNodes,
  cornerHeightsM: Float32Array,
  column: number,
  row: number,
): number {
  const { cellColumns, midHeightM, halfHeightM, coefficients } = geometry;
  const cellColumn = Math.floor(column / PIXELS_PER_CELL_SIDE);
  const cellRow = Math.floor(row / PIXELS_PER_CELL_SIDE);
  const rowOfHeights = cellColumns * PIXELS_PER_CELL_SIDE + 1;
  const h = row * rowOfHeights + column;
  const height =
    ((cornerHeightsM[h] as number) +
      (cornerHeightsM[h + 1] as number) +
      (cornerHeightsM[h + rowOfHeights] as number) +
      (cornerHeightsM[h + rowOfHeights + 1] as number)) /
    4;
  const u = (height - midHeightM) / halfHeightM;
  const nw = (cellRow * (cellColumns + 1) + cellColumn) * NODE_COEFFICIENTS + 6;
  const sw = nw + (cellColumns + 1) * NODE_COEFFICIENTS;
  const e = (column + 0.5) / PIXELS_PER_CELL_SIDE - cellColumn;
  const s = (row + 0.5) / PIXELS_PER_CELL_SIDE - cellRow;
  const north = atNode(coefficients, nw, u) * (1 - e) + atNode(coefficients, nw + NODE_COEFFICIENTS, u) * e;
  const south = atNode(coefficients, sw, u) * (1 - e) + atNode(coefficients, sw + NODE_COEFFICIENTS, u) * e;
  return north * (1 - s) + south * s;
}

function atNode(c: Float64Array, at: number, u: number): number {
  return (c[at] as number) + u * ((c[at + 1] as number) + u * (c[at + 2] as number));
}
