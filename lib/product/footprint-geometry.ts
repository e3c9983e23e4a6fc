import type { BoundingBox } from '../grid/grid-window.ts';
import { clipRing, type Position, signedArea } from './clip-ring.ts';

/** GeoJSON geometry (RFC 7946): rings closed, exterior counter-clockwise, longitudes −180 … 180. */
export type Footprint =
  | { type: 'Polygon'; coordinates: Position[][] }
  | { type: 'MultiPolygon'; coordinates: Position[][][] };

export interface FootprintGeometry {
  readonly geometry: Footprint;
  /** West is greater than east where the outline crosses the antimeridian (RFC 7946, section 5.2). */
  readonly bbox: BoundingBox;
}

/**
 * The outline of a scene as GeoJSON, cut at the antimeridian (RFC 7946, section 3.1.9), coordinates to 1e-6 degree.
 *
 * @param outline longitudes unwrapped: without a jump between neighbours, so they may leave −180 … 180
 * @throws RangeError for an outline without an area
 */
export function footprintGeometry(outline: readonly Position[]): FootprintGeometry {
  const ring = openRing(outline);
  const west = Math.min(...ring.map(([lon]) => lon));
  const turn = Math.floor((west + 180) / 360) * 360;
  const unturned = ring.map(([lon, lat]): Position => [lon - turn, lat]);
  const east = clipRing(unturned, 0, 180, 'above').map(([lon, lat]): Position => [lon - 360, lat]);
  const parts = [clipRing(unturned, 0, 180, 'below'), east].map(tidyRing).filter((part) => part.length >= 4);
  const [first, second] = parts;
  if (!first) throw new RangeError('the outline of the scene encloses no area');
  if (!second) return { geometry: { type: 'Polygon', coordinates: [first] }, bbox: boundsOf(first) };
  const [left, right] = [boundsOf(first), boundsOf(second)];
  return {
    geometry: { type: 'MultiPolygon', coordinates: [[first], [second]] },
    bbox: [left[0], Math.min(left[1], right[1]), right[2], Math.max(left[3], right[3])],
  };
}

/** Exterior rings of a footprint, closed. */
export function ringsOf(footprint: Footprint): Position[][] {
  const polygons = footprint.type === 'Polygon' ? [footprint.coordinates] : footprint.coordinates;
  return polygons.map(([exterior]) => exterior ?? []);
}

function openRing(ring: readonly Position[]): readonly Position[] {
  const [first, last] = [ring[0], ring.at(-1)];
  const isClosed = first && last && ring.length > 1 && first[0] === last[0] && first[1] === last[1];
  return isClosed ? ring.slice(0, -1) : ring;
}

/** Rounded, without repeated positions, counter-clockwise, closed; empty if no area is left. */
function tidyRing(ring: readonly Position[]): Position[] {
  const rounded = ring.map(([lon, lat]): Position => [roundDegree(lon), roundDegree(lat)]);
  const distinct = rounded.filter((position, i) => !isSame(position, rounded.at(i - 1)));
  const area = signedArea(distinct);
  const [first] = distinct;
  if (!first || distinct.length < 3 || area === 0) return [];
  const rest = distinct.slice(1);
  return [first, ...(area < 0 ? rest.reverse() : rest), first];
}

function isSame(a: Position, b: Position | undefined): boolean {
  return b !== undefined && a[0] === b[0] && a[1] === b[1];
}

/** Adding 0 turns −0, which JSON would write as `0` but comparison tells apart, into 0. */
function roundDegree(value: number): number {
  return Math.round(value * 1e6) / 1e6 + 0;
}

function boundsOf(ring: readonly Position[]): BoundingBox {
  const lons = ring.map(([lon]) => lon);
  const lats = ring.map(([, lat]) => lat);
  return [Math.min(...lons), Math.min(...lats), Math.max(...lons), Math.max(...lats)];
}
