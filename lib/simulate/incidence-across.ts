import type { Annotation } from '../sentinel1/annotation.ts';

/** Incidence angle (degrees) at samples along the middle row of the annotation's grid, linear between its points. */
export function incidenceAcross({ geolocationGrid: grid }: Annotation, samples: Float64Array): Float64Array {
  const at = Math.floor(grid.rows / 2) * grid.columns;
  let k = 0;
  return samples.map((x) => {
    while (k < grid.columns - 2 && x > (grid.pixel[at + k + 1] as number)) k++;
    while (k > 0 && x < (grid.pixel[at + k] as number)) k--;
    const x0 = grid.pixel[at + k] as number;
    const x1 = grid.pixel[at + k + 1] as number;
    const a = grid.incidenceDeg[at + k] as number;
    return a + ((x - x0) / (x1 - x0)) * ((grid.incidenceDeg[at + k + 1] as number) - a);
  });
}
