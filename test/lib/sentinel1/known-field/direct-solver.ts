import type { Annotation } from '../../../../lib/sentinel1/annotation.ts';

/**
 * Image to ground and back by other means than the library's: the orbit by polynomials of degree 5 through six state
 * vectors, positions and velocities each for themselves; the place on the terrain by Newton's method on the two
 * equations of Doppler and range in longitude and latitude; zero-Doppler time by the secant rule.
 */

const A = 6_378_137;
const B = 6_356_752.314245;
const E2 = 1 - (B / A) ** 2;
const RAD = Math.PI / 180;
const ORBIT_POINTS = 6;

export type Height = (lonDeg: number, latDeg: number) => number;

export interface Satellite {
  readonly position: readonly [number, number, number];
  readonly velocity: readonly [number, number, number];
}

export interface Place {
  lon: number;
  lat: number;
}

export function satelliteAt({ orbit }: Annotation, t: number): Satellite {
  const { timeS, positionM, velocityMPerS } = orbit;
  const n = timeS.length;
  let after = timeS.findIndex((time) => time > t);
  if (after < 0) after = n;
  const first = Math.min(Math.max(after - ORBIT_POINTS / 2, 0), Math.max(n - ORBIT_POINTS, 0));
  const end = Math.min(first + ORBIT_POINTS, n);
  const state = [0, 0, 0, 0, 0, 0];
  for (let i = first; i < end; i++) {
    let weight = 1;
    const ti = timeS[i] ?? 0;
    for (let k = first; k < end; k++) if (k !== i) weight *= (t - (timeS[k] ?? 0)) / (ti - (timeS[k] ?? 0));
    for (let axis = 0; axis < 3; axis++) {
      state[axis] = (state[axis] ?? 0) + weight * (positionM[3 * i + axis] ?? 0);
      state[3 + axis] = (state[3 + axis] ?? 0) + weight * (velocityMPerS[3 * i + axis] ?? 0);
    }
  }
  const [x = 0, y = 0, z = 0, vx = 0, vy = 0, vz = 0] = state;
  return { position: [x, y, z], velocity: [vx, vy, vz] };
}

/** The two polynomials around a time, and how far between them it lies. */
function conversionAt({ slantToGround: records }: Annotation, t: number) {
  const after = records.findIndex(({ timeS }) => timeS > t);
  const later = records[after < 0 ? records.length - 1 : after];
  const earlier = records[after < 0 ? records.length - 1 : Math.max(after - 1, 0)];
  if (!later || !earlier) throw new Error('no conversion');
  const w = later === earlier ? 0 : (t - earlier.timeS) / (later.timeS - earlier.timeS);
  const between = (a: number, b: number) => a + w * (b - a);
  return {
    origin: between(earlier.sr0M, later.sr0M),
    coefficients: Array.from(earlier.coefficients, (c, i) => between(c, later.coefficients[i] ?? 0)),
  };
}

function polynomial(coefficients: readonly number[], x: number): { value: number; slope: number } {
  let value = 0;
  let slope = 0;
  for (let i = coefficients.length - 1; i >= 0; i--) {
    slope = slope * x + value;
    value = value * x + (coefficients[i] ?? 0);
  }
  return { value, slope };
}

/** Slant ranges (m) of samples at a time. */
export function slantRanges(annotation: Annotation, t: number, samples: readonly number[]): Float64Array {
  const { origin, coefficients } = conversionAt(annotation, t);
  let x = 0;
  return Float64Array.from(samples, (sample) => {
    for (let i = 0; i < 40; i++) {
      const { value, slope } = polynomial(coefficients, x);
      const step = (value - sample * annotation.rangePixelSpacingM) / slope;
      x -= step;
      if (Math.abs(step) < 1e-6) break;
    }
    return origin + x;
  });
}

/** Doppler (X − P)·V and distance |X − P| of a place on the terrain. */
function seenFrom({ position: [px, py, pz], velocity: [vx, vy, vz] }: Satellite, lon: number, lat: number, h: number) {
  const s = Math.sin(lat * RAD);
  const c = Math.cos(lat * RAD);
  const n = A / Math.sqrt(1 - E2 * s * s);
  const x = (n + h) * c * Math.cos(lon * RAD) - px;
  const y = (n + h) * c * Math.sin(lon * RAD) - py;
  const z = (n * (1 - E2) + h) * s - pz;
  return { doppler: x * vx + y * vy + z * vz, range: Math.hypot(x, y, z) };
}

/** Moves `place` to where the satellite sees the terrain at right angles to its path, at that range. */
export function settle(satellite: Satellite, range: number, heightAt: Height, place: Place): void {
  const d = 2e-5;
  for (let i = 0; i < 30; i++) {
    const { lon, lat } = place;
    const here = seenFrom(satellite, lon, lat, heightAt(lon, lat));
    const east = seenFrom(satellite, lon + d, lat, heightAt(lon + d, lat));
    const north = seenFrom(satellite, lon, lat + d, heightAt(lon, lat + d));
    const a = (east.doppler - here.doppler) / d;
    const b = (north.doppler - here.doppler) / d;
    const c = (east.range - here.range) / d;
    const e = (north.range - here.range) / d;
    const determinant = a * e - b * c;
    const f = -here.doppler;
    const g = range - here.range;
    const dLon = (f * e - b * g) / determinant;
    const dLat = (a * g - c * f) / determinant;
    place.lon += dLon;
    place.lat += dLat;
    // 1e-8° is a millimetre.
    if (Math.abs(dLon) + Math.abs(dLat) < 1e-8) return;
  }
  throw new Error(`no place at range ${range}`);
}

/** Line and sample of a place on the terrain. */
export function imagePoint(annotation: Annotation, lon: number, lat: number, h: number): [number, number] {
  const f = (t: number) => seenFrom(satelliteAt(annotation, t), lon, lat, h).doppler;
  let t0 = 0;
  let t1 = annotation.lastLineTimeS;
  let f0 = f(t0);
  for (let i = 0; i < 20 && Math.abs(t1 - t0) > 1e-9; i++) {
    const f1 = f(t1);
    const t2 = t1 - (f1 * (t1 - t0)) / (f1 - f0);
    t0 = t1;
    f0 = f1;
    t1 = t2;
  }
  const { range } = seenFrom(satelliteAt(annotation, t1), lon, lat, h);
  const { origin, coefficients } = conversionAt(annotation, t1);
  const ground = polynomial(coefficients, range - origin).value;
  return [t1 / annotation.azimuthTimeIntervalS, ground / annotation.rangePixelSpacingM];
}
