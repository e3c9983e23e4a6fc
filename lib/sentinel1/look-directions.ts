import type { GridWindow } from '../grid/grid-window.ts';
import { RADIANS_PER_DEGREE, writeEcef } from '../grid/wgs84.ts';
import type { Annotation } from './annotation.ts';
import { createOrbit, type Orbit } from './orbit.ts';

/** Pixels between nodes, some 15 km: in between the direction is linear to 0.001°. */
const STEP = 144;
/** Newton's method for the zero-Doppler time gains three digits or more in a step. */
const NEWTON_STEPS = 8;

/** Directions from the ground to the sensor over a window. */
export interface LookDirections {
  /** Writes the unit vector (east, north, up) at a place in the window, in pixels from its north-west corner. */
  at(x: number, y: number, out: Float64Array): void;
}

/**
 * Where the sensor stands when it sees a place: solved at nodes, bilinear in between. All at one height; 1 km more or
 * less turns it by 0.04°. Unlike in the image geometry, the orbit may be continued as far as the window reaches:
 * a metre in position is of no matter here.
 */
export function createLookDirections(annotation: Annotation, window100m: GridWindow, heightM: number): LookDirections {
  const { perDegree, column, row, width, height } = window100m;
  const columns = Math.ceil(width / STEP) + 1;
  const rows = Math.ceil(height / STEP) + 1;
  const nodes = new Float64Array(3 * columns * rows);
  const orbit = createOrbit(annotation.orbit);
  const middle = ((annotation.lines - 1) / 2) * annotation.azimuthTimeIntervalS;
  for (let r = 0; r < rows; r++) {
    for (let c = 0; c < columns; c++) {
      const lonDeg = (column + c * STEP) / perDegree - 180;
      const latDeg = 90 - (row + r * STEP) / perDegree;
      writeLook(orbit, middle, lonDeg, latDeg, heightM, nodes, 3 * (r * columns + c));
    }
  }
  return {
    at(x, y, out) {
      const c = Math.min(Math.floor(x / STEP), columns - 2);
      const r = Math.min(Math.floor(y / STEP), rows - 2);
      const e = x / STEP - c;
      const s = y / STEP - r;
      const nw = 3 * (r * columns + c);
      const sw = nw + 3 * columns;
      for (let axis = 0; axis < 3; axis++) {
        const north = (nodes[nw + axis] as number) * (1 - e) + (nodes[nw + 3 + axis] as number) * e;
        const south = (nodes[sw + axis] as number) * (1 - e) + (nodes[sw + 3 + axis] as number) * e;
        out[axis] = north * (1 - s) + south * s;
      }
    },
  };
}

function writeLook(
  orbit: Orbit,
  startS: number,
  lonDeg: number,
  latDeg: number,
  heightM: number,
  out: Float64Array,
  at: number,
): void {
  const ground = new Float64Array(3);
  writeEcef(lonDeg, latDeg, heightM, ground);
  const [x = 0, y = 0, z = 0] = ground;
  const state = new Float64Array(9);
  let t = startS;
  for (let i = 0; i < NEWTON_STEPS; i++) {
    orbit.stateAt(t, state);
    const [px = 0, py = 0, pz = 0, vx = 0, vy = 0, vz = 0, ax = 0, ay = 0, az = 0] = state;
    const f = (x - px) * vx + (y - py) * vy + (z - pz) * vz;
    t -= f / ((x - px) * ax + (y - py) * ay + (z - pz) * az - (vx * vx + vy * vy + vz * vz));
  }
  orbit.stateAt(t, state);
  const [px = 0, py = 0, pz = 0] = state;
  const [dx, dy, dz] = [px - x, py - y, pz - z];
  const range = Math.hypot(dx, dy, dz);
  const [lon, lat] = [lonDeg * RADIANS_PER_DEGREE, latDeg * RADIANS_PER_DEGREE];
  // Away from the axis of the Earth, then turned by the latitude.
  const outward = Math.cos(lon) * dx + Math.sin(lon) * dy;
  out[at] = (Math.cos(lon) * dy - Math.sin(lon) * dx) / range;
  out[at + 1] = (Math.cos(lat) * dz - Math.sin(lat) * outward) / range;
  out[at + 2] = (Math.cos(lat) * outward + Math.sin(lat) * dz) / range;
}
