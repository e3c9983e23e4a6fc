/** Longitude and latitude in degrees. */
export type Position = readonly [number, number];

/**
 * The part of a polygon on one side of a meridian or parallel (Sutherland and Hodgman 1974). For rings without a
 * repeated last position; the result may be empty. Exact for the near-convex outlines of scenes.
 *
 * @param axis 0 = longitude, 1 = latitude
 */
export function clipRing(ring: readonly Position[], axis: 0 | 1, limit: number, side: 'below' | 'above'): Position[] {
  const isInside = (position: Position) => (side === 'below' ? position[axis] <= limit : position[axis] >= limit);
  const kept: Position[] = [];
  let previous = ring.at(-1);
  for (const current of ring) {
    if (previous && isInside(previous) !== isInside(current)) kept.push(crossing(previous, current, axis, limit));
    if (isInside(current)) kept.push(current);
    previous = current;
  }
  return kept;
}

function crossing(a: Position, b: Position, axis: 0 | 1, limit: number): Position {
  const t = (limit - a[axis]) / (b[axis] - a[axis]);
  const other = axis === 0 ? 1 : 0;
  const value = a[other] + t * (b[other] - a[other]);
  return axis === 0 ? [limit, value] : [value, limit];
}

/** Degrees²; positive when the ring runs counter-clockwise. */
export function signedArea(ring: readonly Position[]): number {
  let twice = 0;
  let [x0, y0] = ring.at(-1) ?? [0, 0];
  for (const [x, y] of ring) {
    twice += x0 * y - x * y0;
    [x0, y0] = [x, y];
  }
  return twice / 2;
}
