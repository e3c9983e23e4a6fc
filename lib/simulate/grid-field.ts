import type { BoundingBox } from '../grid/grid-window.ts';
import { latitudeOf, longitudeOf, type SampleGrid } from './sample-grid.ts';

/** Values at posts of a grid, bilinear in between. */
export interface GridField {
  readonly grid: SampleGrid;
  readonly values: Float32Array;
}

/** Posts around a box, one more on every side. */
export function postsAround([west, south, east, north]: BoundingBox, perDegree: number): SampleGrid {
  const column = Math.floor((west + 180) * perDegree) - 1;
  const row = Math.floor((90 - north) * perDegree) - 1;
  return {
    perDegree,
    column,
    row,
    width: Math.ceil((east + 180) * perDegree) + 2 - column,
    height: Math.ceil((90 - south) * perDegree) + 2 - row,
    shift: 0,
  };
}

/** A field from its value at each post. */
export function fieldOf(grid: SampleGrid, value: (lonDeg: number, latDeg: number) => number): GridField {
  const values = new Float32Array(grid.width * grid.height);
  for (let j = 0, o = 0; j < grid.height; j++) {
    for (let i = 0; i < grid.width; i++, o++) values[o] = value(longitudeOf(grid, i), latitudeOf(grid, j));
  }
  return { grid, values };
}

/** Writes value and slopes (per degree of longitude, of latitude) to `out`; beyond the grid its edge goes on. */
export function sampleField({ grid, values }: GridField, lonDeg: number, latDeg: number, out: Float64Array): void {
  const { perDegree, width, height } = grid;
  const x = Math.min(Math.max((lonDeg + 180) * perDegree - grid.column, 0), width - 1.000001);
  const y = Math.min(Math.max((90 - latDeg) * perDegree - grid.row, 0), height - 1.000001);
  const i = Math.floor(x);
  const j = Math.floor(y);
  const u = x - i;
  const v = y - j;
  const at = j * width + i;
  const nw = values[at] as number;
  const ne = values[at + 1] as number;
  const sw = values[at + width] as number;
  const se = values[at + width + 1] as number;
  const top = nw + u * (ne - nw);
  const bottom = sw + u * (se - sw);
  out[0] = top + v * (bottom - top);
  out[1] = ((1 - v) * (ne - nw) + v * (se - sw)) * perDegree;
  out[2] = (top - bottom) * perDegree;
}
