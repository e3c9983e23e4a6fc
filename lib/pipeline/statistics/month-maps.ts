import type { GridWindow } from '../../grid/grid-window.ts';
import { toPixels100m } from '../../grid/grid-window.ts';
import { type TileCorner, tileName, tilesOfWindow } from '../../grid/tile-name.ts';
import { readLandcover } from '../../landcover/read-landcover.ts';
import { assetKey, collectionDayPrefix, parseItemKey } from '../../product/keys.ts';
import { type LiveItem, parseLiveItem } from '../../product/live-item.ts';
import { openTiff } from '../../raster/open-tiff.ts';
import { readWindow } from '../../raster/read-window.ts';
import { type DominantClasses, dominantClasses } from '../../statistics/dominant-class.ts';
import type { Services } from '../services.ts';
import { openObject } from '../sources/object-source.ts';
import { landcoverTiles } from '../sources/tiles-in-store.ts';

/** A live map as statistics need it; arrays row-major over its window. */
export interface MonthMap extends LiveItem {
  readonly sm: Float32Array;
  readonly qa: Uint16Array;
}

/** What reading months needs; `maps` spares a job that looks several times from reading the same versions again. */
export interface MonthServices extends Pick<Services, 'store' | 'configuration'> {
  /** By key and ETag of the item. */
  readonly maps: Map<string, MonthMap>;
}

/** A map's asset is not what its item says. Somebody wrote below `collections/` besides this system. */
export class MapUnreadableError extends Error {
  readonly tag = 'MapUnreadableError';
  override readonly name = 'MapUnreadableError';
}

/** The live maps of a collection's month, in the order of their ids. */
export async function readMonth(collection: string, month: string, services: MonthServices): Promise<MonthMap[]> {
  const maps: MonthMap[] = [];
  for await (const { key } of services.store.list(collectionDayPrefix(collection, month.replace('-', '/')))) {
    if (!parseItemKey(key)) continue;
    const object = await services.store.get(key);
    if (!object) continue;
    const version = `${key} ${object.etag}`;
    const map = services.maps.get(version) ?? (await readMap(parseLiveItem(key, object.bytes), services));
    services.maps.set(version, map);
    maps.push(map);
  }
  return maps.sort((a, b) => (a.item < b.item ? -1 : 1));
}

async function readMap(live: LiveItem, { store }: MonthServices): Promise<MonthMap> {
  const read = async (file: 'sm.tif' | 'qa.tif') => {
    const key = assetKey(live.collection, live.item, live.run, file);
    const source = await openObject(store, key);
    if (!source) throw new MapUnreadableError(`${store.bucket}/${key} is missing although its item is live`);
    const { width, height } = live.window;
    return readWindow(await openTiff(source), { column: 0, row: 0, width, height });
  };
  const sm = await read('sm.tif');
  const qa = await read('qa.tif');
  if (!(sm instanceof Float32Array && qa instanceof Uint16Array)) {
    throw new MapUnreadableError(`${live.collection}/${live.item}: sm.tif must be float32 and qa.tif uint16`);
  }
  return { ...live, sm, qa };
}

/** Dominant land cover of the 1-km cells of a window. */
export async function readDominantClasses(
  window: GridWindow,
  services: Pick<Services, 'store' | 'configuration'>,
): Promise<DominantClasses> {
  const tiles = landcoverTiles(services.store, services.configuration.landcoverYear);
  const { classes } = await readLandcover(tiles, toPixels100m(window));
  return dominantClasses(classes, window.width, window.height);
}

/** The tiles that any of the windows touches, in the order of their names. */
export function tilesOfWindows(
  windows: readonly GridWindow[],
): { readonly name: string; readonly corner: TileCorner }[] {
  const tiles = new Map<string, TileCorner>();
  for (const window of windows) for (const corner of tilesOfWindow(window)) tiles.set(tileName(corner), corner);
  return [...tiles].map(([name, corner]) => ({ name, corner })).sort((a, b) => (a.name < b.name ? -1 : 1));
}
