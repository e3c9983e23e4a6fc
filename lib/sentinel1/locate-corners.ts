import { PIXELS_PER_CELL_SIDE } from '../grid/grid-window.ts';
import { type GeometryNodes, NODE_COEFFICIENTS } from './geometry-nodes.ts';

const SIDE = PIXELS_PER_CELL_SIDE;
/** Corners of 100-m pixels along one side of a 1-km cell. */
export const CORNERS_PER_SIDE = SIDE + 1;

/**
 * Line and sample of the 10 × 10 pixel corners of a cell, row-major from its north-west: corner k at 2k of `out`.
 * Cells that share an edge get the same bits on it, since their weights there are exactly 0 and 1: so the pixels of a
 * map join without gap or overlap.
 */
export function locateCorners(
  geometry: GeometryNodes,
  cornerHeightsM: Float32Array,
  cellColumn: number,
  cellRow: number,
  out: Float64Array,
): void {
  const { cellColumns, midHeightM, halfHeightM, coefficients: c } = geometry;
  const nw = (cellRow * (cellColumns + 1) + cellColumn) * NODE_COEFFICIENTS;
  const ne = nw + NODE_COEFFICIENTS;
  const sw = nw + (cellColumns + 1) * NODE_COEFFICIENTS;
  const se = sw + NODE_COEFFICIENTS;
  const rowOfHeights = cellColumns * SIDE + 1;
  let at = 0;
  for (let i = 0; i < CORNERS_PER_SIDE; i++) {
    const s = i / SIDE;
    const n = 1 - s;
    const westL0 = (c[nw] as number) * n + (c[sw] as number) * s;
    const westL1 = (c[nw + 1] as number) * n + (c[sw + 1] as number) * s;
    const westL2 = (c[nw + 2] as number) * n + (c[sw + 2] as number) * s;
    const westS0 = (c[nw + 3] as number) * n + (c[sw + 3] as number) * s;
    const westS1 = (c[nw + 4] as number) * n + (c[sw + 4] as number) * s;
    const westS2 = (c[nw + 5] as number) * n + (c[sw + 5] as number) * s;
    const eastL0 = (c[ne] as number) * n + (c[se] as number) * s;
    const eastL1 = (c[ne + 1] as number) * n + (c[se + 1] as number) * s;
    const eastL2 = (c[ne + 2] as number) * n + (c[se + 2] as number) * s;
    const eastS0 = (c[ne + 3] as number) * n + (c[se + 3] as number) * s;
    const eastS1 = (c[ne + 4] as number) * n + (c[se + 4] as number) * s;
    const eastS2 = (c[ne + 5] as number) * n + (c[se + 5] as number) * s;
    const heights = (cellRow * SIDE + i) * rowOfHeights + cellColumn * SIDE;
    for (let j = 0; j < CORNERS_PER_SIDE; j++) {
      const e = j / SIDE;
      const w = 1 - e;
      const u = ((cornerHeightsM[heights + j] as number) - midHeightM) / halfHeightM;
      out[at++] = westL0 * w + eastL0 * e + u * (westL1 * w + eastL1 * e + u * (westL2 * w + eastL2 * e));
      out[at++] = westS0 * w + eastS0 * e + u * (westS1 * w + eastS1 * e + u * (westS2 * w + eastS2 * e));
    }
  }
}
