import type { ObjectStore } from '../../cloud/object-store.ts';
import { demFileNames, glo30Key } from '../../dem/dem-file-names.ts';
import type { NdviSeries } from '../../ndvi/ndvi-series.ts';
import type { TileSet } from '../../raster/tile-set.ts';
import { openObject } from './object-source.ts';

/** `landcover/<year>/<tile>.tif` */
export function landcoverTiles(store: ObjectStore, year: number): TileSet {
  return tilesBelow(store, `landcover/${year}/`);
}

/** `dem/<tile>.tif`, or the file names of Copernicus GLO-30 and GLO-90. */
export function demTiles(store: ObjectStore): TileSet {
  return {
    name: `${store.bucket}/dem/`,
    open: (tile) =>
      openFirst(
        store,
        demFileNames(tile).map((name) => `dem/${name}`),
      ),
  };
}

/** Copernicus GLO-30 as it lies in its public bucket. A tile that is not there is sea; a bucket that refuses or fails is not. */
export function glo30Tiles(store: ObjectStore): TileSet {
  return { name: `${store.bucket}/`, open: (tile) => openObject(store, glo30Key(tile)) };
}

async function openFirst(store: ObjectStore, keys: readonly string[]) {
  for (const key of keys) {
    const source = await openObject(store, key);
    if (source) return source;
  }
  return undefined;
}

function tilesBelow(store: ObjectStore, prefix: string): TileSet {
  return { name: `${store.bucket}/${prefix}`, open: (tile) => openObject(store, `${prefix}${tile}.tif`) };
}

/** `<prefix><tile>/<yyyy-mm-dd>.tif` below `ndvi/filled/` (100 m) or `ndvi/s3/` (1 km). */
export function ndviSeries(store: ObjectStore, prefix: 'ndvi/filled/' | 'ndvi/s3/'): NdviSeries {
  return {
    name: `${store.bucket}/${prefix}`,
    dates: async (tile) => {
      const dates: string[] = [];
      for await (const { key } of store.list(`${prefix}${tile}/`)) {
        const date = /\/(\d{4}-\d{2}-\d{2})\.tif$/.exec(key)?.[1];
        if (date !== undefined) dates.push(date);
      }
      return dates;
    },
    open: (tile, date) => openObject(store, `${prefix}${tile}/${date}.tif`),
  };
}
