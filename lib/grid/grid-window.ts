/** Cells per degree of the output grid (the Copernicus SSM1km grid, extended to the globe). */
export const CELLS_PER_DEGREE_1KM = 112;
/** Cells per degree of the retrieval grid (CGLS-LC100): exactly 9 × 9 of them in a 1-km cell. */
export const CELLS_PER_DEGREE_100M = 1008;
export const PIXELS_PER_CELL_SIDE = 9;

export type CellsPerDegree = typeof CELLS_PER_DEGREE_1KM | typeof CELLS_PER_DEGREE_100M;

/** West, south, east, north in degrees; east may exceed 180 where a window crosses the antimeridian. */
export type BoundingBox = readonly [west: number, south: number, east: number, north: number];

/**
 * A rectangle of cells of a global EPSG:4326 grid. Columns are counted from 180° W and may run past the globe's last
 * column across the antimeridian; rows are counted from 90° N. Cell edges fall on whole degrees.
 */
export interface GridWindow {
  readonly perDegree: CellsPerDegree;
  readonly column: number;
  readonly row: number;
  readonly width: number;
  readonly height: number;
}

/** The smallest window of whole cells that covers the box. The guard keeps an edge that lies on a cell edge there. */
export function windowAround(box: BoundingBox, perDegree: CellsPerDegree): GridWindow {
  const guard = 1e-9;
  const column = Math.floor((box[0] + 180) * perDegree + guard);
  const row = Math.floor((90 - box[3]) * perDegree + guard);
  const width = Math.ceil((box[2] + 180) * perDegree - guard) - column;
  const height = Math.ceil((90 - box[1]) * perDegree - guard) - row;
  return { perDegree, column, row, width: Math.max(width, 0), height: Math.max(height, 0) };
}

/** The same area in 100-m pixels: 9 × 9 for each 1-km cell. */
export function toPixels100m(window: GridWindow): GridWindow {
  const k = CELLS_PER_DEGREE_100M / window.perDegree;
  return {
    perDegree: CELLS_PER_DEGREE_100M,
    column: window.column * k,
    row: window.row * k,
    width: window.width * k,
    height: window.height * k,
  };
}

/** Outer edges of the window. */
export function boundingBoxOf(window: GridWindow): BoundingBox {
  const { perDegree: k, column, row, width, height } = window;
  return [column / k - 180, 90 - (row + height) / k, (column + width) / k - 180, 90 - row / k];
}

/** GDAL geotransform of the window's outer corner: x0, dx, 0, y0, 0, −dy. */
export type GeoTransform = readonly [number, number, number, number, number, number];

export function geoTransformOf(window: GridWindow): GeoTransform {
  const { perDegree: k, column, row } = window;
  return [column / k - 180, 1 / k, 0, 90 - row / k, 0, -1 / k];
}
