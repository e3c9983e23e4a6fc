import { writeEcef } from '../../../lib/grid/wgs84.ts';
import { type Path, stateOf, type Vector } from './synthetic-orbit.ts';

/**
 * Layover and shadow by brute force: a place is compared with every few metres of the profile of terrain that lies in
 * its zero-Doppler plane, by slant range and off-nadir angle from the sensor's position in ECEF. Nothing of the
 * library's geometry but the ellipsoid's formula.
 */
export type HeightAt = (lonDeg: number, latDeg: number) => number;

const dot = (a: Vector, b: Vector) => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
const minus = (a: Vector, b: Vector): Vector => [a[0] - b[0], a[1] - b[1], a[2] - b[2]];

export function ecef(lonDeg: number, latDeg: number, heightM: number): Vector {
  const out = new Float64Array(3);
  writeEcef(lonDeg, latDeg, heightM, out);
  return [out[0] ?? 0, out[1] ?? 0, out[2] ?? 0];
}

/** Time at which a place is abeam, by bisection. */
export function zeroDopplerTime(path: Path, ground: Vector): number {
  let [low, high] = [-60, 60];
  for (let i = 0; i < 50; i++) {
    const middle = (low + high) / 2;
    const { position, velocity } = stateOf(path, middle);
    if (dot(minus(ground, position), velocity) > 0) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

export interface Profile {
  /** Unit vector from the ground to the sensor: east, north, up. */
  readonly look: Vector;
  readonly distanceM: Float64Array;
  readonly slantRangeM: Float64Array;
  readonly offNadir: Float64Array;
}

/** The profile through a place along the horizontal direction of the look, away from the sensor counting up. */
export function profileThrough(
  path: Path,
  lonDeg: number,
  latDeg: number,
  heightAt: HeightAt,
  reachM: number,
  stepM: number,
): Profile {
  const [lon, lat] = [(lonDeg * Math.PI) / 180, (latDeg * Math.PI) / 180];
  const ground = ecef(lonDeg, latDeg, heightAt(lonDeg, latDeg));
  const { position } = stateOf(path, zeroDopplerTime(path, ground));
  const sight = minus(position, ground);
  const range = Math.hypot(...sight);
  const east: Vector = [-Math.sin(lon), Math.cos(lon), 0];
  const north: Vector = [-Math.sin(lat) * Math.cos(lon), -Math.sin(lat) * Math.sin(lon), Math.cos(lat)];
  const up: Vector = [Math.cos(lat) * Math.cos(lon), Math.cos(lat) * Math.sin(lon), Math.sin(lat)];
  const look: Vector = [dot(sight, east) / range, dot(sight, north) / range, dot(sight, up) / range];
  const across = Math.hypot(look[0], look[1]);
  // Metres to degrees by differences of ECEF.
  const metresEast = Math.hypot(...minus(ecef(lonDeg + 1e-4, latDeg, 0), ecef(lonDeg, latDeg, 0))) / 1e-4;
  const metresNorth = Math.hypot(...minus(ecef(lonDeg, latDeg + 1e-4, 0), ecef(lonDeg, latDeg, 0))) / 1e-4;
  const steps = Math.round(reachM / stepM);
  const distanceM = Float64Array.from({ length: 2 * steps + 1 }, (_, i) => (i - steps) * stepM);
  const slantRangeM = new Float64Array(distanceM.length);
  const offNadir = new Float64Array(distanceM.length);
  const radius = Math.hypot(...position);
  distanceM.forEach((d, i) => {
    const lonI = lonDeg - (d * look[0]) / across / metresEast;
    const latI = latDeg - (d * look[1]) / across / metresNorth;
    const toGround = minus(ecef(lonI, latI, heightAt(lonI, latI)), position);
    slantRangeM[i] = Math.hypot(...toGround);
    offNadir[i] = Math.acos(-dot(toGround, position) / radius / (slantRangeM[i] ?? 0));
  });
  return { look, distanceM, slantRangeM, offNadir };
}

/** Whether other ground of the profile has the range of its middle, and whether nearer ground hides the middle. */
export function distortionAtMiddle({ slantRangeM, offNadir }: Profile): { layover: boolean; shadow: boolean } {
  const middle = slantRangeM.length >> 1;
  const own = slantRangeM[middle] ?? 0;
  let crossings = 0;
  let shadow = false;
  for (let i = 1; i < slantRangeM.length; i++) {
    if ((slantRangeM[i - 1] ?? 0) < own !== (slantRangeM[i] ?? 0) < own) crossings++;
    if (i <= middle && (offNadir[i - 1] ?? 0) > (offNadir[middle] ?? 0)) shadow = true;
  }
  return { layover: crossings > 1, shadow };
}
