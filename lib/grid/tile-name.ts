import type { GridWindow } from './grid-window.ts';

/** South-west corner of a 1° × 1° tile, whole degrees. */
export interface TileCorner {
  readonly lat: number;
  readonly lon: number;
}

/** `N43E001`, `S01W001`, `N00E000`: named by floor(lat), floor(lon) of the south-west corner. */
export function tileName({ lat, lon }: TileCorner): string {
  const y = `${lat < 0 ? 'S' : 'N'}${String(Math.abs(lat)).padStart(2, '0')}`;
  const x = `${lon < 0 ? 'W' : 'E'}${String(Math.abs(lon)).padStart(3, '0')}`;
  return y + x;
}

/** The corner that a name stands for, or undefined if it is no tile name. */
export function tileCorner(name: string): TileCorner | undefined {
  const match = /^([NS])(\d{2})([EW])(\d{3})$/.exec(name);
  if (!match) return undefined;
  const lat = Number(match[2]) * (match[1] === 'S' ? -1 : 1);
  const lon = Number(match[4]) * (match[3] === 'W' ? -1 : 1);
  const inRange = lat >= -90 && lat < 90 && lon >= -180 && lon < 180;
  return inRange && tileName({ lat, lon }) === name ? { lat, lon } : undefined;
}

/**
 * Corners of the tiles that a window touches, north to south, then west to east. Across the antimeridian the
 * longitude wraps: the tile east of 179° E is `W180`.
 */
export function tilesOfWindow(window: GridWindow): TileCorner[] {
  const { perDegree: k, column, row, width, height } = window;
  const corners: TileCorner[] = [];
  for (let r = Math.floor(row / k); r * k < row + height; r++) {
    for (let c = Math.floor(column / k); c * k < column + width; c++) {
      corners.push({ lat: 89 - r, lon: (((c % 360) + 360) % 360) - 180 });
    }
  }
  return corners;
}
