import { type GridWindow, PIXELS_PER_CELL_SIDE } from '../grid/grid-window.ts';
import type { Annotation } from './annotation.ts';
import { heightOnGeolocationGrid } from './geolocation-grid.ts';
import { createRangeDoppler } from './range-doppler.ts';

/** The place moves by metres from the third pass on: heights change slowly along the grid. */
const PASSES = 4;

/**
 * Ellipsoidal heights (m) at the 100-m pixel corners of a window for want of a DEM: those of the annotation's
 * geolocation grid, whose points lie some 13 × 19 km apart. Good on plains only. The grid is regular in the image, so
 * a place is found by turns: height → image point → height; done at 1-km cell corners, bilinear in between.
 *
 * @returns (width + 1) × (height + 1), row-major from the north-west corner
 */
export function gridHeights(annotation: Annotation, window100m: GridWindow): Float32Array {
  const { perDegree, column, row, width, height } = window100m;
  const side = PIXELS_PER_CELL_SIDE;
  const nodeColumns = Math.ceil(width / side) + 1;
  const nodeRows = Math.ceil(height / side) + 1;
  const nodes = new Float64Array(nodeColumns * nodeRows);
  const geometry = createRangeDoppler(annotation);
  const nan = Number.NaN;
  const point = { line: nan, sample: nan, azimuthTimeS: nan, slantRangeM: nan, incidenceDeg: nan };
  for (let r = 0; r < nodeRows; r++) {
    const lat = 90 - (row + r * side) / perDegree;
    let h =
      nodes[(r - 1) * nodeColumns] ?? heightOnGeolocationGrid(annotation, annotation.lines / 2, annotation.samples / 2);
    for (let c = 0; c < nodeColumns; c++) {
      const lon = (column + c * side) / perDegree - 180;
      for (let pass = 0; pass < PASSES; pass++) {
        if (!geometry.locate(lon, lat, h, point)) break;
        h = heightOnGeolocationGrid(annotation, point.line, point.sample);
      }
      nodes[r * nodeColumns + c] = h;
    }
  }
  return betweenNodes(nodes, nodeColumns, width, height);
}

function betweenNodes(nodes: Float64Array, nodeColumns: number, width: number, height: number): Float32Array {
  const side = PIXELS_PER_CELL_SIDE;
  const out = new Float32Array((width + 1) * (height + 1));
  for (let y = 0; y <= height; y++) {
    const r = Math.min(Math.floor(y / side), Math.max(Math.ceil(height / side) - 1, 0));
    const s = y / side - r;
    for (let x = 0; x <= width; x++) {
      const c = Math.min(Math.floor(x / side), Math.max(nodeColumns - 2, 0));
      const e = x / side - c;
      const at = r * nodeColumns + c;
      const north = (nodes[at] as number) * (1 - e) + (nodes[at + 1] as number) * e;
      const south = (nodes[at + nodeColumns] as number) * (1 - e) + (nodes[at + nodeColumns + 1] as number) * e;
      out[y * (width + 1) + x] = north * (1 - s) + south * s;
    }
  }
  return out;
}
