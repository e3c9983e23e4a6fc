import type { GridWindow } from '../../grid/grid-window.ts';

/** Bilinear heights (m) between values at the corners of a window's cells; positions outside take the edge's value. */
export function cornerSampler(
  cornerHeightsM: Float32Array,
  window: GridWindow,
): (lonDeg: number, latDeg: number) => number {
  const columns = window.width + 1;
  const at = (row: number, column: number) => cornerHeightsM[row * columns + column] as number;
  return (lonDeg, latDeg) => {
    const turn =
      360 * Math.round((window.column / window.perDegree + window.width / 2 / window.perDegree - 180 - lonDeg) / 360);
    const x = clamp((lonDeg + turn + 180) * window.perDegree - window.column, window.width);
    const y = clamp((90 - latDeg) * window.perDegree - window.row, window.height);
    const column = Math.min(Math.floor(x), window.width - 1);
    const row = Math.min(Math.floor(y), window.height - 1);
    const u = x - column;
    const v = y - row;
    const north = at(row, column) * (1 - u) + at(row, column + 1) * u;
    const south = at(row + 1, column) * (1 - u) + at(row + 1, column + 1) * u;
    return north * (1 - v) + south * v;
  };
}

function clamp(value: number, high: number): number {
  return Math.min(Math.max(value, 0), high);
}
