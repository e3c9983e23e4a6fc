import { cornerHeightsOf } from '../../dem/corner-heights.ts';
import { type HeightReference, openHeightField } from '../../dem/height-field.ts';
import { boundingBoxOf, type GridWindow } from '../../grid/grid-window.ts';
import type { ContentIdentity } from '../../product/content-identity.ts';
import type { TileSet } from '../../raster/tile-set.ts';
import type { Annotation } from '../../sentinel1/annotation.ts';
import { gridHeights } from '../../sentinel1/grid-heights.ts';
import { cornerSampler } from './corner-sampler.ts';
import { identifyTiles } from './identify-tiles.ts';

/** Ellipsoidal heights (m) of an area, wherever they come from. */
export interface Terrain {
  /** NaN outside of the area. */
  heightAt(lonDeg: number, latDeg: number): number;
  /** At the (width + 1) × (height + 1) corners of a 100-m window inside the area. */
  cornerHeights(pixels: GridWindow): Float32Array;
  /** DEM tiles that they come from; empty with the heights of the annotation's grid. */
  readonly tiles: readonly ContentIdentity[];
  /** Names of DEM tiles that do not exist and count as sea level. */
  readonly absent: readonly string[];
  /** Gives its memory back; nothing can be asked for afterwards. */
  release(): void;
}

/** The annotation's own grid, for want of a DEM. */
export function gridTerrain(annotation: Annotation, area: GridWindow): Terrain {
  return {
    heightAt: cornerSampler(gridHeights(annotation, area), area),
    cornerHeights: (pixels) => gridHeights(annotation, pixels),
    tiles: [],
    absent: [],
    release: () => {},
  };
}

/** @throws InputError `invalid-dem` */
export async function demTerrain(tiles: TileSet, reference: HeightReference, area: GridWindow): Promise<Terrain> {
  const [west, south, east, north] = boundingBoxOf(area);
  const isInside = (lon: number, lat: number) => lon >= west && lon <= east && lat >= south && lat <= north;
  const field = await openHeightField(tiles, boundingBoxOf(area), reference);
  return {
    heightAt: (lonDeg, latDeg) => (isInside(lonDeg, latDeg) ? field.heightAt(lonDeg, latDeg) : Number.NaN),
    cornerHeights: (pixels) => cornerHeightsOf(field, pixels),
    tiles: await identifyTiles(tiles, field.tiles, 'dem/'),
    absent: field.absent,
    release: () => field.release(),
  };
}
