import type { Annotation, GeolocationGrid } from './annotation.ts';

/** Ellipsoidal height (m) of the annotation's grid at an image point, bilinear; constant beyond the grid's border. */
export function heightOnGeolocationGrid(annotation: Annotation, line: number, sample: number): number {
  return onGrid(annotation.geolocationGrid, annotation.geolocationGrid.heightM, line, sample);
}

/** A first guess of the place of an image point: [longitude, latitude] in degrees, longitudes continued over 180°. */
export function placeOnGeolocationGrid(annotation: Annotation, line: number, sample: number): [number, number] {
  const grid = annotation.geolocationGrid;
  const reference = grid.longitudeDeg[0] as number;
  const unwrapped = grid.longitudeDeg.map((lon) => lon - 360 * Math.round((lon - reference) / 360));
  return [onGrid(grid, unwrapped, line, sample), onGrid(grid, grid.latitudeDeg, line, sample)];
}

function onGrid(grid: GeolocationGrid, values: Float64Array, line: number, sample: number): number {
  const { rows, columns } = grid;
  let r = 0;
  while (r < rows - 2 && line >= (grid.line[(r + 1) * columns] as number)) r++;
  let c = 0;
  while (c < columns - 2 && sample >= (grid.pixel[c + 1] as number)) c++;
  const at = r * columns + c;
  const s = fraction(line, grid.line[at] as number, grid.line[at + columns] as number);
  const e = fraction(sample, grid.pixel[at] as number, grid.pixel[at + 1] as number);
  const first = (values[at] as number) * (1 - e) + (values[at + 1] as number) * e;
  const second = (values[at + columns] as number) * (1 - e) + (values[at + columns + 1] as number) * e;
  return first * (1 - s) + second * s;
}

function fraction(x: number, from: number, to: number): number {
  return Math.min(Math.max((x - from) / (to - from), 0), 1);
}
