import { RADIANS_PER_DEGREE, writeEcef } from '../grid/wgs84.ts';
import { seePoint } from './look-geometry.ts';

/** Sentinel-1: circular at about 693 km, inclination 98.18°. */
const RADIUS_M = 7_070_000;
const INCLINATION = 98.18 * RADIANS_PER_DEGREE;
const EARTH_GM = 3.986004418e14;
const EARTH_RATE = 7.2921159e-5;
const MEAN_MOTION = Math.sqrt(EARTH_GM / RADIUS_M ** 3);

export interface OrbitTarget {
  readonly lonDeg: number;
  readonly latDeg: number;
  readonly pass: 'ASCENDING' | 'DESCENDING';
  /** Incidence angle at which the target is seen, on the right of the track. */
  readonly incidenceDeg: number;
}

/** Earth-fixed position, velocity and acceleration (m, s), as `Orbit.stateAt` writes them; time 0 is the target's zero Doppler. */
export type StateAt = (timeS: number, out: Float64Array) => void;

/** The circular orbit from which the target is seen at zero Doppler under the wanted angle at time 0. */
export function orbitOver(target: OrbitTarget): StateAt {
  const sinLat = Math.sin(target.latDeg * RADIANS_PER_DEGREE);
  const climbing = Math.asin(Math.min(Math.max(sinLat / Math.sin(INCLINATION), -0.999), 0.999));
  const ascending = target.pass === 'ASCENDING';
  let u = ascending ? climbing : Math.PI - climbing;
  const incidence = target.incidenceDeg * RADIANS_PER_DEGREE;
  const arc = incidence - Math.asin((6_370_000 / RADIUS_M) * Math.sin(incidence));
  const aside = arc / Math.cos(target.latDeg * RADIANS_PER_DEGREE);
  const below = Math.atan2(Math.cos(INCLINATION) * Math.sin(u), Math.cos(u));
  let node = target.lonDeg * RADIANS_PER_DEGREE + (ascending ? -aside : aside) - below;
  const ecef = new Float64Array(3);
  writeEcef(target.lonDeg, target.latDeg, 0, ecef);
  const misses = (u0: number, node0: number): [number, number] => {
    const seen = seePoint(circularOrbit(u0, node0), target.lonDeg, target.latDeg, ecef, 0);
    return [seen.timeS, seen.incidenceDeg - target.incidenceDeg];
  };
  for (let step = 0; step < 20; step++) {
    const [t, i] = misses(u, node);
    if (Math.abs(t) < 1e-9 && Math.abs(i) < 1e-9) break;
    const d = 1e-6;
    const [tu, iu] = misses(u + d, node);
    const [tn, iN] = misses(u, node + d);
    const a = (tu - t) / d;
    const b = (tn - t) / d;
    const c = (iu - i) / d;
    const e = (iN - i) / d;
    const determinant = a * e - b * c;
    u -= (t * e - i * b) / determinant;
    node -= (a * i - c * t) / determinant;
  }
  return circularOrbit(u, node);
}

/** Position and its derivatives, from argument of latitude u = u0 + n t and node Ω = Ω0 − ω t in the turning frame. */
function circularOrbit(u0: number, node0: number): StateAt {
  const cosI = Math.cos(INCLINATION);
  const sinI = Math.sin(INCLINATION);
  return (timeS, out) => {
    const u = u0 + MEAN_MOTION * timeS;
    const node = node0 - EARTH_RATE * timeS;
    const cu = Math.cos(u);
    const su = Math.sin(u);
    const cn = Math.cos(node);
    const sn = Math.sin(node);
    const n = MEAN_MOTION;
    const w = -EARTH_RATE;
    // in the plane of the node line: along it (p), across it (q), and up; first and second derivatives with time
    const p = [cu, -n * su, -n * n * cu] as const;
    const q = [cosI * su, cosI * n * cu, -cosI * n * n * su] as const;
    const up = [sinI * su, sinI * n * cu, -sinI * n * n * su] as const;
    out[0] = RADIUS_M * (cn * p[0] - sn * q[0]);
    out[1] = RADIUS_M * (sn * p[0] + cn * q[0]);
    out[2] = RADIUS_M * up[0];
    const px = p[1] - w * q[0];
    const qx = q[1] + w * p[0];
    out[3] = RADIUS_M * (cn * px - sn * qx);
    out[4] = RADIUS_M * (sn * px + cn * qx);
    out[5] = RADIUS_M * up[1];
    const pa = p[2] - 2 * w * q[1] - w * w * p[0];
    const qa = q[2] + 2 * w * p[1] - w * w * q[0];
    out[6] = RADIUS_M * (cn * pa - sn * qa);
    out[7] = RADIUS_M * (sn * pa + cn * qa);
    out[8] = RADIUS_M * up[2];
  };
}
