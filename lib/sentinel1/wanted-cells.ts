import { PIXELS_PER_CELL_SIDE } from '../grid/grid-window.ts';
import { type GeometryNodes, NODE_COEFFICIENTS } from './geometry-nodes.ts';

/**
 * The 1-km cells that hold a wanted pixel and can touch the image, with the lines and samples they may reach.
 */
export interface WantedCells {
  /** Row-major number of the cell in the window. */
  readonly cell: Int32Array;
  readonly firstLine: Float32Array;
  readonly lastLine: Float32Array;
  readonly firstSample: Float32Array;
  readonly lastSample: Float32Array;
}

/** Between nodes the geometry bends by far less than this. */
const MARGIN_PIXELS = 2;

export function findWantedCells(
  geometry: GeometryNodes,
  mask: Uint8Array,
  cornerHeightsM: Float32Array,
  image: { readonly samples: number; readonly lines: number },
): WantedCells {
  const { cellColumns, cellRows } = geometry;
  const cell: number[] = [];
  const bounds: Extent[] = [];
  for (let row = 0; row < cellRows; row++) {
    for (let column = 0; column < cellColumns; column++) {
      if (!holdsWanted(mask, cellColumns, column, row)) continue;
      const extent = extentOf(geometry, cornerHeightsM, column, row);
      // Written so that NaN (no geometry there) leaves the cell out.
      const touches =
        extent.lastLine >= 0 &&
        extent.firstLine < image.lines &&
        extent.lastSample >= 0 &&
        extent.firstSample < image.samples;
      if (!touches) continue;
      cell.push(row * cellColumns + column);
      bounds.push(extent);
    }
  }
  const column = (key: keyof Extent) => {
    const array = new Float32Array(bounds.length);
    bounds.forEach((extent, i) => {
      array[i] = extent[key];
    });
    return array;
  };
  return {
    cell: Int32Array.from(cell),
    firstLine: column('firstLine'),
    lastLine: column('lastLine'),
    firstSample: column('firstSample'),
    lastSample: column('lastSample'),
  };
}

interface Extent {
  firstLine: number;
  lastLine: number;
  firstSample: number;
  lastSample: number;
}

function holdsWanted(mask: Uint8Array, cellColumns: number, column: number, row: number): boolean {
  const side = PIXELS_PER_CELL_SIDE;
  const width = cellColumns * side;
  for (let i = 0; i < side; i++) {
    const start = (row * side + i) * width + column * side;
    for (let j = 0; j < side; j++) if (mask[start + j] !== 0) return true;
  }
  return false;
}

/** Bounds over the cell's four corners, at its lowest and its highest point each. */
function extentOf(geometry: GeometryNodes, cornerHeightsM: Float32Array, column: number, row: number): Extent {
  const { cellColumns, coefficients: c, midHeightM, halfHeightM } = geometry;
  const side = PIXELS_PER_CELL_SIDE;
  const corners = cellColumns * side + 1;
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (let i = 0; i <= side; i++) {
    const start = (row * side + i) * corners + column * side;
    for (let j = 0; j <= side; j++) {
      const h = cornerHeightsM[start + j] as number;
      if (h < low) low = h;
      if (h > high) high = h;
    }
  }
  let firstLine = Number.POSITIVE_INFINITY;
  let lastLine = Number.NEGATIVE_INFINITY;
  let firstSample = Number.POSITIVE_INFINITY;
  let lastSample = Number.NEGATIVE_INFINITY;
  for (let k = 0; k < 8; k++) {
    const node = (row + (k & 1)) * (cellColumns + 1) + column + ((k >> 1) & 1);
    const u = ((k < 4 ? low : high) - midHeightM) / halfHeightM;
    const at = node * NODE_COEFFICIENTS;
    const line = (c[at] as number) + u * ((c[at + 1] as number) + u * (c[at + 2] as number));
    const sample = (c[at + 3] as number) + u * ((c[at + 4] as number) + u * (c[at + 5] as number));
    // Math.min and max, unlike comparisons, carry NaN on: a cell without geometry has no extent.
    firstLine = Math.min(firstLine, line);
    lastLine = Math.max(lastLine, line);
    firstSample = Math.min(firstSample, sample);
    lastSample = Math.max(lastSample, sample);
  }
  return {
    firstLine: firstLine - MARGIN_PIXELS,
    lastLine: lastLine + MARGIN_PIXELS,
    firstSample: firstSample - MARGIN_PIXELS,
    lastSample: lastSample + MARGIN_PIXELS,
  };
}
