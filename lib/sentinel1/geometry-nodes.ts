import { type GridWindow, PIXELS_PER_CELL_SIDE } from '../grid/grid-window.ts';
import type { Annotation } from './annotation.ts';
import { createRangeDoppler } from './range-doppler.ts';

/** Numbers kept per node: line, sample and incidence, each as c₀ + c₁u + c₂u² of the scaled height u. */
export const NODE_COEFFICIENTS = 9;

/**
 * Image geometry at the corners of the 1-km cells of a window. The range-Doppler equations are solved at each corner
 * for three heights; in between, line, sample and incidence are quadratic in height and bilinear in longitude and
 * latitude. Against solving every 100-m corner this differs by less than 0.01 pixel for 1 km of relief and 0.05 pixel
 * for 4 km (0.1 by IPF 2.36, whose polynomials jump from second to second), and is thirty times less work.
 */
export interface GeometryNodes {
  /** 1-km cells of the window; there is one node more in each direction. */
  readonly cellColumns: number;
  readonly cellRows: number;
  /** u = (height − midHeightM) / halfHeightM, within −1 … 1 for the heights of the window. */
  readonly midHeightM: number;
  readonly halfHeightM: number;
  /** Node-major from the north-west corner; NaN where the orbit's vectors do not reach. */
  readonly coefficients: Float64Array;
}

/** Relief below this is treated as if there were as much, to keep the differences between heights meaningful. */
const MIN_HALF_HEIGHT_M = 100;

/** @param window100m must be whole 1-km cells */
export function solveGeometryNodes(
  annotation: Annotation,
  window100m: GridWindow,
  minHeightM: number,
  maxHeightM: number,
): GeometryNodes {
  const { perDegree, column, row, width, height } = window100m;
  const side = PIXELS_PER_CELL_SIDE;
  if ([column, row, width, height].some((value) => value % side !== 0)) {
    throw new RangeError(`a window of whole 1-km cells is needed, not ${JSON.stringify(window100m)}`);
  }
  const cellColumns = width / side;
  const cellRows = height / side;
  const midHeightM = (minHeightM + maxHeightM) / 2;
  const halfHeightM = Math.max((maxHeightM - minHeightM) / 2, MIN_HALF_HEIGHT_M);
  const nodes = (cellColumns + 1) * (cellRows + 1);
  const coefficients = new Float64Array(nodes * NODE_COEFFICIENTS);
  const geometry = createRangeDoppler(annotation);
  const nan = Number.NaN;
  const low = { line: nan, sample: nan, azimuthTimeS: nan, slantRangeM: nan, incidenceDeg: nan };
  const mid = { ...low };
  const high = { ...low };
  const rowStart = { ...low };
  let at = 0;
  for (let r = 0; r <= cellRows; r++) {
    const lat = 90 - (row + r * side) / perDegree;
    // Each row starts its search from the node above, each node from the one to its west.
    mid.azimuthTimeS = rowStart.azimuthTimeS;
    for (let c = 0; c <= cellColumns; c++) {
      const lon = (column + c * side) / perDegree - 180;
      geometry.locate(lon, lat, midHeightM, mid);
      if (c === 0) rowStart.azimuthTimeS = mid.azimuthTimeS;
      low.azimuthTimeS = high.azimuthTimeS = mid.azimuthTimeS;
      geometry.locate(lon, lat, midHeightM - halfHeightM, low);
      geometry.locate(lon, lat, midHeightM + halfHeightM, high);
      writeQuadratic(coefficients, at, low.line, mid.line, high.line);
      writeQuadratic(coefficients, at + 3, low.sample, mid.sample, high.sample);
      writeQuadratic(coefficients, at + 6, low.incidenceDeg, mid.incidenceDeg, high.incidenceDeg);
      at += NODE_COEFFICIENTS;
    }
  }
  return { cellColumns, cellRows, midHeightM, halfHeightM, coefficients };
}

/** c₀, c₁, c₂ of the parabola through (−1, low), (0, mid), (1, high). */
function writeQuadratic(out: Float64Array, at: number, low: number, mid: number, high: number): void {
  out[at] = mid;
  out[at + 1] = (high - low) / 2;
  out[at + 2] = (high + low) / 2 - mid;
}
