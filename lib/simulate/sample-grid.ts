/**
 * Regular sample points in longitude and latitude, counted on a global lattice, so that the same point has the same
 * coordinates, bit for bit, whatever grid it belongs to:
 * lon = (column + i + shift) / perDegree − 180, lat = 90 − (row + j + shift) / perDegree.
 */
export interface SampleGrid {
  readonly perDegree: number;
  readonly column: number;
  readonly row: number;
  readonly width: number;
  readonly height: number;
  /** 0.5 for cell centres, 0 for posts on the cell edges. */
  readonly shift: 0 | 0.5;
}

export function longitudeOf(grid: SampleGrid, i: number): number {
  return (grid.column + i + grid.shift) / grid.perDegree - 180;
}

export function latitudeOf(grid: SampleGrid, j: number): number {
  return 90 - (grid.row + j + grid.shift) / grid.perDegree;
}
