import type { BoundingBox } from '../grid/grid-window.ts';
import { writeEcef } from '../grid/wgs84.ts';
import type { Annotation, GeolocationGrid, OrbitStates, SlantToGround } from '../sentinel1/annotation.ts';
import { geolocationGridOn } from './geolocation-grid.ts';
import type { GridField } from './grid-field.ts';
import { groundRangeM, groundRangePolynomials } from './ground-range-polynomials.ts';
import { flatSurface, type GroundPoint, locateOnSurface, seePoint } from './look-geometry.ts';
import { orbitOver, type StateAt } from './sun-synchronous-orbit.ts';

const RADAR_FREQUENCY_HZ = 5.40500045433435e9;
const PIXEL_SPACING_M = 10;
/** Heights (above the ellipsoid) between which the area must be covered, m. */
const COVERED_HEIGHTS_M = [-60, 1000] as const;
const ORBIT_STEP_S = 10;

export interface PassOver {
  /** The image covers this area wholly. */
  readonly box: BoundingBox;
  readonly pass: 'ASCENDING' | 'DESCENDING';
  /** At the middle of the area. */
  readonly incidenceDeg: number;
  /** Time of the first line, µs since 1970. */
  readonly firstLineTimeUs: number;
  readonly platform: string;
  readonly absoluteOrbit: number;
  readonly dataTakeId: number;
}

/** An annotation as the IPF would write it for a scene that just covers the area, taken from a sun-synchronous orbit. */
export function generatedAnnotation(view: PassOver, surface: GridField): Annotation {
  const [west, south, east, north] = view.box;
  const centre = { lonDeg: (west + east) / 2, latDeg: (south + north) / 2 };
  const stateAt = orbitOver({ ...centre, pass: view.pass, incidenceDeg: view.incidenceDeg });
  const extent = extentOf(view.box, stateAt);
  const intervalS = PIXEL_SPACING_M / groundSpeed(stateAt, centre);
  const marginS = 24 * intervalS;
  const startS = extent.fromS - marginS;
  const lines = Math.ceil((extent.toS + marginS - startS) / intervalS) + 1;
  const shifted: StateAt = (timeS, out) => stateAt(timeS + startS, out);
  const sr0M = extent.nearM - 24 * PIXEL_SPACING_M;
  const spanM = extent.farM + 40 * PIXEL_SPACING_M - sr0M;
  const slantToGround = groundRangePolynomials(shifted, (lines - 1) * intervalS, sr0M, spanM, centre);
  const samples = Math.ceil(groundRangeM(slantToGround[0] as SlantToGround, spanM) / PIXEL_SPACING_M);
  const bare: Annotation = {
    platform: view.platform,
    mode: 'IW',
    productType: 'GRD',
    polarisation: 'VV',
    absoluteOrbit: view.absoluteOrbit,
    dataTakeId: view.dataTakeId,
    pass: view.pass,
    firstLineTimeUs: view.firstLineTimeUs,
    lastLineTimeS: (lines - 1) * intervalS,
    azimuthTimeIntervalS: intervalS,
    rangePixelSpacingM: PIXEL_SPACING_M,
    azimuthPixelSpacingM: PIXEL_SPACING_M,
    radarFrequencyHz: RADAR_FREQUENCY_HZ,
    samples,
    lines,
    orbit: stateVectors(shifted, view.firstLineTimeUs, (lines - 1) * intervalS),
    slantToGround,
    // the start of the forward geolocation; replaced below
    geolocationGrid: gridOfOnePoint(centre),
  };
  return { ...bare, geolocationGrid: geolocationGridOn(bare, surface) };
}

/** Slant ranges and zero-Doppler times between which the area is seen. */
function extentOf(
  [west, south, east, north]: BoundingBox,
  stateAt: StateAt,
): {
  fromS: number;
  toS: number;
  nearM: number;
  farM: number;
} {
  const extent = { fromS: Infinity, toS: -Infinity, nearM: Infinity, farM: -Infinity };
  const ecef = new Float64Array(3);
  const steps = 32;
  for (let k = 0; k <= steps; k++) {
    const lon = west + ((east - west) * k) / steps;
    const lat = south + ((north - south) * k) / steps;
    for (const [lonDeg, latDeg] of [
      [lon, south],
      [lon, north],
      [west, lat],
      [east, lat],
    ] as const) {
      for (const heightM of COVERED_HEIGHTS_M) {
        writeEcef(lonDeg, latDeg, heightM, ecef);
        const seen = seePoint(stateAt, lonDeg, latDeg, ecef, 0);
        extent.fromS = Math.min(extent.fromS, seen.timeS);
        extent.toS = Math.max(extent.toS, seen.timeS);
        extent.nearM = Math.min(extent.nearM, seen.slantRangeM);
        extent.farM = Math.max(extent.farM, seen.slantRangeM);
      }
    }
  }
  return extent;
}

/** Speed at which the zero-Doppler plane moves over the ground at the middle of the area, m s⁻¹. */
function groundSpeed(stateAt: StateAt, { lonDeg, latDeg }: { lonDeg: number; latDeg: number }): number {
  const ecef = new Float64Array(3);
  writeEcef(lonDeg, latDeg, 0, ecef);
  const { slantRangeM } = seePoint(stateAt, lonDeg, latDeg, ecef, 0);
  const surface = flatSurface(0, lonDeg);
  const point: GroundPoint = { lonDeg, latDeg, heightM: 0 };
  const state = new Float64Array(9);
  stateAt(1, state);
  locateOnSurface(state, slantRangeM, surface, new Float64Array(3), point);
  const later = new Float64Array(3);
  writeEcef(point.lonDeg, point.latDeg, 0, later);
  return Math.hypot(...later.map((x, axis) => x - (ecef[axis] as number)));
}

/** State vectors every 10 s on whole seconds of UTC, from 40 s before the image to 40 s after it. */
function stateVectors(stateAt: StateAt, firstLineTimeUs: number, durationS: number): OrbitStates {
  const startUs = Math.floor(firstLineTimeUs / 1e6 - 40) * 1e6;
  const count = Math.ceil((durationS + 80) / ORBIT_STEP_S) + 2;
  const timeS = Float64Array.from({ length: count }, (_, k) => (startUs - firstLineTimeUs) / 1e6 + k * ORBIT_STEP_S);
  const positionM = new Float64Array(3 * count);
  const velocityMPerS = new Float64Array(3 * count);
  const state = new Float64Array(9);
  timeS.forEach((t, k) => {
    stateAt(t, state);
    positionM.set(state.subarray(0, 3), 3 * k);
    velocityMPerS.set(state.subarray(3, 6), 3 * k);
  });
  return { timeS, positionM, velocityMPerS };
}

/** The forward geolocation starts from the grid: here from the middle of the area. */
function gridOfOnePoint({ lonDeg, latDeg }: { lonDeg: number; latDeg: number }): GeolocationGrid {
  const zero = new Float64Array(1);
  return {
    rows: 1,
    columns: 1,
    line: zero,
    pixel: zero,
    latitudeDeg: Float64Array.of(latDeg),
    longitudeDeg: Float64Array.of(lonDeg),
    heightM: zero,
    azimuthTimeS: zero,
    slantRangeTimeS: zero,
    incidenceDeg: zero,
  };
}
