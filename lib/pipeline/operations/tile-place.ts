import { demFileNames } from '../../dem/dem-file-names.ts';
import { tileCorner } from '../../grid/tile-name.ts';
import { isCalendarDate } from '../../product/calendar-date.ts';
import { demKey, landcoverKey, ndviFilledKey, ndviS3Key } from '../../product/keys.ts';

export const TILE_KINDS = ['landcover', 'dem', 'ndvi/filled', 'ndvi/s3'] as const;
export type TileKind = (typeof TILE_KINDS)[number];

/** Which tile a file is by its name, and where the pipeline reads it. */
export interface TilePlace {
  readonly kind: TileKind;
  readonly tile: string;
  readonly key: string;
}

/** How a file of each kind has to be named, for people. */
export const TILE_NAMES: Readonly<Record<TileKind, string>> = {
  landcover: 'landcover/<year>/<tile>.tif',
  dem: 'dem/<tile>.tif, or the names of Copernicus GLO-30 below dem/',
  'ndvi/filled': 'ndvi/filled/<tile>/<yyyy-mm-dd>.tif',
  'ndvi/s3': 'ndvi/s3/<tile>/<yyyy-mm-dd>.tif',
};

/** Undefined for a path that names no tile. @param path below the folder of tiles, with slashes */
export function tilePlace(kind: TileKind, path: string): TilePlace | undefined {
  switch (kind) {
    case 'landcover':
      return landcoverPlace(path);
    case 'dem':
      return demPlace(path);
    default:
      return ndviPlace(kind, path);
  }
}

function landcoverPlace(path: string): TilePlace | undefined {
  const [, year, tile = ''] = /^landcover\/(\d{4})\/(\w+)\.tif$/.exec(path) ?? [];
  return tileCorner(tile) && { kind: 'landcover', tile, key: landcoverKey(Number(year), tile) };
}

/** GLO-30 is also taken as its bucket has it: each file in a folder of its own name. */
function demPlace(path: string): TilePlace | undefined {
  const [, folder, name = ''] = /^dem\/(?:([^/]+)\/)?([^/]+)\.tif$/.exec(path) ?? [];
  const [, south, east] = /^Copernicus_DSM_COG_\d{2}_([NS]\d{2})_00_([EW]\d{3})_00_DEM$/.exec(name) ?? [];
  const tile = south === undefined ? name : `${south}${east}`;
  if (!tileCorner(tile) || !demFileNames(tile).includes(`${name}.tif`)) return undefined;
  if (folder !== undefined && (folder !== name || name === tile)) return undefined;
  return { kind: 'dem', tile, key: demKey(tile) };
}

function ndviPlace(kind: 'ndvi/filled' | 'ndvi/s3', path: string): TilePlace | undefined {
  const [, tile = '', date = ''] = /^(\w+)\/(\d{4}-\d{2}-\d{2})\.tif$/.exec(path.slice(kind.length + 1)) ?? [];
  if (!path.startsWith(`${kind}/`) || !tileCorner(tile) || !isCalendarDate(date)) return undefined;
  return { kind, tile, key: kind === 'ndvi/s3' ? ndviS3Key(tile, date) : ndviFilledKey(tile, date) };
}
