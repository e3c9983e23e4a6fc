import type { Annotation } from './annotation.ts';
import { placeOnGeolocationGrid } from './geolocation-grid.ts';
import { createRangeDoppler } from './range-doppler.ts';

/** Degrees; about 10 m, small against the curvature of the geometry, large against its rounding. */
const DIFFERENCE_DEG = 1e-4;
/** Pixels. */
const TOLERANCE = 1e-3;
const MAX_STEPS = 30;

/**
 * Where on the ground an image point lies, given the ground's height: [longitude, latitude] in degrees; longitude is
 * continued over 180°. Newton's method in two unknowns on the range-Doppler solution, with the height looked up anew
 * at each step; undefined if that does not settle (a point in layover may have several places).
 *
 * @param heightAt ellipsoidal height in m
 */
export function createImageToGround(
  annotation: Annotation,
  heightAt: (lonDeg: number, latDeg: number) => number,
): (line: number, sample: number) => [number, number] | undefined {
  const geometry = createRangeDoppler(annotation);
  const nan = Number.NaN;
  const here = { line: nan, sample: nan, azimuthTimeS: nan, slantRangeM: nan, incidenceDeg: nan };
  const east = { ...here };
  const north = { ...here };
  return (line, sample) => {
    let [lon, lat] = placeOnGeolocationGrid(annotation, line, sample);
    for (let i = 0; i < MAX_STEPS; i++) {
      const h = heightAt(lon, lat);
      if (!geometry.locate(lon, lat, h, here)) return undefined;
      const dLine = line - here.line;
      const dSample = sample - here.sample;
      if (Math.abs(dLine) < TOLERANCE && Math.abs(dSample) < TOLERANCE) return [lon, lat];
      east.azimuthTimeS = north.azimuthTimeS = here.azimuthTimeS;
      if (!geometry.locate(lon + DIFFERENCE_DEG, lat, h, east)) return undefined;
      if (!geometry.locate(lon, lat + DIFFERENCE_DEG, h, north)) return undefined;
      const lineEast = (east.line - here.line) / DIFFERENCE_DEG;
      const lineNorth = (north.line - here.line) / DIFFERENCE_DEG;
      const sampleEast = (east.sample - here.sample) / DIFFERENCE_DEG;
      const sampleNorth = (north.sample - here.sample) / DIFFERENCE_DEG;
      const determinant = lineEast * sampleNorth - lineNorth * sampleEast;
      // On slopes the height looked up a step later pulls back: half steps settle what full ones swing around.
      const damping = i < 10 ? 1 : 0.5;
      lon += (damping * (dLine * sampleNorth - dSample * lineNorth)) / determinant;
      lat += (damping * (dSample * lineEast - dLine * sampleEast)) / determinant;
    }
    return undefined;
  };
}
