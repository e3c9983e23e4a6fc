import { WGS84, writeEcef } from '../../../lib/grid/wgs84.ts';
import type { Annotation, OrbitStates } from '../../../lib/sentinel1/annotation.ts';

/**
 * A world with known answers: a circular orbit in closed form, and image points put on the ground by solving the three
 * equations of range, Doppler and height directly, without any code of the library's range-Doppler solver.
 */

const GM = 3.986004418e14;
const RADIUS_M = 7_071_000;
const EARTH_RATE = 7.292115e-5;
const ORBIT_RATE = Math.sqrt(GM / RADIUS_M ** 3);
const C = 299_792_458;

export type Vector = [number, number, number];

export interface Path {
  /** Degrees: inclination, longitude of the ascending node, argument of latitude at t = 0. */
  readonly inclination: number;
  readonly node: number;
  readonly argument: number;
}

/** Ascending over southern France, descending over southern Africa, and over the antimeridian in Fiji. */
export const PATHS = {
  ascending: { inclination: 98.18, node: 12, argument: 44 },
  descending: { inclination: 98.18, node: -140, argument: 198 },
  antimeridian: { inclination: 98.18, node: 189, argument: -17 },
} as const satisfies Record<string, Path>;

export function stateOf(path: Path, t: number): { position: Vector; velocity: Vector } {
  const rad = Math.PI / 180;
  const i = path.inclination * rad;
  const u = path.argument * rad + ORBIT_RATE * t;
  const lon = path.node * rad - EARTH_RATE * t;
  const [cu, su, ci, si, cl, sl] = [Math.cos(u), Math.sin(u), Math.cos(i), Math.sin(i), Math.cos(lon), Math.sin(lon)];
  const inPlane = (a: number, b: number): Vector => [a, b * ci, b * si];
  const turn = ([x, y, z]: Vector): Vector => [x * cl - y * sl, x * sl + y * cl, z];
  const position = turn(inPlane(RADIUS_M * cu, RADIUS_M * su));
  const inertial = turn(inPlane(-RADIUS_M * ORBIT_RATE * su, RADIUS_M * ORBIT_RATE * cu));
  const [x, y] = position;
  return { position, velocity: [inertial[0] + EARTH_RATE * y, inertial[1] - EARTH_RATE * x, inertial[2]] };
}

export function orbitStates(path: Path, times: readonly number[]): OrbitStates {
  const states = times.map((t) => stateOf(path, t));
  return {
    timeS: Float64Array.from(times),
    positionM: Float64Array.from(states.flatMap((state) => state.position)),
    velocityMPerS: Float64Array.from(states.flatMap((state) => state.velocity)),
  };
}

const NEAR_M = 801_000;
const EARTH_RADIUS_M = 6_371_000;

/** Ground range on a sphere from the near edge, as a polynomial of the slant range beyond it: what products give. */
const SRGR = interpolate((x) => {
  const arc = (range: number) =>
    EARTH_RADIUS_M * Math.acos((EARTH_RADIUS_M ** 2 + RADIUS_M ** 2 - range ** 2) / (2 * EARTH_RADIUS_M * RADIUS_M));
  return arc(NEAR_M + x) - arc(NEAR_M);
});

/** Coefficients of the polynomial of degree 8 through nine points of 0 … 180 km (Newton's divided differences). */
function interpolate(f: (x: number) => number): number[] {
  const scale = 180_000;
  const nodes = Array.from({ length: 9 }, (_, i) => (1 - Math.cos((Math.PI * i) / 8)) / 2);
  const differences = nodes.map((s) => f(s * scale));
  for (let k = 1; k < 9; k++) {
    for (let i = 8; i >= k; i--) {
      const rise = (differences[i] ?? 0) - (differences[i - 1] ?? 0);
      differences[i] = rise / ((nodes[i] ?? 0) - (nodes[i - k] ?? 0));
    }
  }
  let coefficients: number[] = [];
  for (let k = 8; k >= 0; k--) {
    const shifted = [0, ...coefficients];
    coefficients = shifted.map((c, i) => c - (nodes[k] ?? 0) * (coefficients[i] ?? 0));
    coefficients[0] = (coefficients[0] ?? 0) + (differences[k] ?? 0);
  }
  return coefficients.map((c, i) => c / scale ** i);
}

const groundRange = (x: number) => SRGR.reduceRight((sum, c) => sum * x + c, 0);

/** Slant range of a sample: the inverse of the ground-range polynomial that `syntheticAnnotation` uses. */
export function slantRangeOf(sample: number, spacingM: number): number {
  let x = (sample * spacingM) / 1.9;
  for (let i = 0; i < 50; i++) x -= (groundRange(x) - sample * spacingM) / 1.9;
  return NEAR_M + x;
}

/** Longitude, latitude of the point seen at time t and range R to the right, at a height (m) above the ellipsoid. */
export function seenAt(path: Path, t: number, rangeM: number, heightM: number): { lon: number; lat: number } {
  const { position: p, velocity: v } = stateOf(path, t);
  const cross = (a: Vector, b: Vector): Vector => [
    a[1] * b[2] - a[2] * b[1],
    a[2] * b[0] - a[0] * b[2],
    a[0] * b[1] - a[1] * b[0],
  ];
  const unit = (a: Vector): Vector => {
    const n = Math.hypot(...a);
    return [a[0] / n, a[1] / n, a[2] / n];
  };
  // Look angle γ in the zero-Doppler plane: X = P + R (cos γ · down + sin γ · right); the height fixes γ.
  const along = unit(v);
  const right = unit(cross(v, p));
  const down = unit(cross(along, right));
  const sign = down[0] * p[0] + down[1] * p[1] + down[2] * p[2] < 0 ? 1 : -1;
  const at = (gamma: number): Vector => {
    const k = (axis: 0 | 1 | 2) =>
      p[axis] + rangeM * (Math.cos(gamma) * sign * down[axis] + Math.sin(gamma) * right[axis]);
    return [k(0), k(1), k(2)];
  };
  let low = 0.2;
  let high = 1.0;
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2;
    if (geodetic(at(middle)).height < heightM) low = middle;
    else high = middle;
  }
  return geodetic(at((low + high) / 2));
}

/** Bowring's iteration, to a nanometre. */
function geodetic([x, y, z]: Vector): { lon: number; lat: number; height: number } {
  const rho = Math.hypot(x, y);
  let lat = Math.atan2(z, rho * (1 - WGS84.e2));
  let height = 0;
  for (let i = 0; i < 6; i++) {
    const n = WGS84.a / Math.sqrt(1 - WGS84.e2 * Math.sin(lat) ** 2);
    height = rho / Math.cos(lat) - n;
    lat = Math.atan2(z, rho * (1 - (WGS84.e2 * n) / (n + height)));
  }
  return { lon: (Math.atan2(y, x) * 180) / Math.PI, lat: (lat * 180) / Math.PI, height };
}

/** Angle at the ground between the line of sight at time t and the ellipsoid's normal. */
export function incidenceOf(path: Path, t: number, lon: number, lat: number, heightM: number): number {
  const ground = new Float64Array(3);
  writeEcef(lon, lat, heightM, ground);
  const above = new Float64Array(3);
  writeEcef(lon, lat, heightM + 1, above);
  const { position } = stateOf(path, t);
  const sight = position.map((p, k) => p - (ground[k] ?? 0));
  const normal = [...above].map((a, k) => a - (ground[k] ?? 0));
  const dot = sight.reduce((sum, s, k) => sum + s * (normal[k] ?? 0), 0);
  return (Math.acos(dot / (Math.hypot(...sight) * Math.hypot(...normal))) * 180) / Math.PI;
}

/** The annotation of an image of that size on such an orbit, with its geolocation grid on ground of a given height. */
export function syntheticAnnotation(path: Path, samples: number, lines: number, heightM = 0): Annotation {
  const azimuthTimeIntervalS = 0.0015;
  const rangePixelSpacingM = 10;
  const columns = 5;
  const rows = 4;
  const points = Array.from({ length: rows * columns }, (_, i) => {
    const line = Math.round(((lines - 1) * Math.floor(i / columns)) / (rows - 1));
    const pixel = Math.round(((samples - 1) * (i % columns)) / (columns - 1));
    const t = line * azimuthTimeIntervalS;
    const range = slantRangeOf(pixel, rangePixelSpacingM);
    const { lon, lat } = seenAt(path, t, range, heightM);
    return { line, pixel, t, range, lon, lat, incidence: incidenceOf(path, t, lon, lat, heightM) };
  });
  const column = (key: keyof (typeof points)[number]) => Float64Array.from(points, (point) => point[key]);
  return {
    platform: 'S1A',
    mode: 'IW',
    productType: 'GRD',
    polarisation: 'VV',
    absoluteOrbit: 39156,
    dataTakeId: 0x49f13,
    pass: path === PATHS.descending ? 'DESCENDING' : 'ASCENDING',
    firstLineTimeUs: Date.UTC(2021, 7, 9, 17, 39, 53) * 1000 + 153_776,
    lastLineTimeS: (lines - 1) * azimuthTimeIntervalS,
    azimuthTimeIntervalS,
    rangePixelSpacingM,
    azimuthPixelSpacingM: 10,
    radarFrequencyHz: 5.405e9,
    samples,
    lines,
    orbit: orbitStates(path, [-20, -10, 0, 10, 20, 30, 40, 50]),
    slantToGround: [-1, 0, 1, 2, 30].map((timeS) => ({ timeS, sr0M: NEAR_M, coefficients: Float64Array.from(SRGR) })),
    geolocationGrid: {
      rows,
      columns,
      line: column('line'),
      pixel: column('pixel'),
      latitudeDeg: column('lat'),
      longitudeDeg: column('lon'),
      heightM: new Float64Array(points.length).fill(heightM),
      azimuthTimeS: column('t'),
      slantRangeTimeS: column('range').map((range) => (2 * range) / C),
      incidenceDeg: column('incidence'),
    },
  };
}
