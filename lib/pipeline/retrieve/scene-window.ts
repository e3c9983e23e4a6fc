import { type BoundingBox, type GridWindow, windowAround } from '../../grid/grid-window.ts';
import type { Position } from '../../product/clip-ring.ts';
import type { Annotation } from '../../sentinel1/annotation.ts';
import { cutToAreas } from './cut-to-areas.ts';

/** Degrees by which terrain and valid samples can move the outline beyond that of the annotation's grid. */
const OUTLINE_MARGIN_DEG = 0.05;

/** The 1-km window around what the box shares with the areas; undefined if that is nothing. */
export function windowInAreas(
  box: BoundingBox,
  areas: readonly { readonly bbox: BoundingBox }[],
): GridWindow | undefined {
  const cut = cutToAreas(box, areas);
  return cut && windowAround(cut, 112);
}

/** Box of the annotation's grid with a margin that the true outline stays in; longitudes unwrapped from its first point. */
export function gridBox({ geolocationGrid }: Pick<Annotation, 'geolocationGrid'>): BoundingBox {
  const { longitudeDeg, latitudeDeg } = geolocationGrid;
  const first = longitudeDeg[0] ?? 0;
  const positions = Array.from(longitudeDeg, (lon, i): Position => {
    return [lon - 360 * Math.round((lon - first) / 360), latitudeDeg[i] ?? 0];
  });
  const [west, south, east, north] = boxOf(positions);
  const margin = OUTLINE_MARGIN_DEG;
  const wide = margin / Math.max(Math.cos((Math.max(Math.abs(south), Math.abs(north)) * Math.PI) / 180), 0.05);
  return [west - wide, Math.max(south - margin, -90), east + wide, Math.min(north + margin, 90)];
}

export function boxOf(positions: readonly Position[]): BoundingBox {
  const lons = positions.map(([lon]) => lon);
  const lats = positions.map(([, lat]) => lat);
  return [Math.min(...lons), Math.min(...lats), Math.max(...lons), Math.max(...lats)];
}

/** What two windows of one grid share. */
export function intersect(a: GridWindow, b: GridWindow): GridWindow {
  const column = Math.max(a.column, b.column);
  const row = Math.max(a.row, b.row);
  const width = Math.min(a.column + a.width, b.column + b.width) - column;
  const height = Math.min(a.row + a.height, b.row + b.height) - row;
  return { perDegree: a.perDegree, column, row, width, height };
}
