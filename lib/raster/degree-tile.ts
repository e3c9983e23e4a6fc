import type { GridWindow } from '../grid/grid-window.ts';
import { type TileCorner, tileCorner, tileName } from '../grid/tile-name.ts';
import type { PixelWindow } from './read-window.ts';
import type { TiffImage } from './tiff-image.ts';

/** The part of a window that lies in one 1° tile. */
export interface TilePart {
  readonly tile: string;
  readonly corner: TileCorner;
  /** In pixels of the tile. */
  readonly inTile: PixelWindow;
  /** Column and row of the window where the part starts. */
  readonly column: number;
  readonly row: number;
}

/** Cuts a window along whole degrees, north to south, then west to east, across the antimeridian too. */
export function tileParts(window: GridWindow): TilePart[] {
  const { perDegree: k, column, row, width, height } = window;
  const parts: TilePart[] = [];
  for (let r = Math.floor(row / k); r * k < row + height; r++) {
    for (let c = Math.floor(column / k); c * k < column + width; c++) {
      const west = Math.max(column, c * k);
      const north = Math.max(row, r * k);
      const east = Math.min(column + width, (c + 1) * k);
      const south = Math.min(row + height, (r + 1) * k);
      const corner = { lat: 89 - r, lon: (((c % 360) + 360) % 360) - 180 };
      const inTile = { column: west - c * k, row: north - r * k, width: east - west, height: south - north };
      parts.push({ tile: tileName(corner), corner, inTile, column: west - column, row: north - row });
    }
  }
  return parts;
}

/** Half a metre on the ground: less than any rounding in a geotransform that is meant to be right can amount to. */
const TOLERANCE_DEG = 5e-6;

/**
 * Why an image is not the tile that its name says: one band of perDegree² pixels in EPSG:4326 with edges on whole
 * degrees. Undefined if it is.
 */
export function degreeTileFault(image: TiffImage, tile: string, perDegree: number): string | undefined {
  const { width, height } = image.levels[0];
  if (width !== perDegree || height !== perDegree) {
    return `the tile has ${width} × ${height} pixels, not ${perDegree} × ${perDegree}`;
  }
  if (image.bands !== 1) return `the tile has ${image.bands} bands, not 1`;
  if (image.epsg !== undefined && image.epsg !== 4326) return `the tile is in EPSG:${image.epsg}, not EPSG:4326`;
  const corner = tileCorner(tile);
  if (!corner) return `${tile} is no tile name`;
  if (!image.transform) return 'the tile has no geotransform';
  const [x0, dx, rx, y0, ry, dy] = image.transform;
  const found = [x0, y0, x0 + perDegree * dx, y0 + perDegree * dy, rx, ry];
  const expected = [corner.lon, corner.lat + 1, corner.lon + 1, corner.lat, 0, 0];
  if (found.every((value, i) => Math.abs(value - (expected[i] as number)) <= TOLERANCE_DEG)) return undefined;
  const edges = found.slice(0, 4).map((value) => Number(value.toFixed(7)));
  return `the edges (west, north, east, south) are ${edges.join(', ')}, not ${expected.slice(0, 4).join(', ')}`;
}
