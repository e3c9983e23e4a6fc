import { writeEcef } from '../grid/wgs84.ts';
import type { Annotation } from './annotation.ts';
import { createOrbit } from './orbit.ts';
import { createRangeDoppler, type ImagePoint } from './range-doppler.ts';

/** Degrees: what lies lower is hidden by the Earth itself. */
const HORIZON_DEG = 90;

/**
 * Writes to `out` where a ground point (degrees, ellipsoidal height in m) lies in a scene's image, also beyond its
 * borders. False, with `out` all NaN, if the satellite did not pass it on its right-hand side, where Sentinel-1 looks,
 * within the time of its state vectors.
 */
export type Geolocator = (lonDeg: number, latDeg: number, heightM: number, out: ImagePoint) => boolean;

/** For many points: neighbours in the order of calls are found fastest. */
export function createGeolocator({ annotation }: { readonly annotation: Annotation }): Geolocator {
  const geometry = createRangeDoppler(annotation);
  const orbit = createOrbit(annotation.orbit);
  const state = new Float64Array(9);
  const ground = new Float64Array(3);
  /** (X − P) · (V × P) > 0: the point lies to the right of the flight direction. */
  const looksAt = (lonDeg: number, latDeg: number, heightM: number, timeS: number): boolean => {
    orbit.stateAt(timeS, state);
    const [px, py, pz] = [state[0] as number, state[1] as number, state[2] as number];
    const [vx, vy, vz] = [state[3] as number, state[4] as number, state[5] as number];
    writeEcef(lonDeg, latDeg, heightM, ground);
    const dx = (ground[0] as number) - px;
    const dy = (ground[1] as number) - py;
    const dz = (ground[2] as number) - pz;
    return dx * (vy * pz - vz * py) + dy * (vz * px - vx * pz) + dz * (vx * py - vy * px) > 0;
  };
  return (lonDeg, latDeg, heightM, out) => {
    // A failed search leaves NaN, and so the second one starts from the middle of the scene.
    const passed = geometry.locate(lonDeg, latDeg, heightM, out) || geometry.locate(lonDeg, latDeg, heightM, out);
    if (passed && out.incidenceDeg < HORIZON_DEG && looksAt(lonDeg, latDeg, heightM, out.azimuthTimeS)) return true;
    out.line = out.sample = out.azimuthTimeS = out.slantRangeM = out.incidenceDeg = Number.NaN;
    return false;
  };
}

/** One point; undefined if the scene does not see it, see {@link Geolocator}. */
export function geolocate(
  scene: { readonly annotation: Annotation },
  lonDeg: number,
  latDeg: number,
  heightM: number,
): ImagePoint | undefined {
  const nan = Number.NaN;
  const point = { line: nan, sample: nan, azimuthTimeS: nan, slantRangeM: nan, incidenceDeg: nan };
  return createGeolocator(scene)(lonDeg, latDeg, heightM, point) ? point : undefined;
}
