import { RADIANS_PER_DEGREE, WGS84 } from '../grid/wgs84.ts';
import type { Annotation } from '../sentinel1/annotation.ts';
import { createOrbit, type Orbit } from '../sentinel1/orbit.ts';
import { type GridField, sampleField } from './grid-field.ts';

const DEGREES_PER_RADIAN = 1 / RADIANS_PER_DEGREE;
/** About 0.1 mm. */
const CONVERGED_RAD = 2e-11;
const MAX_STEPS = 12;

/** Where an image point lies: `lonDeg`, `latDeg`, and the height that the surface has there. */
export interface GroundPoint {
  lonDeg: number;
  latDeg: number;
  heightM: number;
}

/** A surface of one height everywhere, whose longitudes are counted around a given one. */
export function flatSurface(heightM: number, middleLonDeg: number): GridField {
  const grid = { perDegree: 1 / 360, column: middleLonDeg / 360 - 0.5, row: 0, width: 2, height: 2, shift: 0 } as const;
  return { grid, values: new Float32Array(4).fill(heightM) };
}

/**
 * Forward geolocation: the point of the surface at a slant range from the sensor, on its right, in the plane of zero
 * Doppler, (X − P)·V = 0 and |X − P| = R. Newton's method in longitude and latitude with the surface's slopes.
 * Starts from `point` and leaves the answer there.
 */
export function locateOnSurface(
  state: Float64Array,
  slantRangeM: number,
  surface: GridField,
  sample: Float64Array,
  point: GroundPoint,
): void {
  const vx = state[3] as number;
  const vy = state[4] as number;
  const vz = state[5] as number;
  const speed = Math.sqrt(vx * vx + vy * vy + vz * vz);
  let lon = point.lonDeg * RADIANS_PER_DEGREE;
  let lat = point.latDeg * RADIANS_PER_DEGREE;
  for (let step = 0; step < MAX_STEPS; step++) {
    sampleField(surface, lon * DEGREES_PER_RADIAN, lat * DEGREES_PER_RADIAN, sample);
    const h = sample[0] as number;
    const slopeLon = (sample[1] as number) * DEGREES_PER_RADIAN;
    const slopeLat = (sample[2] as number) * DEGREES_PER_RADIAN;
    const sinLat = Math.sin(lat);
    const cosLat = Math.cos(lat);
    const sinLon = Math.sin(lon);
    const cosLon = Math.cos(lon);
    const w2 = 1 - WGS84.e2 * sinLat * sinLat;
    const n = WGS84.a / Math.sqrt(w2);
    const m = (n * (1 - WGS84.e2)) / w2;
    const dx = (n + h) * cosLat * cosLon - (state[0] as number);
    const dy = (n + h) * cosLat * sinLon - (state[1] as number);
    const dz = (n * (1 - WGS84.e2) + h) * sinLat - (state[2] as number);
    const range = Math.sqrt(dx * dx + dy * dy + dz * dz);
    const doppler = (dx * vx + dy * vy + dz * vz) / speed;
    // derivatives of X: along the parallel, along the meridian, and up
    const east = (n + h) * cosLat;
    const north = m + h;
    const lonX = -east * sinLon + slopeLon * cosLat * cosLon;
    const lonY = east * cosLon + slopeLon * cosLat * sinLon;
    const lonZ = slopeLon * sinLat;
    const latX = -north * sinLat * cosLon + slopeLat * cosLat * cosLon;
    const latY = -north * sinLat * sinLon + slopeLat * cosLat * sinLon;
    const latZ = north * cosLat + slopeLat * sinLat;
    const a11 = (lonX * vx + lonY * vy + lonZ * vz) / speed;
    const a12 = (latX * vx + latY * vy + latZ * vz) / speed;
    const a21 = (lonX * dx + lonY * dy + lonZ * dz) / range;
    const a22 = (latX * dx + latY * dy + latZ * dz) / range;
    const rest = range - slantRangeM;
    const determinant = a11 * a22 - a12 * a21;
    const stepLon = (a12 * rest - a22 * doppler) / determinant;
    const stepLat = (a21 * doppler - a11 * rest) / determinant;
    lon += stepLon;
    lat += stepLat;
    if (Math.abs(stepLon) + Math.abs(stepLat) < CONVERGED_RAD) break;
  }
  point.lonDeg = lon * DEGREES_PER_RADIAN;
  point.latDeg = lat * DEGREES_PER_RADIAN;
  sampleField(surface, point.lonDeg, point.latDeg, sample);
  point.heightM = sample[0] as number;
}

/** The moment at which a point (ECEF, m) is at zero Doppler, its slant range, and the incidence angle at the ellipsoid's normal. */
export interface SeenPoint {
  readonly timeS: number;
  readonly slantRangeM: number;
  readonly incidenceDeg: number;
}

export function seePoint(
  stateAt: (timeS: number, out: Float64Array) => void,
  lonDeg: number,
  latDeg: number,
  ecefM: Float64Array,
  startS: number,
): SeenPoint {
  const state = new Float64Array(9);
  const x = ecefM[0] as number;
  const y = ecefM[1] as number;
  const z = ecefM[2] as number;
  let timeS = startS;
  let dx = 0;
  let dy = 0;
  let dz = 0;
  for (let step = 0; step < 30; step++) {
    stateAt(timeS, state);
    dx = x - (state[0] as number);
    dy = y - (state[1] as number);
    dz = z - (state[2] as number);
    const vx = state[3] as number;
    const vy = state[4] as number;
    const vz = state[5] as number;
    const f = dx * vx + dy * vy + dz * vz;
    const pull = dx * (state[6] as number) + dy * (state[7] as number) + dz * (state[8] as number);
    const slope = pull - (vx * vx + vy * vy + vz * vz);
    const change = f / slope;
    timeS -= change;
    if (Math.abs(change) < 1e-10) break;
  }
  const slantRangeM = Math.hypot(dx, dy, dz);
  const lon = lonDeg * RADIANS_PER_DEGREE;
  const lat = latDeg * RADIANS_PER_DEGREE;
  const up = -(dx * Math.cos(lat) * Math.cos(lon) + dy * Math.cos(lat) * Math.sin(lon) + dz * Math.sin(lat));
  return { timeS, slantRangeM, incidenceDeg: Math.acos(up / slantRangeM) * DEGREES_PER_RADIAN };
}

/** Slant range of each of the given ground ranges (m) at a time: the slant-to-ground polynomial solved by Newton's method. */
export function slantRanges(annotation: Annotation, timeS: number, groundRangeM: Float64Array): Float64Array {
  const { sr0M, coefficients } = slantToGroundAt(annotation, timeS);
  let x = 0;
  return groundRangeM.map((ground) => {
    for (let step = 0; step < 50; step++) {
      let value = 0;
      let slope = 0;
      for (let k = coefficients.length - 1; k >= 0; k--) {
        slope = slope * x + value;
        value = value * x + (coefficients[k] as number);
      }
      const change = (value - ground) / slope;
      x -= change;
      if (Math.abs(change) < 1e-6) break;
    }
    return sr0M + x;
  });
}

/** The polynomial at a time, linear between the records around it and for one spacing beyond them. */
function slantToGroundAt({ slantToGround }: Annotation, timeS: number): { sr0M: number; coefficients: Float64Array } {
  let k = 0;
  while (k < slantToGround.length - 2 && timeS >= (slantToGround[k + 1]?.timeS ?? Infinity)) k++;
  const before = slantToGround[k];
  const after = slantToGround[k + 1] ?? before;
  if (!before || !after) throw new RangeError('an annotation needs at least one slant-to-ground record');
  const span = after.timeS - before.timeS;
  const w = span > 0 ? Math.min(Math.max((timeS - before.timeS) / span, -1), 2) : 0;
  return {
    sr0M: before.sr0M + w * (after.sr0M - before.sr0M),
    coefficients: before.coefficients.map((c, i) => c + w * ((after.coefficients[i] as number) - c)),
  };
}

export function orbitOf(annotation: Annotation): Orbit {
  return createOrbit(annotation.orbit);
}
