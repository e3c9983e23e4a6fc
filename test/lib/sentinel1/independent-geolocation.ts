import type { Annotation, OrbitStates } from '../../../lib/sentinel1/annotation.ts';

/**
 * A second solver of the same geometry, written for the tests from the definitions alone and by other means than the
 * library: ECEF by the reduced latitude; the orbit as osculating polynomials of degree 7 through four vectors instead of
 * cubic pieces between two; zero Doppler by bisection instead of Newton; incidence from its sine; the ground-range
 * polynomials as plain sums of powers of the two neighbouring records.
 */

const A = 6378137;
const B = 6356752.314245;
/** Seconds beyond the first and last vector: an image may end a line before them, and points lie beside it. */
const REACH_S = 1.5;

export interface Solution {
  readonly line: number;
  readonly pixel: number;
  readonly incidenceDeg: number;
  readonly slantRangeM: number;
  readonly azimuthTimeS: number;
}

export function createIndependentSolver(annotation: Annotation): (lon: number, lat: number, h: number) => Solution {
  const path = createPath(annotation.orbit);
  return (lonDeg, latDeg, heightM) => solve(annotation, path, lonDeg, latDeg, heightM);
}

function solve(
  annotation: Annotation,
  path: ReturnType<typeof createPath>,
  lonDeg: number,
  latDeg: number,
  heightM: number,
): Solution {
  const phi = (latDeg * Math.PI) / 180;
  const lambda = (lonDeg * Math.PI) / 180;
  const beta = Math.atan2(B * Math.sin(phi), A * Math.cos(phi));
  const rho = A * Math.cos(beta) + heightM * Math.cos(phi);
  const ground = [rho * Math.cos(lambda), rho * Math.sin(lambda), B * Math.sin(beta) + heightM * Math.sin(phi)];
  const up = [Math.cos(phi) * Math.cos(lambda), Math.cos(phi) * Math.sin(lambda), Math.sin(phi)];

  const { timeS } = annotation.orbit;
  // d|X − P|²/dt / 2: negative while the satellite comes nearer, positive once it moves away.
  const recession = (t: number) =>
    path(t).reduce((sum, [position, velocity], axis) => sum + (position - (ground[axis] ?? 0)) * velocity, 0);
  let before = (timeS[0] ?? Number.NaN) - REACH_S;
  let after = (timeS[timeS.length - 1] ?? Number.NaN) + REACH_S;
  if (!(recession(before) < 0 && recession(after) > 0)) throw new Error('not passed within the orbit vectors');
  for (let i = 0; i < 45; i++) {
    const middle = (before + after) / 2;
    if (recession(middle) < 0) before = middle;
    else after = middle;
  }
  const azimuthTimeS = (before + after) / 2;
  const toSatellite = path(azimuthTimeS).map(([position], axis) => position - (ground[axis] ?? 0));
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

type Curve = (t: number) => readonly [value: number, slope: number];

/**
 * The polynomial of degree 7 through the values and slopes at four neighbouring vectors, by divided differences with
 * every node twice.
 */
function osculate(times: readonly number[], values: readonly number[], slopes: readonly number[]): Curve {
  const nodes = times.flatMap((t) => [t, t]);
  const table = values.flatMap((v) => [v, v]);
  const weights = [table[0] ?? Number.NaN];
  for (let order = 1; order < nodes.length; order++) {
    for (let i = 0; i + order < nodes.length; i++) {
      const span = (nodes[i + order] ?? 0) - (nodes[i] ?? 0);
      table[i] = span === 0 ? (slopes[i / 2] ?? Number.NaN) : ((table[i + 1] ?? 0) - (table[i] ?? 0)) / span;
    }
    weights.push(table[0] ?? Number.NaN);
  }
  return (t) => {
    let value = 0;
    let slope = 0;
    for (let k = weights.length - 1; k >= 0; k--) {
      const x = t - (nodes[k] ?? 0);
      slope = slope * x + value;
      value = value * x + (weights[k] ?? 0);
    }
    return [value, slope];
  };
}

/** The satellite's x, y, z and their rates at a time. */
export function createPath({ timeS, positionM, velocityMPerS }: OrbitStates): (t: number) => ReturnType<Curve>[] {
  const pieces = new Map<number, Curve[]>();
  return (t) => {
    const later = timeS.findIndex((s) => s > t);
    const first = Math.min(Math.max((later < 0 ? timeS.length : later) - 2, 0), timeS.length - 4);
    const piece =
      pieces.get(first) ??
      [0, 1, 2].map((axis) => {
        const pick = (xyz: Float64Array) => [0, 1, 2, 3].map((k) => xyz[3 * (first + k) + axis] ?? Number.NaN);
        return osculate([...timeS.subarray(first, first + 4)], pick(positionM), pick(velocityMPerS));
      });
    pieces.set(first, piece);
    return piece.map((curve) => curve(t));
  };
}

/** Of the two records around a time, or the outermost two, the value of each, on a line in time. */
function groundRange({ slantToGround }: Annotation, t: number, rangeM: number): number {
  const later = slantToGround.findIndex(({ timeS }) => timeS > t);
  const next = Math.max(later < 0 ? slantToGround.length - 1 : later, 1);
  const [a, b] = slantToGround.slice(next - 1, next + 1);
  if (!a || !b) throw new Error('two records are needed');
  const value = ({ coefficients, sr0M }: typeof a) =>
    coefficients.reduce((sum, c, i) => sum + c * (rangeM - sr0M) ** i, 0);
  const weight = (t - a.timeS) / (b.timeS - a.timeS);
  return value(a) + weight * (value(b) - value(a));
}
