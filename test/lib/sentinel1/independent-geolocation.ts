import type { Annotation } from '../../../lib/sentinel1/annotation.ts';

/**
 * A second solver of the same geometry, written for the tests from the definitions alone and by other means than the
 * library: ECEF by the reduced latitude; positions and velocities each as the polynomial of degree 8 through the nine
 * nearest vectors (Neville's scheme) instead of cubic Hermite pieces; zero Doppler by bisection instead of Newton;
 * the ground-range polynomials as plain sums of powers of the two neighbouring records.
 */

const A = 6378137;
const B = 6356752.314245;
const NODES = 9;
/** Seconds beyond the first and last vector: an image may end a line before them, and points lie beside it. */
const REACH_S = 1.5;

export interface Solution {
  readonly line: number;
  readonly pixel: number;
  readonly incidenceDeg: number;
  readonly slantRangeM: number;
  readonly azimuthTimeS: number;
}

export function solveIndependently(annotation: Annotation, lonDeg: number, latDeg: number, heightM: number): Solution {
  const phi = (latDeg * Math.PI) / 180;
  const lambda = (lonDeg * Math.PI) / 180;
  const beta = Math.atan2(B * Math.sin(phi), A * Math.cos(phi));
  const rho = A * Math.cos(beta) + heightM * Math.cos(phi);
  const ground = [rho * Math.cos(lambda), rho * Math.sin(lambda), B * Math.sin(beta) + heightM * Math.sin(phi)];
  const up = [Math.cos(phi) * Math.cos(lambda), Math.cos(phi) * Math.sin(lambda), Math.sin(phi)];

  const { timeS, positionM, velocityMPerS } = annotation.orbit;
  const sight = (t: number) => [0, 1, 2].map((axis) => neville(timeS, positionM, axis, t) - (ground[axis] ?? 0));
  // d|X − P|²/dt / 2: negative while the satellite comes nearer, positive once it moves away.
  const recession = (t: number) =>
    sight(t).reduce((sum, s, axis) => sum + s * neville(timeS, velocityMPerS, axis, t), 0);
  let before = (timeS[0] ?? Number.NaN) - REACH_S;
  let after = (timeS[timeS.length - 1] ?? Number.NaN) + REACH_S;
  if (!(recession(before) < 0 && recession(after) > 0)) throw new Error('not passed within the orbit vectors');
  for (let i = 0; i < 45; i++) {
    const middle = (before + after) / 2;
    if (recession(middle) < 0) before = middle;
    else after = middle;
  }
  const azimuthTimeS = (before + after) / 2;
  const toSatellite = sight(azimuthTimeS);
  const slantRangeM = Math.hypot(...toSatellite);
  const acrossM = Math.hypot(
    ...toSatellite.map((s, axis) => s - (up[axis] ?? 0) * toSatellite.reduce((d, v, k) => d + v * (up[k] ?? 0), 0)),
  );
  return {
    line: azimuthTimeS / annotation.azimuthTimeIntervalS,
    pixel: groundRange(annotation, azimuthTimeS, slantRangeM) / annotation.rangePixelSpacingM,
    incidenceDeg: (Math.asin(acrossM / slantRangeM) * 180) / Math.PI,
    slantRangeM,
    azimuthTimeS,
  };
}

function neville(times: Float64Array, values: Float64Array, axis: number, t: number): number {
  let first = 0;
  const last = times.length - Math.min(NODES, times.length);
  while (first < last && Math.abs((times[first + NODES] ?? 0) - t) < Math.abs((times[first] ?? 0) - t)) first++;
  const x = Array.from(times.subarray(first, first + NODES));
  const p = x.map((_, i) => values[3 * (first + i) + axis] ?? Number.NaN);
  for (let width = 1; width < x.length; width++) {
    for (let i = 0; i + width < x.length; i++) {
      const [a, b] = [x[i] ?? 0, x[i + width] ?? 0];
      p[i] = ((t - b) * (p[i] ?? 0) + (a - t) * (p[i + 1] ?? 0)) / (a - b);
    }
  }
  return p[0] ?? Number.NaN;
}

/** Of the two records around a time, the value of each, weighed by nearness; all records of a real product share one sr0. */
function groundRange({ slantToGround }: Annotation, t: number, rangeM: number): number {
  const later = slantToGround.findIndex(({ timeS }) => timeS > t);
  const b = slantToGround[later < 0 ? slantToGround.length - 1 : later];
  const a = slantToGround[Math.max((later < 0 ? slantToGround.length : later) - 1, 0)];
  if (!a || !b) throw new Error('no records');
  const value = ({ coefficients, sr0M }: typeof a) =>
    coefficients.reduce((sum, c, i) => sum + c * (rangeM - sr0M) ** i, 0);
  if (a === b) return value(a);
  const weight = (t - a.timeS) / (b.timeS - a.timeS);
  return value(a) + weight * (value(b) - value(a));
}
