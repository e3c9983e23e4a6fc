import type { BoundingBox } from './grid-window.ts';

/** Longitude and latitude pairs in degrees; open or closed, in either direction. */
export type Ring = readonly (readonly [lon: number, lat: number])[];

/**
 * Whether a polygon's outline encloses any part of a box. Longitudes of the ring and the box may lie in different
 * turns (−180…180, 0…360, or past 180 across the antimeridian); edges are straight in longitude and latitude.
 */
export function ringTouchesBox(ring: Ring, box: BoundingBox): boolean {
  const unwrapped = unwrap(ring);
  return [-360, 0, 360].some((turn) => touches(unwrapped, [box[0] + turn, box[1], box[2] + turn, box[3]]));
}

/** Takes out jumps of more than half a turn between neighbours. */
function unwrap(ring: Ring): Ring {
  let previous = ring[0]?.[0] ?? 0;
  return ring.map(([lon, lat]) => {
    previous = lon - 360 * Math.round((lon - previous) / 360);
    return [previous, lat] as const;
  });
}

function touches(ring: Ring, [west, south, east, north]: BoundingBox): boolean {
  const corners: Ring = [
    [west, south],
    [east, south],
    [east, north],
    [west, north],
  ];
  const isInBox = ([lon, lat]: readonly [number, number]) => lon >= west && lon <= east && lat >= south && lat <= north;
  if (ring.some(isInBox) || corners.some((corner) => isInside(ring, corner))) return true;
  return edges(ring).some(([a, b]) => edges(corners).some(([c, d]) => cross(a, b, c, d)));
}

type Point = readonly [number, number];

function edges(ring: Ring): [Point, Point][] {
  return ring.map((point, i) => [point, ring[(i + 1) % ring.length] ?? point]);
}

/** Even-odd rule. */
function isInside(ring: Ring, [x, y]: Point): boolean {
  let inside = false;
  for (const [[x0, y0], [x1, y1]] of edges(ring)) {
    if (y0 > y !== y1 > y && x < ((x1 - x0) * (y - y0)) / (y1 - y0) + x0) inside = !inside;
  }
  return inside;
}

function cross(a: Point, b: Point, c: Point, d: Point): boolean {
  return side(a, b, c) * side(a, b, d) < 0 && side(c, d, a) * side(c, d, b) < 0;
}

function side(a: Point, b: Point, p: Point): number {
  return Math.sign((b[0] - a[0]) * (p[1] - a[1]) - (b[1] - a[1]) * (p[0] - a[0]));
}
