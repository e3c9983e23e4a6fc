import { tileName } from '../grid/tile-name.ts';
import { clipRing, type Position, signedArea } from './clip-ring.ts';
import { type Footprint, ringsOf } from './footprint-geometry.ts';

/** Degrees. A scene touches 2 to 6 cells up to 70° latitude; a country is a handful of values in a filter policy. */
const CELL = 5;
const BLOCK = 10;

/**
 * Ids of the fixed 5° cells that a footprint touches, sorted: `N40E000/N40E005` is the cell whose south-west corner is
 * 40° N 5° E, after the 10° block that holds it. A subscriber filters by whole ids, or by the prefix `N40E000/` for a
 * block: one key for space, without a special case at the antimeridian.
 */
export function notificationCells(footprint: Footprint): string[] {
  const cells = new Set<string>();
  for (const closed of ringsOf(footprint)) {
    const ring = closed.slice(0, -1);
    const [lons, lats] = [ring.map(([lon]) => lon), ring.map(([, lat]) => lat)];
    for (let lat = floorTo(CELL, Math.min(...lats)); lat < Math.max(...lats); lat += CELL) {
      for (let lon = floorTo(CELL, Math.min(...lons)); lon < Math.max(...lons); lon += CELL) {
        if (touches(ring, lon, lat)) cells.add(cellId(lon, lat));
      }
    }
  }
  return [...cells].sort();
}

function touches(ring: readonly Position[], lon: number, lat: number): boolean {
  const column = clipRing(clipRing(ring, 0, lon, 'above'), 0, lon + CELL, 'below');
  return Math.abs(signedArea(clipRing(clipRing(column, 1, lat, 'above'), 1, lat + CELL, 'below'))) > 0;
}

function cellId(lon: number, lat: number): string {
  const block = tileName({ lat: floorTo(BLOCK, lat), lon: floorTo(BLOCK, lon) });
  return `${block}/${tileName({ lat, lon })}`;
}

function floorTo(step: number, value: number): number {
  return Math.floor(value / step) * step;
}
