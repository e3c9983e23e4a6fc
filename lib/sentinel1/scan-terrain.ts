import type { GridWindow } from '../grid/grid-window.ts';
import { metresPerDegree } from '../grid/metres-per-degree.ts';
import type { Annotation } from './annotation.ts';
import { createDistortionTracer, type DistortionTracer } from './trace-distortion.ts';

/** tan 20°: gentler slopes cause no layover at any incidence above 20°, and no shadow at any below 70°. */
const DISTORTING_SLOPE = 0.36;

export interface TerrainVisitor {
  /** Once for each pixel steeper than the limit. */
  steep(pixel: number): void;
  /** For each pixel in layover or shadow, for some more than once. */
  distorted(pixel: number): void;
}

/**
 * Finds the 100-m pixels that are steep, and those in layover or shadow. Slopes are those of the plane that fits a
 * pixel's corners best. Smooth terrain costs a few operations per pixel; the sensor's place is of interest only where
 * a slope can distort the image. Terrain outside of the window is not seen.
 *
 * @param cornerHeightsM ellipsoidal heights of the pixel corners, (width + 1) × (height + 1)
 * @param steepSlope metres of rise per metre
 */
export function scanTerrain(
  annotation: Annotation,
  window100m: GridWindow,
  cornerHeightsM: Float32Array,
  steepSlope: number,
  visitor: TerrainVisitor,
): void {
  const { perDegree, row: firstRow, width, height } = window100m;
  if (cornerHeightsM.length !== (width + 1) * (height + 1)) {
    throw new RangeError(`heights (${cornerHeightsM.length}) do not fit ${width} × ${height}`);
  }
  const steep2 = steepSlope * steepSlope;
  const distorting2 = DISTORTING_SLOPE * DISTORTING_SLOPE;
  const notable2 = Math.min(steep2, distorting2);
  let tracer: DistortionTracer | undefined;
  for (let row = 0; row < height; row++) {
    const metres = metresPerDegree(90 - (firstRow + row + 0.5) / perDegree);
    const perMetreEast = perDegree / (2 * metres.east);
    const perMetreNorth = perDegree / (2 * metres.north);
    const north = row * (width + 1);
    const south = north + width + 1;
    let nw = cornerHeightsM[north] as number;
    let sw = cornerHeightsM[south] as number;
    for (let column = 0; column < width; column++) {
      const ne = cornerHeightsM[north + column + 1] as number;
      const se = cornerHeightsM[south + column + 1] as number;
      const riseEast = (ne + se - nw - sw) * perMetreEast;
      const riseNorth = (nw + ne - sw - se) * perMetreNorth;
      nw = ne;
      sw = se;
      const slope2 = riseEast * riseEast + riseNorth * riseNorth;
      if (!(slope2 > notable2)) continue;
      if (slope2 > steep2) visitor.steep(row * width + column);
      if (slope2 <= distorting2) continue;
      tracer ??= createDistortionTracer(annotation, window100m, cornerHeightsM, visitor.distorted);
      tracer.trace(column, row, riseEast, riseNorth);
    }
  }
}
