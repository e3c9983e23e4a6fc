import { writeEcef } from '../grid/wgs84.ts';
import type { Annotation } from './annotation.ts';
import { createOrbit } from './orbit.ts';
import { createRangeDoppler, type ImagePoint } from './range-doppler.ts';

/**
 * Where a ground point (degrees, ellipsoidal height in m) lies in a scene's image, also beyond its borders; undefined
 * if the satellite did not pass it on its right-hand side, where Sentinel-1 looks.
 */
export function geolocate(
  scene: { readonly annotation: Annotation },
  lonDeg: number,
  latDeg: number,
  heightM: number,
): ImagePoint | undefined {
  const nan = Number.NaN;
  const point = { line: nan, sample: nan, azimuthTimeS: nan, slantRangeM: nan, incidenceDeg: nan };
  if (!createRangeDoppler(scene.annotation).locate(lonDeg, latDeg, heightM, point)) return undefined;
  return looksAt(scene.annotation, lonDeg, latDeg, heightM, point.azimuthTimeS) ? point : undefined;
}

/** (X − P) · (V × P) > 0: the point lies to the right of the flight direction. */
function looksAt(annotation: Annotation, lonDeg: number, latDeg: number, heightM: number, timeS: number): boolean {
  const state = new Float64Array(9);
  createOrbit(annotation.orbit).stateAt(timeS, state);
  const [px = 0, py = 0, pz = 0, vx = 0, vy = 0, vz = 0] = state;
  const ground = new Float64Array(3);
  writeEcef(lonDeg, latDeg, heightM, ground);
  const [x = 0, y = 0, z = 0] = ground;
  return (x - px) * (vy * pz - vz * py) + (y - py) * (vz * px - vx * pz) + (z - pz) * (vx * py - vy * px) > 0;
}
